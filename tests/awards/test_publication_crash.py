"""The machine fails in the middle: what was begun is done whole later, and once."""

import logging
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from awards.actions.decision import announce, approve, carry_out_due, decide
from awards.models import Act, Announcement, Decision, Letter, Project
from awards.rules.invariants import offences
from tests.awards.judging import HALF, LATER, make_judged_stage, proposals_of
from tests.factories import make_letter, make_member, make_user

pytestmark = pytest.mark.django_db(transaction=True)
SOON = LATER + timedelta(hours=1)
FUND = {"outcome": "funded", "reason": "Convince.", "amount": HALF}


@contextmanager
def failing(table, *, on, row):
    """The database fails at a row of a table, as it does when its disk is full."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'no space left on device'; END $$;
            CREATE TRIGGER fail BEFORE {on} ON {table}
            FOR EACH ROW WHEN ({row}) EXECUTE FUNCTION fail();
            """
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION fail() CASCADE")


def counted():
    """How much there is of all that a publication makes or changes."""
    return {
        "published": Decision.objects.published().count(),
        "projects": Project.objects.count(),
        "leaving": Letter.objects.filter(kind="decision", state="ready").count(),
        "done": Announcement.objects.exclude(done_at=None).count(),
        "acts": Act.objects.filter(deed="published").count(),
    }


NOTHING = dict.fromkeys(("published", "projects", "leaving", "done", "acts"), 0)
ALL = {"published": 2, "projects": 2, "leaving": 3, "done": 1, "acts": 2}


def make_released():
    """Two decisions to be published in an hour; one team has two people."""
    stage = make_judged_stage()
    first, second = proposals_of(stage)
    make_member(proposal=first, user=make_user())
    for each in (first, second):
        approve(
            decide(each, by=make_user(), at=LATER, **FUND), by=make_user(), at=LATER
        )
    announce(stage, by=make_user(), instant=SOON, at=LATER)
    return stage


def test_an_approval_whose_letters_fail_did_not_happen():
    stage = make_judged_stage(proposals=1)
    proposal = proposals_of(stage)[0]
    make_member(proposal=proposal, user=make_user(email="zoe@example.org"))
    decision = decide(proposal, by=make_user(), at=LATER, **FUND)
    last = "NEW.email = 'zoe@example.org'"
    with failing("awards_letter", on="INSERT", row=last), pytest.raises(DatabaseError):
        approve(decision, by=make_user(), at=LATER)
    decision.refresh_from_db()
    assert decision.approved_at is None
    assert not Letter.objects.filter(kind="decision").exists()
    assert not Act.objects.filter(deed="approved").exists()
    approve(decision, by=make_user(), at=LATER)
    assert Letter.objects.filter(kind="decision").count() == 2


@pytest.mark.parametrize(
    ("table", "on", "row"),
    [
        ("awards_decision", "UPDATE", "NEW.published_at IS NOT NULL"),
        ("awards_project", "INSERT", "true"),
        ("awards_letter", "UPDATE", "NEW.state = 'ready'"),
        ("awards_act", "INSERT", "NEW.deed = 'published'"),
        ("awards_announcement", "UPDATE", "NEW.done_at IS NOT NULL"),
        ("awards_competition", "UPDATE", "true"),
    ],
)
def test_a_publication_that_fails_at_any_step_is_done_whole_later(table, on, row):
    make_released()
    with failing(table, on=on, row=row), pytest.raises(ExceptionGroup):
        carry_out_due(SOON)
    assert counted() == NOTHING
    assert carry_out_due(SOON) == 1
    assert counted() == ALL
    assert carry_out_due(SOON) == 0
    assert counted() == ALL
    assert list(offences()) == []


def test_one_that_fails_keeps_no_other_back():
    make_released()
    other = make_judged_stage(proposals=1)
    leave = {"outcome": "not_selected", "reason": "Non convince."}
    decision = decide(proposals_of(other)[0], by=make_user(), at=LATER, **leave)
    approve(decision, by=make_user(), at=LATER)
    announce(other, by=make_user(), instant=SOON, at=LATER)
    with (
        failing("awards_project", on="INSERT", row="true"),
        pytest.raises(ExceptionGroup),
    ):
        carry_out_due(SOON)
    decision.refresh_from_db()
    assert decision.published_at == SOON
    assert counted()["done"] == 1


def test_work_goes_on_with_letters_when_a_publication_fails(time_machine, caplog):
    make_released()
    time_machine.move_to(SOON + timedelta(minutes=1), tick=False)
    letter = make_letter(state="ready")
    with (
        failing("awards_project", on="INSERT", row="true"),
        caplog.at_level(logging.ERROR),
    ):
        call_command("work")
    letter.refresh_from_db()
    assert letter.state == "sent"
    assert "no space left on device" in caplog.text
    assert counted() == NOTHING
    call_command("work")
    sent = Letter.objects.filter(kind="decision", state="sent").count()
    assert (sent, counted()["published"]) == (3, 2)
