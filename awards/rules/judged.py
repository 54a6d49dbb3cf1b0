"""What is judged at a stage, and by which criteria."""

from django.db.models import Exists, OuterRef

from awards.models import Proposal, ProposalState, Submission
from awards.rules.conflict import hidden_from
from awards.rules.frozen import read
from awards.rules.told import work_in

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


def submission_of(proposal, stage):
    """What is judged of one proposal at a stage; None where nothing is."""
    return judged(stage).filter(proposal=proposal).first()


def title_in(submission):
    """What a proposal is called in what was handed in."""
    return work_in(submission)["answers"].get("title", "").strip()


def sees_all(user, stage):
    """Whether nothing that a stage judges is hidden from a person."""
    return not judged(stage).filter(proposal__in=hidden_from(user)).exists()


def form_of(stage):
    """The form whose criteria all are judged by: the latest frozen; None before any."""
    version = stage.versions.first()
    return read(version.content) if version else None
