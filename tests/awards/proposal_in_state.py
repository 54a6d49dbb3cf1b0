"""A proposal in each of the states it can be in, and everybody who may ask for it."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from awards.actions.decision import announce, approve, decide
from awards.actions.form import freeze
from awards.actions.submission import submit, withdraw
from awards.models import EditWindow, ProposalPartner, Rehearsal
from awards.models.proposal_team import hashed
from content.files.store import keep
from tests.awards.calls import make_call_open_now
from tests.awards.test_proposal_pages import section
from tests.awards.test_submission import write
from tests.content.files.samples import pdf
from tests.factories import make_member, make_proposal, make_question, make_user
from tests.signing_in import come_as

OUTSIDE = ("visitor", "stranger", "invited", "declined")
STAFF = ("editor", "reader", "award office", "superuser")
INSIDE = ("reads", "writes", "manages", "coordinates")
WHO = (*OUTSIDE, *STAFF, *INSIDE)
STATES = (
    *("draft", "submitted", "withdrawn", "decided", "late"),
    *("edit window", "rehearsal", "ready"),
)
COMPLETE = ("late", "ready")  # nobody is asked any more: who was has declined
PDF = pdf()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


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
        self.users = users
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
            token_hash=hashed("partner"),
        )
        self.bring_to(state, users["coordinates"])
        invited = self.proposal.members.filter(email=users["invited"].email)
        if state not in COMPLETE:
            invited.update(state="invited", token_hash=hashed("invited"))

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
