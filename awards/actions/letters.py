"""What the staff do with a letter before it leaves, or after it failed to."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.trail import note
from awards.emails.answers import waits_for_publication
from awards.emails.committee import appointment_told
from awards.models import Deed, Letter, LetterState


def release(letter, *, by, at):
    """Let a letter that was held leave, as it is written now."""
    return _move(letter, {LetterState.HELD}, LetterState.READY, by, at)


def send_again(letter, *, by, at):
    """Try once more with a letter that was not delivered, or perhaps was."""
    return _move(letter, {LetterState.FAILED}, LetterState.READY, by, at)


def discard(letter, *, by, at):
    """Never send it; it stays in the list, to be seen."""
    origins = {LetterState.HELD, LetterState.FAILED}
    return _move(letter, origins, LetterState.DISCARDED, by, at)


@transaction.atomic
def _move(letter, origins, target, by, at):
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.state not in origins:
        raise ValidationError(
            _("“%(letter)s” is %(state)s: nothing was done with it.")
            % {"letter": letter, "state": letter.get_state_display()},
            code="moved",
        )
    if target == LetterState.READY and waits_for_publication(letter):
        raise ValidationError(
            _(
                "“%(letter)s” tells of a decision: it leaves with the others when the "
                "decision is published, and not before."
            )
            % {"letter": letter},
            code="decision",
        )
    letter.state, letter.due_at, letter.tries = target, at, 0
    letter.handled_by, letter.handled_at = by, at
    letter.trouble = ""
    letter.save()
    _note(letter, by, at)
    return letter


def _note(letter, by, at):
    """What is about no stage of a call is none of its acts."""
    about = f"{letter.subject} (n. {letter.pk}): {letter.get_state_display()}"
    said = {"by": by, "at": at, "about": about}
    if letter.proposal:
        note(Deed.HANDLED_LETTER, proposal=letter.proposal, **said)
    elif appointment := appointment_told(letter):
        note(Deed.HANDLED_LETTER, stage=appointment.stage, **said)
