"""Giving proposals to the people who judge them, and taking them back."""

import csv
import io

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.trail import note
from awards.emails import committee as told
from awards.models import (
    Assignment,
    AssignmentState,
    Deed,
    Proposal,
    Review,
)
from awards.rules.committee import undecided, who_judges, with_what_they_read
from awards.rules.conflict import hidden_from, hidden_pairs, is_hidden_from
from awards.rules.judged import judged, to_judge


@transaction.atomic
def assign(stage, pairs, *, by, at):
    """Give proposals to people: all of these pairs, or none.

    `pairs` are (appointment, proposal). What is assigned already is left as it is.
    Raises ValidationError with every fault. One letter to each person waits to be
    released. Gives the new assignments.
    """
    proposals = {proposal.pk for _appointment, proposal in pairs}
    lock(Proposal.objects.filter(pk__in=proposals))
    if hidden_from(by).filter(pk__in=proposals).exists():
        raise PermissionDenied
    there = set(
        Assignment.objects.open()
        .filter(appointment__stage=stage)
        .values_list("appointment", "proposal")
    )
    if not stage.has_closed(at):
        raise ValidationError(
            _("The stage has not closed yet: its proposals may still change."),
            code="open",
        )
    if found := list(_faults(stage, pairs)):
        raise ValidationError([told for _pair, told in found], code="faults")
    new = [
        Assignment(appointment=appointment, proposal=proposal, by=by, at=at)
        for appointment, proposal in dict.fromkeys(pairs)
        if (appointment.pk, proposal.pk) not in there
    ]
    Assignment.objects.bulk_create(new)
    for each in new:
        note(
            Deed.ASSIGNED,
            by=by,
            at=at,
            stage=stage,
            proposal=each.proposal,
            about=each.appointment,
        )
    told.assigned(stage, new, at=at)
    return new


def lock(proposals):
    """Let nobody else change, declare on or assign these until all here is done."""
    list(proposals.select_for_update(no_key=True).order_by("pk").only("pk"))


def _faults(stage, pairs):
    """What keeps a pair from being assigned, with the pair: all of it."""
    known = set(judged(stage).values_list("proposal", flat=True))
    open_ = set(to_judge(stage).values_list("proposal", flat=True))
    people = with_what_they_read(who_judges(stage), stage)
    serving = dict(people.values_list("pk", "may_have_read"))
    hidden = hidden_pairs([appointment.user_id for appointment, _proposal in pairs])
    for appointment, proposal in pairs:
        told = None
        if appointment.pk not in serving:
            told = _("%(name)s does not judge at this stage.")
        elif proposal.pk not in known:
            told = _("%(code)s is not judged at this stage.")
        elif proposal.pk not in open_:
            told = _("%(code)s is decided already.")
        elif (appointment.user_id, proposal.pk) in hidden:
            told = _("%(name)s has a conflict of interest with %(code)s.")
        elif proposal.pk in serving[appointment.pk]:
            told = _("%(name)s may have read how others judged %(code)s.")
        if told:
            said = {"name": appointment, "code": proposal}
            yield (appointment, proposal), told % said


def read_table(stage, text, *, by):
    """The pairs of a CSV with a proposal's code and an evaluator's e-mail in each row.

    A heading is passed over. Raises ValidationError with every fault, row by row, those
    of `assign` included; what is hidden from who sends it is not there.
    """
    seen = judged(stage).exclude(proposal__in=hidden_from(by))
    proposals = {each.proposal.code: each.proposal for each in seen}
    people = {each.email.lower(): each for each in who_judges(stage)}
    numbers, found = {}, []
    for number, (code, email) in _rows(text):
        pair = people.get(email), proposals.get(code)
        said = {"n": number, "code": code, "email": email}
        if pair[1] is None:
            told = _("Row %(n)d: no proposal “%(code)s” is judged at this stage.")
            found.append((number, told % said))
        if pair[0] is None:
            told = _("Row %(n)d: nobody with the e-mail “%(email)s” judges here.")
            found.append((number, told % said))
        if None not in pair and numbers.setdefault(pair, number) != number:
            told = _("Row %(n)d: it repeats row %(first)d.")
            found.append((number, told % {"n": number, "first": numbers[pair]}))
    for pair, fault in _faults(stage, list(numbers)):
        told = _("Row %(n)d: %(fault)s") % {"n": numbers[pair], "fault": fault}
        found.append((numbers[pair], told))
    if not (numbers or found):
        told = _("The file has no rows: write a code and an e-mail in each.")
        found.append((0, told))
    if found:
        raise ValidationError([told for _row, told in sorted(found)], code="faults")
    return list(numbers)


def _rows(text):
    """The rows that say something, with their numbers; commas or semicolons part."""
    lines = text.lstrip("\ufeff")
    first = lines.partition("\n")[0]
    table = csv.reader(io.StringIO(lines), delimiter=";" if ";" in first else ",")
    for number, row in enumerate(table, start=1):
        code, email = ([cell.strip().lower() for cell in row] + ["", ""])[:2]
        is_heading = number == 1 and "@" not in first
        if (code or email) and not is_heading:
            yield number, (code, email)


@transaction.atomic
def decline(assignment, *, by, reason, at):
    """Whoever was given a proposal gives it back, with the reason; not once judged."""
    lock(Proposal.objects.filter(pk=assignment.proposal_id))
    if Review.objects.counting().filter(assignment=assignment).exists():
        raise ValidationError(_("Your review of it is in."), code="judged")
    _end(assignment, AssignmentState.DECLINED, Deed.DECLINED, by, reason, at)


@transaction.atomic
def end(assignment, *, by, reason, at):
    """Take a proposal back from somebody; their review, if any, no longer counts.

    Not once it is decided: it was decided by what they wrote, and its team reads that.
    """
    if is_hidden_from(by, assignment.proposal):
        raise PermissionDenied
    lock(Proposal.objects.filter(pk=assignment.proposal_id))
    if not undecided(Assignment.objects.filter(pk=assignment.pk)).exists():
        raise ValidationError(
            _("It is decided: who judged it stays as it is."), code="decided"
        )
    _end(assignment, AssignmentState.ENDED, Deed.UNASSIGNED, by, reason, at)


@transaction.atomic
def reassign(assignment, appointment, *, by, reason, at):
    """Take a proposal back from somebody and give it to somebody else."""
    end(assignment, by=by, reason=reason, at=at)
    stage = assignment.appointment.stage
    return assign(stage, [(appointment, assignment.proposal)], by=by, at=at)


def end_all(assignments, *, by, reason, at):
    """Take back what somebody has no more, in the course of something else."""
    rows = assignments.select_related("appointment__stage", "proposal__stage")
    for each in rows:
        _end(each, AssignmentState.ENDED, Deed.UNASSIGNED, by, reason, at)


def _end(assignment, state, deed, by, reason, at):
    if not reason.strip():
        raise ValidationError(_("Say why."), code="reason")
    rows = Assignment.objects.open().filter(pk=assignment.pk)
    if not rows.update(state=state, reason=reason.strip(), ended_at=at):
        raise ValidationError(_("It has ended already."), code="ended")
    note(
        deed,
        by=by,
        at=at,
        stage=assignment.appointment.stage,
        proposal=assignment.proposal,
        about=assignment.appointment,
        why=reason,
    )
