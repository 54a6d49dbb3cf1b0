"""What a team reads of the judging: nothing before the answer, then all of it."""

import json
import re
from datetime import timedelta
from difflib import unified_diff

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import person
from awards.actions.decision import announce, approve, decide
from awards.actions.submission import submit
from tests.awards.judging import (
    HALF,
    LATER,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
    write,
)
from tests.awards.reading import text_of
from tests.awards.test_decision_actions import FUND, LEAVE, settle
from tests.factories import make_member, make_user

pytestmark = pytest.mark.django_db
ROLES = ("coordinator", "manager", "editor", "reader")
# What changes at each visit, whatever a proposal is: tokens and the page's own number.
PASSING = re.compile(
    r'(name="(?:csrfmiddlewaretoken|client|who)" value=|data-client=)"[^"]*"'
)
SAVED = {
    "client": "8d7b3f0e-4a5f-4a52-9f6e-1f0d8f1c2b3a",
    "number": 1,
    "changes": [{"key": "title", "value": "Altra acqua", "base": 1}],
    "known": {},
}


@pytest.fixture
def stage():
    return make_judged_stage()


@pytest.fixture
def proposal(stage):
    return proposals_of(stage)[0]


@pytest.fixture
def clients(proposal):
    """Somebody in each role of the team, signed in."""
    users = {role: make_user() for role in ROLES[1:]}
    for role, user in users.items():
        make_member(proposal=proposal, user=user, role=role)
    users["coordinator"] = proposal.members.get(role="coordinator").user
    found = {}
    for role, user in users.items():
        found[role] = Client()
        found[role].force_login(user)
        found[role].user = user
    return found


def open_page(client, proposal, name="proposal", *more):
    return client.get(reverse(name, args=[proposal.code, *more]))


def read(client, proposal, *more):
    return text_of(open_page(client, proposal, *more))


def addresses(proposal):
    code = proposal.code
    section = f"s{proposal.stage.sections.get().pk}"
    for name, *more in (
        *(("proposal",), ("proposal-check",), ("proposal-preview",)),
        *(("proposal-team",), ("proposal-partners",), ("proposal-withdraw",)),
        *(("proposal-version", 1), ("proposal-file", 1)),
        *(("proposal-page", "project"), ("proposal-page", section)),
        *(("proposal-page", "budget"),),
    ):
        yield reverse(name, args=[code, *more])
    yield from map(reverse, ("my-proposals", "my-reviews", "my-data", "account"))
    yield reverse("receipts") + f"?receipt={proposal.counts.receipt_number}"
    year = proposal.stage.call.competition.year
    yield from (reverse(name, args=[year]) for name in ("call", "competition"))


def deeds(proposal):
    """What can be asked for by a button, or is sent while somebody types."""
    code = proposal.code
    yield reverse("proposal-save", args=[code, "project"]), SAVED
    yield reverse("proposal-check", args=[code]), {}
    yield reverse("proposal-withdraw", args=[code]), {"reason": "Basta."}
    yield reverse("proposal-revive", args=[code]), {}
    yield reverse("proposal-office-reads", args=[code]), {"may": "1"}
    named = {"name": "B", "email": "b@example.org", "role": "editor"}
    yield reverse("proposal-team", args=[code]), named


def done(client, address, sent):
    """What a deed answers, and the page that it leads to; nothing of it is kept."""
    with transaction.atomic():
        if sent is SAVED:
            body = SAVED | {"user": client.user.pk}
            answer = client.post(address, body, content_type="application/json")
        else:
            answer = client.post(address, sent, follow=True)
        transaction.set_rollback(True)
    where = getattr(answer, "redirect_chain", [])
    return answer.status_code, where, still(answer.content.decode())


def still(html):
    """A page without what is new at each visit."""
    return re.sub(r"/team/\d+/", "", PASSING.sub(r"\1", html))


def all_that_is_seen(clients, proposal):
    seen = {}
    for role, client in clients.items():
        for address in addresses(proposal):
            answer = client.get(address)
            seen[role, address] = answer.status_code, still(answer.content.decode())
        for address, sent in deeds(proposal):
            seen[role, "POST", address] = done(client, address, sent)
        told = person.tell(client.user)
        seen[role, "my data"] = json.dumps(told, default=str, sort_keys=True)
        seen[role, "obstacles"] = [str(each) for each in person.obstacles(client.user)]
    return seen


def changed_since(before, clients, proposal):
    """Where something reads otherwise than it did, and the lines that do."""
    now = all_that_is_seen(clients, proposal)
    assert now.keys() == before.keys()
    return {
        key: list(
            unified_diff(*(str(seen[key]).split("\\n") for seen in (before, now)))
        )
        for key in now
        if now[key] != before[key]
    }


@time_machine.travel(LATER + timedelta(days=9), tick=False)
def test_nothing_tells_that_there_is_a_decision(stage, proposal, clients):
    judge(make_appointment(stage), proposal, applicant="Bello il metodo.")
    proposal.refresh_from_db()
    before = all_that_is_seen(clients, proposal)
    assert ("coordinator", "my data") in before
    decision = decide(proposal, by=make_user(), at=LATER, **FUND)
    assert changed_since(before, clients, proposal) == {}
    approve(decision, by=make_user(), at=LATER)
    assert changed_since(before, clients, proposal) == {}
    soon = timezone.now() + timedelta(days=2)
    announce(stage, by=make_user(), instant=soon, at=timezone.now())
    assert changed_since(before, clients, proposal) == {}


def test_team_may_withdraw_as_if_nothing_was_decided(stage, proposal, clients):
    decision = settle(proposal, **FUND)
    soon = LATER + timedelta(days=1)
    announce(stage, by=make_user(), instant=soon, at=LATER)
    address = reverse("proposal-withdraw", args=[proposal.code])
    answer = clients["coordinator"].post(address, {"reason": "Basta."}, follow=True)
    assert "Ritirata: questa proposta non vien" in text_of(answer)
    decision.refresh_from_db()
    proposal.refresh_from_db()
    assert decision.superseded_at
    assert (decision.announcement, proposal.decision) == (None, None)
    assert proposal.state == "withdrawn"


@pytest.mark.parametrize("role", ROLES)
def test_answer_is_told_with_its_reasons(stage, proposal, clients, role):
    for text in ("Bello il metodo.", "Manca il piano."):
        judge(make_appointment(stage), proposal, applicant=text, committee="Tra noi.")
    settle(proposal, **FUND)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    told = read(clients[role], proposal)
    for said in (
        *("L’esito: finanziata", "Convince.", "Bello il metodo."),
        *("Manca il piano.", "Contributo: 50.000 €", "Dove si trova: finanziata"),
    ):
        assert said in told
    for kept in ("Tra noi.", "Giudice", "8/10"):
        assert kept not in told


def test_scores_are_told_only_where_the_call_says_so():
    stage = make_judged_stage(proposals=1, tells_scores=True)
    proposal = proposals_of(stage)[0]
    judge(make_appointment(stage), proposal)
    settle(proposal, **LEAVE)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    client = Client()
    client.force_login(proposal.members.get().user)
    assert "Metodo 8/10 Impatto 4/5 Risultato, su 100 80" in read(client, proposal)


def test_reserve_that_is_funded_later_has_two_answers(stage, proposal, clients):
    judge(make_appointment(stage), proposal, applicant="Bello il metodo.")
    settle(proposal, outcome="reserve", reason="Il denaro è finito.")
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    waiting = open_page(clients["reader"], proposal).content
    settle(proposal, **FUND)
    assert still(open_page(clients["reader"], proposal).content.decode()) == still(
        waiting.decode()
    )
    later = LATER + timedelta(days=9)
    announce(stage, by=make_user(), instant=later, at=later)
    told = read(clients["reader"], proposal)
    assert told.index("L’esito: finanziata") < told.index("L’esito: in riserva")
    assert told.count("Bello il metodo.") == 1


def test_next_stage_keeps_the_answer_and_asks_to_hand_in_anew():
    stage = make_judged_stage(proposals=1, stages=2)
    proposal = proposals_of(stage)[0]
    who = proposal.members.get().user
    client = Client()
    client.force_login(who)
    judge(make_appointment(stage), proposal, applicant="Bello il metodo.")
    settle(proposal, outcome="next_stage", reason="Avanti.")
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    told = read(client, proposal)
    assert "va consegnata di nuovo entro" in told
    assert "Prima fase: ammessa alla fase successiva" in told
    proposal.refresh_from_db()
    write(proposal, who, {"q.need": "Sete e fame."})
    submit(proposal, by=who, began_at=proposal.stage.opens_at + timedelta(days=1))
    told = read(client, proposal)
    assert "va consegnata di nuovo" not in told
    assert "Bello il metodo." in told
    later = proposal.stage.closes_at + timedelta(days=1)
    proposal.refresh_from_db()
    settle(proposal, later, outcome="funded", reason="Convince.", amount=HALF)
    announce(proposal.stage, by=make_user(), instant=later, at=later)
    told = read(client, proposal)
    assert told.index("Seconda fase: finanziata") < told.index("Prima fase: ammessa")


def test_timetable_says_when_the_answer_is_late(stage, proposal, clients):
    def told(days):
        stage.answer_expected_on = timezone.localdate() + timedelta(days=days)
        stage.save()
        return "non è ancora arrivato" in read(clients["reader"], proposal)

    assert (told(-1), told(0), told(1)) == (True, False, False)
    assert "Dove si trova: in valutazione" in read(clients["reader"], proposal)
    settle(proposal, **LEAVE)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert not told(-1)


@pytest.mark.parametrize("reviews", [1, 4])
def test_page_costs_the_same_whatever_was_written(
    stage, proposal, clients, reviews, django_assert_num_queries
):
    for _n in range(reviews):
        judge(make_appointment(stage), proposal)
    settle(proposal, **FUND)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    with django_assert_num_queries(12):
        open_page(clients["manager"], proposal)


@pytest.mark.parametrize("evaluators", [1, 4])
def test_page_costs_the_same_however_many_judged(
    stage, proposal, clients, evaluators, django_assert_num_queries
):
    for _n in range(evaluators):
        judge(make_appointment(stage), proposal)
    settle(proposal, **FUND)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    with django_assert_num_queries(12):
        text = read(clients["coordinator"], proposal)
    assert text.count("Buona idea.") == evaluators
