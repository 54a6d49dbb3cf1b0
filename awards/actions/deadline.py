"""What the award office does with deadlines: noted, and told to whom it concerns."""

from contextlib import contextmanager

from django.db import transaction

from awards.actions.trail import note
from awards.emails.told import deadline_moved, extended, open_again
from awards.models import Deed, Proposal
from content.formats import instant_text


@contextmanager
def moving_deadlines(stages, *, by, at):
    """Whatever in here moves the deadline of these stages is noted, and told.

    Gives a list that holds, at the end, how many letters each of the moves wrote.
    """
    with transaction.atomic():
        locked = stages.select_for_update(of=("self",), no_key=True)
        before = dict(locked.values_list("pk", "closes_at"))
        written = []
        yield written
        for stage in stages.select_related("call__competition"):
            was = before.get(stage.pk)
            if was and stage.closes_at and was != stage.closes_at:
                written.append(_moved(stage, was, by, at))


@transaction.atomic
def extend(extension, *, by, at):
    """Grant one person a later deadline, or another one: noted, and told to them.

    It is noted of each proposal of theirs, to be found, and hidden, with it.
    """
    extension.save()
    person, stage = extension.person, extension.stage
    about = f"{person}: {instant_text(extension.until)}"
    said = {"by": by, "at": at, "about": about, "why": extension.reason}
    for proposal in Proposal.objects.of(person).filter(stage=stage) or [None]:
        note(Deed.EXTENDED, stage=stage, proposal=proposal, **said)
    extended(extension, at)


@transaction.atomic
def reopen(window, *, by, at):
    """Open some sections of a proposal again: noted, and told to its team."""
    window.save()
    about = f"{window}: {instant_text(window.until)}"
    why, proposal = window.reason, window.proposal
    note(Deed.REOPENED_SECTIONS, by=by, at=at, proposal=proposal, about=about, why=why)
    open_again(window, at)


def _moved(stage, was, by, at):
    """Before its form is frozen a stage is only being written."""
    if not stage.versions.exists():
        return 0
    about = f"{instant_text(was)} → {instant_text(stage.closes_at)}"
    note(Deed.MOVED_DEADLINE, by=by, at=at, stage=stage, about=about)
    return deadline_moved(stage, was, at)
