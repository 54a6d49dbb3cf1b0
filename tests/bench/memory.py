"""What a worker holds in memory once it has answered everything."""

from itertools import product
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from tests.bench.scaling import SIZES
from tests.bench.table import at_most
from tests.browser.kinds import EVERY, address, get

VISITS, SEARCHES = 20, 500
MIB = 1024
WORDS = "salute scuola milano acqua donne anziani clima casa africa perifferie xyz"
FACETS = {
    "competition": ("2012", "2016", "2019", "2021", "2024", "unknown"),
    "department": ("DASTU", "DESIGN", "DEIB", "unknown"),
    "country": ("IT", "UG", "unknown"),
    "place": ("Milano", "Roma", "unknown"),
    "status": ("ongoing", "concluded", "unknown"),
    "sort": ("oldest", "name"),
    "view": ("cards", "table"),
    "page": ("1", "2", "7"),
}


def measure(stage):
    places = {
        "the real content": stage.real,
        f"{SIZES[-1]:,} projects": stage.with_projects(SIZES[-1]),
    }
    return [
        at_most(f"memory of a worker (PSS), {where}", held(stage, at), 120, "MiB")
        for where, at in places.items()
    ]


def held(stage, database):
    """What the worker holds after many visits and searches, in MiB."""
    chance = Random(5)  # noqa: S311
    with stage.server(database) as server:
        for _visit, page in product(range(VISITS), EVERY):
            get(server.address, address(*page))
        for _search in range(SEARCHES):
            get(server.address, f"/it/progetti/?{any_query(chance)}")
        return max(pss(number) for number in server.workers()) / MIB


def any_query(chance):
    """A search as chance has it: words, facets, or both."""
    asked = {key: chance.choice(values) for key, values in FACETS.items()}
    asked["q"] = " ".join(chance.choices(WORDS.split(), k=chance.randint(1, 3)))
    kept = chance.sample(sorted(asked), chance.randint(1, len(asked)))
    return urlencode({key: asked[key] for key in kept})


def pss(process):
    """The process's own memory and its share of what it shares, in KiB."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
