"""What must always be true of proposals and their judging, looked for as stored.

The database refuses most of what is false; this finds what no constraint can say, and
what somebody changed behind the portal's back.
"""

import json
from functools import reduce

from awards.models import LateAttempt, LateState, Offence, Proposal, ProposalState
from awards.rules.conflict import way_to_proposal
from awards.rules.invariants_of_judging import things_and_texts
from content.canonical import canonical, digest
from content.signing import Signature, is_genuine


def offences(proposals=None):
    """Everything that is wrong with these proposals, or with all there is."""
    if proposals is None:
        proposals = Proposal.objects.all()
        yield from (offence(*each) for each in things_and_texts())
    rows = proposals.select_related("counts", "stage").prefetch_related(
        "steps", "submissions__form", "members", "late_attempts__submission"
    )
    for proposal in rows.order_by("pk").iterator(chunk_size=200):
        for text in _of_proposal(proposal):
            yield offence(proposal, f"proposal {proposal.code}", text)
        for submission in proposal.submissions.all():
            for text in _of_submission(submission, proposal):
                row = f"submission {proposal.code}-{submission.number}"
                yield offence(submission, row, text)
        for attempt in proposal.late_attempts.all():
            for text in _of_late(attempt):
                row = f"late attempt {attempt.pk} of {proposal.code}"
                yield offence(attempt, row, text)


def offence(thing, row, text):
    """What is wrong with a thing, which is called `row`."""
    return Offence(
        kind=thing._meta.model_name,
        key=thing.pk,
        proposal=_proposal_of(thing),
        row=row,
        text=text,
    )


def _proposal_of(thing):
    way = way_to_proposal(type(thing))
    if way in (None, "pk"):
        return thing if way else None
    return reduce(getattr, way.split("__"), thing)


def _of_proposal(proposal):
    submissions = sorted(proposal.submissions.all(), key=lambda each: each.number)
    numbers = [each.number for each in submissions]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"its submissions are numbered {numbers}"
    if submissions and proposal.counts_id != submissions[-1].pk:
        yield "the last submission is not the one that counts"
    roles = [member.role for member in proposal.members.all()]
    if roles.count("coordinator") != 1:
        yield "it has no coordinator"
    yield from _of_steps(proposal)


def _of_steps(proposal):
    """The steps lead, one from the other, from a draft to the state there is."""
    state = ProposalState.DRAFT
    for step in sorted(proposal.steps.all(), key=lambda each: each.pk):
        if step.origin != state or step.target not in Proposal.MOVES[step.origin]:
            yield f"step {step.pk} goes from {step.origin} to {step.target}"
        state = step.target
    if state != proposal.state:
        yield f"its steps end at {state}, its state is {proposal.state}"


def _of_submission(submission, proposal):
    stored = submission.content.encode()
    if digest(stored) != submission.sha256:
        yield "its content has another hash"
    if not is_genuine(stored, Signature(submission.key_id, submission.signature)):
        yield "its signature is not of its content"
    said = json.loads(submission.content)
    if canonical(said) != stored:
        yield "its content is not written in the canonical way"
    if digest(canonical(said["work"])) != submission.work_sha256:
        yield "its work has another hash"
    told = said["proposal"], said["number"], said["form"]
    if told != (proposal.code, submission.number, submission.form.sha256):
        yield "its content names another proposal, version or form"
    if digest(submission.form.content.encode()) != submission.form.sha256:
        yield "the form that it answers has another hash"


def _of_late(attempt: LateAttempt):
    if digest(attempt.work.encode()) != attempt.work_sha256:
        yield "its work has another hash"
    if attempt.state == LateState.ADMITTED:
        submission = attempt.submission
        if submission.work_sha256 != attempt.work_sha256:
            yield "it was admitted as something else"
        if submission.submitted_at != attempt.began_at:
            yield "it was admitted with another instant"
