"""The people of a stage: appointed, asked by a letter, serving by their own word."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.assignment import end_all
from awards.actions.trail import note
from awards.emails import committee as told
from awards.models import LIVE, Appointment, AppointmentState, Deed
from awards.models.proposal_team import hashed, new_token


@transaction.atomic
def appoint(appointment, *, by, at):
    """Call somebody to the committee of a stage; a letter asks them.

    `appointment` is not stored yet. Raises ValidationError for who is called already,
    or for a second chair.
    """
    appointment.by, appointment.invited_at = by, at
    appointment.state = AppointmentState.INVITED
    appointment.full_clean()
    _send_link(appointment, at)
    _note(Deed.APPOINTED, appointment, by, at)
    return appointment


@transaction.atomic
def appoint_again(appointment, *, by, at):
    """A new link for who has not answered; the old one is void."""
    appointment = _locked(appointment)
    if appointment.state != AppointmentState.INVITED:
        raise ValidationError(_("It is answered already."), code="answered")
    appointment.invited_at = at
    _send_link(appointment, at)
    _note(Deed.APPOINTED, appointment, by, at)
    return appointment


def _send_link(appointment, at):
    token = new_token()
    appointment.token_hash = hashed(token)
    appointment.save()
    told.appointment(appointment, token=token, at=at)


def appointed_by(token):
    """Whom a link is for; None where it is void."""
    rows = Appointment.objects.select_related("stage__call__competition")
    return rows.filter(token_hash=hashed(token)).first()


@transaction.atomic
def accept(appointment, *, user, at):
    """Serve, and keep confidential what is read. The link is used up by it."""
    appointment = _locked(appointment)
    if appointment.state != AppointmentState.INVITED:
        raise ValidationError(_("It is answered already."), code="answered")
    taken = Appointment.objects.serving(user).filter(stage=appointment.stage_id)
    if taken.exists():
        raise ValidationError(
            _("You serve in this committee already, with this account."), code="twice"
        )
    appointment.user, appointment.confidential_at = user, at
    appointment.state, appointment.token_hash = AppointmentState.ACCEPTED, ""
    appointment.save()
    _note(Deed.ACCEPTED, appointment, user, at)
    return appointment


@transaction.atomic
def decline(appointment, *, at, reason="", user=None):
    """Not to serve: by the link, with or without an account."""
    appointment = _locked(appointment)
    if appointment.state != AppointmentState.INVITED:
        raise ValidationError(_("It is answered already."), code="answered")
    _end(appointment, AppointmentState.DECLINED, reason, at)
    _note(Deed.DECLINED_TO_SERVE, appointment, user, at, reason)
    return appointment


@transaction.atomic
def dismiss(appointment, *, by, reason, at):
    """End an appointment; what the person judged so far stays, and counts.

    Assignments without a review handed in are ended with it.
    """
    appointment = _locked(appointment)
    if not reason.strip():
        raise ValidationError(_("Say why."), code="reason")
    if appointment.state not in LIVE:
        raise ValidationError(_("It has ended already."), code="ended")
    unfinished = appointment.assignments.open().exclude(review__counts__isnull=False)
    end_all(unfinished, by=by, reason=reason, at=at)
    _end(appointment, AppointmentState.ENDED, reason, at)
    _note(Deed.DISMISSED, appointment, by, at, reason)
    return appointment


def _end(appointment, state, reason, at):
    appointment.state, appointment.reason = state, reason
    appointment.ended_at, appointment.token_hash = at, ""
    appointment.save()


def _locked(appointment):
    rows = Appointment.objects.select_for_update(of=("self",))
    return rows.select_related("stage__call__competition").get(pk=appointment.pk)


def _note(deed, appointment, by, at, why=""):
    about = f"{appointment.name}, {appointment.get_role_display()}"
    note(deed, by=by, at=at, stage=appointment.stage, about=about, why=why)
