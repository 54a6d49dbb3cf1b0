"""The year at a glance, in the admin."""

import re
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from awards.actions.conflict import declare
from awards.actions.decision import announce, approve, decide
from awards.models import Decision, Letter, LetterState, Offence, Proposal
from polisocial.groups import AUDITORS, AWARD_OFFICE, EDITORS, READERS
from polisocial.year.gathering import years
from polisocial.year.words import page_of_offence
from tests.awards.judging import (
    HALF,
    LATER,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
)
from tests.factories import make_call, make_proposal, make_stage, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FUND = {"outcome": "funded", "reason": "Convince.", "amount": HALF}


@pytest.fixture
def office(client):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=AWARD_OFFICE))
    sign_in(client, user)
    return user


def settle(proposal, **said):
    decision = decide(proposal, by=make_user(), at=LATER, **said)
    return approve(decision, by=make_user(), at=LATER)


def text_of(answer):
    page = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(page).split())


def test_page_says_what_waits_for_whom_with_a_link(client, office):
    stage = make_judged_stage(proposals=2)
    text = text_of(client.get(reverse("admin:year")))
    assert "2 proposte da decidere l’ufficio del premio prima" in text
    assert "2 proposte senza verifica delle regole" in text
    assert "Termine; poi si valuta" in text
    assert str(stage.call) in text


def test_links_lead_to_what_was_counted(client, office):
    stage = make_judged_stage(proposals=2)
    make_proposal(stage=stage)
    settle(proposals_of(stage)[0], **FUND)
    Letter.objects.filter(kind="submitted").update(state=LetterState.FAILED)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    [year] = years(office, timezone.now())
    there = [(each.told, each.address) for each in year.waiting]
    there += [
        (str(count), link)
        for _title, rows in year.numbers
        for _told, cells in rows
        for count, link in cells
    ]
    lists = [(told, link) for told, link in there if "?" in link and told[0].isdigit()]
    assert len(lists) >= 6
    for told, link in lists:
        answer = client.get(link)
        assert answer.status_code == 200, link
        shown = answer.context["cl"].result_count
        assert shown == int(re.match(r"\d+", told).group()), link


def test_stages_stand_on_a_line_of_time_with_today(office):
    now = timezone.now()
    call = make_call()
    first = make_stage(call=call, opens_at=now - 20 * DAY, closes_at=now + 10 * DAY)
    first.answer_expected_on = timezone.localdate(now + 40 * DAY)
    first.save()
    make_stage(call=call, number=2, opens_at=now + 60 * DAY, closes_at=now + 90 * DAY)
    [year] = years(office, now)
    told = [each.told for each in year.moments]
    assert told == [
        "Apertura",
        "Oggi",
        "Termine; poi si valuta",
        "Risposta promessa entro questo giorno",
        "Apertura",
        "Termine; poi si valuta",
    ]
    one, two = year.drawing.bands
    assert (one.name, two.name) == ("Prima fase", "Seconda fase")
    assert one.open[0] < year.drawing.today < sum(one.open) == one.judging[0]
    assert sum(one.judging) == one.promised < two.open[0]
    assert two.judging is None


def test_call_without_dates_has_no_drawing(client, office):
    make_stage(opens_at=None, closes_at=None)
    [year] = years(office, timezone.now())
    assert (year.drawing, year.moments) == (None, [])
    assert "Nessuna data" in text_of(client.get(reverse("admin:year")))


def test_publication_to_come_is_on_the_line(office):
    stage = make_judged_stage(proposals=1)
    settle(proposals_of(stage)[0], **FUND)
    soon = timezone.now() + DAY
    announce(stage, by=make_user(), instant=soon, at=LATER)
    [year] = years(office, timezone.now())
    assert year.moments[-1].told == "Risposte da pubblicare"
    assert len(year.drawing.bands[0].published) == 1


def test_past_competitions_come_after(office):
    over, running = make_judged_stage(proposals=1), make_judged_stage(proposals=1)
    later = make_judged_stage(proposals=0)
    settle(proposals_of(over)[0], outcome="not_selected", reason="No.")
    announce(over, by=make_user(), instant=LATER, at=LATER)
    shown = [(each.call, each.is_over) for each in years(office, timezone.now())]
    assert shown == [(running.call, False), (later.call, True), (over.call, True)]


def test_money_is_what_there_is_what_is_awarded_and_what_is_left(client, office):
    stage = make_judged_stage(proposals=2, allotted=120_000)
    stage.call.other_sources = 5_000
    stage.call.save()
    decide(proposals_of(stage)[0], by=make_user(), at=LATER, **FUND)
    [year] = years(office, timezone.now())
    assert (year.money.there, year.money.left) == (125_000, 75_000)
    assert "75.000" in text_of(client.get(reverse("admin:year")))


def test_conflict_hides_a_proposal_from_numbers_and_money(client, office):
    stage = make_judged_stage(proposals=2)
    first, second = proposals_of(stage)
    for each in (first, second):
        decide(each, by=make_user(), at=LATER, **FUND)
    declare(first, by=office, has_conflict=True, grounds="Parente.", at=LATER)
    [year] = years(office, timezone.now())
    assert year.money.awarded == HALF
    decided = {told: cells[0][0] for _t, rows in year.numbers for told, cells in rows}
    assert decided["presi"] == 1
    assert "Una proposta è esclusa" in text_of(client.get(reverse("admin:year")))


def test_only_the_office_comes_here(client):
    for group in (EDITORS, READERS, AUDITORS):
        user = make_user(is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        sign_in(client, user)
        for name in ("admin:year", "admin:invariants"):
            assert client.get(reverse(name)).status_code == 403, (group, name)
        assert (
            reverse("admin:year")
            not in client.get(reverse("admin:index")).content.decode()
        )


def test_index_and_call_lead_here(client, office):
    stage = make_judged_stage(proposals=0)
    index = client.get(reverse("admin:index")).content.decode()
    assert f'href="{reverse("admin:year")}"' in index
    call = client.get(reverse("admin:awards_call_change", args=[stage.call.pk]))
    year = stage.call.competition.year
    assert f'href="{reverse("admin:year")}#c{year}"' in call.content.decode()
    page = client.get(reverse("admin:year")).content.decode()
    assert f'id="c{year}"' in page


def look_now(client):
    address = reverse("admin:check-invariants")
    return text_of(client.post(address, follow=True))


def test_what_is_not_as_it_must_be_is_counted_and_has_its_page(client, office):
    proposal = proposals_of(make_judged_stage(proposals=1))[0]
    year = reverse("admin:year")
    assert "Nessuno ha ancora guardato" in text_of(client.get(year))
    assert "Tutto è come deve essere." in look_now(client)
    assert "Tutto era come deve essere il" in text_of(client.get(year))
    proposal.steps.all().delete()
    assert "Tutto era come deve essere il" in text_of(client.get(year))
    with pytest.raises(CommandError):
        call_command("check_invariants", stdout=StringIO())
    assert "Una cosa non è come deve essere sempre" in text_of(client.get(year))
    answer = client.get(reverse("admin:invariants"))
    told = f"proposal {proposal.code} : its steps end at draft"
    assert told in text_of(answer)
    page = reverse("admin:awards_proposal_change", args=[proposal.pk])
    assert f'href="{page}"' in answer.content.decode()
    assert "cosa non è come deve essere sempre" in text_of(
        client.get(reverse("admin:index"))
    )


def test_who_has_a_conflict_finds_all_the_rest(client, office):
    stage = make_judged_stage(proposals=2)
    first, second = proposals_of(stage)
    for each in (first, second):
        each.steps.all().delete()
        decide(each, by=make_user(), at=LATER, **FUND)
    Decision.objects.update(amount=HALF + 1)
    text = look_now(client)
    assert "3 cose non sono come devono essere" in text
    declare(first, by=office, has_conflict=True, grounds="Parente.", at=LATER)
    seen = client.get(reverse("admin:invariants"))
    assert first.code not in text_of(seen)
    assert f"proposal {second.code}" in text_of(seen)
    assert "more is awarded than there is" in text_of(seen)
    assert "2 cose non sono" in text_of(client.get(reverse("admin:year")))


@pytest.mark.parametrize("kind", ["Submission", "Review", "Competition", "Minutes"])
def test_each_kind_leads_to_its_page_or_to_that_of_its_proposal(kind):
    thing = {
        "Submission": Offence(kind="submission", key=7, proposal_id=3),
        "Review": Offence(kind="review", key=7, proposal_id=3),
        "Competition": Offence(kind="competition", key=7),
        "Minutes": Offence(kind="minutes", key=7),
    }[kind]
    name, key = (kind.lower(), 7) if thing.proposal_id is None else ("proposal", 3)
    page = reverse(f"admin:awards_{name}_change", args=[key])
    assert page_of_offence(thing) == page
    assert page_of_offence(Offence(kind="ranking", key=7)) == ""


@pytest.mark.parametrize("size", [1, 3])
def test_page_costs_the_same_whatever_its_size(
    client, office, size, django_assert_num_queries
):
    for _n in range(size):
        stage = make_judged_stage(proposals=size)
        ada = make_appointment(stage)
        for each in proposals_of(stage):
            judge(ada, each)
        settle(proposals_of(stage)[0], **FUND)
        announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert Proposal.objects.count() == size * size
    with django_assert_num_queries(11):
        client.get(reverse("admin:year"))
