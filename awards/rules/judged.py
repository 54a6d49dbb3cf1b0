"""What is judged at a stage, and by which criteria."""

from django.db.models import Exists, F, OuterRef, Q

from awards.models import Decision, Outcome, ProposalState, Submission
from awards.rules.frozen import read

GONE = (ProposalState.DRAFT, ProposalState.WITHDRAWN)


def judged(stage):
    """The submissions that a stage judges: the last one of each proposal, by its code.

    A proposal that went on to the next stage is still among them, as it was here.
    """
    return (
        judged_anywhere()
        .filter(form__stage=stage)
        .select_related("proposal", "form")
        .order_by("proposal__code")
    )


def eligible(stage):
    """Those of them that nobody found to break a rule of the call: these are scored."""
    left_out = Decision.objects.in_force().filter(
        stage=stage, outcome=Outcome.INELIGIBLE
    )
    return judged(stage).exclude(proposal__in=left_out.values("proposal"))


def judged_anywhere():
    """The same for every stage there is; `form__stage` says which."""
    of_this = {"proposal": OuterRef("proposal"), "form__stage": OuterRef("form__stage")}
    later = Submission.objects.filter(number__gt=OuterRef("number"), **of_this)
    gone = Q(proposal__stage=F("form__stage"), proposal__state__in=GONE)
    return (
        Submission.objects.filter(proposal__rehearsal=None)
        .exclude(gone)
        .exclude(Exists(later))
    )


def to_judge(stage):
    """Those of them that are still at the stage, with nothing decided."""
    return judged(stage).filter(
        proposal__stage=stage, proposal__state=ProposalState.SUBMITTED
    )


def submission_of(proposal, stage):
    """What is judged of one proposal at a stage; None where nothing is."""
    return judged(stage).filter(proposal=proposal).first()


def form_of(stage):
    """The form whose criteria all are judged by: the latest frozen; None before any."""
    version = stage.versions.first()
    return read(version.content) if version else None
