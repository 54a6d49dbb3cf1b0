"""What a competition may award, and what its decisions award already."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, Func, Subquery, Sum

from awards.models import Competition, Decision
from awards.rules.conflict import closed_to, seen_by


def may_be_awarded(competition):
    """What is allotted to it and its call's other sources (EUR); None where neither is.

    An allotment whose sum nobody knows adds nothing: it cannot be spent.
    """
    allotted = competition.allotments.aggregate(sum=Sum("amount"))["sum"]
    return in_all(allotted, _other_sources(competition))


def _other_sources(competition):
    return competition.call.other_sources if hasattr(competition, "call") else None


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
    """What somebody may know of it, in one query."""
    hidden = closed_to(user).filter(stage__call__competition=competition)
    awards = seen_by(user, awards_of(competition))
    allotted, awarded, is_partial = (
        Competition.objects.filter(pk=competition.pk)
        .annotate(
            allotted=Subquery(_in_all(competition.allotments.order_by())),
            awarded=Subquery(_in_all(awards.order_by())),
            is_partial=Exists(hidden),
        )
        .values_list("allotted", "awarded", "is_partial")
        .get()
    )
    return Purse(
        there=in_all(allotted, _other_sources(competition)),
        awarded=awarded or Decimal(0),
        is_partial=is_partial,
    )


def _in_all(rows):
    """Their amounts added up, to stand in a query about something else."""
    return rows.annotate(sum=Func("amount", function="SUM")).values("sum")
