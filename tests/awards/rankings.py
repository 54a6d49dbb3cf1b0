"""Candidates and their reviews, with dull defaults."""

from decimal import Decimal

from awards.rules.frozen import Criterion
from awards.rules.ranking import Candidate, Judgement, Terms


def criterion(number, weight=100, most=10, threshold=None):
    return Criterion(
        id=number,
        name_it=f"Criterio {number}",
        name_en=f"Criterion {number}",
        note_it="",
        note_en="",
        weight=Decimal(weight),
        most=most,
        threshold=threshold if threshold is None else Decimal(threshold),
    )


def candidate(key, *scores, asked=10, category=None, label=None):
    """Each score is that of a review: a number, or one for each criterion."""
    reviews = tuple(
        Judgement(
            f"E{n}",
            {
                number: Decimal(each)
                for number, each in enumerate(
                    said if isinstance(said, tuple) else (said,), 1
                )
            },
        )
        for n, said in enumerate(scores, 1)
    )
    return Candidate(key, label or key, category, Decimal(asked), reviews)


def terms(*criteria, **said):
    said = {
        name: Decimal(value) if isinstance(value, int) else value
        for name, value in said.items()
    }
    return Terms(criteria or (criterion(1),), **said)
