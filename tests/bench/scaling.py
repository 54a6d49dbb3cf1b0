"""How the time of lists and searches grows with the number of projects."""

from contextlib import ExitStack
from functools import partial

from tests.bench.statistics import in_turns
from tests.bench.table import at_most

SIZES = (100, 1_000, 10_000)
WARM_UP, ROUNDS = 5, 40
LIST = "the explorer"
PAGES = {
    LIST: "/it/progetti/",
    "the explorer, a word": "/it/progetti/?q=salute",
    "the explorer, a misspelling": "/it/progetti/?q=perifferie",
    "the explorer, two facets": "/it/progetti/?country=IT&status=concluded",
    "search everything": "/it/cerca/?q=milano",
}


def measure(stage):
    with ExitStack() as held:
        renderers = {
            size: held.enter_context(stage.renderer(stage.with_projects(size)))
            for size in SIZES
        }
        return [row(what, path, renderers) for what, path in PAGES.items()]


def row(what, path, renderers):
    for renderer in renderers.values():
        for _turn in range(WARM_UP):
            assert renderer.cost(path).status == 200, path
    took = in_turns(
        {size: partial(milliseconds, r, path) for size, r in renderers.items()}, ROUNDS
    )
    first, *_others, last = SIZES
    times = ", ".join(f"{took[size]:.1f}" for size in SIZES)
    return at_most(
        f"{what}: {last:,} projects to {first} ({times} ms)",
        took[last] / took[first],
        1.5 if what == LIST else 2,
        "×",
    )


def milliseconds(renderer, path):
    return renderer.cost(path).milliseconds
