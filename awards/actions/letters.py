"""What the staff do with a letter before it leaves, or after it failed to."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.trail import note
from awards.emails.answers import is_released, waits_for_publication
from awards.emails.committee import appointment_told
from awards.models import Deed, Letter, LetterState, Proposal


def release(letter, *, by, at):
    """Let a letter that was held leave, as it is written now."""
    return _move(letter, {LetterState.HELD}, LetterState.READY, by, at)


def send_again(letter, *, by, at):
    """Try once more with a letter that was not delivered, or perhaps was."""
    return _move(letter, {LetterState.FAILED}, LetterState.READY, by, at)


def discard(letter, *, by, reason, at):
    """Never send it, and say why; it stays in the list, to be seen."""
    if not reason.strip():
        raise ValidationError(
            _("Say why “%(letter)s” is not sent.") % {"letter": letter}, code="reason"
        )
    origins = {LetterState.HELD, LetterState.FAILED}
    return _move(letter, origins, LetterState.DISCARDED, by, at, reason)


@transaction.atomic
def rewrite(letter, *, by, subject, body, at):
    """Say something else in a letter that was not released; what it said is kept."""
    letter = _locked(letter)
    if letter.state != LetterState.HELD:
        raise _not_done(letter)
    _check_not_released(letter)
    if (letter.subject, letter.body) == (subject, body):
        return letter
    before = _("It said before: %(subject)s") % {"subject": letter.subject}
    before = f"{before}\n\n{letter.body}"
    letter.subject, letter.body = subject, body
    letter.full_clean()
    letter.save(update_fields=["subject", "body"])
    _note(letter, Deed.REWROTE_LETTER, by=by, at=at, why=before)
    return letter


def _locked(letter):
    """The letter, after its proposal: whoever publishes takes them in this order."""
    rows = Proposal.everything.select_for_update(of=("self",), no_key=True)
    rows.filter(pk=letter.proposal_id).first()
    return Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)


def _not_done(letter):
    return ValidationError(
        _("“%(letter)s” is %(state)s: nothing was done with it.")
        % {"letter": letter, "state": letter.get_state_display()},
        code="moved",
    )


def _check_not_released(letter):
    """What was read and released leaves as it was read."""
    if is_released(letter):
        raise ValidationError(
            _(
                "“%(letter)s” was released with its decision: call the publication off "
                "before you change or discard it."
            )
            % {"letter": letter},
            code="released",
        )


@transaction.atomic
def _move(letter, origins, target, by, at, why=""):
    letter = _locked(letter)
    if letter.state not in origins:
        raise _not_done(letter)
    if target == LetterState.READY and waits_for_publication(letter):
        raise ValidationError(
            _(
                "“%(letter)s” tells of a decision: it leaves with the others when the "
                "decision is published, and not before."
            )
            % {"letter": letter},
            code="decision",
        )
    _check_not_released(letter)
    letter.state, letter.due_at, letter.tries = target, at, 0
    letter.handled_by, letter.handled_at = by, at
    letter.trouble = ""
    letter.save()
    told = f": {letter.get_state_display()}"
    _note(letter, Deed.HANDLED_LETTER, told, by=by, at=at, why=why)
    return letter


def _note(letter, deed, told="", **said):
    """What is about no stage of a call is none of its acts."""
    said["about"] = f"{letter.subject} (n. {letter.pk}){told}"
    if letter.proposal:
        note(deed, proposal=letter.proposal, **said)
    elif appointment := appointment_told(letter):
        note(deed, stage=appointment.stage, **said)
