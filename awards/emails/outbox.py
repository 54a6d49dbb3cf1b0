"""Writing a letter: a row, in the transaction of the change it tells of."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from awards.models import Letter, LetterState


@dataclass(frozen=True)
class Addressee:
    """Whom a letter is for, and the language they read."""

    name: str
    email: str
    language: str
    user: User | None = None

    @classmethod
    def of_member(cls, member):
        """A member of a team: without an account, in the language they answered in."""
        if member.user:
            email, language = member.user.email, member.user.language
        else:
            email, language = member.email, member.language
        return cls(member.name, email, language, member.user)

    @classmethod
    def of_user(cls, user):
        name = user.get_full_name() or user.email
        return cls(name, user.email, user.language, user)


def put(kind, about, to, *, path, proposal=None, is_held=False, secret="", **said):
    """Write the letter `kind` about something, unless it is written already.

    Its text is templates/awards/letters/<kind>.txt, whose first line is the subject;
    `address` there is the page named by `path`, in the language of the reader. What it
    is about and the addressee make it the only one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A letter is written in the transaction of its change.")
    with translation.override(to.language):
        text = render_to_string(
            f"awards/letters/{kind}.txt",
            {
                "to": to,
                "proposal": proposal,
                "home": page("home"),
                "address": page(*path),
                "receipts": page("receipts"),
                **said,
            },
        )
    subject, _line, body = text.strip().partition("\n")
    now = timezone.now()
    return Letter.objects.get_or_create(
        key=f"{kind}:{about}:{to.email.lower()}"[:120],
        defaults={
            "kind": kind,
            "name": to.name,
            "email": to.email,
            "user": to.user,
            "language": to.language,
            "subject": subject.strip()[:200],
            "body": body.strip() + "\n",
            "secret": secret,
            "proposal": proposal,
            "state": _state(proposal, is_held),
            "created_at": now,
            "due_at": now,
        },
    )[0]


def _state(proposal, is_held):
    """What is rehearsed is written like the rest, and goes nowhere."""
    if proposal and proposal.rehearsal_id:
        return LetterState.REHEARSED
    return LetterState.HELD if is_held else LetterState.READY


def page(name, *arguments):
    """The whole address of a page, in the language in force."""
    return settings.PORTAL_ORIGIN + reverse(name, args=arguments)
