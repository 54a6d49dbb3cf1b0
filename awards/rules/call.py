"""Where a call stands at an instant, for whoever wants to take part in it."""

from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

FIRST = 1


class Standing(StrEnum):
    """Where a call stands for new proposals, which come in at its first stage."""

    OPEN = "open"
    COMING = "coming"
    CLOSED = "closed"


def is_open(stage, at=None):
    """A stage is open once its time has come and its form is frozen, until it closes.

    The grace is no part of it: it counts only where a request is judged.
    """
    at = at or timezone.now()
    return stage.has_opened(at) and not has_closed(stage, at) and bool(version(stage))


def has_closed(stage, at=None):
    return stage.closes_at is not None and stage.closes_at <= (at or timezone.now())


def version(stage):
    """The latest frozen form of a stage; None where there is none yet."""
    return max(stage.versions.all(), key=lambda each: each.number, default=None)


def entry(call):
    """The stage where proposals come in; None while a call has none."""
    return next((each for each in call.stages.all() if each.number == FIRST), None)


def stage_name(stage, stages):
    """`First stage`; nothing where its call has no other."""
    if len(stages) == 1:
        return ""
    return _("First stage") if stage.number == FIRST else _("Second stage")


def named(stage):
    """What people call a stage by: itself, or its call where that has no other."""
    has_others = stage.call.stages.exclude(pk=stage.pk).exists()
    return stage if has_others else stage.call


def standing(call, at=None):
    stage = entry(call)
    if stage is None:
        return Standing.COMING
    if has_closed(stage, at):
        return Standing.CLOSED
    return Standing.OPEN if is_open(stage, at) else Standing.COMING


def is_answered(stage):
    """What was decided at a stage is public, as far as its edition tells."""
    edition = stage.call.competition
    final = edition.funded_count is not None or (
        edition.selected is not None
        and edition.selected.first_day <= timezone.localdate()
    )
    is_last = all(each.number <= stage.number for each in stage.call.stages.all())
    return final or (not is_last and edition.shortlisted_count is not None)


def is_answer_late(stage, on=None):
    """The day promised for the answer has passed, and there is no answer."""
    promised = stage.answer_expected_on
    return (
        promised is not None
        and promised < (on or timezone.localdate())
        and not is_answered(stage)
    )
