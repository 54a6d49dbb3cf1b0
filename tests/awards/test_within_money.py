"""Money that is awarded cannot be taken away again, from whichever side."""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from awards.actions.decision import announce, decide
from awards.admin.within_money import WithinMoneyAdmin
from awards.models import Allotment, Call, Competition, Decision, Receipt
from content.bring_back import Plan, Refused, bring_back
from tests.awards.judging import HALF, LATER, allot, make_judged_stage, proposals_of
from tests.awards.test_decision_actions import FUND, refusals, settle, together
from tests.factories import make_competition, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db


def make_funded():
    """One is funded with half of all there is: 50,000 of 100,000."""
    stage = make_judged_stage(proposals=1)
    settle(proposals_of(stage)[0], **FUND)
    return stage


def refused(change):
    told = pytest.raises(IntegrityError, match="is awarded already")
    with told, transaction.atomic():
        change()


def test_money_shrinks_down_to_what_is_awarded():
    stage = make_funded()
    allotments = Allotment.objects.all()
    allotments.update(amount=HALF)
    refused(lambda: allotments.update(amount=HALF - Decimal("0.01")))
    refused(lambda: allotments.update(amount=None))
    refused(lambda: allotments.update(competition=make_competition()))
    refused(allotments.delete)
    stage.call.other_sources = HALF
    stage.call.save()
    allotments.delete()
    stage.call.other_sources = None
    refused(stage.call.save)


def test_what_was_superseded_holds_no_money():
    stage = make_funded()
    decide(
        proposals_of(stage)[0],
        by=make_user(),
        at=LATER,
        outcome="reserve",
        reason="Prima un’altra.",
    )
    Allotment.objects.all().delete()


def test_admin_says_why_and_changes_nothing(client):
    stage = make_funded()
    allotment = Allotment.objects.get()
    come_as(client, "superuser")

    def told(name, *arguments, **given):
        address = reverse(f"admin:awards_{name}", args=arguments)
        answer = client.post(address, given, follow=True)
        assert "È già assegnato di più" in answer.content.decode()

    keys = {"receipt": allotment.receipt_id, "competition": allotment.competition_id}
    less = {"amount": "10000", "certainty": "stated"}
    told("allotment_change", allotment.pk, **keys, **less, _save="1")
    told("allotment_delete", allotment.pk, post="yes")
    chosen = {"action": "delete_selected", "_selected_action": allotment.pk}
    told("allotment_changelist", **chosen, post="yes")
    assert Allotment.objects.get().amount == 100_000
    assert Decision.objects.get().amount == HALF
    assert stage.call.other_sources is None


def test_every_page_that_takes_money_away_says_why():
    kinds = {
        kind
        for kind in admin.site._registry.values()
        if {kind.model, *(each.model for each in kind.inlines)} & {Allotment, Call}
    }
    assert {kind.model for kind in kinds} == {Allotment, Call, Competition, Receipt}
    assert all(isinstance(kind, WithinMoneyAdmin) for kind in kinds)


def test_what_was_less_is_not_brought_back():
    competition = make_judged_stage(proposals=1, allotted=None).call.competition
    allotment = allot(competition, 10_000)
    before = timezone.now()
    allotment.amount = 100_000
    allotment.save()
    settle(proposals_of(competition.call.stages.get())[0], **FUND)
    seen = Plan(Allotment, allotment.pk, before).seen
    with pytest.raises(Refused) as said:
        bring_back(Allotment, allotment.pk, before, by=make_user(), seen=seen)
    assert said.value.reasons == ["È già assegnato di più: non è cambiato nulla."]


def test_nothing_is_published_of_more_than_there_is():
    stage = make_funded()
    Decision.objects.update(amount=100_001)
    with pytest.raises(ValidationError, match="pubblicato"):
        announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert not Decision.objects.published().exists()


@pytest.mark.django_db(transaction=True)
def test_of_who_awards_and_who_takes_away_at_once_one_is_told():
    stage = make_judged_stage(proposals=1, allotted=50_000)
    ada = make_user()

    def take_away():
        try:
            Allotment.objects.update(amount=10_000)
        except IntegrityError as error:
            raise ValidationError(str(error)) from error

    answers = together(
        lambda: decide(proposals_of(stage)[0], by=ada, at=LATER, **FUND), take_away
    )
    assert len(refusals(answers)) == 1
