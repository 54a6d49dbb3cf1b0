"""Nobody learns by a clock what an answer does not say: both cases are the same work.

What is counted is what takes time: passwords hashed, rows written, letters sent. Where
all is our own code, every statement to the database.
"""

import re
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from awards.actions.submission import submit
from awards.models import Letter, Rehearsal
from awards.models.proposal_team import hashed as hash_of
from awards.rules.files import FileAnswer
from content.files.store import keep
from tests.awards.calls import make_call_open_now
from tests.awards.test_submission import write
from tests.content.files.samples import pdf
from tests.factories import make_member, make_proposal, make_user

pytestmark = pytest.mark.django_db
WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
QR = re.compile(r'<svg [^>]*class="qr">.*?</svg>', re.DOTALL)
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


def text_without(answer, asked):
    """A page, but for the address at which it was asked for."""
    return QR.sub("", answer.content.decode()).replace(asked, "…")


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


ASKED = {
    "proposal-team": {"name": "Carla", "role": "editor", "email": ""},
    "proposal-partners": {
        "name": "Orti",
        "kind": "association",
        "role": "Coltiva",
        "contribution": "none",
        "contact_name": "Carla",
        "contact_email": "",
    },
}


@pytest.mark.parametrize("name", ASKED)
def test_letter_to_who_has_an_account_and_to_who_has_not(client, known, name):
    coordinator = make_user()
    stage = make_call_open_now()
    client.force_login(coordinator)
    work = []
    for email in (known.email, "unknown@example.org"):
        proposal = make_proposal(stage=stage, coordinator=coordinator)
        place = reverse(name, args=[proposal.code])
        said = {key: text or email for key, text in ASKED[name].items()}
        answer, *taken = work_of(lambda p=place, s=said: client.post(p, s))
        work.append((answer.status_code, *taken))
        assert Letter.objects.filter(email=email).count() == 1
    assert work[0] == work[1]


def drafted(stage):
    """A proposal that nobody has handed in, with a file in it."""
    proposal = make_proposal(stage=stage)
    by = proposal.members.get().user
    kept = keep(SimpleUploadedFile("piano.pdf", pdf()))
    about = {"client": uuid4(), "by": by, "at": timezone.now()}
    value = FileAnswer.kept(kept).value
    proposal.answers.create(key="q.plan", value=value, **about)
    return proposal, kept.sha256


def test_receipt_of_what_was_not_handed_in_and_of_what_is_not():
    stage = make_call_open_now()
    draft, file = drafted(stage)
    rehearsed, _file = drafted(stage)
    by, now = draft.members.get().user, timezone.now()
    write(rehearsed, by, title="Acqua", duration="12", q_need="Sete.")
    rehearsed.rehearsal = Rehearsal.objects.create(
        stage=stage, shift=timedelta(0), by=by, at=now
    )
    rehearsed.save()
    submit(rehearsed, by=rehearsed.members.get().user, began_at=now)
    for there, not_there in (
        (f"{draft.code}-1", "zzzzzzzz-1"),
        (f"{rehearsed.code}-1", "zzzzzzzz-1"),
        (file, "0" * 64),
    ):
        seen = []
        for asked in (there, not_there):
            address = reverse("receipts", query={"receipt": asked})
            answer, *taken = work_of(lambda a=address: Client().get(a))
            text = text_without(answer, asked)
            seen.append((answer.status_code, text, taken))
        assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("invitation", lambda p: p.members.filter(role="editor")),
        ("partner-answer", lambda p: p.partners.all()),
    ],
)
def test_link_that_is_void_and_one_that_never_was(name, make):
    proposal = make_proposal(stage=make_call_open_now())
    make_member(proposal=proposal, token_hash=hash_of("carla"))
    proposal.partners.create(proposed_name="Orti", token_hash=hash_of("carla"))
    seen = {}
    for when in ("good", "void"):
        for token in ("carla", "nobody"):
            address = reverse(name, args=[token])
            answer, *taken = work_of(lambda a=address: Client().get(a))
            text = text_without(answer, token)
            seen[when, token] = answer.status_code, text, taken
        make(proposal).delete()
    assert seen["good", "carla"] != seen["good", "nobody"]
    assert seen["void", "carla"] == seen["void", "nobody"] == seen["good", "nobody"]


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
