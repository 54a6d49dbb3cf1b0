"""The award office decides, approves, reads every letter, and publishes together."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.actions.conflict import declare
from awards.actions.decision import announce, approve, decide
from awards.actions.letters import discard, release, send_again
from awards.models import Act, Announcement, CheckedRule, Decision, Letter
from tests.awards.judging import (
    HALF,
    LATER,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
)
from tests.factories import make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
FUND = {"outcome": "funded", "reason": "Convince.", "amount": "50.000,00"}
LEAVE = {"outcome": "not_selected", "reason": "Non convince."}


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(LATER, tick=False)
    return LATER


@pytest.fixture
def stage():
    return make_judged_stage()


@pytest.fixture
def office(client):
    return come_as(client, "award office")


def at(stage, page):
    return reverse(f"admin:awards_stage_{page}", args=[stage.pk])


def of(proposal):
    return reverse("admin:awards_proposal_decide", args=[proposal.pk])


def text(answer):
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def settle(proposal, **said):
    """Decided by one, approved by another."""
    said = {"amount": HALF if said["outcome"] == "funded" else None} | said
    decision = decide(proposal, by=make_user(), at=LATER, **said)
    return approve(decision, by=make_user(), at=LATER)


def test_the_page_of_a_stage_tells_all_that_is_judged(client, office, stage):
    first, second = proposals_of(stage)
    judge(make_appointment(stage), second, method="10", impact="5")
    CheckedRule.objects.create(
        submission=second.counts,
        rule="deadline",
        finding="met",
        evidence="in tempo",
        is_met=True,
        by=office,
        at=LATER,
    )
    settle(first, **LEAVE)
    shown = text(client.get(at(stage, "decisions")))
    assert shown.index(second.code) < shown.index(first.code)
    for told in ("100", "Non selezionata", "una regola, rispettata", "non cominciata"):
        assert told in shown
    assert "100.000 €" in shown
    assert "La commissione non ha ancora chiuso la graduatoria" in shown
    assert at(stage, "decisions") in text(
        client.get(reverse("admin:awards_stage_change", args=[stage.pk]))
    )


def test_one_is_decided_and_money_left_is_told(client, office, stage):
    first, second = proposals_of(stage)
    answer = client.post(of(first), FUND, follow=True)
    decision = Decision.objects.get()
    assert (decision.amount, decision.decided_by) == (HALF, office)
    assert answer.redirect_chain[-1][0] == at(stage, "decisions")
    shown = text(client.get(of(second)))
    assert shown.count("50.000 €") >= 2  # awarded, and left


def test_what_is_refused_is_told_and_nothing_typed_is_lost(client, office, stage):
    first, second = proposals_of(stage)
    typed = FUND | {"amount": "70.000", "reason": "Una ragione lunga."}
    shown = text(client.post(of(first), typed))
    assert "non si può assegnare di più" in shown
    assert "Una ragione lunga." in shown
    assert 'value="70.000"' in shown
    assert not Decision.objects.exists()
    stage.call.competition.allotments.update(amount=60_000)
    client.post(of(first), FUND)
    shown = text(client.post(of(second), FUND))
    assert "10.000 €" in shown
    assert Decision.objects.count() == 1


def test_another_decision_says_what_it_takes_the_place_of(client, office, stage):
    first = proposals_of(stage)[0]
    before = settle(first, **LEAVE)
    shown = text(client.get(of(first)))
    assert "prende il posto di questo (“non selezionata”)" in shown
    assert "La sua lettera, che non è partita, viene scartata." in shown
    client.post(of(first), FUND | {"seen": before.pk})
    assert 'value="50.000 €"' in text(client.get(of(first)))
    after = Decision.objects.in_force().get()
    assert (after.outcome, after.approved_at) == ("funded", None)
    assert Letter.objects.get(kind="decision").state == "discarded"
    assert "Deciso prima" in text(client.get(of(first)))


def test_who_decides_what_somebody_has_just_decided_is_told(client, office, stage):
    first = proposals_of(stage)[0]
    client.get(of(first))
    decide(first, by=make_user(), at=LATER, **LEAVE)
    shown = text(client.post(of(first), FUND | {"seen": ""}))
    assert "dopo che hai aperto questa pagina" in shown
    assert "Convince." in shown
    assert Decision.objects.get().outcome == "not_selected"
    number = Decision.objects.get().pk
    assert f'name="seen" value="{number}"' in shown


def test_what_cannot_be_decided_says_why_and_has_no_form(client, office, stage):
    first = proposals_of(stage)[0]
    settle(first, **LEAVE)
    publish_now(client, stage)
    shown = text(client.get(of(first)))
    assert "solo una riserva" in shown
    assert 'name="outcome"' not in shown


def test_several_are_approved_by_somebody_else(client, office, stage):
    first, second = proposals_of(stage)
    mine = decide(first, by=office, at=LATER, **LEAVE)
    theirs = decide(second, by=make_user(), at=LATER, **LEAVE)
    shown = text(client.get(at(stage, "decisions")))
    assert f'value="{theirs.pk}"' in shown
    assert f'value="{mine.pk}"' not in shown
    chosen = {"decision": [mine.pk, theirs.pk]}
    shown = text(client.post(at(stage, "decisions"), chosen, follow=True))
    assert "Un esito è approvato" in shown
    assert f"Non approvato, {first.code}: Chi ha deciso" in shown
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.approved_by, theirs.approved_by) == (None, office)
    told = client.post(at(stage, "decisions"), {}, follow=True)
    assert "Scegli che cosa approvare" in text(told)


def seen_in(client, stage):
    return client.get(at(stage, "announce")).context["seen"]


def publish_now(client, stage):
    sent = {"do": "publish", "seen": seen_in(client, stage)}
    return client.post(at(stage, "announce"), sent, follow=True)


def test_every_letter_and_what_is_missing_is_read_before(client, office, stage):
    first, second = proposals_of(stage)
    settle(first, **FUND | {"amount": HALF})
    shown = text(client.get(at(stage, "announce")))
    letter = Letter.objects.get(kind="decision")
    assert letter.subject in shown
    assert letter.email in shown
    assert reverse("admin:awards_letter_change", args=[letter.pk]) in shown
    assert "Una proposta non è decisa." in shown
    assert of(second) in shown
    decide(second, by=make_user(), at=LATER, **LEAVE)
    shown = text(client.get(at(stage, "announce")))
    assert "Un esito non è approvato." in shown
    publish_now(client, stage)
    letter.refresh_from_db()
    assert letter.state == "ready"
    assert Decision.objects.published().count() == 1
    assert Act.objects.filter(deed="released", by=office).exists()


def test_a_letter_that_changed_meanwhile_is_read_again(client, office, stage):
    settle(proposals_of(stage)[0], **LEAVE)
    seen = seen_in(client, stage)
    Letter.objects.filter(kind="decision").update(body="Altro.")
    for read in ({"seen": seen}, {}):
        shown = text(client.post(at(stage, "announce"), {"do": "publish"} | read))
        assert "dopo che hai aperto" in shown
    assert not Decision.objects.published().exists()


def test_it_is_scheduled_and_called_off_with_a_reason(client, office, stage):
    for each in proposals_of(stage):
        settle(each, **LEAVE)
    page, seen = at(stage, "announce"), seen_in(client, stage)
    bad = client.post(page, {"do": "schedule", "seen": seen, "at": "domani"})
    assert bad.status_code == 200
    past = timezone.localtime(LATER - timedelta(hours=1))
    sent = {"do": "schedule", "seen": seen, "at": f"{past:%Y-%m-%dT%H:%M}"}
    assert "passato" in text(client.post(page, sent))
    assert not Announcement.objects.exists()
    soon = timezone.localtime(LATER + timedelta(hours=1))
    client.post(page, sent | {"at": f"{soon:%Y-%m-%dT%H:%M}"})
    assert Announcement.objects.get().done_at is None
    assert "Annulla la pubblicazione" in text(client.get(page))
    client.post(page, {"do": "call_off", "reason": " "})
    assert Announcement.objects.exists()
    client.post(page, {"do": "call_off", "reason": "Manca una firma."})
    assert not Announcement.objects.exists()
    assert Act.objects.get(deed="called_off").why == "Manca una firma."


def test_who_must_not_see_something_publishes_nothing(client, office, stage):
    first, second = proposals_of(stage)
    settle(first, **LEAVE)
    declare(second, by=office, has_conflict=True, grounds="Zia.", at=LATER)
    page = at(stage, "announce")
    shown = text(client.get(page))
    assert "qualcun altro deve pubblicare" in shown
    assert first.code not in shown
    client.post(page, {"do": "publish"})
    assert not Announcement.objects.exists()


def test_a_refusal_of_money_tells_no_hidden_sum(client, office, stage):
    first, second = proposals_of(stage)
    settle(first, **FUND | {"amount": HALF})
    stage.call.competition.allotments.update(amount=60_000)
    declare(first, by=office, has_conflict=True, grounds="Zia.", at=LATER)
    shown = text(client.get(of(second)))
    assert "può restarne meno" in shown
    shown = text(client.post(of(second), FUND))
    assert "È più di quanto resta." in shown
    assert "10.000" not in shown


@pytest.mark.parametrize("act", [release, send_again])
def test_a_letter_leaves_with_its_decision_and_not_before(stage, act):
    settle(proposals_of(stage)[0], **LEAVE)
    letter = Letter.objects.get(kind="decision")
    if act is send_again:
        letter.state = "failed"
        letter.save()
    with pytest.raises(ValidationError, match="quando l’esito è pubblicato"):
        act(letter, by=make_user(), at=LATER)
    Decision.objects.update(published_at=LATER)
    assert act(letter, by=make_user(), at=LATER).state == "ready"


def test_its_text_may_be_mended_before(client, office, stage):
    settle(proposals_of(stage)[0], **LEAVE)
    letter = Letter.objects.get(kind="decision")
    page = reverse("admin:awards_letter_change", args=[letter.pk])
    shown = text(client.get(page))
    assert 'name="_release"' not in shown
    sent = {"subject": "Esito", "body": "Nuovo testo.", "_release": "1"}
    client.post(page, sent)
    letter.refresh_from_db()
    assert (letter.body, letter.state) == ("Nuovo testo.", "held")
    assert discard(letter, by=office, reason="No.", at=LATER).state == "discarded"


@pytest.mark.parametrize("who", ["editor", "reader", "auditor"])
def test_others_of_the_staff_decide_nothing(client, stage, who):
    come_as(client, who)
    first = proposals_of(stage)[0]
    for page in (at(stage, "decisions"), at(stage, "announce"), of(first)):
        assert client.get(page).status_code == 403
        assert client.post(page, LEAVE).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["decisions", "announce"])
def test_pages_cost_the_same_for_many(client, office, name):
    told = []
    for size in (4, 12):
        stage = make_judged_stage(proposals=size)
        for each in proposals_of(stage)[: size // 2]:
            settle(each, **LEAVE)
        told.append(queries_of(client, at(stage, name)))
        announce(stage, by=make_user(), instant=LATER + timedelta(days=400), at=LATER)
        told.append(queries_of(client, at(stage, name)))
    assert told[:2] == told[2:]
    assert max(told) <= 14  # decision 15


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
