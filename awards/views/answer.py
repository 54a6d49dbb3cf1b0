"""What a team reads of the judging of its proposal: the stages, and each answer."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from awards.models import Decision
from awards.rules.answer import answers_of, feedback_of
from awards.rules.call import stage_name
from awards.rules.judged import form_of
from awards.views.call import step
from content.formats import day, rome


@dataclass(frozen=True)
class Answered:
    """A published answer as the page shows it, with what its evaluators wrote."""

    decision: Decision
    stage_name: str
    feedback: list

    @property
    def project(self):
        return self.decision.project


def answers(desk):
    """Each published answer, the latest first; what evaluators wrote, once a stage."""
    told, seen, stages = [], set(), stages_of(desk.proposal)
    for decision in answers_of(desk.proposal):
        is_first = decision.stage_id not in seen
        seen.add(decision.stage_id)
        told.append(
            Answered(
                decision,
                stage_name(decision.stage, stages),
                _feedback(desk, decision) if is_first else [],
            )
        )
    return told


def _feedback(desk, decision):
    is_here = decision.stage_id == desk.version.stage_id
    form = desk.work.form if is_here else form_of(decision.stage)
    return feedback_of(decision.submission, form)


def stages_of(proposal):
    """Those of its call, read once."""
    call = proposal.stage.call
    prefetch_related_objects([call], "stages")
    return list(call.stages.all())


def timetables(desk, told):
    """Each stage of the call with its dates, as this member of the team has them."""
    given = {each.decision.stage_id: each.decision.published_at for each in told}
    stages = stages_of(desk.proposal)
    return [
        (stage_name(each, stages), _timetable(desk, each, given.get(each.pk)))
        for each in stages
    ]


def _timetable(desk, stage, given):
    is_here = stage.pk == desk.proposal.stage_id
    closes = desk.closes_at if is_here else stage.closes_at
    return [
        step(_("Opening"), rome(stage.opens_at) if stage.opens_at else ""),
        step(_("Deadline"), rome(closes) if closes else ""),
        _answer_step(desk, stage, given),
    ]


def _answer_step(desk, stage, given):
    """When the answer was given, or is promised; that it is late, once it is."""
    promised = stage.answer_expected_on
    if given:
        return step(_("Answer"), rome(given), "", url="#answer")
    note = day(promised) if promised else ""
    if promised and promised < timezone.localdate(desk.now):
        note = format_html(_("{}: late, it has not been given yet"), note)
    return step(_("Answer expected"), note, "")
