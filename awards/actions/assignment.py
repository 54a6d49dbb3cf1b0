"""Giving proposals to the people who judge them, and taking them back."""

import csv
import io

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.trail import note
from awards.emails import committee as told
from awards.models import (
    JUDGING,
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Deed,
    Proposal,
)
from awards.rules.conflict import hidden_from
from awards.rules.judged import eligible


def who_judges(stage):
    """Those of a committee who may be given proposals: they accepted, and judge."""
    return Appointment.objects.filter(
        stage=stage, state=AppointmentState.ACCEPTED, role__in=JUDGING
    ).select_related("user", "department")


@transaction.atomic
def assign(stage, pairs, *, by, at):
    """Give proposals to people: all of these pairs, or none.

    `pairs` are (appointment, proposal). What is assigned already is left as it is.
    Raises ValidationError with every fault. One letter to each person waits to be
    released. Gives the new assignments.
    """
    Proposal.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=[proposal.pk for _appointment, proposal in pairs]
    ).exists()
    there = set(
        Assignment.objects.open()
        .filter(appointment__stage=stage)
        .values_list("appointment", "proposal")
    )
    if found := list(_faults(stage, pairs, at)):
        raise ValidationError(found, code="faults")
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


def _faults(stage, pairs, at):
    """What keeps each pair from being assigned, all of it."""
    if not stage.has_closed(at):
        yield _("The stage has not closed yet: its proposals may still change.")
        return
    known = set(eligible(stage).values_list("proposal", flat=True))
    serving = set(who_judges(stage).values_list("pk", flat=True))
    hidden = {
        each.pk: set(hidden_from(each.user).values_list("pk", flat=True))
        for each in {appointment for appointment, _proposal in pairs}
        if each.user_id
    }
    for appointment, proposal in pairs:
        said = {"name": appointment, "code": proposal}
        if appointment.pk not in serving:
            yield _("%(name)s does not judge at this stage.") % said
        elif proposal.pk not in known:
            yield _("%(code)s is not judged at this stage.") % said
        elif proposal.pk in hidden[appointment.pk]:
            yield _("%(name)s has a conflict of interest with %(code)s.") % said


def read_table(stage, text):
    """The pairs of a CSV with a proposal's code and an evaluator's e-mail in each row.

    A heading is passed over. Raises ValidationError with every fault, row by row.
    """
    proposals = {each.proposal.code: each.proposal for each in eligible(stage)}
    people = {each.email.lower(): each for each in who_judges(stage)}
    pairs, found = [], []
    for number, (code, email) in _rows(text):
        proposal, person = proposals.get(code), people.get(email)
        said = {"n": number, "code": code, "email": email}
        if proposal is None:
            told = _("Row %(n)d: no proposal “%(code)s” is judged at this stage.")
            found.append(told % said)
        if person is None:
            told = _("Row %(n)d: nobody with the e-mail “%(email)s” judges here.")
            found.append(told % said)
        pairs.append((person, proposal))
    if not pairs:
        found.append(_("The file has no rows: write a code and an e-mail in each."))
    if found:
        raise ValidationError(found, code="faults")
    return pairs


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
    """Whoever was given a proposal gives it back, with the reason."""
    _end(assignment, AssignmentState.DECLINED, Deed.DECLINED, by, reason, at)


@transaction.atomic
def end(assignment, *, by, reason, at):
    """Take a proposal back from somebody; their review, if any, no longer counts."""
    _end(assignment, AssignmentState.ENDED, Deed.UNASSIGNED, by, reason, at)


@transaction.atomic
def reassign(assignment, appointment, *, by, reason, at):
    """Take a proposal back from somebody and give it to somebody else."""
    end(assignment, by=by, reason=reason, at=at)
    stage = assignment.appointment.stage
    return assign(stage, [(appointment, assignment.proposal)], by=by, at=at)


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
