"""Sending the letters that are ready: each once, whatever fails in between.

A letter is stored as leaving before the mail server hears of it. Only a refusal that
came for certain before delivery is tried again by itself; where nobody can know
whether it went, a person decides.
"""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models import SECRET, Letter, LetterState

logger = logging.getLogger(__name__)

WAITS = [timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720, 1440)]
FORGOTTEN = timedelta(minutes=15)  # far longer than any mail server is waited for
FOR_GOOD = 500  # a reply of SMTP from here on means: never
PERHAPS = _(
    "The mail server stopped answering half-way: the letter may have arrived. Ask "
    "before sending it again."
)


class Refused(Exception):
    """The mail server did not take the letter; `for_good` if it never will."""

    def __init__(self, reason, *, for_good=False):
        super().__init__(reason)
        self.for_good = for_good


class Unreachable(Refused):
    """There was no mail server to talk to."""


def send_ready():
    """Send every letter that is due now; gives how many left.

    Stops at once where the mail server cannot be reached: the others wait their turn.
    """
    _find_the_forgotten()
    connection, sent = get_connection(), 0
    try:
        while letter := _take():
            if not _send(letter, connection):
                break
            sent += letter.state == LetterState.SENT
    finally:
        _leave(connection)
    return sent


@transaction.atomic
def _take():
    """The next letter, stored as leaving; two workers never take the same."""
    letter = (
        Letter.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=LetterState.READY, due_at__lte=timezone.now())
        .order_by("due_at", "pk")
        .first()
    )
    if letter:
        letter.state, letter.due_at = LetterState.SENDING, timezone.now()
        letter.tries += 1
        letter.save(update_fields=["state", "due_at", "tries"])
    return letter


def _send(letter, connection):
    """Hand one letter over; false where going on with others is of no use."""
    try:
        _deliver(letter, connection)
    except Refused as refusal:
        _keep_for_later(letter, refusal)
        return not isinstance(refusal, Unreachable)
    except (OSError, smtplib.SMTPException):
        logger.exception("Nobody knows whether letter %s left.", letter.pk)
        letter.state, letter.trouble = LetterState.FAILED, str(PERHAPS)
    else:
        letter.state, letter.sent_at = LetterState.SENT, timezone.now()
        letter.secret = letter.trouble = ""
    letter.save(update_fields=["state", "sent_at", "secret", "trouble"])
    return True


def _deliver(letter, connection):
    """Raise Refused where it certainly did not go, another error where it may have."""
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(str(error)) from error
    try:
        connection.send_messages([_message(letter)])
    except smtplib.SMTPRecipientsRefused as error:
        (code, reply), *_others = error.recipients.values()
        raise Refused(_reply(code, reply), for_good=code >= FOR_GOOD) from error
    except smtplib.SMTPResponseException as error:
        told = _reply(error.smtp_code, error.smtp_error)
        raise Refused(told, for_good=error.smtp_code >= FOR_GOOD) from error
    except (ValueError, smtplib.SMTPNotSupportedError) as error:  # never left here
        raise Refused(str(error), for_good=True) from error
    except (OSError, smtplib.SMTPException):
        _leave(connection)
        raise


def _leave(connection):
    """Close, whatever the server thinks of it."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.info("The mail server had gone already.")


def _reply(code, words):
    words = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {words}"


def _message(letter):
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    return EmailMessage(
        letter.subject,
        letter.body.replace(SECRET, letter.secret) if letter.secret else letter.body,
        to=[letter.email],
        headers={
            # The same at every try, so that a reader's program can tell a repetition.
            "Message-ID": f"<letter-{letter.pk}@{domain or 'localhost'}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
        },
    )


def _keep_for_later(letter, refusal):
    """Try again later and later, up to a point."""
    if refusal.for_good or letter.tries > len(WAITS):
        letter.state = LetterState.FAILED
    else:
        letter.state = LetterState.READY
        letter.due_at = timezone.now() + WAITS[letter.tries - 1]
    letter.trouble = str(refusal)
    letter.save(update_fields=["state", "due_at", "trouble"])


def _find_the_forgotten():
    """Letters whose sender ended in the middle: they may have gone."""
    Letter.objects.filter(
        state=LetterState.SENDING, due_at__lt=timezone.now() - FORGOTTEN
    ).update(state=LetterState.FAILED, trouble=str(PERHAPS))
