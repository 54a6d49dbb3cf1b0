"""Accounts to try the portal with, on a developer's machine: one per role."""

import base64
import hashlib
import hmac
import secrets
import time

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password

from polisocial.demonstration.addresses import (
    CHAIR,
    EVALUATOR,
    OFFICE,
    SECRETARY,
)
from polisocial.groups import AUDITORS, AWARD_OFFICE, EDITORS, READERS
from polisocial.local import folders

STEP = 30  # seconds that a code lasts
APPLICANT = "applicant@example.org"
ROLES = {
    "editor@example.org": (EDITORS, "content"),
    OFFICE: (AWARD_OFFICE, "content and money"),
    "reader@example.org": (READERS, "sees all, changes nothing"),
    "auditor@example.org": (AUDITORS, "sees all, and who did what"),
    "admin@example.org": (None, "everything, accounts too"),
}
COMMITTEE = {
    EVALUATOR: "judges: reviews to write in the edition that is being judged",
    CHAIR: "chairs: reviews to read and to reopen, the ranking",
    SECRETARY: "keeps the papers: the ranking, the minutes",
}


def password():
    return folders.kept("staff-password", lambda: secrets.token_urlsafe(12))


def secret():
    """What an authenticator app needs to show the codes of all these accounts."""
    return folders.kept(
        "staff-secret", lambda: base64.b32encode(secrets.token_bytes(20)).decode()
    )


def code(at=None):
    """The code that an authenticator app shows at a time (RFC 6238)."""
    step = int(time.time() if at is None else at) // STEP
    key = base64.b32decode(secret())
    digest = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def code_and_how_long():
    now = time.time()
    return f"{code(now)}  for {STEP - int(now) % STEP} seconds more; each works once"


def prepare():
    """Make the accounts, or bring them back to what is printed."""
    stored = stored_password()
    make(
        APPLICANT,
        password=stored,
        is_staff=False,
        is_superuser=False,
        first_name="Anna",
        last_name="Rossi",
    )
    for email, (group, _may) in ROLES.items():
        user = make(email, password=stored, is_staff=True, is_superuser=group is None)
        user.groups.set(apps.get_model("auth.Group").objects.filter(name=group))
        give_factor(user)


def prepare_committee():
    """Let a developer sign in as the people of a demonstration's committee."""
    stored = stored_password()
    for email in COMMITTEE:
        give_factor(make(email, password=stored))


def give_factor(user):
    """The second factor that all of them share."""
    apps.get_model("mfa.Authenticator").objects.update_or_create(
        user=user, type="totp", defaults={"data": {"secret": secret()}}
    )


def stored_password():
    """The password as the accounts store it: one text for all, since it takes long."""
    first = get_user_model().objects.filter(email=APPLICANT).first()
    if first and check_password(password(), first.password):
        return first.password
    return make_password(password())


def make(email, **fields):
    """An account with these rights and this password, as it is stored."""
    user, _made = get_user_model().objects.get_or_create(email=email)
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()
    user.verify_email()
    return user


def words():
    """What whoever starts the portal has to know of them, line by line."""
    for email, (group, may) in ROLES.items():
        yield f"{email:<20} {group or 'Administrator'}: {may}"
    yield from how_to_sign_in()


def words_of_committee():
    """The same, of a demonstration's committee."""
    for email, may in COMMITTEE.items():
        yield f"{email:<22} {may}"
    yield f"{OFFICE:<22} runs the award, in the admin"
    yield from how_to_sign_in()


def how_to_sign_in():
    yield f"password {password()}, then a code: `make code` shows it"
    yield f"(for an authenticator app, the secret is {secret()})"
