"""A deadline that the office moves: from any page, noted, told, safe for writers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.models import Act, LateAttempt, Letter, Stage, Submission
from content.admin.history import to_number
from tests.awards.test_submission import DEADLINE, make_open_stage, write
from tests.factories import make_member, make_proposal, make_user
from tests.forms import typed
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def anna():
    return make_user(email="anna@example.org", language="it")


@pytest.fixture
def proposal(anna):
    """One of two people, that may be handed in."""
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    make_member(
        proposal=proposal, user=make_user(email="john@example.org", language="en")
    )
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    return proposal


def at_the_office():
    client = Client()
    client.person = come_as(client, "award office")
    return client


@pytest.fixture
def office():
    return at_the_office()


def page(thing, name="change", *more):
    meta = thing._meta
    address = f"admin:{meta.app_label}_{meta.model_name}_{name}"
    return reverse(address, args=[thing.pk, *more])


def move(office, stage, day="02/04/2027", hour="12:00:00"):
    """On the page of the stage."""
    changes = {"closes_at_0": day, "closes_at_1": hour, "_save": ""}
    form = typed(office, page(stage), **changes)
    return office.post(page(stage), form, follow=True)


def move_on_the_page_of_the_call(office, stage, day="02/04/2027"):
    form = typed(office, page(stage.call), **{"stages-0-closes_at_0": day})
    return office.post(page(stage.call), form | {"_save": ""}, follow=True)


def bring_back(office, thing, at):
    address = page(thing, "bring_back", to_number(at))
    seen = office.get(address).context["plan"].seen
    return office.post(address, {"seen": seen}, follow=True)


def told(kind="deadline"):
    return sorted(Letter.objects.filter(kind=kind).values_list("email", "state"))


BOTH = [("anna@example.org", "held"), ("john@example.org", "held")]


@pytest.mark.parametrize("moving", [move, move_on_the_page_of_the_call])
def test_it_is_noted_and_told_from_either_page(office, proposal, moving):
    answer = moving(office, proposal.stage)
    assert "2 lettere sulla nuova scadenza" in answer.content.decode()
    assert told() == BOTH
    act = Act.objects.get(deed="moved_deadline")
    assert (act.by, act.stage) == (office.person, proposal.stage)
    assert act.about.startswith("31 marzo 2027")
    letter = Letter.objects.get(email="john@example.org")
    assert "It was 31 March 2027" in letter.body
    assert "it is now 2 April 2027" in letter.body


@pytest.mark.parametrize("of", ["stage", "call"])
def test_it_is_told_where_it_is_brought_back(office, proposal, of):
    stage, before = proposal.stage, timezone.now()
    moved = DEADLINE + 48 * HOUR
    Stage.objects.filter(pk=stage.pk).update(closes_at=moved)
    thing = stage if of == "stage" else stage.call
    answer = bring_back(office, thing, before)
    stage.refresh_from_db()
    assert stage.closes_at == DEADLINE
    assert "2 lettere sulla nuova scadenza" in answer.content.decode()
    assert told() == BOTH
    assert Act.objects.get(deed="moved_deadline").by == office.person


def test_the_same_move_again_is_told_again(office, proposal):
    for day in ("02/04/2027", "31/03/2027", "02/04/2027"):
        move(office, proposal.stage, day)
    assert told() == sorted(BOTH * 3)


def test_a_page_saved_without_moving_it_tells_nobody(office, proposal):
    move(office, proposal.stage, day="31/03/2027")
    move_on_the_page_of_the_call(office, proposal.stage, day="31/03/2027")
    assert not told()
    assert not Act.objects.filter(deed="moved_deadline").exists()


def test_a_frozen_stage_is_never_brought_back_to_no_deadline(office, proposal):
    stage = proposal.stage
    record = stage.history.earliest()
    stage.history.filter(pk=record.pk).update(closes_at=None)
    answer = bring_back(office, stage, record.history_date)
    assert "Il modulo è congelato" in answer.content.decode()
    stage.refresh_from_db()
    assert stage.closes_at == DEADLINE


def test_a_look_at_the_call_to_be_tells_nobody(office, proposal):
    call = proposal.stage.call
    form = typed(office, page(call), **{"stages-0-closes_at_0": "02/04/2027"})
    shown = office.post(page(call, "preview"), form)
    assert "2 aprile 2027" in shown.content.decode()
    assert "lettere" not in office.get(page(call)).content.decode()
    assert not told()


@pytest.mark.parametrize(
    ("hour", "began", "late"),
    [("11:00:00", -HOUR / 2, 1800), ("14:00:00", HOUR, 0)],  # in Italy; it was 12:00
)
def test_it_is_safe_under_a_form_that_is_open(
    client, proposal, anna, time_machine, hour, began, late
):
    """Anna has the page open; the office moves the deadline; then she presses."""
    time_machine.move_to(DEADLINE - 2 * HOUR, tick=False)
    client.force_login(anna)
    check = reverse("proposal-check", args=[proposal.code])
    as_read = typed(client, check)
    move(at_the_office(), proposal.stage, day="31/03/2027", hour=hour)
    time_machine.move_to(DEADLINE + began, tick=False)
    answer = client.post(check, as_read, follow=True)
    assert answer.status_code == 200
    assert ("dopo la scadenza" in answer.content.decode()) == bool(late)
    attempts = list(LateAttempt.objects.values_list("seconds_late", flat=True))
    assert attempts == ([late] if late else [])
    assert Submission.objects.exists() == (not late)
