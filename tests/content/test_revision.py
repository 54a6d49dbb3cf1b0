from datetime import UTC, datetime, timedelta
from itertools import count
from time import monotonic, sleep

import psycopg2
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from content import revision
from content.publication import PublishedModel
from content.revision import LEASE, Lease, ask, kept, next_moment
from tests.factories import make_news, make_place

committed = pytest.mark.django_db(transaction=True)

# What no public page shows, so it does not move the revision.
PRIVATE = {
    "accounts.User",
    "awards.Act",  # who did what: for the office and its auditors
    "awards.Answer",  # proposals are their team's, and later their evaluators'
    "awards.Appointment",  # judging is its committee's, until it is announced
    "awards.Assignment",
    "awards.CheckedRule",
    "awards.Decision",
    "awards.Declaration",
    "awards.EditWindow",
    "awards.Extension",
    "awards.Inspection",  # what is not as it must be is for those who can mend it
    "awards.KeptText",
    "awards.LateAttempt",
    "awards.Letter",
    "awards.Member",
    "awards.Minutes",
    "awards.Offence",
    "awards.OtherText",
    "awards.Paper",
    "awards.Proposal",
    "awards.ProposalPartner",
    "awards.ProposalStep",
    "awards.Ranking",
    "awards.Rehearsal",
    "awards.Remark",
    "awards.Review",
    "awards.ReviewAnswer",
    "awards.ReviewOtherText",
    "awards.ReviewStep",
    "awards.ReviewVersion",
    "awards.ReviewWriter",
    "awards.Submission",
    "awards.Writer",
    "polisocial.ErrorReport",  # what visitors tell us, for the staff
    "polisocial.LoadedRecord",  # what the files said last, for the next load
}
OURS = {"awards", "offcampus", "cantieri", "directory", "polisocial", "accounts"}


@pytest.fixture
def elsewhere():
    """Another link to the same database, in a transaction of its own."""
    link = psycopg2.connect(**connection.get_connection_params())
    yield link
    link.close()


@pytest.fixture
def current():
    """The revision as a worker that has just started is told."""
    return Lease().current


def sure(current):
    """The revision, asked for until the answer comes in time: machines are busy."""
    return next(filter(None, (current() for _n in range(100))))


@pytest.fixture
def numbered(current, monkeypatch):
    """Something kept; a new number says that it was worked out again."""
    monkeypatch.setattr(revision, "current", current)
    numbers = count()
    return kept(lambda: next(numbers))


@pytest.mark.django_db
def test_every_table_moves_the_revision_or_is_private():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger "
            "WHERE tgname = 'content_changed'"
        )
        moving = {table for (table,) in cursor.fetchall()}
    ours = [
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS and not hasattr(model, "history_object")
    ]
    public = {each._meta.db_table for each in ours if each._meta.label not in PRIVATE}
    assert moving == public


@committed
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE directory_place SET name_en = 'Elsewhere'",
        "DELETE FROM directory_place",
        "TRUNCATE directory_place CASCADE",
    ],
)
def test_revision_moves_whoever_changes_content(elsewhere, change):
    make_place()
    before = ask()
    with elsewhere, elsewhere.cursor() as cursor:
        cursor.execute(change)
    assert ask() > before


@committed
def test_revision_moves_with_a_new_row():
    before = ask()
    make_place()
    assert ask() > before


@committed
def test_revision_stays_when_other_things_change(elsewhere):
    before = ask()
    with elsewhere, elsewhere.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    assert ask() == before


@committed
def test_revision_is_unknown_while_content_is_being_changed(elsewhere, current):
    make_place()
    before = sure(current)
    with elsewhere.cursor() as cursor:
        cursor.execute("UPDATE directory_place SET name_en = 'Elsewhere'")
    sleep(LEASE)
    assert current() is None
    elsewhere.rollback()
    assert sure(current).number > before.number


@committed
def test_change_waits_until_workers_must_ask_again(elsewhere, current):
    make_place()
    told = sure(current)
    with elsewhere, elsewhere.cursor() as cursor:
        cursor.execute("UPDATE directory_place SET name_en = 'Elsewhere'")
    assert sure(current).number > told.number


@committed
def test_change_waits_once_a_transaction():
    place = make_place()
    begun = monotonic()
    with transaction.atomic():
        for name in "abcdefgh":
            place.name_en = name
            place.save()
    assert LEASE < monotonic() - begun < 7 * LEASE


@committed
def test_change_after_a_savepoint_given_up_is_not_forgotten():
    place = make_place()
    before = ask()
    with transaction.atomic():
        savepoint = transaction.savepoint()
        place.save()
        transaction.savepoint_rollback(savepoint)
        place.save()
    assert ask() > before


@committed
def test_revision_is_told_without_asking_for_a_lease(
    current, monkeypatch, django_assert_num_queries
):
    told = sure(current)
    sleep(LEASE)
    with django_assert_num_queries(1):
        assert current() == told
    monkeypatch.setattr(revision, "LEASE", 60)
    sure(current)
    with django_assert_num_queries(0):
        assert current() == told


@committed
def test_one_thread_asks_again_while_the_others_trust_the_lease(
    monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(revision, "LEASE", 60)
    lease = Lease()
    told = lease.current()
    monkeypatch.setattr(revision, "LEASE", 200)  # the one given is past its middle
    with lease._asking, django_assert_num_queries(0):
        assert lease.current() is told
    with django_assert_num_queries(1):
        assert [lease.current(), lease.current()] == [told, told]


@committed
def test_revision_is_unknown_to_a_worker_without_a_database(current):
    connection.close()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "not_there"
    try:
        assert current() is None
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    assert sure(current)


@pytest.mark.django_db
def test_revision_is_unknown_inside_a_transaction(current):
    assert current() is None


@committed
def test_revision_ends_with_a_publication_and_at_midnight(current, time_machine):
    noon = datetime(2026, 3, 28, 12, tzinfo=UTC)
    time_machine.move_to(noon, tick=False)
    evening = noon + timedelta(hours=5)
    make_news(published_from=evening, published_until=evening + timedelta(days=9))
    before = sure(current)
    assert before.until == evening
    time_machine.move_to(evening, tick=False)
    after = sure(current)
    assert after != before
    # The night when clocks go forward: midnight is an hour nearer to Greenwich.
    assert after.until == datetime(2026, 3, 28, 23, tzinfo=UTC)
    time_machine.move_to(after.until, tick=False)
    assert sure(current).until == datetime(2026, 3, 29, 22, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["published_from", "published_until"])
def test_next_moment_is_any_published_thing_s(field):
    now = timezone.now()
    soon = now + timedelta(milliseconds=1)
    for model in apps.get_models():
        if issubclass(model, PublishedModel):
            assert field in model.moments
    make_news(published_from=soon if field == "published_from" else now)
    if field == "published_until":
        make_news(published_from=now, published_until=soon)
    assert next_moment(now) == soon


@committed
def test_kept_is_worked_out_once_while_the_content_is_the_same(numbered, monkeypatch):
    monkeypatch.setattr(revision, "LEASE", 60)
    assert len({numbered() for _n in range(100)}) == 1


@committed
def test_kept_is_worked_out_again_when_content_changes(numbered):
    before = numbered()
    make_place()
    assert numbered() > before


@pytest.mark.django_db
def test_kept_is_not_kept_inside_a_transaction(numbered):
    assert (numbered(), numbered()) == (0, 1)
