"""Kept files stay while anything refers to them, and some days more."""

import os
import time
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from awards.actions.submission import submit
from awards.models import (
    Answer,
    CallDocument,
    LateAttempt,
    OtherText,
    Paper,
    ProposalPartner,
    Submission,
)
from awards.rules.files import FileAnswer
from content.canonical import canonical
from content.files.references import places
from content.files.store import keep, keep_bytes, mark_of, path_of
from content.files.sweep import BROKEN_OFF, GRACE, sweep
from tests.awards.test_submission import IN_TIME, make_open_stage, write
from tests.content.files.samples import pdf
from tests.factories import LONG_AGO, make_call, make_proposal, make_user
from tests.tree import ROOT

pytestmark = pytest.mark.django_db
OURS = {path.parent.name for path in ROOT.glob("*/apps.py")}
MINUTE = timedelta(minutes=1)

# Columns that look as if they named files, and what they hold.
OTHERS = {
    "awards.FormVersion.content": "questions",
    "awards.FormVersion.sha256": "of the questions",
    "awards.KeptText.typed": "texts: a file is kept by an address of its own",
    "awards.LateAttempt.work_sha256": "of the work",
    "awards.Minutes.content": "the document itself",
    "awards.Minutes.sha256": "of the document",
    "awards.Ranking.content": "scores and places",
    "awards.Ranking.sha256": "of the content",
    "awards.ReviewAnswer.value": "a score or a text",
    "awards.ReviewOtherText.value": "a score or a text",
    "awards.ReviewVersion.content": "scores and texts",
    "awards.ReviewVersion.sha256": "of the content",
    "awards.Submission.sha256": "of the content",
    "awards.Submission.work_sha256": "of the work",
    "polisocial.LoadedRecord.values": "content, which has no files",
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def anna():
    return make_user()


@pytest.fixture
def proposal(anna):
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    return proposal


def is_kept(hash_of_it):
    return path_of(hash_of_it).exists()


def age(path, by):
    """As if it had been made longer ago."""
    then = time.time() - by.total_seconds()
    os.utime(path, (then, then))


def let_time_pass(*hashes):
    """One look marks, the next one comes when the grace is over."""
    sweep()
    for each in hashes:
        if mark_of(each).exists():
            age(mark_of(each), GRACE + MINUTE)
    return sweep()


def value(hash_of_it):
    return FileAnswer(hash_of_it, "a.pdf", 1, "application/pdf").value


def fields_of(proposal, by):
    return {"proposal": proposal, "by": by, "at": LONG_AGO, "client": uuid4()}


def in_an_answer(hash_of_it, proposal, by):
    Answer.objects.create(key="q.f", value=value(hash_of_it), **fields_of(proposal, by))


def in_a_text_not_chosen(hash_of_it, proposal, by):
    said = {"key": "q.f", "value": value(hash_of_it), "settled_at": LONG_AGO}
    OtherText.objects.create(**said, **fields_of(proposal, by))


def in_a_letter(hash_of_it, proposal, by):
    ProposalPartner.objects.create(
        proposal=proposal, proposed_name="Casa", role="r", letter_sha256=hash_of_it
    )


def in_a_submission(hash_of_it, proposal, by):
    submission = submit(proposal, by=by, began_at=IN_TIME)
    content = canonical({"work": {"answers": {"q.f": value(hash_of_it)}}}).decode()
    submission.pk, submission.number, submission.content = None, 2, content
    submission.save()


def in_a_late_attempt(hash_of_it, proposal, by):
    LateAttempt.objects.create(
        proposal=proposal,
        form=proposal.form(),
        work=canonical({"answers": {"q.f": value(hash_of_it)}}).decode(),
        began_at=IN_TIME,
        seconds_late=1,
        by=by,
    )


def in_a_paper(hash_of_it, proposal, by):
    submission = submit(proposal, by=by, began_at=IN_TIME)
    said = {"language": "it", "made_at": IN_TIME, "sha256": hash_of_it}
    Paper.objects.create(submission=submission, kind="receipt", **said)


def document(hash_of_it):
    said = {"name_it": "Bando", "size": 1, "original_name": "a.pdf"}
    return CallDocument.objects.create(call=make_call(), sha256=hash_of_it, **said)


def in_a_document(hash_of_it, _proposal, _by):
    document(hash_of_it)
    CallDocument.history.model.objects.all().delete()


def in_a_document_as_it_was(hash_of_it, _proposal, _by):
    document(hash_of_it).delete()


PLACES = {
    (Answer, "value"): in_an_answer,
    (OtherText, "value"): in_a_text_not_chosen,
    (ProposalPartner, "letter_sha256"): in_a_letter,
    (Submission, "content"): in_a_submission,
    (LateAttempt, "work"): in_a_late_attempt,
    (Paper, "sha256"): in_a_paper,
    (CallDocument, "sha256"): in_a_document,
    (CallDocument.history.model, "sha256"): in_a_document_as_it_was,
}


@pytest.mark.parametrize("refer", PLACES.values(), ids=lambda f: f.__name__)
def test_what_is_referred_to_stays(proposal, anna, refer):
    kept, left = keep_bytes(b"kept"), keep_bytes(b"left")
    refer(kept, proposal, anna)
    assert let_time_pass(kept, left) == 1
    assert (is_kept(kept), is_kept(left)) == (True, False)


def test_places_are_those_that_are_tried_here():
    assert set(places) == set(PLACES)


def looks_like_a_place(field):
    return (
        field.name.endswith("sha256")
        or isinstance(field, models.JSONField | models.FileField)
        or field.name in ("content", "work", "value")
        and isinstance(field, models.TextField)
    )


def test_no_column_that_may_name_files_is_forgotten():
    known = {f"{model._meta.label}.{name}" for model, name in places}
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS
        for field in model._meta.concrete_fields
        if looks_like_a_place(field)
    }
    assert found == known | set(OTHERS)


def test_nothing_goes_before_its_time(proposal):
    left = keep_bytes(b"left")
    assert sweep() == 0
    age(mark_of(left), GRACE - MINUTE)
    assert sweep() == 0
    assert is_kept(left)
    age(mark_of(left), GRACE + MINUTE)
    assert sweep() == 1
    assert not is_kept(left)
    assert not mark_of(left).exists()


def test_what_is_referred_to_again_has_its_whole_grace_again(proposal, anna):
    kept = keep_bytes(b"kept")
    sweep()
    age(mark_of(kept), GRACE + MINUTE)
    in_an_answer(kept, proposal, anna)
    assert sweep() == 0
    Answer.objects.filter(key="q.f").delete()
    assert sweep() == 0
    assert is_kept(kept)


def test_what_is_sent_again_at_this_moment_stays(proposal):
    """Kept, but what refers to it is not stored yet: the mark is of before."""
    data = pdf()
    kept = keep(SimpleUploadedFile("a.pdf", data)).sha256
    sweep()
    age(mark_of(kept), GRACE + MINUTE)
    assert keep(SimpleUploadedFile("b.pdf", data)).sha256 == kept
    assert sweep() == 0
    assert is_kept(kept)


def test_all_places_are_read_at_one_instant(proposal):
    with CaptureQueriesContext(connection) as asked:
        sweep()
    assert len(asked) == 1


def test_an_upload_that_broke_off_is_taken_away_after_a_day(folder):
    keep_bytes(b"kept")
    old, new = folder / "incoming/old", folder / "incoming/new"
    for path in (old, new):
        path.touch()
    age(old, BROKEN_OFF + MINUTE)
    sweep()
    assert (old.exists(), new.exists()) == (False, True)


def test_the_worker_takes_them_away():
    left, out = keep_bytes(b"left"), StringIO()
    sweep()
    age(mark_of(left), GRACE + MINUTE)
    call_command("work", stdout=out)
    assert "Files deleted: 1." in out.getvalue()
    assert not is_kept(left)
