"""The time to render a page anew, when nobody else is there."""

from functools import partial

from content.bilingual import LANGUAGES
from tests.bench.scaling import SIZES, milliseconds
from tests.bench.statistics import in_turns
from tests.bench.table import at_most
from tests.browser.kinds import address

WARM_UP, ROUNDS = 5, 40
BOUNDS = {
    "project": (10, ("project", "project abroad")),
    "list of 24": (15, ("projects", "projects, filtered", "projects, page 2")),
}


def measure(stage):
    places = {
        "the real content": stage.real,
        f"{SIZES[-1]:,} projects": stage.with_projects(SIZES[-1]),
    }
    return [
        row(stage, f"{what} anew, {where}", database, kinds, bound)
        for where, database in places.items()
        for what, (bound, kinds) in BOUNDS.items()
    ]


def row(stage, what, database, kinds, bound):
    paths = [address(kind, language) for kind in kinds for language in LANGUAGES]
    with stage.renderer(database) as renderer:
        for path in paths * WARM_UP:
            assert renderer.cost(path).status == 200, path
        pages = {path: partial(milliseconds, renderer, path) for path in paths}
        took = in_turns(pages, ROUNDS)
    slowest = max(took, key=took.get)
    return at_most(f"{what} (slowest: {slowest})", took[slowest], bound, "ms")
