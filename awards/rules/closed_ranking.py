"""A ranking as a committee closed it, read back from its record for somebody.

What is closed to them is left out, and the others are placed as if it had not been
there, as in the ranking of now: no place, sum or gap tells anything of it. A record
closed before something was added to records lacks it.
"""

import json
from dataclasses import dataclass
from decimal import Decimal

from awards.rules.conflict import closed_to
from awards.rules.frozen import Category, Criterion
from awards.rules.ranking import (
    Agreement,
    Candidate,
    Money,
    Ranking,
    Standing,
    Terms,
    ranked,
)

OUT_OF_MONEY = {Money.BELOW, Money.UNJUDGED}


@dataclass(frozen=True)
class Closed:
    """A ranking, the titles as they were handed in by code, and how many are hidden."""

    ranking: Ranking
    titles: dict
    categories: tuple[Category, ...]
    hidden: int

    @property
    def rows(self):
        """By code."""
        return {row.candidate.label: row for row in self.ranking.rows}


def closed_ranking(record, user):
    """What a record of a stage says, as far as somebody may see it."""
    said = json.loads(record.content)
    codes = [row["proposal"] for row in said["rows"]]
    hidden = set(closed_to(user).filter(code__in=codes).values_list("code", flat=True))
    rows = [row for row in said["rows"] if row["proposal"] not in hidden]
    terms = _terms(said)
    return Closed(
        ranking=ranked(terms, [_row(terms, row) for row in rows]),
        titles={row["proposal"]: row["title"].strip() for row in rows},
        categories=tuple(
            Category(each["id"], each["name_it"], each["name_en"])
            for each in said.get("categories", ())
        ),
        hidden=len(hidden),
    )


def _terms(said):
    pots = {int(key): _sum(each) for key, each in said["pots"].items()}
    return Terms(
        criteria=tuple(_criterion(each) for each in said["criteria"]),
        overall=_sum(said["overall"]),
        pot=_sum(said["pot"]),
        pots=pots or None,
        disagreement=_sum(said.get("disagreement")),
    )


def _criterion(said):
    return Criterion(
        id=said["id"],
        name_it=said["name_it"],
        name_en=said.get("name_en", ""),
        note_it="",
        note_en="",
        weight=_sum(said["weight"]),
        most=said.get("most"),
        threshold=_sum(said.get("threshold")),
    )


def _row(terms, said):
    """How it stood, and how its reviews agreed."""
    candidate = Candidate(
        key=said["proposal"],
        label=said["proposal"],
        category=said["category"],
        asked=Decimal(said["asked"]),
        reviews=(),
    )
    means = tuple(_sum(said["means"].get(str(each.id))) for each in terms.criteria)
    stood = Standing(
        candidate,
        means if said["means"] else None,
        _sum(said["result"]),
        passes=said["money"] not in OUT_OF_MONEY,
    )
    figures = (_sum(said.get(name)) for name in ("median", "spread", "deviation"))
    return stood, Agreement(*figures, said.get("disagrees", False))


def _sum(text):
    return None if text is None else Decimal(text)
