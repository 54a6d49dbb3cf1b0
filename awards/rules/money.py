"""What a competition may award, and what its decisions award already."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from awards.models import Decision
from awards.rules.conflict import closed_to, seen_by


def may_be_awarded(competition):
    """What is allotted to it and its call's other sources (EUR); None where neither is.

    An allotment whose sum nobody knows adds nothing: it cannot be spent.
    """
    allotted = competition.allotments.aggregate(sum=Sum("amount"))["sum"]
    others = competition.call.other_sources if hasattr(competition, "call") else None
    return in_all(allotted, others)


def in_all(allotted, others):
    if allotted is None and others is None:
        return None
    return (allotted or 0) + (others or 0)


def awards_of(competition):
    """The decisions in force of a competition, published or not."""
    return Decision.objects.in_force().filter(stage__call__competition=competition)


def awarded_in(competition):
    """What they award (EUR)."""
    return _sum(awards_of(competition))


def _sum(decisions):
    return decisions.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


@dataclass(frozen=True)
class Purse:
    """What there is to award, and what is awarded, of what somebody may see (EUR).

    `is_partial` where something is hidden from them: less may be left than it says.
    """

    there: Decimal | None
    awarded: Decimal
    is_partial: bool

    @property
    def left(self):
        return None if self.there is None else self.there - self.awarded


def purse_of(competition, user):
    hidden = closed_to(user).filter(stage__call__competition=competition)
    return Purse(
        there=may_be_awarded(competition),
        awarded=_sum(seen_by(user, awards_of(competition))),
        is_partial=hidden.exists(),
    )
