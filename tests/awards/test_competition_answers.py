"""What everybody reads of a competition that was judged here, once it is published."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from awards.actions import minutes
from awards.actions.decision import announce
from awards.actions.ranking import close
from content.formats import day_text
from tests.awards.judging import (
    LATER,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
)
from tests.awards.reading import graph_of, text_of
from tests.awards.test_decision_actions import FUND, LEAVE, settle
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def make_told(proposals=2, **fields):
    """A stage that is judged and told: the first is funded, the others are not."""
    stage = make_judged_stage(proposals=proposals, **fields)
    judge_all(stage)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    return stage


def judge_all(stage):
    """Reviews, a closed ranking and decisions that nobody was told yet."""
    chair = make_appointment(stage, role="chair")
    for each in proposals_of(stage):
        judge(chair, each)
    close(stage, by=chair.user, at=LATER)
    settle_all(stage)


def settle_all(stage):
    first, *others = proposals_of(stage)
    settle(first, **FUND)
    for each in others:
        settle(each, **LEAVE)


def title_of(proposal):
    return proposal.answers.get(key="title").value


def page(client, stage, name="competition"):
    return client.get(reverse(name, args=[stage.call.competition.year]))


def test_numbers_criteria_and_funded_are_told(client):
    stage = make_told(proposals=3)
    first, second, _third = proposals_of(stage)
    told = text_of(page(client, stage))
    for said in (
        *("L’esito", "Proposte valutate 3", "Finanziata 1", "Non selezionata 2"),
        *(title_of(first), "50.000 €", "Metodo 60 %", "Impatto 40 %"),
        *(
            "un progetto finanziato su 3 proposte",
            "Esiti pubblicati da questo portale.",
        ),
    ):
        assert said in told
    assert first.members.get().name in told
    for kept in (title_of(second), second.members.get().name, "Giudice", "Convince."):
        assert kept not in told


def test_timetable_has_the_dates_of_the_call_where_no_source_gives_any(client):
    stage = make_judged_stage(proposals=2)
    judge_all(stage)
    told = text_of(page(client, stage))
    opens, closes = day_text(stage.opens_at), day_text(stage.closes_at)
    dates = (
        f"Apertura del bando {opens} Chiusura del bando {closes} Scelta dei progetti"
    )
    assert f"{dates} non nota" in told
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert f"{dates} {day_text(LATER)}" in text_of(page(client, stage))
    stage.call.competition.call_opened = "2019"
    stage.call.competition.save()
    assert "Apertura del bando 2019 Chiusura" in text_of(page(client, stage))


def test_nothing_is_told_before(client):
    stage = make_judged_stage(publishes_ranking=True)
    before = page(client, stage).content
    judge_all(stage)
    assert page(client, stage).content == before


def test_ranking_is_told_only_where_the_call_says_so(client):
    stage = make_told(publishes_ranking=True)
    second = proposals_of(stage)[1]
    told = text_of(page(client, stage))
    assert f"{title_of(second)} 80 50.000 € non selezionata" in told


def test_ranking_waits_for_the_last_answer(client):
    stage = make_judged_stage(publishes_ranking=True)
    chair = make_appointment(stage, role="chair")
    for each in proposals_of(stage):
        judge(chair, each)
    close(stage, by=chair.user, at=LATER)
    first, second = proposals_of(stage)
    settle(first, **FUND)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert title_of(second) not in text_of(page(client, stage))
    settle(second, **LEAVE)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert title_of(second) in text_of(page(client, stage))


def test_funded_leads_to_its_page_once_that_is_public(client):
    stage = make_told()
    project = proposals_of(stage)[0].decision.project
    assert project.get_absolute_url() not in page(client, stage).content.decode()
    project.published_from = timezone.now()
    project.save()
    assert project.get_absolute_url() in page(client, stage).content.decode()


def test_minutes_are_read_once_they_are_public(client):
    stage = make_told()
    address = reverse("competition-minutes", args=[stage.call.competition.year, 1])
    made = minutes.make(stage, by=make_user(), at=LATER)
    assert client.get(address).status_code == 404
    assert address not in page(client, stage).content.decode()
    minutes.publish(made, by=make_user(), at=LATER)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.is_of_content
    assert address in page(client, stage).content.decode()
    pages = PdfReader(BytesIO(answer.content), strict=True).pages
    said = " ".join(each.extract_text() for each in pages)
    assert "In numeri" in said
    assert "Convince." not in said
    competition = stage.call.competition
    competition.published_from = None
    competition.save()
    assert client.get(address).status_code == 404


def test_minutes_are_not_public_before_the_answers():
    stage = make_judged_stage()
    made = minutes.make(stage, by=make_user(), at=LATER)
    with pytest.raises(ValidationError):
        minutes.publish(made, by=make_user(), at=LATER)


def test_call_says_that_the_answer_is_published(client):
    stage = make_judged_stage()
    assert "L’esito è pubblicato" not in text_of(page(client, stage, "call"))
    settle_all(stage)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    answer = page(client, stage, "call")
    assert "L’esito è pubblicato" in text_of(answer)
    assert stage.call.competition.get_absolute_url() in answer.content.decode()


def test_machines_are_told_what_people_are(client):
    stage = make_told()
    project = proposals_of(stage)[0].decision.project
    project.published_from = timezone.now()
    project.save()
    answer = page(client, stage)
    scheme = graph_of(answer)["FundingScheme"]
    assert [each["name"] for each in scheme["subOrganization"]] == [project.acronym]
    assert project.acronym in text_of(answer)


@pytest.mark.parametrize("proposals", [1, 3])
def test_page_costs_the_same_whatever_was_judged(
    client, proposals, django_assert_num_queries
):
    stage = make_told(proposals, publishes_ranking=True)
    with django_assert_num_queries(8):
        page(client, stage)
