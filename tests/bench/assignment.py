"""A balanced proposal of assignments for a large stage, the solver loaded with it."""

import subprocess
import sys
from random import Random
from statistics import median
from time import perf_counter

from awards.rules.balance import EvaluatorToAsk, ProposalToJudge, balance
from tests.bench.table import at_most
from tests.portals import ROOT

PROPOSALS, EVALUATORS, DEPARTMENTS, WANTED = 200, 40, 12, 3
RUNS = 3


def measure(stage):
    what = f"assignment of {PROPOSALS} × {WANTED} to {EVALUATORS} evaluators, from cold"
    return [at_most(what, median(seconds_from_cold() for _run in range(RUNS)), 5, "s")]


def seconds_from_cold():
    """In a process of its own, which has to load the solver."""
    code = "from tests.bench.assignment import seconds; print(seconds())"
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(told.stdout.split()[-1])


def seconds():
    chance = Random(5)  # noqa: S311
    proposals = [
        ProposalToJudge(n, frozenset(chance.sample(range(DEPARTMENTS), 2)))
        for n in range(PROPOSALS)
    ]
    evaluators = [
        EvaluatorToAsk(n, chance.randrange(DEPARTMENTS), chance.choice([None, 14]))
        for n in range(EVALUATORS)
    ]
    pairs = [(one.key, other.key) for one in proposals for other in evaluators]
    forbidden = {pair for pair in pairs if chance.random() < 0.1}
    discouraged = {pair for pair in pairs if chance.random() < 0.1}
    since = perf_counter()
    found = balance(
        proposals, evaluators, WANTED, forbidden=forbidden, discouraged=discouraged
    )
    assert len(found.pairs) == WANTED * PROPOSALS
    return perf_counter() - since
