"""What everybody reads of the judging of a competition, once it is published."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Greatest, JSONObject
from django.utils.dateparse import parse_datetime

from awards.models import (
    Announcement,
    Decision,
    FormVersion,
    MemberRole,
    MinutesPublication,
    Outcome,
    Project,
    Ranking,
    Stage,
)
from awards.rules.call import stage_name
from awards.rules.frozen import Form, read
from awards.rules.told import work_in

BEST_FIRST = tuple(reversed(Outcome))


@dataclass(frozen=True)
class Funded:
    """A funded proposal, as it was handed in and decided; its page once it has one."""

    title: str
    coordinator: str
    departments: list
    award: Decimal
    project: Project


@dataclass(frozen=True)
class Row:
    """A line of a ranking that the call makes public."""

    place: int | None
    title: str
    result: Decimal | None
    asked: Decimal
    outcome: Outcome


@dataclass(frozen=True)
class StageAnswer:
    """What a stage of a competition came to."""

    number: int
    name: str
    at: datetime
    form: Form
    outcomes: list
    funded: list
    ranking: list
    has_minutes: bool

    @property
    def judged(self):
        return sum(count for _outcome, count in self.outcomes)


def answers_of(competition, stages):
    """What each of its stages came to; nothing of one that is not told yet."""
    if not any(each.answers for each in stages):
        return []
    funded = _funded(competition)
    return [
        _answer(each, stages, funded.get(each.pk, []))
        for each in stages
        if each.answers
    ]


def stages_of(competition):
    """The stages of its call in their order, with what was told of each: one query."""
    here = OuterRef("pk")
    told = Decision.objects.published().filter(stage=here)
    done = Announcement.objects.filter(stage=here).order_by().values("stage")
    minutes = MinutesPublication.objects.filter(minutes__stage=here)
    minutes = minutes.order_by().values("minutes__stage")
    latest = FormVersion.objects.filter(stage=here).order_by("-number")
    # A ranking closed later is not what was told: it comes with its minutes.
    ranking = Ranking.objects.filter(stage=here, at__lte=OuterRef("told_at"))
    return list(
        Stage.objects.filter(call__competition=competition)
        .annotate(
            answers=ArraySubquery(
                told.order_by("published_at", "pk").values(
                    said=JSONObject(
                        code="proposal__code", outcome="outcome", at="published_at"
                    )
                )
            ),
            frozen=Subquery(latest.values("content")[:1]),
            minutes_at=Subquery(minutes.annotate(at_=Max("at")).values("at_")),
            told_at=Greatest(
                Subquery(done.annotate(at_=Max("done_at")).values("at_")),
                Subquery(minutes.annotate(at_=Max("at")).values("at_")),
            ),
        )
        .annotate(
            closed=Subquery(ranking.order_by("-number").values("content")[:1]),
        )
        .order_by("number")
    )


def _funded(competition):
    """The funded proposals by stage, by title."""
    decisions = (
        Decision.objects.published()
        .filter(stage__call__competition=competition, outcome=Outcome.FUNDED)
        .select_related("submission", "project")
    )
    found = {}
    for decision in decisions:
        told = _told(decision)
        found.setdefault(decision.stage_id, []).append(told)
    for rows in found.values():
        rows.sort(key=lambda each: each.title.casefold())
    return found


def _told(decision):
    work = work_in(decision.submission)
    team = work["team"]
    leading = [each for each in team if each["role"] == MemberRole.COORDINATOR]
    codes = [each["department"] for each in [*leading, *team] if each["department"]]
    return Funded(
        title=work["answers"]["title"].strip(),
        coordinator=leading[0]["name"] if leading else "",
        departments=list(dict.fromkeys(codes)),
        award=decision.amount,
        project=decision.project,
    )


def _answer(stage, stages, funded):
    outcomes = {each["code"]: Outcome(each["outcome"]) for each in stage.answers}
    counted = Counter(outcomes.values())
    form = read(stage.frozen)
    return StageAnswer(
        number=stage.number,
        name=stage_name(stage, stages),
        at=parse_datetime(stage.answers[-1]["at"]),
        form=form,
        outcomes=[(o, counted[o]) for o in BEST_FIRST if counted[o]],
        funded=funded,
        ranking=_ranking(stage, outcomes) if form.evaluation.publishes_ranking else [],
        has_minutes=stage.minutes_at is not None,
    )


def _ranking(stage, outcomes):
    """Its lines; none while somebody in it has no answer yet."""
    rows = json.loads(stage.closed)["rows"] if stage.closed else []
    if any(each["proposal"] not in outcomes for each in rows):
        return []
    return [
        Row(
            place=each["place"],
            title=each["title"].strip(),
            result=None if each["result"] is None else Decimal(each["result"]),
            asked=Decimal(each["asked"]),
            outcome=outcomes[each["proposal"]],
        )
        for each in rows
    ]
