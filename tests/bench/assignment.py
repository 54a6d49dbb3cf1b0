"""A balanced proposal of assignments: from the request to its page."""

from functools import partial
from http import HTTPStatus
from statistics import median

from django.urls import reverse

from tests.bench.judging import filled
from tests.bench.queries import STAFF
from tests.bench.table import at_most

PROPOSALS, EVALUATORS, WANTED, WORDS = 200, 40, 3, 3_000
RUNS = 3
MAKE = "make_unassigned_call"


def measure(stage):
    """From cold: each run in a process of its own, which has to load the solver."""
    what = (
        f"assignment of {PROPOSALS} × {WANTED} to {EVALUATORS} evaluators, as its page "
        "proposes it"
    )
    with filled("assignment", MAKE, PROPOSALS, EVALUATORS, words=WORDS) as told:
        address, made = told
        once = partial(seconds, stage, address, made["stage"])
        took = median(once() for _run in range(RUNS))
    return [at_most(what, took, 5, "s")]


def seconds(stage, address, key):
    path = reverse("admin:awards_stage_balance", args=[key])
    with stage.renderer(address) as renderer:
        asked = renderer.cost(path, email=STAFF)  # without a number it only asks for it
        proposed = renderer.cost(f"{path}?each={WANTED}", email=STAFF)
    assert (asked.status, proposed.status) == (HTTPStatus.OK, HTTPStatus.OK), path
    return proposed.milliseconds / 1000
