"""A rehearsal: the whole way by another clock, and nothing of it anywhere else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from awards.actions.form import freeze
from awards.actions.post import send_ready
from awards.models import LateAttempt, Letter, Proposal, Rehearsal, Submission
from tests.awards.test_proposal_pages import fill, page, section, text
from tests.factories import make_question, make_section, make_stage, make_user
from tests.post import mail_server
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


@pytest.fixture
def stage():
    """One that opens in a month, with its form frozen."""
    opens = timezone.now() + MONTH
    stage = make_stage(opens_at=opens, closes_at=opens + MONTH, grace_minutes=5)
    make_question(section=make_section(stage=stage), key="need", label_it="Bisogno")
    freeze(stage, by=make_user())
    return stage


@pytest.fixture
def office(client):
    return come_as(client, "award office")


def desk(stage):
    return reverse("admin:awards_stage_rehearsal", args=[stage.pk])


def do(client, stage, does, **said):
    return client.post(desk(stage), {"do": does, **said}, follow=True)


def move(client, stage, to):
    local = timezone.localtime(to)
    return do(client, stage, "clock", at=f"{local:%Y-%m-%dT%H:%M:%S}")


@pytest.fixture
def proposal(client, office, stage):
    do(client, stage, "begin")
    do(client, stage, "start")
    return Proposal.everything.get()


def hand_in(client, proposal):
    fill(client, page(proposal), title="Prova", duration="12")
    fill(client, page(proposal, section(proposal)), q_need="Sete.")
    place = reverse("proposal-check", args=[proposal.code])
    return client.post(place, follow=True)


def test_the_whole_way_by_another_clock(client, proposal, stage):
    shown = text(client.get(reverse("proposal", args=[proposal.code])))
    assert "PROVA GENERALE" in shown
    hand_in(client, proposal)
    submission = Submission.objects.get()
    assert abs(submission.submitted_at - stage.opens_at) < timedelta(minutes=1)
    move(client, stage, stage.closes_at + timedelta(minutes=6))
    fill(client, page(proposal), title="Altro", duration="12")
    client.post(reverse("proposal-check", args=[proposal.code]))
    attempt = LateAttempt.objects.get()
    assert 360 <= attempt.seconds_late <= 370
    answer = do(client, stage, "admit", attempt=attempt.pk, reason="Va bene.")
    assert "Va bene." in text(answer)
    assert Submission.objects.count() == 2


def test_its_letters_are_read_and_go_nowhere(client, proposal, stage):
    hand_in(client, proposal)
    (letter,) = Letter.objects.all()
    assert letter.state == "rehearsed"
    with mail_server() as post:
        assert send_ready() == 0
    assert not post.letters
    assert letter.subject in text(client.get(desk(stage)))
    assert letter.subject not in text(client.get("/admin/awards/letter/"))


def test_it_is_in_no_list_and_proves_nothing(client, proposal, stage):
    hand_in(client, proposal)
    receipt = Submission.objects.get().receipt_number
    assert not Proposal.objects.exists()
    assert not stage.proposals.exists()
    assert proposal.code not in text(client.get(reverse("my-proposals")))
    answer = client.get(reverse("receipts"), {"receipt": receipt})
    assert "Autentica" not in text(answer)


def test_wiping_leaves_nothing(client, proposal, stage):
    hand_in(client, proposal)
    move(client, stage, stage.closes_at + timedelta(hours=1))
    fill(client, page(proposal), title="Altro", duration="12")
    client.post(reverse("proposal-check", args=[proposal.code]))
    assert LateAttempt.objects.exists()
    assert "è stata cancellata" in text(do(client, stage, "wipe"))
    for model in (Rehearsal, Submission, LateAttempt, Letter):
        assert not model.objects.exists()
    assert not Proposal.everything.exists()


def test_a_real_submission_is_still_for_ever(client, proposal, stage):
    hand_in(client, proposal)
    Proposal.everything.update(rehearsal=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.all().delete()


def test_without_a_frozen_form_it_does_not_begin(client, office):
    stage = make_stage()
    assert "congela il modulo" in text(do(client, stage, "begin"))
    assert not Rehearsal.objects.exists()
