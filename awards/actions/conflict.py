"""Declaring on conflicts of interest, and who takes the place of who has one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.assignment import end_all
from awards.actions.trail import note
from awards.models import (
    AppointmentState,
    Assignment,
    Declaration,
    Deed,
    Proposal,
)
from awards.rules.committee import undecided
from awards.rules.conflict import is_hidden_from, named_in


@transaction.atomic
def declare(proposal, *, by, has_conflict, at, grounds=""):
    """Say whether there is a conflict, before reading; a conflict may be found later.

    It ends what the person was assigned of that proposal, where nothing is decided:
    what was decided by their review, and told to the team, stays. One that was
    declared is only lifted by somebody else.
    """
    Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    known = Declaration.objects.filter(person=by, proposal=proposal).first()
    if known and known.has_conflict:
        raise ValidationError(
            _("You declared a conflict of interest: only the office can lift it."),
            code="conflict",
        )
    if known and not has_conflict and known.lapsed_at is None:
        return known
    declaration = known or Declaration(person=by, proposal=proposal)
    declaration.has_conflict, declaration.at = has_conflict, at
    declaration.lapsed_at = None
    declaration.grounds = grounds.strip() if has_conflict else ""
    declaration.full_clean()
    declaration.save()
    deed = Deed.CONFLICTED if has_conflict else Deed.DECLARED
    note(deed, by=by, at=at, proposal=proposal, why=declaration.grounds)
    if has_conflict:
        theirs = Assignment.objects.open().filter(proposal=proposal)
        theirs = undecided(theirs.filter(appointment__user=by))
        end_all(theirs, by=by, reason=_("Conflict of interest"), at=at)
    return declaration


def let_lapse(proposal, before, after, *, at):
    """A version that names somebody new: who declared no conflict is asked again."""
    if before and named_in(after) - named_in(before):
        rows = Declaration.objects.standing().filter(proposal=proposal)
        rows.filter(has_conflict=False).update(lapsed_at=at)


@transaction.atomic
def lift(declaration, *, by, reason, at):
    """Take back a conflict that was declared by mistake: somebody else says why."""
    if not reason.strip():
        raise ValidationError(_("Say why."), code="reason")
    if by.pk == declaration.person_id:
        raise ValidationError(_("Somebody else has to lift it."), code="own")
    note(
        Deed.LIFTED,
        by=by,
        at=at,
        proposal=declaration.proposal,
        about=declaration.person,
        why=reason,
    )
    declaration.delete()


@transaction.atomic
def substitute(declaration, *, by, appointment, reason, at):
    """Say who of the committee takes the place of who has a conflict, and why they."""
    if not reason.strip():
        raise ValidationError(_("Say why this person."), code="reason")
    known = declaration.person.appointments.filter(stage=appointment.stage_id)
    serves = appointment.state == AppointmentState.ACCEPTED
    if not (serves and known.exists()):
        raise ValidationError(
            _("%(name)s does not serve in the same committee.") % {"name": appointment},
            code="committee",
        )
    if appointment.user_id == declaration.person_id:
        raise ValidationError(_("Choose somebody else."), code="same")
    if is_hidden_from(appointment.user, declaration.proposal):
        raise ValidationError(
            _("%(name)s has a conflict of interest too.") % {"name": appointment},
            code="conflict",
        )
    declaration.substitute = appointment
    declaration.full_clean()
    declaration.save(update_fields=["substitute"])
    note(
        Deed.SUBSTITUTED,
        by=by,
        at=at,
        proposal=declaration.proposal,
        about=f"{declaration.person} → {appointment}",
        why=reason,
    )
    return declaration
