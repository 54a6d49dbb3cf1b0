"""All that the page of the year shows of each competition, however many they are."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery, Sum

from awards.models import (
    Allotment,
    Announcement,
    Call,
    Decision,
    Inspection,
    Stage,
)
from awards.rules.conflict import hidden_from
from awards.rules.money import in_all
from awards.rules.standing import counts
from polisocial.year import words
from polisocial.year.line import drawing_of, moments_of


@dataclass(frozen=True)
class Waiting:
    """A matter of one stage, as a sentence with its link."""

    told: str
    whom: str
    stage: Stage
    address: str


@dataclass(frozen=True)
class Money:
    """What a competition may award, what its decisions award, what is left (EUR)."""

    there: Decimal | None
    awarded: Decimal

    @property
    def left(self):
        return None if self.there is None else self.there - self.awarded


@dataclass(frozen=True)
class Year:
    """One competition with its call: on the line of time, in numbers, what waits."""

    call: Call
    stages: list
    is_over: bool
    moments: list
    drawing: object
    numbers: list
    waiting: list
    money: Money | None


def years(user, now):
    """Those that are not over, then those that are; of each the latest first."""
    calls = list(_calls())
    found = counts(user, now)
    awarded = _awarded(user) if user.has_perm("awards.view_decision") else None
    every = [_year(call, found, awarded, now) for call in calls]
    return sorted(every, key=lambda year: year.is_over)


def last_inspection(user):
    """The last look at what must always be true; `seen` is how many things are not."""
    seen = ~Q(offences__proposal__in=hidden_from(user))
    return Inspection.objects.annotate(seen=Count("offences", filter=seen)).first()


def _calls():
    allotted = Allotment.objects.filter(competition=OuterRef("competition"))
    sums = allotted.order_by().values("competition").annotate(sum=Sum("amount"))
    stages = Stage.objects.prefetch_related(
        Prefetch("announcements", Announcement.objects.order_by("at"))
    )
    return (
        Call.objects.select_related("competition")
        .prefetch_related(Prefetch("stages", stages.order_by("number")))
        .annotate(allotted=Subquery(sums.values("sum")))
        .order_by("-competition__ordinal")
    )


def _awarded(user):
    """By competition; what a person must not know of is not in it."""
    rows = (
        Decision.objects.in_force()
        .exclude(proposal__in=hidden_from(user))
        .order_by()
        .values(competition=F("stage__call__competition"))
        .annotate(sum=Sum("amount"))
    )
    return dict(rows.values_list("competition", "sum"))


def _year(call, found, awarded, now):
    stages = list(call.stages.all())
    for stage in stages:
        stage.call = call
    moments = moments_of(stages, now)
    money = None
    if awarded is not None:
        there = in_all(call.allotted, call.other_sources)
        money = Money(there, awarded.get(call.competition_id) or Decimal(0))
    return Year(
        call=call,
        stages=stages,
        is_over=bool(stages) and all(_is_over(each, found, now) for each in stages),
        moments=moments,
        drawing=drawing_of(stages, moments, now),
        numbers=_numbers(stages, found),
        waiting=_waiting(stages, found),
        money=money,
    )


def _is_over(stage, found, now):
    """It has closed, and of all that it judges the answer is public."""
    judged, published = (
        found.get((name, stage.pk), (0, None))[0] for name in ("handed_in", "published")
    )
    return stage.has_closed(now) and published >= judged


def _numbers(stages, found):
    """Tables of (title, rows), each row (words, cells), each cell (count, address)."""
    return [
        (
            title,
            [(told, _cells(name, link, stages, found)) for name, told, link in rows],
        )
        for title, rows in words.NUMBERS
    ]


def _cells(name, link, stages, found):
    cells = []
    for stage in stages:
        count, keys = found.get((name, stage.pk), (0, None))
        cells.append((count, link(stage, keys or []) if count else ""))
    return cells


def _waiting(stages, found):
    return [
        Waiting(
            told=matter.told % {"count": count},
            whom=matter.whom,
            stage=stage,
            address=matter.address(stage, keys or []),
        )
        for stage in stages
        for matter in words.MATTERS
        for count, keys in [found.get((matter.name, stage.pk), (0, None))]
        if count
    ]
