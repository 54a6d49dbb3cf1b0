"""Nobody learns by a clock what an answer does not say: both cases are the same work.

What is counted is what takes time: passwords hashed, rows written, letters sent. Where
all is our own code, every statement to the database.
"""

import re
from collections import Counter

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from awards.models import Letter
from tests.awards.calls import make_call_open_now
from tests.factories import make_proposal, make_user

pytestmark = pytest.mark.django_db
WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
PASSWORD = "a long and boring passphrase"  # noqa: S105
NAMES = {"first_name": "Anna", "last_name": "Rossi"}
hashed = []


class Counting(MD5PasswordHasher):
    """The hasher of the tests, which notes when it works."""

    algorithm = "counting"

    def encode(self, password, salt):
        hashed.append(password)
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def counted(settings):
    settings.PASSWORD_HASHERS = ["tests.test_same_work.Counting"]


@pytest.fixture
def known():
    user = make_user(email="known@example.org", password=PASSWORD)
    user.verify_email()
    return user


def work_of(ask):
    """The answer, and what it took: hashes, rows by table, letters, statements."""
    mail.outbox.clear()
    hashed.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    statements = [query["sql"] for query in asked]
    written = Counter(table for sql in statements for table in WRITTEN.findall(sql))
    return answer, (len(hashed), written, len(mail.outbox)), len(statements)


def send(name, **given):
    return lambda: Client().post(reverse(name), given)


@pytest.mark.parametrize(
    ("name", "key", "given"),
    [
        ("account_signup", "email", NAMES | {"password1": PASSWORD}),
        ("account_reset_password", "email", {}),
        ("account_login", "login", {"password": "quite another passphrase"}),
    ],
)
def test_address_with_an_account_and_one_without(known, name, key, given):
    send(name, **given | {key: "first@example.org"})()  # counts of attempts begin
    work, answers = [], []
    for address in (known.email, "unknown@example.org"):
        answer, taken, _statements = work_of(send(name, **given | {key: address}))
        work.append(taken)
        answers.append((answer.status_code, answer.get("Location")))
    assert work[0] == work[1]
    assert answers[0] == answers[1]


def test_an_account_made_in_vain_leaves_nothing(known):
    before = list(User.objects.values())
    send("account_signup", **NAMES, password1=PASSWORD, email=known.email)()
    assert list(User.objects.values()) == before
    [letter] = mail.outbox
    assert letter.to == [known.email]


def test_invitation_of_who_has_an_account_and_of_who_has_not(client, known):
    coordinator = make_user()
    stage = make_call_open_now()
    client.force_login(coordinator)
    work = []
    for email in (known.email, "unknown@example.org"):
        proposal = make_proposal(stage=stage, coordinator=coordinator)
        place = reverse("proposal-team", args=[proposal.code])
        said = {"name": "Carla", "email": email, "role": "editor"}
        work.append(work_of(lambda p=place, s=said: client.post(p, s))[1:])
        assert Letter.objects.filter(email=email).count() == 1
    assert work[0] == work[1]


@pytest.mark.parametrize(
    ("name", "more"),
    [("proposal", []), ("proposal-page", ["project"]), ("proposal-pdf", [1])],
)
def test_proposal_of_others_and_one_that_is_not(client, known, name, more):
    theirs = make_proposal(stage=make_call_open_now())
    client.force_login(known)
    work = []
    for code in (theirs.code, "zzzzzzzz"):
        place = reverse(name, args=[code, *more])
        answer, *taken = work_of(lambda p=place: client.get(p))
        work.append(taken)
        assert answer.status_code == 404
    assert work[0] == work[1]
