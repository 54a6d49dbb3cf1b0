"""A stage judged by a large committee, written in bulk: as real as if it were typed.

One proposal and its submission are made by the portal itself; the others are copies of
it with a code, a title and a sum of their own, hashed and signed like the first.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from django.db import connection

from accounts.models import User
from awards.models import (
    Answer,
    Assignment,
    Decision,
    Declaration,
    Letter,
    Member,
    Proposal,
    ProposalStep,
    Review,
    ReviewStep,
    ReviewVersion,
    Submission,
)
from content.canonical import canonical, digest
from content.signing import sign
from tests.awards.judging import (
    IN_TIME,
    LATER,
    make_appointment,
    make_judged_stage,
    proposals_of,
)
from tests.factories import make_department, make_user, number

BATCH = 500
DEPARTMENTS = 12
WORDS = ["acqua", "casa", "scuola", "salute", "lavoro", "giovani", "cura", "città"]
MODELS = (Proposal, Submission, Assignment, Review, ReviewVersion, Decision, Letter)


@dataclass(frozen=True)
class LargeCall:
    """A stage with its committee, the chair first."""

    stage: object
    committee: list


def make_large_call(proposals, reviews_each, evaluators, seed=5):
    """Every proposal is judged as often as asked; a half of them is decided."""
    chance = Random(seed)  # noqa: S311
    stage = make_judged_stage(
        proposals=1, allotted=proposals * 15_000, reviews_each=reviews_each
    )
    [model] = proposals_of(stage)
    copies = _copies(model, proposals - 1, chance)
    roles = ["chair"] + ["evaluator"] * (evaluators - 1)
    committee = [make_appointment(stage, role=role) for role in roles]
    _judge([model, *copies], committee, reviews_each, chance)
    _decide([model, *copies][::2])
    with connection.cursor() as cursor:
        for kind in MODELS:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(kind._meta.db_table)}")
    return LargeCall(stage, committee)


def make_unassigned_call(proposals, evaluators, *, words, seed=5):
    """Nobody was given anything yet, and texts are as long as forms let them be.

    Each team is of a department, and so is each evaluator; of twenty pairs one has a
    conflict of interest.
    """
    chance = Random(seed)  # noqa: S311
    stage = make_judged_stage(proposals=1, reviews_each=3)
    [model] = proposals_of(stage)
    departments = [make_department() for _n in range(DEPARTMENTS)]
    copies = _copies(model, proposals - 1, chance, departments, words)
    committee = [
        make_appointment(stage, department=chance.choice(departments))
        for _n in range(evaluators)
    ]
    Declaration.objects.bulk_create(
        Declaration(
            person=person.user,
            proposal=proposal,
            has_conflict=True,
            grounds="Zio.",
            at=LATER,
        )
        for proposal in [model, *copies]
        for person in committee
        if chance.random() < 0.05
    )
    return LargeCall(stage, committee)


def _copies(model, count, chance, departments=(), words=0):
    people = User.objects.bulk_create(
        User(email=f"team{next(number)}@example.org") for _n in range(count)
    )
    copies = Proposal.objects.bulk_create(
        Proposal(stage=model.stage, started_at=model.started_at) for _n in people
    )
    pairs = list(zip(copies, people, strict=True))
    Member.objects.bulk_create(
        _copy(
            model.members.get(), proposal=copy, user=user, email=user.email, name=user
        )
        for copy, user in pairs
    )
    answers = list(model.answers.all())
    Answer.objects.bulk_create(
        (
            _copy(answer, proposal=copy, by=user)
            for copy, user in pairs
            for answer in answers
        ),
        BATCH,
    )
    _hand_in(model, pairs, chance, departments, words)
    return copies


def _copy(row, **changed):
    """The same row once more, not stored yet, with something else in it."""
    names = [
        field.attname for field in row._meta.concrete_fields if not field.primary_key
    ]
    copy = type(row)(**{name: getattr(row, name) for name in names})
    for name, value in changed.items():
        setattr(copy, name, value)
    return copy


def _hand_in(model, pairs, chance, departments, words):
    said = json.loads(model.counts.content)
    works = [_work(said["work"], c, chance, departments, words) for c, _u in pairs]
    made = Submission.objects.bulk_create(
        (
            _submission(model.counts, said, *pair, work)
            for pair, work in zip(pairs, works, strict=True)
        ),
        BATCH,
    )
    _step(ProposalStep, "proposal", pairs, "draft", "submitted")
    for (copy, _user), submission in zip(pairs, made, strict=True):
        copy.state, copy.counts = "submitted", submission
    Proposal.objects.bulk_update([c for c, _u in pairs], ["state", "counts"], BATCH)


def _work(first, copy, chance, departments, words):
    """The same work with a title and a sum of its own; a team and a text, if asked."""
    asked = str(Decimal(chance.randrange(30_000, 80_000)).quantize(Decimal("0.01")))
    answers = first["answers"] | {"title": f"Idea {copy.code}"}
    if words:
        answers["q.need"] = " ".join(chance.choices(WORDS, k=words))
    code = chance.choice(departments).code if departments else None
    return first | {
        "answers": answers,
        "budget": first["budget"] | {"asked": asked},
        "team": [each | {"department": code} for each in first["team"]],
    }


def _submission(first, said, copy, user, work):
    content = canonical(said | {"proposal": copy.code, "work": work})
    signature = sign(content)
    return _copy(
        first,
        proposal=copy,
        by=user,
        content=content.decode(),
        sha256=digest(content),
        work_sha256=digest(canonical(work)),
        key_id=signature.key_id,
        signature=signature.text,
    )


def _step(kind, name, pairs, origin, target):
    kind.objects.bulk_create(
        kind(**{name: row}, by=user, at=IN_TIME, origin=origin, target=target)
        for row, user in pairs
    )


def _judge(proposals, committee, reviews_each, chance):
    office = make_user()
    given = [
        Assignment(appointment=person, proposal=proposal, by=office, at=LATER)
        for proposal in proposals
        for person in chance.sample(committee, reviews_each)
    ]
    Assignment.objects.bulk_create(given, BATCH)
    declared = {(each.appointment.user, each.proposal) for each in given}
    declared |= {(committee[0].user, each) for each in proposals}  # the chair reads all
    Declaration.objects.bulk_create(
        (
            Declaration(person=person, proposal=proposal, has_conflict=False, at=LATER)
            for person, proposal in declared
        ),
        BATCH,
    )
    reviews = Review.objects.bulk_create(
        (Review(assignment=each, started_at=LATER) for each in given), BATCH
    )
    _hand_in_reviews(reviews, list(committee[0].stage.criteria.all()), chance)


def _hand_in_reviews(reviews, criteria, chance):
    made = ReviewVersion.objects.bulk_create(
        (_version(each, criteria, chance) for each in reviews), BATCH
    )
    by = [(each, each.assignment.appointment.user) for each in reviews]
    _step(ReviewStep, "review", by, "draft", "submitted")
    for review, version in zip(reviews, made, strict=True):
        review.state, review.counts = "submitted", version
    Review.objects.bulk_update(reviews, ["state", "counts"], BATCH)


def _version(review, criteria, chance):
    submission = review.assignment.proposal.counts
    scores = {str(each.pk): str(chance.randrange(each.most + 1)) for each in criteria}
    content = canonical(
        {
            "number": 1,
            "submission": submission.sha256,
            "scores": scores,
            "notes": dict.fromkeys(scores, "Perché sì."),
            "committee": "Da discutere.",
            "applicant": "Buona idea.",
        }
    )
    return ReviewVersion(
        review=review,
        number=1,
        submission=submission,
        content=content.decode(),
        sha256=digest(content),
        at=LATER,
        by=review.assignment.appointment.user,
    )


def _decide(proposals):
    """Not selected, approved, and their letters written: to be announced."""
    one, other = make_user(), make_user()
    made = Decision.objects.bulk_create(
        Decision(
            stage=each.stage,
            proposal=each,
            submission=each.counts,
            outcome="not_selected",
            reason="Non convince.",
            decided_by=one,
            decided_at=LATER,
            approved_by=other,
            approved_at=LATER,
        )
        for each in proposals
    )
    _step(
        ProposalStep, "proposal", [(p, one) for p in proposals], "submitted", "decided"
    )
    for proposal, decision in zip(proposals, made, strict=True):
        proposal.state, proposal.decision = "decided", decision
    Proposal.objects.bulk_update(proposals, ["state", "decision"], BATCH)
    Letter.objects.bulk_create(
        Letter(
            key=f"decision:{each.pk}:team",
            kind="decision",
            email="team@example.org",
            language="it",
            subject="L’esito della tua proposta",
            body="Gentile proponente.",
            proposal=each.proposal,
            state="held",
            created_at=LATER,
            due_at=LATER,
        )
        for each in made
    )
