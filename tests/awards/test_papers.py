"""The papers of a submission: made after it, from it, and proving it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from awards.actions import papers
from awards.actions.form import freeze
from awards.models import Paper, Submission
from content.files.store import path_of
from tests.awards.judging import write
from tests.awards.test_proposal_files import (
    handed_in,
    make_proposal_with_a_file,
    send,
)
from tests.awards.test_proposal_pages import fill, page, section, text
from tests.factories import make_member, make_partner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(client):
    """One with its file, of Anna, who has the browser."""
    user = make_user(first_name="Anna", last_name="Rossi", language="it")
    client.force_login(user)
    proposal = make_proposal_with_a_file(user)
    send(client, proposal)
    return proposal


def pdf_of(client, submission, kind="receipt-pdf"):
    code, number = submission.proposal.code, submission.number
    answer = client.get(reverse(f"proposal-{kind}", args=[code, number]))
    return b"".join(answer.streaming_content)


def words(data):
    return " ".join(
        " ".join(each.extract_text() for each in PdfReader(io.BytesIO(data)).pages)
        .replace("\xa0", " ")
        .split()
    )


def verified(client, data):
    sent = {"file": SimpleUploadedFile("a.pdf", data)}
    return text(client.post(reverse("receipts"), sent))


def test_the_receipt_says_who_when_and_what(client, proposal):
    make_member(proposal=proposal, user=make_user(email="bruno@example.org"))
    submission = handed_in(client, proposal)
    data = pdf_of(client, submission)
    said = words(data)
    for each in (submission.receipt_number, "bruno@example.org", "piano.pdf", "Acqua"):
        assert each in said
    assert submission.sha256 in said.replace(" ", "")
    assert (
        b"pdfuaid" in data
        or b"pdfuaid:part"
        in PdfReader(io.BytesIO(data)).trailer["/Root"]["/Metadata"].get_data()
    )


def test_the_whole_proposal_is_on_paper(client, proposal):
    submission = handed_in(client, proposal)
    said = words(pdf_of(client, submission, "pdf"))
    assert "Bisogno Sete." in said
    assert "Titolo del progetto Acqua" in said


def test_a_paper_proves_the_submission_and_one_byte_more_does_not(client, proposal):
    submission = handed_in(client, proposal)
    for kind in "receipt-pdf", "pdf":
        data = pdf_of(client, submission, kind)
        assert "Autentica" in verified(client, data)
        assert f"Ricevuta {submission.receipt_number}" in verified(client, data)
        assert "Autentica" not in verified(client, data + b"\n")


def test_a_paper_is_made_once_and_is_the_same_bytes(client, proposal):
    submission = handed_in(client, proposal)
    first = pdf_of(client, submission)
    paper = Paper.objects.get()
    path_of(paper.sha256).unlink()
    paper.delete()
    assert pdf_of(client, submission) == first
    assert Paper.objects.get().sha256 == paper.sha256


def test_a_maker_that_fails_keeps_nothing_from_being_handed_in(
    client, proposal, monkeypatch, tmp_path
):
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic()")
    with monkeypatch.context() as patch:
        patch.setattr(papers, "TEMPLATE", broken)
        submission = handed_in(client, proposal)
        place = reverse("proposal-receipt-pdf", args=[proposal.code, 1])
        answer = client.get(place, follow=True)
        assert "Ora il PDF non si può fare" in text(answer)
        assert papers.make_missing() == [submission.pk]
        assert papers.make_missing(leave=[submission.pk]) == []
        assert not Paper.objects.exists()
    call_command("work")
    assert Paper.objects.filter(submission=submission).count() == 2


def test_the_paper_that_failed_is_made_though_the_other_is_there(client, proposal):
    submission = handed_in(client, proposal)
    pdf_of(client, submission)
    assert [each.kind for each in submission.papers.all()] == ["receipt"]
    assert papers.make_missing() == []
    kinds = sorted(each.kind for each in submission.papers.all())
    assert kinds == ["proposal", "receipt"]
    with CaptureQueriesContext(connection) as queries:
        papers.make_missing()
    assert len(queries) == 1


def test_a_full_or_missing_store_is_not_the_end(client, proposal, settings, tmp_path):
    submission = handed_in(client, proposal)
    (tmp_path / "file").write_text("")
    settings.FILES_ROOT = tmp_path / "file"  # no folder can be made in it
    assert papers.make_missing() == [submission.pk]
    settings.FILES_ROOT = tmp_path / "folder"
    assert papers.make_missing() == []
    assert Submission.objects.get().papers.count() == 2


def test_the_preview_is_what_a_version_says(client, proposal):
    fill(client, page(proposal), title="Acqua", duration="12")
    fill(client, page(proposal, section(proposal)), q_need="Sete.")
    place = reverse("proposal-preview", args=[proposal.code])
    shown = text(client.get(place))
    assert "Bisogno Sete." in shown
    assert "responsabile scientifico" in shown


def test_where_names_are_hidden_the_team_is_hinted_at(client, proposal):
    call = proposal.stage.call
    call.is_anonymous = True
    call.save()
    freeze_unnamed(proposal)
    fill(client, page(proposal), title="Acqua di Rossi", duration="12")
    fill(client, page(proposal, section(proposal)), q_need="Scrive ANNA ROSSI.")
    shown = text(client.get(reverse("proposal-preview", args=[proposal.code])))
    assert "“Titolo del progetto” dice “Rossi”." in shown
    assert "“Bisogno” dice “Anna Rossi”." in shown
    assert "proprietà del file” dice “Anna Rossi”." in shown
    assert "responsabile scientifico" not in shown
    assert "Non impedisce di consegnare" in text(
        client.get(reverse("proposal-check", args=[proposal.code]))
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"unit.1": "Gruppo Rossi"}, "“Budget” dice “Rossi”."),
        ({"fund.1.who": "Anna Rossi"}, "“Budget” dice “Anna Rossi”."),
        ({"role": "Ospita la Rossi"}, "“Comune” dice “Rossi”."),
        ({"proposed_name": "Studio Rossi"}, "“Studio Rossi” dice “Rossi”."),
        ({"letter_name": "per_Rossi.pdf"}, "“Comune: nome del file” dice “Rossi”."),
    ],
)
def test_names_are_looked_for_wherever_who_judges_reads(client, proposal, said, told):
    call = proposal.stage.call
    call.is_anonymous = True
    call.cost_headings.create(name_it="Personale")
    call.save()
    freeze_unnamed(proposal)
    written = {key: value for key, value in said.items() if "." in key}
    write(proposal, proposal.members.get().user, written)
    rest = {key: value for key, value in said.items() if "." not in key}
    make_partner(proposal, **rest)
    shown = text(client.get(reverse("proposal-check", args=[proposal.code])))
    assert told in shown


def test_a_name_in_the_name_of_a_file_is_hinted_at(client, proposal):
    call = proposal.stage.call
    call.is_anonymous = True
    call.save()
    freeze_unnamed(proposal)
    answer = proposal.answers.get(key="q.plan")
    answer.value |= {"name": "piano_rossi2.pdf", "says": []}
    answer.save()
    shown = text(client.get(reverse("proposal-check", args=[proposal.code])))
    assert "nome del file” dice “Rossi”." in shown


def freeze_unnamed(proposal):
    """The form again, now of an anonymous call, and the coordinator by name."""
    freeze(proposal.stage, by=make_user(), reason_it="Anonimo.", reason_en="Unnamed.")
    proposal.members.update(name="Anna Rossi")
