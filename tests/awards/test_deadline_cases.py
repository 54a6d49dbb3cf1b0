"""The deadline where it is hardest: to the second, clock changes, half-done."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from awards.actions.post import send_ready
from awards.actions.submission import submit
from awards.models import Extension, LateAttempt, Letter, Submission
from tests.awards.test_submission import DEADLINE, IN_TIME, make_open_stage, write
from tests.factories import make_proposal, make_user
from tests.portals import free_port
from tests.post import going_to, mail_server

ROME = ZoneInfo("Europe/Rome")
SECOND = timedelta(seconds=1)
GRACE = 5 * 60 * SECOND


def ready_to_hand_in(**stage):
    anna = make_user(email="anna@example.org", language="it")
    proposal = make_proposal(stage=make_open_stage(**stage), coordinator=anna)
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    return proposal, anna


def close_at(stage, instant):
    """As the office moves it: the form that is open does not hear of it."""
    opens_at = min(stage.opens_at, instant - timedelta(days=1))
    rows = type(stage).objects.filter(pk=stage.pk)
    rows.update(opens_at=opens_at, closes_at=instant)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "late"),
    [(-SECOND, 0), (SECOND * 0, 0), (GRACE, 0), (GRACE + SECOND, 301)],
)
def test_the_page_judges_by_when_the_request_began(client, time_machine, after, late):
    proposal, anna = ready_to_hand_in(grace_minutes=5)
    time_machine.move_to(DEADLINE + after, tick=False)
    client.force_login(anna)
    client.post(reverse("proposal-check", args=[proposal.code]))
    told = list(LateAttempt.objects.values_list("seconds_late", flat=True))
    assert told == ([late] if late else [])
    assert Submission.objects.exists() == (not late)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closes", "began", "late"),
    [
        # 25 October 2026: 02:30 comes twice; the deadline is the first of the two.
        ((2026, 10, 25, 2, 30, 0), (2026, 10, 25, 2, 29, 0), 0),
        ((2026, 10, 25, 2, 30, 0), (2026, 10, 25, 2, 29, 1), 59 * 60),
        # The deadline is the second of the two: an hour more.
        ((2026, 10, 25, 2, 30, 1), (2026, 10, 25, 2, 45, 0), 0),
        ((2026, 10, 25, 2, 30, 1), (2026, 10, 25, 2, 31, 1), 60),
        # 28 March 2027: from 02:00 it is 03:00 at once.
        ((2027, 3, 28, 3, 30, 0), (2027, 3, 28, 1, 59, 0), 0),
        ((2027, 3, 28, 3, 0, 0), (2027, 3, 28, 3, 0, 0), 0),
        ((2027, 3, 28, 1, 59, 0), (2027, 3, 28, 3, 0, 0), 60),
    ],
)
def test_both_nights_of_the_clock_are_right(closes, began, late):
    def instant(*parts, fold):
        return datetime(*parts, tzinfo=ROME, fold=fold).astimezone(UTC)

    proposal, anna = ready_to_hand_in()
    close_at(proposal.stage, instant(*closes[:5], fold=closes[5]))
    proposal.refresh_from_db()
    came = submit(proposal, by=anna, began_at=instant(*began[:5], fold=began[5]))
    assert isinstance(came, LateAttempt) == bool(late)
    assert came.seconds_late == late


@pytest.mark.django_db(transaction=True)
def test_an_extension_used_twice_at_once_makes_one_submission():
    proposal, anna = ready_to_hand_in()
    granted = {"reason": "Malattia.", "by": make_user(), "at": IN_TIME}
    until = DEADLINE + timedelta(hours=1)
    Extension.objects.create(stage=proposal.stage, person=anna, until=until, **granted)
    barrier, came = Barrier(2), []

    def hand_in():
        try:
            barrier.wait()
            came.append(submit(proposal, by=anna, began_at=until))
        finally:
            connection.close()

    threads = [Thread(target=hand_in) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came == [Submission.objects.get()] * 2
    assert not LateAttempt.objects.exists()


BREAK = """
CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the disk of the database is full'; END $$;
CREATE TRIGGER break_off BEFORE INSERT ON awards_letter
    FOR EACH ROW EXECUTE FUNCTION break_off();
"""
MEND = "DROP TRIGGER break_off ON awards_letter; DROP FUNCTION break_off();"


@pytest.mark.django_db(transaction=True)
def test_a_database_that_fails_half_way_has_stored_nothing(client):
    """It fails at the last thing of all, the letters; then it works again."""
    proposal, anna = ready_to_hand_in()
    close_at(proposal.stage, timezone.now() + timedelta(hours=1))
    client.force_login(anna)
    client.raise_request_exception = False
    page = reverse("proposal-check", args=[proposal.code])
    with connection.cursor() as cursor:
        cursor.execute(BREAK)
        try:
            with pytest.raises(DatabaseError):
                submit(proposal, by=anna, began_at=timezone.now())
        finally:
            cursor.execute(MEND)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.counts) == ("draft", None)
    assert not Submission.objects.exists()
    assert not proposal.steps.exists()
    assert client.post(page).status_code == 302
    assert Letter.objects.count() == 1


@pytest.mark.django_db
def test_without_a_mail_server_the_submission_stands_and_its_letter_follows():
    proposal, anna = ready_to_hand_in()
    submission = submit(proposal, by=anna, began_at=IN_TIME)
    with going_to(free_port()):
        assert send_ready() == 0
    assert proposal.submissions.get() == submission
    Letter.objects.update(due_at=timezone.now())
    with mail_server() as post:
        assert send_ready() == 1
    assert submission.receipt_number in post.letters[0]["Subject"]


@pytest.mark.django_db
def test_what_is_typed_wrong_later_breaks_no_page_and_takes_nothing_back(client):
    proposal, anna = ready_to_hand_in()
    close_at(proposal.stage, timezone.now() + timedelta(hours=1))
    heading = proposal.stage.call.cost_headings.create(name_it="Beni", name_en="Goods")
    submission = submit(proposal, by=anna, began_at=timezone.now())
    write(proposal, anna, **{f"cost_{heading.pk}_1": "molto", "unit_1": "DASTU"})
    write(proposal, anna, title="", q_need="parola " * 50)
    client.force_login(anna)
    for name in ("proposal", "proposal-check", "proposal-preview", "proposal-team"):
        assert client.get(reverse(name, args=[proposal.code])).status_code == 200
    client.post(reverse("proposal-check", args=[proposal.code]))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.counts) == ("submitted", submission)
