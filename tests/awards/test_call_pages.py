"""A call in public, at every moment of its life."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from awards.actions.form import freeze
from tests.awards.calls import (
    CLOSES,
    FROZEN,
    GRACE,
    OPENS,
    make_bare_call,
    make_whole_call,
)
from tests.awards.reading import graph_of, read, text_of
from tests.factories import make_competition, make_stage, make_user

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
FILES = ("call", "call-form-pdf", "call-form-text", "call-calendar")


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def at(time_machine, instant):
    time_machine.move_to(instant, tick=False)


@pytest.mark.parametrize(
    ("instant", "heading"),
    [
        (OPENS - SECOND, "opens on 1 February 2027"),
        (OPENS, "open until 31 March 2027"),
        (CLOSES, "closed on 31 March 2027"),
    ],
)
def test_call_says_where_it_stands(client, time_machine, instant, heading):
    make_whole_call()
    at(time_machine, instant)
    assert f"The outskirts: {heading} What it is for." in read(client, "call", 2027)


def test_call_says_all_its_rules(client, time_machine):
    make_whole_call()
    at(time_machine, OPENS)
    text = read(client, "call", 2027).replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "Opening 1 February 2027, 09:00 (Rome time)",
        "Deadline 31 March 2027, 12:00 (Rome time)",
        "Answer expected 30 June 2027",
        "Who may coordinate tenured professor or researcher, research fellow",
        "Project manager required",
        "Proposals of one coordinator at most 1",
        "Departments from 2 to 5",
        "Outside partners at least 1, of these kinds: public body, association",
        "evaluators do not learn who proposes",
        "Health Of all of us",
        "Categories Activation",
        "What a project may ask at most €100,000.50",
        "Co-funding required: at least 12.5% of the whole cost",
        "Length of a project 12 or 18 months",
        "Staff at most €8,000, at most 37.5% of what is asked",
        "Method 60 % 5 2.5",
        "Team 40 % 10 none",
        "1. The problem Why? long text, at most 300 words, required",
        "Which kind? one of several choices, optional Research Action",
        "How many people? number, from 1 to 5,000, required",
        "A letter? file, PDF only, required Signed & dated.",
    ):
        assert words in text, words


def test_call_without_rules_invents_none(client, time_machine):
    freeze(make_bare_call(), by=make_user())
    at(time_machine, OPENS)
    text = read(client, "call", 2027)
    for words in (
        "Who may coordinate anybody",
        "Project manager not required",
        "Proposals of one coordinator no limit",
        "Departments no limit",
        "Outside partners not required",
        "What a project may ask no limit",
        "Co-funding allowed",
        "Length of a project no limit",
        "Answer expected not known",
    ):
        assert words in text, words
    for words in ("Criteria", "Categories", "Dimensions", "Cost heading", "learn who"):
        assert words not in text, words


def test_call_shows_the_form_as_it_was_frozen(client):
    stage = make_whole_call()
    stage.sections.update(name_en="Changed since")
    stage.call.project_cap = 7
    stage.call.save()
    text = read(client, "call", 2027)
    assert "The problem" in text
    assert "Changed since" not in text
    assert "€7" not in text


def test_call_without_a_form_shows_its_timetable_and_what_it_is_for(client):
    stage = make_bare_call(about_en="What it is for.", durations=[12])
    text = read(client, "call", stage.call.competition.year)
    assert "What it is for." in text
    assert "Deadline 31 March 2027" in text
    assert "will be here once they are final" in text
    for words in ("Why?", "12 months", "The form", "PDF"):
        assert words not in text, words


def test_call_due_to_be_open_without_a_form_is_not_open(client, time_machine):
    make_bare_call()
    at(time_machine, OPENS + SECOND)
    assert "The outskirts: not open yet" in read(client, "call", 2027)


def test_call_without_dates_says_so(client):
    make_bare_call(opens_at=None, closes_at=None)
    text = read(client, "call", 2027)
    assert "the day of the opening is not known yet" in text
    assert "Put it in your calendar" not in text


def test_call_tells_changes_of_the_form_with_their_reason(client):
    stage = make_whole_call()
    assert "Changes of the form" not in read(client, "call", 2027)
    stage.sections.filter(name_en="The work").update(name_en="Your work")
    freeze(
        stage,
        by=make_user(),
        reason_it="Un refuso",
        reason_en="A slip",
        at=FROZEN + timedelta(days=40),
    )
    text = read(client, "call", 2027)
    assert "Changes of the form The form shown here is the latest." in text
    assert "version 2, 19 February 2027 A slip" in text
    assert "Your work" in text


@pytest.mark.parametrize(
    ("today", "selected", "words"),
    [
        (date(2027, 6, 30), None, "Answer expected 30 June 2027 Who"),
        (
            date(2027, 7, 1),
            None,
            "Answer expected 30 June 2027: late, nothing has been published yet",
        ),
        (
            date(2027, 7, 1),
            "2027-07-01",
            "Answer published; it was expected on 30 June 2027",
        ),
        (date(2027, 7, 1), "2027-07-02", "30 June 2027: late"),
    ],
)
def test_call_says_when_the_answer_is_late(
    client, time_machine, today, selected, words
):
    stage = make_whole_call()
    stage.call.competition.selected = selected
    stage.call.competition.save()
    # At half past midnight in Rome it is still the day before in Greenwich.
    rome = timezone.get_default_timezone()
    at(time_machine, datetime(today.year, today.month, today.day, 0, 30, tzinfo=rome))
    assert words in read(client, "call", 2027)


def test_call_in_two_stages_tells_them_apart(client, time_machine):
    first = make_whole_call()
    second = make_stage(
        call=first.call, number=2, opens_at=CLOSES + timedelta(days=30), closes_at=None
    )
    at(time_machine, CLOSES + timedelta(days=31))
    text = read(client, "call", 2027)
    assert "closed on 31 March 2027" in text
    assert "First stage Opening" in text
    assert "Second stage Opening 30 April 2027, 12:00" in text
    assert second.versions.count() == 0


@pytest.mark.parametrize(
    ("closes_at", "words"),
    [
        # The night summer time begins there is no 02:30; before it ends there are two.
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "28 March 2027, 01:59 (Rome time)"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "28 March 2027, 03:00 (Rome time)"),
        (
            datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
            "31 October 2027, 02:30 (Rome time, UTC+2)",
        ),
        (
            datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
            "31 October 2027, 02:30 (Rome time, UTC+1)",
        ),
        (
            datetime(2027, 10, 31, 2, 0, tzinfo=UTC),
            "31 October 2027, 03:00 (Rome time)",
        ),
    ],
)
def test_call_tells_the_deadline_of_a_night_the_clock_changes(client, closes_at, words):
    make_bare_call(closes_at=closes_at)
    response = client.get(reverse("call", args=[2027]))
    assert f"Deadline {words}" in text_of(response)
    instants = re.findall('<time datetime="([^"]*T[^"]*)">', response.content.decode())
    assert datetime.fromisoformat(instants[1]) == closes_at


def test_call_marks_what_is_not_translated(client):
    stage = make_bare_call(about_it="A che cosa serve.")
    stage.sections.update(name_it="Il problema", name_en="")
    freeze(stage, by=make_user())
    html = client.get(reverse("call", args=[2027])).content.decode()
    assert '<p lang="it">A che cosa serve.</p>' in html
    assert '<span lang="it">Il problema</span>' in html
    assert "it has not been translated yet" in html
    assert "Some texts are in Italian" in html


def test_call_in_italian_is_all_in_italian(client, time_machine):
    make_whole_call()
    at(time_machine, OPENS)
    with override("it"):
        assert reverse("call", args=[2027]) == "/it/partecipa/2027/"
        text = read(client, "call", 2027)
    assert "aperto, scadenza 31 marzo 2027" in text
    assert "31 marzo 2027, 12:00 (ora di Roma)" in text
    assert "al massimo 300 parole" in text
    for words in ("at least", "at most", "required", "limit", "expected", "Deadline"):
        assert words not in text, words


def test_call_of_no_year_or_not_yet_public_is_not_found(client):
    make_competition(year=2026)
    stage = make_whole_call()
    stage.call.competition.published_from = timezone.now() + timedelta(days=9999)
    stage.call.competition.save()
    for year in (1999, 2026, 2027):
        for name in FILES:
            assert client.get(reverse(name, args=[year])).status_code == 404


def test_call_withdrawn_is_gone(client):
    stage = make_whole_call()
    stage.call.competition.published_until = timezone.now() - SECOND
    stage.call.competition.save()
    for name in FILES:
        assert client.get(reverse(name, args=[2027])).status_code == 410


def test_call_tells_machines_how_to_apply(client, time_machine):
    make_whole_call()
    at(time_machine, OPENS)
    node = graph_of(client.get(reverse("call", args=[2027])))["FundingScheme"]
    action = node["potentialAction"]
    assert action["@type"] == "ApplyAction"
    assert datetime.fromisoformat(action["endTime"]) == CLOSES
    assert action["actionStatus"] == "https://schema.org/ActiveActionStatus"


def test_call_costs_few_queries(client, django_assert_num_queries):
    stage = make_whole_call()
    make_stage(call=stage.call, number=2)
    with django_assert_num_queries(4):
        client.get(reverse("call", args=[2027]))


@pytest.mark.parametrize("language", ["it", "en"])
def test_grace_is_nowhere(client, time_machine, language):
    make_whole_call()
    for instant in (OPENS - SECOND, OPENS, CLOSES, CLOSES + timedelta(days=99)):
        at(time_machine, instant)
        with override(language):
            addresses = [reverse(name, args=[2027]) for name in FILES]
            addresses += [reverse("apply"), reverse("home"), reverse("sitemap-xml")]
        for address in [*addresses, f"/feeds/calls/{language}.xml"]:
            response = client.get(address)
            assert response.status_code == 200, address
            said = response.content
            for told in (GRACE, "grace", "tolleranza", "2027-04-03", "20270403"):
                assert str(told).encode() not in said, (address, told)
