"""The ranking of a large stage, with all that could be otherwise."""

from decimal import Decimal
from functools import partial
from random import Random
from time import perf_counter

from awards.rules.frozen import Criterion
from awards.rules.ranking import Candidate, Judgement, Terms, rank
from awards.rules.ranking_variants import variants
from tests.bench.statistics import in_turns
from tests.bench.table import at_most

CANDIDATES, EVALUATORS, REVIEWS, CRITERIA = 200, 40, 5, 5
ROUNDS = 9


def measure(stage):
    chance = Random(5)  # noqa: S311
    terms, candidates = large_stage(chance)
    what = f"ranking of {CANDIDATES} with {EVALUATORS} evaluators, all variants"
    took = in_turns({what: partial(seconds, terms, candidates)}, ROUNDS)
    return [at_most(what, took[what], 0.5, "s")]


def large_stage(chance):
    """Where the money ends half-way, and every review is of its own opinion."""
    criteria = tuple(
        Criterion(n, f"C{n}", f"C{n}", "", "", Decimal(100) / CRITERIA, 10, Decimal(3))
        for n in range(CRITERIA)
    )
    candidates = [
        Candidate(
            key=number,
            label=f"P{number}",
            category=number % 3,
            asked=Decimal(chance.randrange(30_000, 80_000)),
            reviews=tuple(
                Judgement(
                    evaluator,
                    {each.id: Decimal(chance.randrange(101)) / 10 for each in criteria},
                )
                for evaluator in chance.sample(range(EVALUATORS), REVIEWS)
            ),
        )
        for number in range(CANDIDATES)
    ]
    pot = sum(each.asked for each in candidates) / 4
    return Terms(criteria, Decimal(40), pot, disagreement=Decimal(30)), candidates


def seconds(terms, candidates):
    since = perf_counter()
    rank(terms, candidates)
    assert len(variants(terms, candidates)) == EVALUATORS + 2 * CRITERIA + 2
    return perf_counter() - since
