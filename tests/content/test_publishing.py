"""Publish, schedule, withdraw: what they change, and what they refuse."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from awards.models import Project
from content.publication import Publication
from content.publishing import publish, schedule, withdraw
from tests.factories import (
    make_competition,
    make_lab,
    make_news,
    make_organisation,
    make_project,
    make_site,
    make_user,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LIVES = {
    "draft": (None, None),
    "scheduled": (DAY, None),
    "public": (-DAY, None),
    "until tomorrow": (-DAY, DAY),
    "ended": (-2 * DAY, -DAY),
}
MAKERS = [
    *(make_competition, make_lab, make_news, make_organisation, make_project),
    make_site,
]


def make(life, maker=make_project):
    now = timezone.now()
    begins, ends = (gap and now + gap for gap in LIVES[life])
    return maker(published_from=begins, published_until=ends)


def stored(thing):
    return type(thing).objects.get(pk=thing.pk)


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("maker", MAKERS)
def test_publish_lets_everyone_read_it_with_no_end(maker, life):
    thing, by = make(life, maker), make_user()
    assert publish(thing, by=by) is (life != "public")
    assert stored(thing).publication() == Publication.PUBLIC
    assert stored(thing).published_until is None
    assert stored(thing).published_from == thing.published_from
    assert publish(thing, by=by) is False


def test_publish_keeps_since_when_it_is_public():
    thing = make("until tomorrow")
    since = thing.published_from
    publish(thing, by=make_user())
    assert stored(thing).published_from == since


@pytest.mark.parametrize("life", ["draft", "scheduled"])
def test_schedule_sets_the_instant(life):
    thing, by, at = make(life), make_user(), timezone.now() + 3 * DAY
    assert schedule(thing, by=by, at=at) is True
    assert stored(thing).publication() == Publication.SCHEDULED
    assert (stored(thing).published_from, stored(thing).published_until) == (at, None)
    assert schedule(thing, by=by, at=at) is False


@pytest.mark.parametrize("life", ["public", "until tomorrow", "ended"])
def test_schedule_is_refused_to_what_was_public(life):
    thing = make(life)
    with pytest.raises(ValidationError):
        schedule(thing, by=make_user(), at=timezone.now() + DAY)
    assert stored(thing).published_from == thing.published_from


@pytest.mark.parametrize("step", [schedule, withdraw])
def test_instant_is_still_to_come(step):
    thing = make("draft" if step is schedule else "public")
    with pytest.raises(ValidationError):
        step(thing, by=make_user(), at=timezone.now() - DAY)


@pytest.mark.parametrize(
    ("life", "state", "moves"),
    [
        ("draft", Publication.DRAFT, False),
        ("scheduled", Publication.DRAFT, True),
        ("public", Publication.ENDED, True),
        ("until tomorrow", Publication.ENDED, True),
        ("ended", Publication.ENDED, False),
    ],
)
def test_withdraw_takes_it_back(life, state, moves):
    thing, by = make(life), make_user()
    assert withdraw(thing, by=by) is moves
    assert stored(thing).publication() == state
    assert withdraw(thing, by=by) is False


@pytest.mark.parametrize("life", ["public", "scheduled"])
def test_withdraw_may_be_for_later(life):
    thing, at = make(life), timezone.now() + 9 * DAY
    state = thing.publication()
    assert withdraw(thing, by=make_user(), at=at)
    assert stored(thing).publication() == state
    assert stored(thing).published_until == at


def test_withdrawal_comes_after_the_publication():
    thing = make("scheduled")
    with pytest.raises(ValidationError):
        withdraw(thing, by=make_user(), at=timezone.now() + DAY / 2)


def test_withdrawn_page_is_gone_and_comes_back(client):
    thing, by = make("public"), make_user()
    withdraw(thing, by=by)
    assert client.get(thing.get_absolute_url()).status_code == 410
    publish(thing, by=by)
    assert client.get(thing.get_absolute_url()).status_code == 200


def test_what_has_a_fault_is_withdrawn_but_not_published():
    thing, by = make("public"), make_user()
    Project.objects.update(summary_it="")
    withdraw(thing, by=by)
    with pytest.raises(ValidationError) as refused:
        publish(thing, by=by)
    assert set(refused.value.message_dict) == {"summary_it"}
    assert stored(thing).publication() == Publication.ENDED


def test_what_is_deleted_meanwhile_is_refused():
    thing = make("draft")
    Project.objects.all().delete()
    with pytest.raises(ValidationError):
        publish(thing, by=make_user())


def test_history_tells_who_published():
    thing, by = make("draft"), make_user()
    publish(thing, by=by)
    record = Project.history.filter(id=thing.pk).latest()
    assert record.history_user_id == by.pk
    assert record.published_from == stored(thing).published_from


def test_edits_made_meanwhile_are_kept():
    thing, by = make("draft"), make_user()
    Project.objects.update(title_it="Cambiato nel frattempo")
    publish(thing, by=by)
    assert stored(thing).title_it == "Cambiato nel frattempo"


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_the_second_sees_what_the_first_did():
    thing, one, other = make("draft"), make_user(), make_user()
    told = []

    def press():
        told.append(publish(stored(thing), by=other))
        connection.close()

    second = threading.Thread(target=press)
    with transaction.atomic():
        assert publish(thing, by=one) is True
        second.start()
        second.join(0.5)
        assert told == []  # it waits
    second.join()
    assert told == [False]
    assert stored(thing).published_from == thing.published_from
