"""What a project is born with: all that was frozen and decided, and nothing else."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from awards.actions.decision import announce
from awards.actions.submission import submit
from tests.awards.judging import (
    HALF,
    IN_TIME,
    LATER,
    make_judged_stage,
    proposals_of,
    write,
)
from tests.awards.reading import text_of
from tests.awards.test_decision_actions import FUND, settle
from tests.factories import make_place, make_project, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
FUNDS = {
    "fund.1.who": "Fondazione Rossi",
    "fund.1.kind": "money",
    "fund.1.sum": "7500,50",
    "fund.2.who": "Comune",
    "fund.2.kind": "kind",
    "fund.2.sum": "2000",
}


def born(**typed):
    """A proposal funded, with these fields typed before it was handed in again."""
    stage = make_judged_stage(proposals=1)
    [proposal] = proposals_of(stage)
    if typed:
        who = proposal.members.get().user
        write(proposal, who, typed)
        submit(proposal, by=who, began_at=IN_TIME)
        proposal.refresh_from_db()
    settle(proposal, **FUND)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    proposal.refresh_from_db()
    return proposal


def test_length_and_co_funding_are_those_handed_in_and_the_award_that_decided():
    project = born(**FUNDS, duration="18").decision.project
    assert (project.award, project.co_funding) == (HALF, Decimal("9500.50"))
    assert project.duration_months == 18


@pytest.mark.parametrize("length", ["12,5", "1.5"])
def test_what_was_not_handed_in_is_not_invented(length):
    project = born(duration=length).decision.project
    assert (project.co_funding, project.duration_months) == (None, None)
    assert (project.started, project.ended) == (None, None)
    assert not project.places.exists()


@pytest.mark.parametrize("name", ["co_funding", "duration_months"])
def test_nothing_is_unknown_and_never_zero(name):
    with pytest.raises(IntegrityError):
        make_project(**{name: 0})


def test_everybody_reads_what_is_foreseen_where_it_is_known(client):
    project = make_project(co_funding=Decimal("9500.50"), duration_months=18)
    told = text_of(client.get(project.get_absolute_url()))
    assert "Durata 18 mesi" in told
    assert "Cofinanziamento previsto 9.500,50" in told
    unknown = text_of(client.get(make_project().get_absolute_url()))
    assert "Cofinanziamento" not in unknown
    assert "Durata" not in unknown


def test_team_reads_how_long_it_lasts_and_that_nobody_knows_where(client):
    proposal = born(duration="18")
    client.force_login(proposal.members.get().user)
    address = reverse("proposal-project", args=[proposal.code])
    told = text_of(client.get(address))
    assert "dura 18 mesi" in told
    assert "non si sa ancora" in told
    proposal.decision.project.project_places.create(place=make_place())
    assert "non si sa ancora" not in text_of(client.get(address))


def test_office_reads_in_the_admin_the_sums_that_were_handed_in(client):
    project = born(**FUNDS).decision.project
    come_as(client, "award office")
    page = reverse("admin:awards_project_change", args=[project.pk])
    told = client.get(page).content.decode()
    assert "<dt>DASTU</dt><dd>Personale: 50.000\xa0€</dd>" in told
    assert "<dt>Fondazione Rossi</dt><dd>7.500,50\xa0€" in told
