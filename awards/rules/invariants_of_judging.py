"""What must always be true of reviews, decisions and records of a committee."""

from decimal import Decimal

from django.db.models import Sum

from awards.models import (
    Competition,
    Decision,
    Declaration,
    Letter,
    LetterState,
    Minutes,
    Outcome,
    ProposalState,
    Ranking,
    Review,
)
from awards.rules.money import may_be_awarded
from content.canonical import digest


def things_and_texts():
    """Every offence among them: the thing, its row, and what is wrong with it."""
    yield from _of_reviews()
    yield from _of_decisions()
    yield from _of_letters()
    yield from _of_awards()
    for kind in (Ranking, Minutes):
        for record in kind.objects.select_related("stage__call__competition"):
            if digest(record.content.encode()) != record.sha256:
                name = record._meta.model_name
                yield record, f"{name} {record.pk}", "its content has another hash"


def _of_reviews():
    declared = set(
        Declaration.objects.filter(has_conflict=False).values_list("person", "proposal")
    )
    counting = set(Review.objects.counting().values_list("pk", flat=True))
    reviews = Review.objects.select_related("assignment__appointment", "counts")
    for review in reviews.prefetch_related("versions", "steps").order_by("pk"):
        assignment = review.assignment
        who = assignment.appointment.user_id, assignment.proposal_id
        if review.pk in counting and who not in declared:
            text = "it counts, and its author declared nothing"
            yield review, f"review {review.pk}", text
        for text in _of_versions(review):
            yield review, f"review {review.pk}", text


def _of_versions(review):
    versions = sorted(review.versions.all(), key=lambda each: each.number)
    if [each.number for each in versions] != list(range(1, len(versions) + 1)):
        yield "its versions are not numbered one after the other"
    if versions and review.counts_id != versions[-1].pk:
        yield "the last version is not the one that counts"
    for version in versions:
        if digest(version.content.encode()) != version.sha256:
            yield f"version {version.number} has another hash"
    state = "draft"
    for step in sorted(review.steps.all(), key=lambda each: each.pk):
        if step.origin != state or step.target not in Review.MOVES[step.origin]:
            yield f"step {step.pk} goes from {step.origin} to {step.target}"
        state = step.target
    if state != review.state:
        yield f"its steps end at {state}, its state is {review.state}"


def _of_decisions():
    rows = Decision.objects.select_related(
        "proposal__stage", "stage", "submission", "project"
    )
    for decision in rows.order_by("pk"):
        for text in _of_decision(decision):
            yield decision, f"decision {decision.pk} of {decision.proposal.code}", text


def _of_decision(decision):
    proposal = decision.proposal
    if decision.submission.proposal_id != proposal.pk:
        yield "it judges a submission of another proposal"
    if decision.superseded_at is None:
        moved_on = proposal.stage.number > decision.stage.number
        is_there = proposal.decision_id == decision.pk
        if not (is_there or moved_on):
            yield "it is in force, and its proposal does not say so"
        if moved_on and not (
            decision.outcome == Outcome.NEXT_STAGE and decision.published_at
        ):
            yield "its proposal went on, and it does not say so"
        if is_there and proposal.state != ProposalState.DECIDED:
            yield "its proposal is not decided"
    public = decision.outcome if decision.published_at else None
    if public == Outcome.FUNDED and decision.project_id is None:
        yield "it is funded and public, and has no project"
    if decision.project and decision.project.award != decision.amount:
        yield f"it awards {decision.amount}, its project {decision.project.award}"
    stayed = proposal.stage.number <= decision.stage.number
    if public == Outcome.NEXT_STAGE and stayed:
        yield "it is admitted in public, and did not go on"


def _of_letters():
    """No letter of a decision left before it was public."""
    public = {
        str(key) for key in Decision.objects.published().values_list("pk", flat=True)
    }
    gone = (LetterState.READY, LetterState.SENDING, LetterState.SENT)
    letters = Letter.objects.filter(kind="decision", state__in=gone)
    for letter in letters.select_related("proposal"):
        if letter.key.split(":")[1] not in public:
            text = "it tells of a decision that is not public"
            yield letter, f"letter {letter.pk}", text


def _of_awards():
    """Without the sums: who has a conflict reads this too."""
    rows = (
        Decision.objects.in_force()
        .values("stage__call__competition")
        .annotate(sum=Sum("amount"))
        .filter(sum__isnull=False)
    )
    for key, awarded in rows.values_list("stage__call__competition", "sum"):
        competition = Competition.objects.get(pk=key)
        if awarded > (may_be_awarded(competition) or Decimal(0)):
            row = f"competition {competition.year}"
            yield competition, row, "more is awarded than there is"
