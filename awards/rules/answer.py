"""The answer that a team reads: what is decided of its proposal, once published."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import Decision, Outcome, ProposalState, Review
from awards.rules.call import has_closed
from awards.rules.proposal import is_answered, published_answers
from awards.rules.review import as_read


@dataclass(frozen=True)
class Feedback:
    """What one evaluator wrote to the team; scores only where the call tells them."""

    text: str
    rows: list
    total: object


def feedback_of(submission, form):
    """What evaluators wrote to the team, without their names, and what was scored.

    `form` is the one by which its stage judges.
    """
    reviews = (
        Review.objects.counting()
        .filter(counts__submission__proposal=submission.proposal_id)
        .filter(counts__submission__form__stage=submission.form.stage_id)
        .select_related("counts__review__assignment__appointment")
        .order_by("counts__sha256")  # in no order that tells who wrote which
    )
    told = form.evaluation.tells_scores
    found = [as_read(each.counts, form) for each in reviews]
    return [
        Feedback(
            each.applicant,
            [(c, score) for c, score, _note in each.rows] if told else [],
            each.total if told else None,
        )
        for each in found
    ]


def answers_of(proposal):
    """The published decisions of a proposal, the latest first."""
    return (
        Decision.objects.published()
        .filter(proposal=proposal)
        .select_related("stage", "submission__form__stage", "project")
        .order_by("-published_at", "-pk")
    )


def project_of(proposal):
    """The project that a proposal became; None unless that is published."""
    decision = answers_of(proposal).filter(project__isnull=False).first()
    return decision and decision.project


def standing_text(proposal, at=None):
    """Where a proposal is, as its team reads it: never more than is published."""
    stage = proposal.stage
    closed = has_closed(stage, at)
    if is_answered(proposal):
        return str(_told(proposal).get_outcome_display())
    if proposal.state == ProposalState.WITHDRAWN:
        return _("withdrawn")
    if proposal.state == ProposalState.DRAFT:
        return _("not handed in") if closed else _("being written")
    return _("under evaluation") if closed else _("handed in")


def _told(proposal):
    """The answer that is public: mostly the decision in force, which is at hand."""
    if proposal.decision.published_at:
        return proposal.decision
    return published_answers(proposal)[0]


def is_good(outcome):
    """Whether something goes on after it."""
    return outcome in (Outcome.NEXT_STAGE, Outcome.FUNDED)
