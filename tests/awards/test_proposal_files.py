"""Files in a proposal: sent with or without JavaScript, handed in, handed over."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from awards.actions.form import freeze
from awards.models import Answer, ProposalPartner, Submission
from awards.rules.files import files_in
from awards.rules.told import work_in
from content.files.store import path_of
from tests.awards.calls import make_call_open_now
from tests.awards.test_proposal_pages import check, fill, opened, page, section, text
from tests.content.files.samples import DOCX_PARTS, package, pdf
from tests.factories import (
    make_member,
    make_partner,
    make_proposal,
    make_question,
    make_user,
)

pytestmark = pytest.mark.django_db
PLAN = pdf(Author="Anna Rossi")
OTHER = pdf(pages=2)


@pytest.fixture
def anna(client):
    user = make_user(first_name="Anna", last_name="Rossi", language="it")
    client.force_login(user)
    return user


def make_proposal_with_a_file(coordinator):
    """A draft in a call that asks for a plan as a file."""
    stage = make_call_open_now()
    make_question(section=stage.sections.get(), key="plan", kind="file")
    freeze(stage, by=make_user(), reason_it="Il piano.", reason_en="The plan.")
    return make_proposal(stage=stage, coordinator=coordinator)


@pytest.fixture
def proposal(anna):
    return make_proposal_with_a_file(anna)


def address(proposal):
    return reverse(
        "proposal-field-file", args=[proposal.code, section(proposal), "q.plan"]
    )


def file(data=PLAN, name="piano.pdf"):
    return SimpleUploadedFile(name, data)


def send(client, proposal, data=PLAN, base=0, **sent):
    return client.post(
        address(proposal), {"file": file(data), "base": base, **sent}, follow=True
    )


def stored(proposal):
    return proposal.answers.get(key="q.plan").value


def handed_in(client, proposal):
    fill(client, page(proposal), title="Acqua", duration="12")
    fill(client, page(proposal, section(proposal)), q_need="Sete.")
    check(client, proposal)
    return Submission.objects.latest("number")


def test_a_file_is_kept_and_handed_over_to_the_team(client, proposal):
    answer = send(client, proposal)
    assert answer.json() == {"told": "Il file è conservato."}
    shown = client.get(page(proposal, section(proposal))).content.decode()
    assert "piano.pdf" in shown
    got = client.get(address(proposal))
    assert b"".join(got.streaming_content) == PLAN
    assert got["Content-Disposition"] == 'attachment; filename="piano.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"


def test_without_javascript_it_comes_with_the_rest_of_the_page(client, proposal):
    place = page(proposal, section(proposal))
    hidden = opened(client, place)
    sent = hidden | {"q.need": "Sete.", "file.q.plan": file()}
    answer = client.post(place, sent, follow=True)
    assert "Il file è conservato." in text(answer)
    assert stored(proposal)["name"] == "piano.pdf"
    assert proposal.answers.get(key="q.need").value == "Sete."
    answer = client.post(place, opened(client, place) | {"remove": "q.plan"}, follow=1)
    assert "Il file è stato tolto." in text(answer)
    assert stored(proposal) == ""


def test_what_is_refused_changes_nothing_and_keeps_the_text(client, proposal):
    send(client, proposal)
    place, word = page(proposal, section(proposal)), package(DOCX_PARTS)
    sent = opened(client, place) | {"q.need": "Sete.", "file.q.plan": file(word)}
    answer = client.post(place, sent, follow=True)
    assert "Il nome dice PDF, ma è un documento Word" in text(answer)
    assert stored(proposal)["size"] == len(PLAN)
    assert proposal.answers.get(key="q.need").value == "Sete."
    answer = send(client, proposal, word, base=1)
    assert (answer.status_code, "Word" in answer.json()["error"]) == (422, True)


def test_two_people_sending_the_same_file_choose(client, proposal):
    bruno, his = make_user(), Client()
    make_member(proposal=proposal, user=bruno)
    his.force_login(bruno)
    send(client, proposal)
    answer = send(his, proposal, OTHER)
    assert answer.status_code == 409
    assert "scegli quale resta" in answer.json()["error"]
    assert stored(proposal)["size"] == len(PLAN)
    assert proposal.other_texts.get().value["size"] == len(OTHER)
    shown = text(his.get(page(proposal, section(proposal))))
    assert "ha scritto altro qui" in shown


def test_whoever_only_reads_sends_nothing(client, proposal):
    reader, theirs = make_user(), Client()
    make_member(proposal=proposal, user=reader, role="reader")
    theirs.force_login(reader)
    assert send(theirs, proposal).status_code == 403
    assert not Answer.objects.exists()


def test_nobody_else_has_it(client, proposal):
    send(client, proposal)
    other = Client()
    assert send(other, proposal).status_code == 401
    assert other.get(address(proposal)).status_code == 302
    other.force_login(make_user(is_staff=True))
    assert other.get(address(proposal)).status_code == 404
    assert send(other, proposal).status_code == 404


def test_a_field_of_text_takes_no_file(client, proposal):
    place = reverse(
        "proposal-field-file", args=[proposal.code, section(proposal), "q.need"]
    )
    assert client.post(place, {"file": file()}).status_code == 404


def test_what_is_handed_in_names_its_files_and_no_author(client, proposal):
    send(client, proposal)
    submission = handed_in(client, proposal)
    assert stored(proposal)["sha256"] in submission.content
    assert "Anna Rossi" in stored(proposal)["says"]
    assert '"says"' not in submission.content
    send(client, proposal, OTHER, base=1)
    sha256 = stored(proposal)["sha256"]
    version = [proposal.code, 1]
    shown = client.get(reverse("proposal-version", args=version)).content.decode()
    assert "piano.pdf" in shown
    old = reverse("proposal-version-file", args=[*version, path_of_plan()])
    got = client.get(old)
    assert b"".join(got.streaming_content) == PLAN
    new = reverse("proposal-version-file", args=[*version, sha256])
    assert client.get(new).status_code == 404  # not in that version


def path_of_plan():
    (named,) = files_in(work_in(Submission.objects.get(number=1)))
    assert path_of(named.sha256).read_bytes() == PLAN
    return named.sha256


def test_the_letter_of_a_partner_is_a_pdf(client, proposal):
    partner = ProposalPartner.objects.create(
        proposal=proposal, proposed_name="Casa", role="Ospita", contact_name="Carla"
    )
    place = reverse("proposal-letter", args=[proposal.code, partner.pk])
    answer = client.post(place, {"file": file(b"hello")}, follow=True)
    assert "Il nome dice PDF, ma è testo semplice" in text(answer)
    answer = client.post(place, {"file": file()}, follow=True)
    assert "La lettera è conservata." in text(answer)
    assert "piano.pdf" in text(answer)
    got = client.get(place)
    assert b"".join(got.streaming_content) == PLAN


def test_the_letter_of_a_partner_goes_by_itself(client, proposal):
    partner = make_partner(proposal)
    place = reverse("proposal-letter", args=[proposal.code, partner.pk])
    in_json = {"headers": {"Accept": "application/json"}}
    wrong = client.post(place, {"file": file(b"hello")}, **in_json)
    assert wrong.status_code == 422
    assert "Il nome dice PDF, ma è testo semplice" in wrong.json()["error"]
    assert client.post(place, **in_json).status_code == 422
    answer = client.post(place, {"file": file(), "base": ""}, **in_json)
    assert answer.json() == {"told": "La lettera è conservata."}
    shown = client.get(reverse("proposal-partner", args=[proposal.code, partner.pk]))
    assert f'data-send="{place}"' in shown.content.decode()
    assert "La lettera è conservata." in text(shown)
    client.logout()
    answer = client.post(place, {"file": file()}, **in_json)
    assert answer.status_code == 401
    assert "accedi di nuovo" in answer.json()["error"]
