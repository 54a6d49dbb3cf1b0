"""A ranking as the committee closed it: read, taken away, and beside the decisions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.actions.conflict import declare
from awards.actions.decision import decide
from awards.actions.ranking import close
from awards.rules.closed_ranking import closed_ranking
from awards.rules.ranking_table import as_rows
from awards.rules.results import results_of
from tests.awards.judging import (
    LATER,
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    proposals_of,
)
from tests.awards.reading import text_of
from tests.factories import make_call, make_user
from tests.signing_in import come_as, sign_in

pytestmark = pytest.mark.django_db
SCORES = (("9", "4"), ("8", "4"), ("5", "2"))


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def stage():
    """Three in a category; the overall threshold keeps the last from the money."""
    call = make_call()
    category = call.competition.categories.create(name_it="Attivazione", budget=50_000)
    stage = make_judged_stage(
        proposals=0, call=call, pass_mark=60, disagreement=5, publishes_ranking=True
    )
    for _n in SCORES:
        make_handed_in(stage, texts={"category": str(category.pk)})
    return stage


@pytest.fixture
def chair(stage):
    """All is judged by the chair and by somebody less generous."""
    chair, other = make_appointment(stage, role="chair"), make_appointment(stage)
    for proposal, (method, impact) in zip(proposals_of(stage), SCORES, strict=True):
        judge(chair, proposal, method, impact)
        judge(other, proposal, str(int(method) - 1), impact)
    return chair


@pytest.fixture
def record(stage, chair):
    return close(stage, by=chair.user, at=LATER)


def address(appointment, record, kind=""):
    name = "-".join(filter(None, ("my-closed-ranking", kind)))
    return reverse(name, args=[appointment.pk, record.number])


def test_record_says_all_that_the_ranking_said(stage, record):
    results = results_of(stage)
    live = results.ranking()
    closed = closed_ranking(record, make_user())
    assert as_rows(closed.ranking, closed.categories) == as_rows(
        live, results.categories
    )
    assert closed.ranking.lines == live.lines
    assert any(row.disagrees for row in closed.ranking.rows)
    assert {str(row.money) for row in closed.ranking.rows} == {
        *("reached", "beyond", "below")
    }


def test_it_is_read_and_taken_away_as_it_was(client, stage, chair, record):
    first, second, _third = proposals_of(stage)
    sign_in(client, chair.user)
    before = client.get(address(chair, record, "csv")).content
    shown = text_of(client.get(address(chair, record)))
    assert shown.index(first.code) < shown.index(second.code)
    assert record.sha256 in shown
    assert f'href="{address(chair, record)}"' in (
        client.get(reverse("my-ranking", args=[chair.pk])).content.decode()
    )
    judge(make_appointment(stage), second, "10", "5")
    assert client.get(address(chair, record, "csv")).content == before
    assert first.code.encode() in before
    assert client.get(address(chair, record, "xlsx")).content[:2] == b"PK"
    nothing = reverse("my-closed-ranking", args=[chair.pk, 2])
    assert client.get(nothing).status_code == 404


def test_who_has_a_conflict_finds_no_trace_of_it(client, stage, chair, record):
    first, second, _third = proposals_of(stage)
    declare(first, by=chair.user, has_conflict=True, grounds="Zia.", at=LATER)
    sign_in(client, chair.user)
    for kind in ("", "csv"):
        told = client.get(address(chair, record, kind)).content.decode()
        assert first.code not in told
        assert second.code in told
    closed = closed_ranking(record, chair.user)
    assert [row.place for row in closed.ranking.rows] == [1, 2]
    assert closed.ranking.rows[0].running == 50_000
    assert closed.hidden == 1


def test_record_costs_the_same_whatever_its_size(client, chair, record):
    sign_in(client, chair.user)
    with CaptureQueriesContext(connection) as captured:
        client.get(address(chair, record))
    assert len(captured) <= 12


def test_decisions_say_where_the_committee_put_what_moved(client, stage, chair, record):
    first, second, third = proposals_of(stage)
    office = come_as(client, "award office")
    page = reverse("admin:awards_stage_decisions", args=[stage.pk])
    assert "alla chiusura" not in text_of(client.get(page))
    judge(make_appointment(stage), second, "10", "5")
    shown = text_of(client.get(page))
    assert "2 proposte non sono più dove le ha messe la commissione" in shown
    assert "alla chiusura: 1, con" in shown
    assert "alla chiusura: 2, con" in shown
    close(stage, by=chair.user, at=LATER, reason="Una valutazione in più.")
    assert "alla chiusura" not in text_of(client.get(page))
    decide(third, by=office, at=LATER, outcome="ineligible", reason="Fuori tema.")
    assert "Una proposta non è più dove" in text_of(client.get(page))
