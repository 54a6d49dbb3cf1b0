"""The calls that are open, coming and closed, at every moment."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from awards.models import Stage
from awards.rules.call import is_open
from content.revision import next_moment
from tests.awards.calls import (
    CLOSES,
    GRACE,
    OPENS,
    make_bare_call,
    make_whole_call,
)
from tests.awards.reading import read, text_of
from tests.factories import make_call, make_competition

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def at(time_machine, instant):
    time_machine.move_to(instant, tick=False)


@pytest.mark.parametrize(
    ("instant", "heading"),
    [
        (OPENS - SECOND, "No call is open now; the next opens on 1 February 2027"),
        (OPENS, "One call is open until 31 March 2027"),
        (CLOSES - SECOND, "One call is open until 31 March 2027"),
        (CLOSES, "No call is open now"),
        (CLOSES + timedelta(minutes=GRACE), "No call is open now"),
    ],
)
def test_apply_answers_in_its_heading(client, time_machine, instant, heading):
    make_whole_call()
    at(time_machine, instant)
    html = client.get(reverse("apply")).content.decode()
    assert f"<h1>{heading}</h1>" in html


def test_apply_lists_the_calls_by_where_they_stand(client, time_machine):
    make_whole_call(year=2027)
    make_bare_call(year=2028, opens_at=datetime(2028, 2, 1, tzinfo=UTC), closes_at=None)
    make_bare_call(
        year=2026,
        opens_at=datetime(2026, 2, 1, tzinfo=UTC),
        closes_at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    at(time_machine, OPENS)
    text = read(client, "apply")
    assert re.search(
        "Open Polisocial Award 2027 .* Deadline: 31 March 2027, 12:00 .Rome time. "
        "Coming Polisocial Award 2028 .* Opening: 1 February 2028, 01:00 .Rome time. "
        "Closed Polisocial Award 2026 .* Closed: 1 March 2026, 01:00",
        text,
    )


def test_apply_counts_open_calls_and_names_the_first_to_close(client, time_machine):
    make_whole_call(year=2028, closes_at=CLOSES + timedelta(days=9))
    make_whole_call(year=2027)
    at(time_machine, OPENS)
    text = read(client, "apply")
    assert "2 calls are open; the first closes on 31 March 2027" in text


def test_apply_does_not_open_a_call_without_a_form(client, time_machine):
    make_bare_call()
    at(time_machine, OPENS + SECOND)
    text = read(client, "apply")
    assert "No call is open now Take" not in text
    assert "No call is open now" in text
    assert "Coming Polisocial Award 2027" in text


def test_apply_shows_a_call_before_its_dates_are_known(client):
    make_call(competition=make_competition(year=2027, label="Polisocial Award 2027"))
    assert "Opening: not known" in read(client, "apply")


def test_apply_and_home_hide_calls_of_hidden_competitions(client, time_machine):
    stage = make_whole_call()
    stage.call.competition.published_from = None
    stage.call.competition.save()
    at(time_machine, OPENS)
    assert "2027" not in read(client, "apply")
    assert "/apply/2027/" not in client.get("/en/").content.decode()


@pytest.mark.parametrize("size", [1, 5])
def test_apply_costs_the_same_whatever_its_size(
    client, size, django_assert_num_queries
):
    for n in range(size):
        make_whole_call(year=2027 + n)
    with django_assert_num_queries(3):
        client.get(reverse("apply"))


def test_home_leads_to_the_open_call(client, time_machine):
    make_whole_call()
    at(time_machine, OPENS - SECOND)
    assert "No call is open in this archive." in text_of(client.get("/en/"))
    at(time_machine, OPENS)
    html = client.get("/en/").content.decode()
    assert f'href="{reverse("call", args=[2027])}"' in html
    assert "No call is open in this archive." not in html


@pytest.mark.parametrize("moved", [-SECOND, timedelta(0), SECOND])
@pytest.mark.parametrize("end", [OPENS, CLOSES])
@pytest.mark.parametrize("frozen", [True, False])
def test_open_stages_are_those_that_say_so(end, moved, frozen):
    stage = make_whole_call() if frozen else make_bare_call()
    instant = end + moved
    assert (stage in Stage.objects.open(instant)) == is_open(stage, instant)
    expected = frozen and OPENS <= instant < CLOSES
    assert is_open(stage, instant) == expected


def test_time_alone_opens_and_closes_a_call():
    """A page kept as ready bytes is made anew at the opening and at the deadline."""
    make_whole_call()
    hour = timedelta(hours=1)
    assert next_moment(OPENS - hour) == OPENS
    assert next_moment(CLOSES - hour) == CLOSES
