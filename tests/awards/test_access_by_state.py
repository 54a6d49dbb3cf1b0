"""Who gets what of a proposal: address by address, state by state, one table.

A letter of a row is the answer to one kind of person, in the order of WHO: `.` the page
or the deed, `x` no such page, `-` forbidden, `>` sent to sign in, `?` asked to sign in
by the page itself, `!` not as it is sent or as things are.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from awards.actions.decision import announce, approve, decide
from awards.actions.form import freeze
from awards.actions.submission import submit, withdraw
from awards.models import EditWindow, ProposalPartner, Rehearsal
from content.files.store import keep
from tests.awards.calls import make_call_open_now
from tests.awards.test_proposal_pages import section
from tests.awards.test_submission import write
from tests.content.files.samples import pdf
from tests.factories import make_member, make_proposal, make_question, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
OUTSIDE = ("visitor", "stranger", "invited", "declined")
STAFF = ("editor", "reader", "award office", "superuser")
INSIDE = ("reads", "writes", "manages", "coordinates")
WHO = (*OUTSIDE, *STAFF, *INSIDE)
STATES = (
    *("draft", "submitted", "withdrawn", "decided", "late"),
    *("edit window", "rehearsal"),
)
SIGNS = {200: ".", 302: ".", 404: "x", 403: "-", 401: "?"}
PDF = pdf()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# What a page sends while somebody types in it.
SAVED = {
    "client": "8d7b3f0e-4a5f-4a52-9f6e-1f0d8f1c2b3a",
    "number": 1,
    "changes": [{"key": "q.need", "value": "Altra sete.", "base": 1}],
    "known": {},
}

#  what is asked: what each state answers, in the order of STATES and then of WHO
TABLE = {
    "proposal": (">xxxxxxx....",) * 7,
    "proposal-check": (
        *(">xxxxxxx--..", ">xxxxxxx--..", ">xxxxxxx--.."),
        *(">xxxxxxx----", ">xxxxxxx--.."),
        *(">xxxxxxx--..", ">xxxxxxx--.."),
    ),
    "proposal-preview": (">xxxxxxx....",) * 7,
    "proposal-team": (">xxxxxxx....",) * 7,
    "proposal-member": (
        *(">xxxxxxxx...", ">xxxxxxxx...", ">xxxxxxxx..."),
        *(">xxxxxxxx.xx", ">xxxxxxxx..."),
        *(">xxxxxxxx...", ">xxxxxxxx..."),
    ),
    "proposal-partners": (">xxxxxxx....",) * 7,
    "proposal-partner": (
        *(">xxxxxxxxx..", ">xxxxxxxxx..", ">xxxxxxxxx.."),
        *(">xxxxxxxxxxx", ">xxxxxxxxx.."),
        *(">xxxxxxxxx..", ">xxxxxxxxx.."),
    ),
    "proposal-letter": (">xxxxxxx....",) * 7,
    "proposal-page": (">xxxxxxx....",) * 7,
    "proposal-field-file": (">xxxxxxx....",) * 7,
    "proposal-version": (
        *(">xxxxxxxxxxx", ">xxxxxxx....", ">xxxxxxx...."),
        *(">xxxxxxx....", ">xxxxxxxxxxx"),
        *(">xxxxxxx....", ">xxxxxxxxxxx"),
    ),
    "proposal-version-file": (
        *(">xxxxxxxxxxx", ">xxxxxxx....", ">xxxxxxx...."),
        *(">xxxxxxx....", ">xxxxxxxxxxx"),
        *(">xxxxxxx....", ">xxxxxxxxxxx"),
    ),
    "proposal-receipt-pdf": (
        *(">xxxxxxxxxxx", ">xxxxxxx....", ">xxxxxxx...."),
        *(">xxxxxxx....", ">xxxxxxxxxxx"),
        *(">xxxxxxx....", ">xxxxxxxxxxx"),
    ),
    "proposal-pdf": (
        *(">xxxxxxxxxxx", ">xxxxxxx....", ">xxxxxxx...."),
        *(">xxxxxxx....", ">xxxxxxxxxxx"),
        *(">xxxxxxx....", ">xxxxxxxxxxx"),
    ),
    "proposal-file": (
        *(">xxxxxxxxxxx", ">xxxxxxx....", ">xxxxxxx...."),
        *(">xxxxxxx....", ">xxxxxxxxxxx"),
        *(">xxxxxxx....", ">xxxxxxxxxxx"),
    ),
    # Until it is funded there is no project: then tests/awards/test_project_completed.
    "proposal-project": (">xxxxxxxxxxx",) * 7,
    "proposal-project-preview": (">xxxxxxxxxxx",) * 7,
    "POST proposal-project": (">xxxxxxxxxxx",) * 7,
    "proposal-withdraw": (
        *(">xxxxxxxxxxx", ">xxxxxxxxx..", ">xxxxxxxxxxx"),
        *(">xxxxxxxxxxx", ">xxxxxxxxxxx"),
        *(">xxxxxxxxx..", ">xxxxxxxxxxx"),
    ),
    "proposal-throw-away": (
        *(">xxxxxxxxxx.", ">xxxxxxxxxxx", ">xxxxxxxxxxx"),
        *(">xxxxxxxxxxx", ">xxxxxxxxxx."),
        *(">xxxxxxxxxxx", ">xxxxxxxxxx."),
    ),
    "POST proposal-check": (
        *(">xxxxxxx--!!", ">xxxxxxx--!!", ">xxxxxxx--!!"),
        *(">xxxxxxx----", ">xxxxxxx--!!"),
        *(">xxxxxxx--..", ">xxxxxxx--!!"),
    ),
    "POST proposal-withdraw": (
        *(">xxxxxxxxxxx", ">xxxxxxxxx..", ">xxxxxxxxxxx"),
        *(">xxxxxxxxxxx", ">xxxxxxxxxxx"),
        *(">xxxxxxxxx..", ">xxxxxxxxxxx"),
    ),
    # Others write it too, and would lose their words: its coordinator is told.
    "POST proposal-throw-away": (
        *(">xxxxxxxxxx!", ">xxxxxxxxxxx", ">xxxxxxxxxxx"),
        *(">xxxxxxxxxxx", ">xxxxxxxxxx!"),
        *(">xxxxxxxxxxx", ">xxxxxxxxxx!"),
    ),
    "POST proposal-revive": (
        *(">xxxxxxxxx..", ">xxxxxxxxx..", ">xxxxxxxxx.."),
        *(">xxxxxxxxxxx", ">xxxxxxxxx.."),
        *(">xxxxxxxxx..", ">xxxxxxxxx.."),
    ),
    "POST proposal-office-reads": (
        *(">xxxxxxxxx..", ">xxxxxxxxx..", ">xxxxxxxxx.."),
        *(">xxxxxxxxxxx", ">xxxxxxxxx.."),
        *(">xxxxxxxxx..", ">xxxxxxxxx.."),
    ),
    "POST proposal-team": (
        *(">xxxxxxx--..", ">xxxxxxx--..", ">xxxxxxx--.."),
        *(">xxxxxxx----", ">xxxxxxx--.."),
        *(">xxxxxxx--..", ">xxxxxxx--.."),
    ),
    "POST proposal-member": (
        *(">xxxxxxxx-..", ">xxxxxxxx-..", ">xxxxxxxx-.."),
        *(">xxxxxxxx-xx", ">xxxxxxxx-.."),
        *(">xxxxxxxx-..", ">xxxxxxxx-.."),
    ),
    "POST proposal-partner": (
        *(">xxxxxxxxx..", ">xxxxxxxxx..", ">xxxxxxxxx.."),
        *(">xxxxxxxxxxx", ">xxxxxxxxx.."),
        *(">xxxxxxxxx..", ">xxxxxxxxx.."),
    ),
    "POST proposal-field-file": (
        *("?xxxxxxx-...", "?xxxxxxx-...", "?xxxxxxx-..."),
        *("?xxxxxxx----", "?xxxxxxx-..."),
        *("?xxxxxxx-...", "?xxxxxxx-..."),
    ),
    "POST proposal-save": (
        *("?xxxxxxx!...", "?xxxxxxx!...", "?xxxxxxx!..."),
        *("?xxxxxxx!!!!", "?xxxxxxx!..."),
        *("?xxxxxxx!...", "?xxxxxxx!..."),
    ),
    "POST proposal-choose": (
        *(">xxxxxxx....", ">xxxxxxx....", ">xxxxxxx...."),
        *(">xxxxxxx....", ">xxxxxxx...."),
        *(">xxxxxxx....", ">xxxxxxx...."),
    ),
}


class Scene:
    """A proposal in a state, with everybody who may ask for it."""

    def __init__(self, state):
        self.stage = make_call_open_now()
        make_question(section=self.stage.sections.get(), key="plan", kind="file")
        freeze(self.stage, by=make_user(), reason_it="Il piano.", reason_en="The plan.")
        self.clients = {who: Client() for who in WHO}
        users = {who: make_user() for who in (*OUTSIDE[1:], *INSIDE)}
        for who, user in users.items():
            self.clients[who].force_login(user)
        for who in STAFF:
            users[who] = come_as(self.clients[who], who)
        self.numbers = {who: user.pk for who, user in users.items()}
        self.proposal = make_proposal(
            stage=self.stage, coordinator=users["coordinates"]
        )
        roles = {"reads": "reader", "writes": "editor", "manages": "manager"}
        for who, role in roles.items():
            make_member(proposal=self.proposal, user=users[who], role=role)
        for who in ("invited", "declined"):
            make_member(proposal=self.proposal, email=users[who].email, state=who)
        self.partner = ProposalPartner.objects.create(
            proposal=self.proposal,
            proposed_name="Casa",
            role="Ospita",
            contact_name="Carla",
            contact_email="carla@example.org",
            confirmed_at=timezone.now(),
        )
        self.bring_to(state, users["coordinates"])
        invited = self.proposal.members.filter(email=users["invited"].email)
        invited.update(state="invited")

    def bring_to(self, state, by):
        proposal, now = self.proposal, timezone.now()
        kept = keep(SimpleUploadedFile("piano.pdf", PDF))
        self.partner.letter_sha256, self.partner.letter_name = (
            kept.sha256,
            "lettera.pdf",
        )
        self.partner.letter_size = kept.size
        self.partner.save()
        self.file = kept.sha256
        proposal.members.filter(state="invited").update(state="declined")
        write(proposal, by, title="Acqua", duration="12", q_need="Sete.")
        value = {"sha256": kept.sha256, "name": "piano.pdf", "size": kept.size}
        value["media_type"] = "application/pdf"
        proposal.answers.create(
            key="q.plan", value=value, client=proposal._page, by=by, at=now
        )
        if state in ("submitted", "withdrawn", "decided", "edit window"):
            submit(proposal, by=by, began_at=now)
        if state == "withdrawn":
            withdraw(proposal, by=by, reason="Basta.", at=now)
        proposal.refresh_from_db()
        if state == "decided":
            self.answer(proposal, now)
        if state in ("late", "edit window"):
            self.stage.closes_at = now - HOUR
            self.stage.save()
        if state == "edit window":
            EditWindow.objects.create(
                proposal=proposal,
                sections=[section(proposal)],
                reason="Mancava un dato.",
                by=by,
                at=now - HOUR / 2,
                until=now + HOUR,
            )
        if state == "rehearsal":
            self.rehearse(by, now)
        self.other = proposal.other_texts.create(
            key="q.need", value="Acqua.", client=uuid4(), by=by, at=now
        )

    def rehearse(self, by, now):
        """The stage opens in ten days; by the rehearsal's clock it is open."""
        self.stage.opens_at, self.stage.closes_at = now + 10 * DAY, now + 20 * DAY
        self.stage.save()
        self.proposal.rehearsal = Rehearsal.objects.create(
            stage=self.stage, shift=15 * DAY, by=by, at=now
        )
        self.proposal.save()

    def answer(self, proposal, now):
        """A decision that everybody in the team reads."""
        self.stage.closes_at = now
        self.stage.save()
        said = {"outcome": "not_selected", "reason": "Non convince."}
        decision = decide(proposal, by=make_user(), at=now, **said)
        approve(decision, by=make_user(), at=now)
        announce(self.stage, by=make_user(), instant=now, at=now)
        proposal.refresh_from_db()

    def requests(self):
        """What is asked: its name, its address, and what is sent if anything is."""
        code, text = self.proposal.code, section(self.proposal)
        member = self.proposal.members.get(role="editor", state="accepted").pk
        for name, *more in (
            ("proposal",),
            ("proposal-check",),
            ("proposal-preview",),
            ("proposal-team",),
            ("proposal-member", member),
            ("proposal-partners",),
            ("proposal-partner", self.partner.pk),
            ("proposal-letter", self.partner.pk),
            ("proposal-page", "project"),
            ("proposal-field-file", text, "q.plan"),
            ("proposal-version", 1),
            ("proposal-version-file", 1, self.file),
            ("proposal-receipt-pdf", 1),
            ("proposal-pdf", 1),
            ("proposal-file", 1),
            ("proposal-withdraw",),
            ("proposal-throw-away",),
            ("proposal-project",),
            ("proposal-project-preview", "it"),
        ):
            yield name, reverse(name, args=[code, *more]), None
        choice = {"take": "other", "client": str(uuid4())}
        file = {"file": SimpleUploadedFile("altro.pdf", pdf(pages=2)), "base": 1}
        for name, sent, *more in (
            ("proposal-check", {}),
            ("proposal-withdraw", {"reason": "Basta."}),
            ("proposal-throw-away", {}),
            ("proposal-revive", {}),
            ("proposal-project", {}),
            ("proposal-office-reads", {"may": "1"}),
            (
                "proposal-team",
                {"name": "B", "email": "b@example.org", "role": "editor"},
            ),
            ("proposal-member", {"do": "out"}, member),
            ("proposal-partner", {"do": "out"}, self.partner.pk),
            ("proposal-field-file", file, text, "q.plan"),
            ("proposal-save", SAVED, text),
            ("proposal-choose", choice, text, self.other.pk),
        ):
            yield f"POST {name}", reverse(name, args=[code, *more]), sent


def ask(client, address, sent, number):
    """What is asked; a page that saves by itself says whose it is, in JSON."""
    if sent is None:
        return client.get(address)
    if sent is SAVED:
        body = SAVED | {"user": number}
        return client.post(address, body, content_type="application/json")
    if "file" in sent:
        sent["file"].seek(0)
    return client.post(address, sent)


def sign_of(client, address, sent, number):
    with transaction.atomic():
        answer = ask(client, address, sent, number)
        if hasattr(answer, "streaming_content"):
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    if answer.status_code == 302 and "/account/" in answer.url:
        return ">"
    return SIGNS.get(answer.status_code, "!")


@pytest.mark.parametrize("state", STATES)
def test_everybody_gets_what_the_table_says(state):
    scene, found = Scene(state), {}
    for name, address, sent in scene.requests():
        found[name] = "".join(
            sign_of(scene.clients[who], address, sent, scene.numbers.get(who))
            for who in WHO
        )
    number = STATES.index(state)
    assert found == {name: row[number] for name, row in TABLE.items()}


def test_every_address_of_a_proposal_is_in_the_table():
    names = set(get_resolver().reverse_dict)
    asked = {name.removeprefix("POST ") for name in TABLE}
    known = {n for n in names if isinstance(n, str) and n.startswith("proposal")}
    assert known == asked
