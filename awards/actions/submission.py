"""Handing in a proposal, taking it back, and what becomes of one that came late."""

import json
from datetime import UTC
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.conflict import let_lapse
from awards.actions.decision import set_aside
from awards.actions.team import hold_account
from awards.actions.trail import note
from awards.emails import told
from awards.models import (
    Deed,
    LateAttempt,
    LateState,
    MemberRole,
    Proposal,
    ProposalState,
)
from awards.rules.coordinator import too_many, unfit
from awards.rules.deadline import open_window, seconds_late
from awards.rules.files import FileAnswer
from awards.rules.frozen import read
from awards.rules.pages import keys_within
from awards.rules.proposal import can_lead, membership
from awards.rules.requirements import TEAM, Fault, faults
from awards.rules.work import work_of
from content.canonical import canonical, digest
from content.signing import sign

CENT = Decimal("0.01")


class Unready(Exception):
    """The proposal cannot be handed in: `faults` says all that is missing."""

    def __init__(self, found):
        super().__init__(found)
        self.faults = found


@transaction.atomic
def submit(proposal, *, by, began_at):
    """Hand in what is written now; gives the submission, or a late attempt.

    The same work handed in again is the submission there is already: whoever presses
    twice, or at the same time as a colleague, has one. Raises Unready with every
    fault, ValidationError before the opening, and then nothing has happened;
    PermissionDenied for who may not.
    """
    proposal = _locked(proposal, by)
    if not proposal.stage.has_opened(began_at):
        raise ValidationError(_("This stage is not open yet."), code="early")
    late = seconds_late(proposal.stage, by, began_at)
    if late and (window := open_window(proposal, began_at)):
        return _submit_within(window, proposal, by, began_at)
    version = proposal.form()
    work = work_of(proposal, version)
    if found := [*faults(work), *_of_coordinator(proposal, work)]:
        raise Unready(found)
    written = canonical(handed_in(work))
    counts = proposal.counts
    if proposal.is_in and _is_same(counts, version, written):
        return counts
    if late:
        return _keep_late(proposal, version, written, by, began_at, late)
    submission = _enter(proposal, version, written, by=by, at=began_at)
    told.submitted(submission)
    return submission


def _submit_within(window, proposal, by, began_at):
    """What counts, with only the sections that are open again as they are now.

    It answers the form that it answered before; nothing else of it can change.
    """
    counts = proposal.counts
    work = work_of(proposal, counts.form)
    keys = keys_within(work.form, window.sections)
    if found := [fault for fault in faults(work) if fault.place in keys]:
        raise Unready(found)
    before = json.loads(counts.content)["work"]
    kept = {k: v for k, v in before["answers"].items() if k not in keys}
    now = {k: v for k, v in handed_in(work)["answers"].items() if k in keys}
    written = canonical(before | {"answers": kept | now})
    if _is_same(counts, counts.form, written):
        return counts
    submission = _enter(
        proposal, counts.form, written, by=by, at=began_at, reason=window.reason
    )
    told.submitted(submission)
    return submission


def _locked(proposal, by):
    """The proposal as it is now, for this transaction alone."""
    proposal = Proposal.everything.select_for_update(of=("self",)).get(pk=proposal.pk)
    member = membership(by, proposal)
    if member is None or not can_lead(member, proposal):
        raise PermissionDenied
    return proposal


def _of_coordinator(proposal, work):
    """Whether the coordinator has handed in as many as the call lets one person."""
    if work.coordinator is not None:
        hold_account(work.coordinator)
        for said in too_many(proposal, work.coordinator, work.form.rules):
            yield Fault(TEAM, said)


def handed_in(work):
    """What a submission holds, as plain data: all that is written and fits the form."""
    written = {key: work.answers[key] for key in work.fields if key in work.answers}
    return {
        "answers": {key: _answer(value) for key, value in written.items()},
        "budget": _budget(work.budget),
        "team": [
            {
                "name": member.name,
                "role": member.role,
                "role_group": member.role_group,
                "department": member.department.code if member.department else None,
            }
            for member in work.team
        ],
        "partners": [
            {
                "name": str(partner),
                "slug": partner.organisation.slug if partner.organisation else None,
                "kind": partner.kind,
                "role": partner.role,
                "contribution": partner.contribution,
                "value": partner.value,
                "letter": partner.letter_sha256 or None,
                "letter_name": partner.letter_name or None,
                "letter_size": partner.letter_size,
            }
            for partner in work.partners
        ],
    }


def _answer(value):
    file = FileAnswer.of(value)
    return file.handed_in if file else value


def _budget(budget):
    return {
        "units": [
            {
                "name": unit.name,
                "asked": {
                    str(heading.id): _cents(cell.value)
                    for heading, cell in zip(budget.headings, unit.cells, strict=True)
                },
            }
            for unit in budget.units
        ],
        "funds": [
            {"who": fund.who, "kind": fund.kind, "sum": _cents(fund.cell.value)}
            for fund in budget.funds
        ],
        "asked": _cents(budget.asked),
        "added": _cents(budget.added),
    }


def _cents(amount):
    """A sum to the cent; None for what is no sum, which only a draft may hold."""
    return None if amount is None else amount.quantize(CENT)


def _is_same(submission, version, written):
    same_form = submission.form_id == version.pk
    return same_form and submission.work_sha256 == digest(written)


def _keep_late(proposal, version, written, by, began_at, late):
    """Keep what came late; the same work tried again is the same attempt."""
    attempt, is_new = LateAttempt.objects.get_or_create(
        proposal=proposal,
        form=version,
        work_sha256=digest(written),
        state=LateState.WAITING,
        defaults={
            "work": written.decode(),
            "began_at": began_at,
            "seconds_late": late,
            "by": by,
        },
    )
    if is_new:
        told.late_kept(attempt)
    return attempt


def _enter(proposal, version, written, *, by, at, late=0, reason=""):
    """Number, sign and store a submission, which counts from now on."""
    last = proposal.submissions.first()
    number = last.number + 1 if last else 1
    content = canonical(
        {
            "proposal": proposal.code,
            "number": number,
            "form": version.sha256,
            "submitted_at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "work": json.loads(written),
        }
    )
    signature = sign(content)
    submission = proposal.submissions.create(
        number=number,
        form=version,
        content=content.decode(),
        sha256=digest(content),
        work_sha256=digest(written),
        submitted_at=at,
        seconds_late=late,
        by=by,
        key_id=signature.key_id,
        signature=signature.text,
    )
    let_lapse(proposal, last, submission, at=at)
    fallen = set_aside(proposal, by=by, at=at)
    proposal.move(
        ProposalState.SUBMITTED,
        by=by,
        at=at,
        reason=reason,
        counts=submission,
        **fallen,
    )
    return submission


@transaction.atomic
def withdraw(proposal, *, by, reason, at):
    """Take a proposal back: nothing of it is judged, and its versions stay stored."""
    proposal = _locked(proposal, by)
    if not reason.strip():
        raise ValidationError(_("Say why you withdraw it."), code="reason")
    fallen = set_aside(proposal, by=by, at=at)
    proposal.move(ProposalState.WITHDRAWN, by=by, at=at, reason=reason, **fallen)
    told.withdrawn(proposal)
    return proposal


@transaction.atomic
def revive(proposal, *, by, began_at):
    """Make the last version count again, if the deadline has not passed."""
    proposal = _locked(proposal, by)
    if proposal.state != ProposalState.WITHDRAWN:
        return proposal
    if seconds_late(proposal.stage, by, began_at):
        raise ValidationError(
            _("The deadline has passed: a withdrawn proposal stays withdrawn."),
            code="late",
        )
    coordinator = proposal.members.get(role=MemberRole.COORDINATOR)
    hold_account(coordinator)
    if found := unfit(proposal, coordinator, read(proposal.counts.form.content).rules):
        raise ValidationError(found, code="coordinator")
    proposal.move(ProposalState.SUBMITTED, by=by, at=began_at)
    return proposal


@transaction.atomic
def admit(attempt, *, by, reason, at):
    """Let what came late count, with the instant at which it was tried."""
    attempt, proposal = _to_decide(attempt, reason)
    if hindrance := _past(attempt, proposal):
        raise ValidationError(hindrance, code="past")
    attempt.submission = _enter(
        proposal,
        attempt.form,
        attempt.work.encode(),
        by=attempt.by,
        at=attempt.began_at,
        late=attempt.seconds_late,
        reason=reason,
    )
    return _decided(attempt, LateState.ADMITTED, by, reason, at)


@transaction.atomic
def refuse(attempt, *, by, reason, at):
    """Leave what came late out: what counted before it goes on counting."""
    attempt, _proposal = _to_decide(attempt, reason)
    return _decided(attempt, LateState.REFUSED, by, reason, at)


def _to_decide(attempt, reason):
    if not reason.strip():
        raise ValidationError(_("Say why: who tried reads it."), code="reason")
    proposal = Proposal.everything.select_for_update(of=("self",)).get(
        pk=attempt.proposal_id
    )
    attempt = LateAttempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.state != LateState.WAITING:
        raise ValidationError(_("Somebody has decided it already."), code="decided")
    return attempt, proposal


def _past(attempt, proposal):
    """Why what came late cannot count any more; "" where it can."""
    if attempt.form.stage_id != proposal.stage_id:
        return _("The proposal has gone on to another stage: do not admit it.")
    withdrawn = proposal.steps.filter(
        target=ProposalState.WITHDRAWN, at__gt=attempt.began_at
    )
    if proposal.state == ProposalState.WITHDRAWN and withdrawn.exists():
        return _(
            "Its team withdrew the proposal afterwards: do not admit it. If they want "
            "it back, grant who coordinates it a later deadline: they hand it in again."
        )
    counts = proposal.counts
    if counts and counts.submitted_at > attempt.began_at:
        return _(
            "Version %(number)d was sent after it, and counts: do not admit this one."
        ) % {"number": counts.number}
    return ""


def _decided(attempt, state, by, reason, at):
    attempt.state, attempt.reason = state, reason
    attempt.decided_by, attempt.decided_at = by, at
    attempt.save()
    told.late_decided(attempt)
    admitted = state == LateState.ADMITTED
    note(
        Deed.ADMITTED if admitted else Deed.REFUSED,
        by=by,
        at=at,
        proposal=attempt.proposal,
        about=attempt,
        why=reason,
    )
    return attempt
