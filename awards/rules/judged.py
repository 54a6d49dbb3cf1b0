"""What is judged at a stage, and by which criteria."""

from django.db.models import Exists, OuterRef

from awards.models import Decision, Outcome, Proposal, ProposalState, Submission
from awards.rules.frozen import read

GONE = (ProposalState.DRAFT, ProposalState.WITHDRAWN)


def judged(stage):
    """The submissions that a stage judges: the last one of each proposal, by its code.

    A proposal that went on to the next stage is still among them, as it was here.
    """
    gone = Proposal.objects.filter(stage=stage, state__in=GONE)
    later = Submission.objects.filter(
        proposal=OuterRef("proposal"), form__stage=stage, number__gt=OuterRef("number")
    )
    return (
        Submission.objects.filter(form__stage=stage, proposal__rehearsal=None)
        .exclude(proposal__in=gone)
        .exclude(Exists(later))
        .select_related("proposal", "form")
        .order_by("proposal__code")
    )


def eligible(stage):
    """Those of them that nobody found to break a rule of the call: these are scored."""
    left_out = Decision.objects.in_force().filter(
        stage=stage, outcome=Outcome.INELIGIBLE
    )
    return judged(stage).exclude(proposal__in=left_out.values("proposal"))


def submission_of(proposal, stage):
    """What is judged of one proposal at a stage; None where nothing is."""
    return judged(stage).filter(proposal=proposal).first()


def form_of(stage):
    """The form whose criteria all are judged by: the latest frozen; None before any."""
    version = stage.versions.first()
    return read(version.content) if version else None
