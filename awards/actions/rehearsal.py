"""Rehearsing a stage: begun, moved in time, and wiped without a trace."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.proposal import start
from awards.models import (
    LateAttempt,
    Letter,
    Paper,
    Proposal,
    ProposalStep,
    Rehearsal,
    Submission,
)
from awards.rules.call import version


@transaction.atomic
def begin(stage, *, by, at):
    """Open a stage for its staff alone, at its opening by a clock of their own.

    Raises ValidationError where there is nothing to walk yet.
    """
    if not (stage.opens_at and stage.closes_at and version(stage)):
        raise ValidationError(
            _("Write opening and deadline, and freeze the form: then rehearse."),
            code="unready",
        )
    rehearsal, _made = Rehearsal.objects.get_or_create(
        stage=stage, defaults={"shift": stage.opens_at - at, "by": by, "at": at}
    )
    return rehearsal


def move_clock(rehearsal, *, to, at):
    """Let its clock say another instant; from there it goes on."""
    rehearsal.shift = to - at
    rehearsal.save(update_fields=["shift"])
    return rehearsal


def start_in(rehearsal, *, by, name, at):
    """A throw-away proposal, as an applicant would start it at that instant."""
    now = rehearsal.clock(at)
    return start(rehearsal.stage, by=by, name=name, at=now, rehearsal=rehearsal)


@transaction.atomic
def wipe(rehearsal):
    """Delete the rehearsal with all that was written, handed in and told in it."""
    proposals = Proposal.everything.filter(rehearsal=rehearsal)
    Letter.objects.filter(proposal__in=proposals).delete()
    LateAttempt.objects.filter(proposal__in=proposals).delete()
    Paper.objects.filter(submission__proposal__in=proposals).delete()
    ProposalStep.objects.filter(proposal__in=proposals).delete()
    submissions = Submission.objects.filter(proposal__in=proposals)
    numbers = list(proposals.values_list("pk", flat=True))
    # Unbound first: what counts is protected by what it counts for.
    proposals.update(state="draft", counts=None)
    submissions.delete()
    Proposal.everything.filter(pk__in=numbers).delete()
    rehearsal.delete()
