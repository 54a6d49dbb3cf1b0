"""A disk that fills up while an upload arrives: said in a sentence, nothing lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from awards.models import ProposalPartner
from content.files.store import keep
from tests.awards.test_proposal_files import address, make_proposal_with_a_file, send
from tests.awards.test_proposal_pages import opened, page, section, text
from tests.content.files.samples import pdf
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SENTENCE = "Ora non c’è posto per il file."
OTHER = pdf(pages=2)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def client():
    """A browser whose forms are checked: what it sends is read before the view."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def proposal(client):
    anna = make_user(language="it")
    client.force_login(anna)
    return make_proposal_with_a_file(anna)


@pytest.fixture(params=["FullDisk", "FullDiskAtTheEnd"])
def full(request, settings):
    """From here on there is no room for what arrives."""

    def fill():
        settings.FILE_UPLOAD_HANDLERS = [f"tests.full_disk.{request.param}"]

    return fill


def token(client, place):
    return opened(client, place)["csrfmiddlewaretoken"]


def files(folder):
    return {path.name for path in folder.glob("*/*") if path.is_file()}


def test_the_field_keeps_its_file_and_the_answer_is_507(client, proposal, full, folder):
    place = page(proposal, section(proposal))
    secret = token(client, place)
    send(client, proposal, csrfmiddlewaretoken=secret)
    before, kept = proposal.answers.get(key="q.plan"), files(folder)
    full()
    answer = send(client, proposal, OTHER, base=1, csrfmiddlewaretoken=secret)
    assert answer.status_code == 507
    assert answer.json()["error"].startswith(SENTENCE)
    after = proposal.answers.get(key="q.plan")
    assert (after.value, after.revision) == (before.value, before.revision)
    assert files(folder) == kept
    got = client.get(address(proposal))
    assert len(b"".join(got.streaming_content)) == after.value["size"]


def test_the_texts_sent_with_it_are_saved(client, proposal, full, folder):
    place = page(proposal, section(proposal))
    hidden = opened(client, place)
    full()
    file = SimpleUploadedFile("piano.pdf", OTHER)
    # The file comes first: what follows it in the same body is not lost.
    sent = {"file.q.plan": file, **hidden, "q.need": "Sete."}
    answer = client.post(place, sent, follow=True)
    assert SENTENCE in text(answer)
    assert proposal.answers.get(key="q.need").value == "Sete."
    assert not proposal.answers.filter(key="q.plan").exists()
    assert files(folder) == set()


def test_a_partner_keeps_its_letter(client, proposal, full, folder):
    kept = keep(SimpleUploadedFile("lettera.pdf", OTHER))
    partner = ProposalPartner.objects.create(
        proposal=proposal,
        proposed_name="Casa",
        role="Ospita",
        contact_name="Carla",
        contact_email="carla@example.org",
        letter_sha256=kept.sha256,
        letter_name=kept.name,
        letter_size=kept.size,
    )
    arguments = [proposal.code, partner.pk]
    secret = token(client, reverse("proposal-partner", args=arguments))
    full()
    sent = {"file": SimpleUploadedFile("altra.pdf", pdf(pages=3))}
    place = reverse("proposal-letter", args=arguments)
    answer = client.post(place, sent | {"csrfmiddlewaretoken": secret}, follow=True)
    assert SENTENCE in text(answer)
    partner.refresh_from_db()
    assert partner.letter_sha256 == kept.sha256
    assert files(folder) == {kept.sha256}


def test_whoever_verifies_a_file_is_told(client, full):
    full()
    sent = {"file": SimpleUploadedFile("ricevuta.pdf", OTHER)}
    answer = client.post(reverse("receipts"), sent)
    assert answer.status_code == 507
    assert SENTENCE in text(answer)


def test_once_there_is_room_it_is_kept(client, proposal, settings):
    settings.FILE_UPLOAD_HANDLERS = ["content.files.upload.RoomHandler"]
    secret = token(client, page(proposal, section(proposal)))
    answer = send(client, proposal, OTHER, csrfmiddlewaretoken=secret)
    assert answer.json() == {"told": "Il file è conservato."}
    got = client.get(address(proposal))
    assert b"".join(got.streaming_content) == OTHER
