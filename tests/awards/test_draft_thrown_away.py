"""A draft that its coordinator throws away, and what never goes with one."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.actions.letters import release
from awards.emails import told
from awards.models import Act, LateAttempt, Letter, Proposal
from tests.awards.calls import make_call_open_now
from tests.awards.test_proposal_pages import check, text, write_all
from tests.factories import make_member, make_proposal, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_call_open_now()


@pytest.fixture
def proposal(client, stage):
    """A draft, and its coordinator signed in."""
    proposal = make_proposal(stage=stage)
    client.force_login(proposal.members.get().user)
    return proposal


@pytest.fixture
def away(proposal):
    return reverse("proposal-throw-away", args=[proposal.code])


def front(proposal):
    return reverse("proposal", args=[proposal.code])


def test_draft_is_thrown_away_by_its_coordinator_alone(client, proposal, away):
    write_all(client, proposal)
    bruno = make_member(proposal=proposal, user=make_user(), role="manager")
    assert client.post(away).status_code == 409
    assert "Ci scrivono anche altre persone" in text(client.get(away))
    other = Client()
    other.force_login(bruno.user)
    assert other.post(away).status_code == 404
    bruno.delete()
    assert away in client.get(front(proposal)).content.decode()
    assert "cancellato per sempre" in text(client.get(away))
    answer = client.post(away, follow=True)
    assert "è stata buttata via." in text(answer)
    assert not Proposal.everything.exists()
    assert client.post(away).status_code == 404


def test_what_was_handed_in_is_never_thrown_away(client, proposal, away):
    write_all(client, proposal)
    proposal.stage.closes_at = timezone.now() - timedelta(seconds=10)
    proposal.stage.save()
    check(client, proposal)  # too late, and kept for the award office to decide
    assert away not in client.get(front(proposal)).content.decode()
    assert client.post(away).status_code == 404
    assert LateAttempt.objects.exists()


def test_draft_that_the_office_wrote_about_is_thrown_away_too(client, proposal, away):
    office, now = make_user(), timezone.now()
    told.reminder(proposal, now)
    release(Letter.objects.get(kind="reminder"), by=office, at=now)
    assert client.post(away).status_code == 302
    act = Act.objects.get(deed="letter")
    assert (act.by, act.stage, act.proposal) == (office, proposal.stage, None)
    assert act.about.startswith("Non ancora consegnata: ")
    for changed in ({"about": ""}, {"proposal": make_proposal()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Act.objects.update(**changed)
