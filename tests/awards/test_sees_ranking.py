"""Who of a committee sees the ranking, and of what: never before they have judged."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from awards.actions.conflict import declare
from awards.actions.ranking import close
from awards.models import Ranking
from awards.rules.committee import sees_ranking
from tests.awards.judging import (
    LATER,
    declare_on_all,
    give,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
)
from tests.awards.reading import read, text_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_judged_stage()


@pytest.fixture
def ada(stage):
    return make_appointment(stage)


def test_evaluator_sees_it_once_something_of_theirs_is_in_and_nothing_missing(
    stage, ada
):
    first, second = proposals_of(stage)
    assert not sees_ranking(ada)  # of who was given nothing
    give(ada, first)
    give(ada, second)
    judge(ada, first)
    assert not sees_ranking(ada)
    judge(ada, second)
    assert sees_ranking(ada)


def test_chair_who_judges_nothing_sees_it_once_nothing_is_missing(stage, ada):
    chair = make_appointment(stage, role="chair")
    first, second = proposals_of(stage)
    judge(ada, first)
    assert not sees_ranking(chair)  # one has no review
    judge(ada, second)
    assert sees_ranking(chair)
    give(make_appointment(stage), second)
    assert not sees_ranking(chair)  # one that was asked for is missing
    with pytest.raises(PermissionDenied):
        close(stage, by=chair.user, at=LATER)


def test_chair_who_judges_sees_it_as_an_evaluator_does(stage, ada):
    chair = make_appointment(stage, role="chair")
    judge(chair, proposals_of(stage)[0])
    assert sees_ranking(chair)


def test_all_see_it_once_it_is_closed_and_the_secretary_before(stage, ada):
    chair, secretary = (make_appointment(stage, role=r) for r in ("chair", "secretary"))
    for proposal in proposals_of(stage):
        judge(ada, proposal)
    give(make_appointment(stage), proposals_of(stage)[0])
    eva = make_appointment(stage)
    seats = (eva, chair, secretary)
    assert [sees_ranking(each) for each in seats] == [False, False, True]
    close(stage, by=secretary.user, at=LATER)
    assert all(sees_ranking(each) for each in seats)


def test_results_open_proposal_by_proposal_after_the_declaration(client, stage, ada):
    first, second = proposals_of(stage)
    judge(ada, first)
    eva = make_appointment(stage)
    judge(eva, first, "10", "5")
    judge(eva, second, "1", "1")
    sign_in(client, ada.user)
    address = reverse("my-ranking", args=[ada.pk])
    shown = client.get(address).context
    assert [row[0].candidate.label for row in shown["rows"]] == [first.code]
    where = reverse("my-review", args=[ada.pk, second.code])
    assert [way for _title, way, _each in shown["to_declare"]] == [where]
    assert "Dichiara prima" in read(client, "my-ranking", ada.pk)
    table = client.get(reverse("my-ranking-csv", args=[ada.pk])).content.decode()
    assert second.code not in table
    client.post(
        reverse("my-review-declare", args=[ada.pk, second.code]), {"has_conflict": 0}
    )
    shown = client.get(address).context
    assert [row[0].candidate.label for row in shown["rows"]] == [
        first.code,
        second.code,
    ]


def test_closing_names_only_what_who_closes_may_see(stage, ada):
    secretary = make_appointment(stage, role="secretary")
    first, second = proposals_of(stage)
    declare(first, by=secretary.user, has_conflict=True, grounds="Zio.", at=LATER)
    with pytest.raises(ValidationError) as refused:
        close(stage, by=secretary.user, at=LATER)
    told = " ".join(refused.value.messages)
    assert second.code in told
    assert first.code not in told
    assert "una che non ti è mostrata" in told
    judge(ada, second)
    with pytest.raises(ValidationError, match="^[^:]*$"):  # no code at all
        close(stage, by=secretary.user, at=LATER)


def test_ranking_is_not_closed_by_adaluators_nor_before_all_is_judged(
    client, stage, ada
):
    secretary = make_appointment(stage, role="secretary")
    judge(ada, proposals_of(stage)[0])
    sign_in(client, ada.user)
    assert client.post(reverse("my-ranking-close", args=[ada.pk])).status_code == 404
    sign_in(client, secretary.user)
    address = reverse("my-ranking-close", args=[secretary.pk])
    told = client.post(address, follow=True)
    assert proposals_of(stage)[1].code in text_of(told)
    assert not Ranking.objects.exists()


def test_minutes_open_with_all_the_results(client, stage, ada):
    chair = make_appointment(stage, role="chair")
    for proposal in proposals_of(stage):
        judge(ada, proposal)
    sign_in(client, chair.user)
    address = reverse("my-minutes", args=[chair.pk])
    client.post(address)
    assert not client.get(address).context["may_read"]  # something is not declared on
    declare_on_all(chair)
    assert client.get(address).context["may_read"]
    give(make_appointment(stage), proposals_of(stage)[0])
    assert not client.get(address).context["may_read"]  # a review is missing
