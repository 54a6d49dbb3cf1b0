"""Who answers for a partner of a proposal: told what is known of them, and erased."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts import person
from awards.actions.submission import submit
from tests.awards.test_submission import IN_TIME, make_open_stage, write
from tests.factories import make_partner, make_proposal, make_user
from tests.reading import text_of

pytestmark = pytest.mark.django_db
DORA = {"contact_name": "Dora Neri", "contact_email": "Dora@example.org"}


@pytest.fixture
def dora():
    user = make_user(email="dora@example.org")
    user.verify_email()
    return user


def make_draft():
    """One that names a partner which Dora answers for."""
    coordinator = make_user()
    proposal = make_proposal(stage=make_open_stage(), coordinator=coordinator)
    money = {"contribution": "money", "value": Decimal("500.00")}
    partner = make_partner(proposal, token_hash="a" * 64, **DORA, **money)
    write(proposal, coordinator, title="Acqua", duration="12", q_need="Sete.")
    return proposal, partner, coordinator


def test_who_answers_for_a_partner_is_told_so(dora):
    proposal, partner, _coordinator = make_draft()
    assert person.tell(dora)["awards"]["partners"] == [
        {
            "proposal": proposal.code,
            "call": str(proposal.stage.call),
            "organisation": "Comune",
            "role": "Apre le porte",
            "contribution": "money",
            "value": Decimal("500.00"),
            **DORA,
            "asked_at": partner.asked_at,
            "confirmed_at": partner.confirmed_at,
            "declined_at": None,
        }
    ]


def test_an_address_not_proved_tells_nothing():
    make_draft()
    assert person.tell(make_user(email="dora@example.org"))["awards"]["partners"] == []


def test_of_a_draft_nothing_of_them_stays(dora, client):
    proposal, partner, coordinator = make_draft()
    person.erase(dora)
    partner.refresh_from_db()
    assert (partner.contact_name, partner.contact_email) == ("", "")
    assert (partner.confirmed_at, partner.token_hash) == (None, "")
    client.force_login(coordinator)
    shown = client.get(reverse("proposal-partners", args=[proposal.code]))
    assert "non ne risponde più nessuno" in text_of(shown)


def test_of_what_was_handed_in_their_name_stays_and_their_address_goes(dora):
    proposal, partner, coordinator = make_draft()
    submit(proposal, by=coordinator, began_at=IN_TIME)
    person.erase(dora)
    partner.refresh_from_db()
    assert partner.contact_name == "Dora Neri"
    assert partner.contact_email == f"erased-partner-{partner.pk}@erased.invalid"
    assert partner.confirmed_at is not None
    assert partner.token_hash == ""


def test_others_stay_as_they_are(dora):
    _proposal, partner, _coordinator = make_draft()
    partner.contact_email = "other@example.org"
    partner.save()
    person.erase(dora)
    partner.refresh_from_db()
    assert partner.contact_email == "other@example.org"
