"""The dossier of a proposal: all of it in one file, and never a secret or a draft."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from awards.actions.partners import add, keep_letter
from awards.actions.submission import refuse, submit
from awards.actions.team import invite
from awards.models import EditWindow, Extension, Letter, Member, ProposalPartner
from content.files.store import keep
from tests.awards.test_submission import DEADLINE, IN_TIME, make_open_stage, write
from tests.content.files.samples import pdf
from tests.factories import make_organisation, make_proposal, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
TYPED = "Sete mai mandata."
LATE = DEADLINE + timedelta(minutes=2)
TABLES = {
    f"{name}.csv"
    for name in (
        *("steps", "team", "partners", "late", "extensions", "edit-windows"),
        "letters",
    )
}


@pytest.fixture
def anna():
    return make_user(email="anna@example.org", language="it")


@pytest.fixture
def proposal(anna):
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    write(proposal, anna, title="=Acqua", duration="12", q_need=TYPED)
    return proposal


def dossier_of(client, proposal):
    """What the dossier holds, file by file, by their names in its folder."""
    come_as(client, "award office")
    answer = client.get(reverse("admin:awards_proposal_dossier", args=[proposal.pk]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    folder = f"{proposal.code}/"
    return {n.removeprefix(folder): archive.read(n) for n in archive.namelist()}


def table(held, name):
    return list(csv.DictReader(io.StringIO(held[f"{name}.csv"].decode("utf-8-sig"))))


def granted(**fields):
    return {"until": LATE, "reason": "Malattia.", "by": make_user(), "at": IN_TIME} | (
        fields
    )


def test_what_was_handed_in_is_there_as_it_was_signed(client, proposal, anna):
    submission = submit(proposal, by=anna, began_at=IN_TIME)
    held = dossier_of(client, proposal)
    assert set(held) == TABLES | {
        *(f"{submission}/{submission}.{ending}" for ending in ("json", "sig")),
        *(f"{submission}/{kind}.pdf" for kind in ("receipt", "proposal")),
    }
    assert held[f"{submission}/{submission}.json"].decode() == submission.content


def test_a_draft_is_in_it_only_where_its_team_lets_the_office_read(client, proposal):
    closed = dossier_of(client, proposal)
    assert set(closed) == TABLES
    assert not [name for name, held in closed.items() if TYPED.encode() in held]
    proposal.office_may_read = True
    proposal.save()
    opened = dossier_of(client, proposal)
    assert set(opened) == TABLES | {"draft/draft.json"}
    assert json.loads(opened["draft/draft.json"])["answers"]["q.need"] == TYPED


def test_what_is_typed_after_handing_in_is_the_teams_alone(client, proposal, anna):
    submit(proposal, by=anna, began_at=IN_TIME)
    write(proposal, anna, q_need="Ripensamento.")
    held = dossier_of(client, proposal)
    assert not [name for name, each in held.items() if b"Ripensamento" in each]


def test_late_attempts_are_there_with_what_became_of_them(client, proposal, anna):
    partner = ProposalPartner.objects.create(
        proposal=proposal,
        proposed_name="Casa",
        role="Ospita",
        contact_name="Carla",
        contact_email="carla@example.org",
        confirmed_at=IN_TIME,
    )
    keep_letter(partner, keep(SimpleUploadedFile("lettera.pdf", pdf())))
    attempt = submit(proposal, by=anna, began_at=LATE)
    office = make_user(email="ufficio@example.org")
    refuse(attempt, by=office, reason="=Tardi.", at=LATE + timedelta(hours=1))
    held = dossier_of(client, proposal)
    letter = f"late-1/{partner.letter_sha256[:8]}-lettera.pdf"
    assert set(held) == TABLES | {"late-1/late-1.json", letter}
    assert held["late-1/late-1.json"].decode() == attempt.work
    assert held[letter] == pdf()
    assert table(held, "late") == [
        {
            "Cartella": "late-1",
            "Tentato il": "2027-03-31T12:02:00+02:00",
            "Secondi di ritardo": "120",
            "Da": "anna@example.org",
            "Stato": "respinto",
            "Motivo": "'=Tardi.",
            "Deciso da": "ufficio@example.org",
            "Deciso il": "2027-03-31T13:02:00+02:00",
            "Versione": "",
        }
    ]


def test_team_and_partners_are_there_with_their_consents(client, proposal):
    bruno = Member(name="Bruno", email="bruno@example.org", role="editor")
    invite(proposal, by=proposal.members.get(), member=bruno, at=IN_TIME)
    casa = make_organisation(name="Casa del quartiere")
    ProposalPartner.objects.create(
        proposal=proposal,
        proposed_name="Casa",
        merged_into=casa,
        role="Ospita",
        contact_name="Carla",
        contact_email="carla@example.org",
        confirmed_at=IN_TIME,
    )
    held = dossier_of(client, proposal)
    team = [
        (each["Nome"], each["Stato"], each["Ha accettato di comparire"])
        for each in table(held, "team")
    ]
    assert team == [
        ("anna@example.org", "nel gruppo", "2020-01-01T01:00:00+01:00"),
        ("Bruno", "in attesa di risposta", ""),
    ]
    [partner] = table(held, "partners")
    assert (partner["Nome"], partner["Nell’elenco"]) == ("Casa", "Casa del quartiere")
    assert partner["Confermato"] == "2027-03-31T11:00:00+02:00"


def test_what_was_granted_is_there_to_this_team_alone(client, proposal, anna):
    stage, of_another = proposal.stage, make_user()
    make_proposal(stage=stage, coordinator=of_another)
    for person in (anna, of_another):
        Extension.objects.create(stage=stage, person=person, **granted())
    Extension.objects.create(stage=make_open_stage(), person=anna, **granted())
    EditWindow.objects.create(proposal=proposal, sections=["s1", "s2"], **granted())
    held = dossier_of(client, proposal)
    [extension] = table(held, "extensions")
    assert (extension["Persona"], extension["Motivo"]) == (anna.email, "Malattia.")
    [window] = table(held, "edit-windows")
    assert window["Sezioni"] == "s1, s2"


def test_letters_are_there_without_the_secrets_of_their_links(client, proposal):
    partner = ProposalPartner(
        proposed_name="Casa",
        role="Ospita",
        contact_name="Carla",
        contact_email="carla@example.org",
    )
    add(proposal, by=proposal.members.get(), partner=partner, at=timezone.now())
    letter = Letter.objects.get()
    assert letter.secret
    held = dossier_of(client, proposal)
    [told] = table(held, "letters")
    assert (told["Oggetto"], told["A"]) == (letter.subject, "Carla")
    assert told["Stato"] == "in partenza"
    assert told["Testo"] == letter.body
    assert not [name for name, each in held.items() if letter.secret.encode() in each]
