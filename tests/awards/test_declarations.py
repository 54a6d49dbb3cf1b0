"""Declaring on many proposals at once, as a chair of a large call does."""

import pytest
from django.urls import reverse

from awards.models import Act, Declaration
from tests.awards.judging import (
    LATER,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    proposals_of,
)
from tests.awards.reading import text_of
from tests.factories import make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def come(client):
    """A chair who has signed in, with where they declare."""

    def serve(stage, **fields):
        chair = make_appointment(stage, role="chair", **fields)
        sign_in(client, chair.user)
        return chair, reverse("my-declarations", args=[chair.pk])

    return serve


def shown(stage):
    return [str(each.counts_id) for each in proposals_of(stage)]


def declared(chair):
    rows = Declaration.objects.filter(person=chair.user, has_conflict=False)
    return set(rows.values_list("proposal", flat=True))


def test_all_but_those_chosen_are_declared_on_together(client, come):
    stage = make_judged_stage(proposals=3)
    first, second, third = proposals_of(stage)
    chair, address = come(stage)
    told = text_of(client.get(reverse("my-committee", args=[chair.pk])))
    assert "Di’ di 3 proposte se qualcosa ti lega a esse" in told
    assert first.members.get().name in text_of(client.get(address))
    sent = {"shown": shown(stage), "tied": [str(second.counts_id)]}
    answer = client.post(address, sent, follow=True)
    assert "niente ti lega a 2 proposte" in text_of(answer)
    assert declared(chair) == {first.pk, third.pk}
    assert Act.objects.filter(deed="declared", by=chair.user).count() == 2
    again = text_of(client.get(address))
    assert second.code in again
    assert first.code not in again


def test_what_the_portal_finds_a_tie_with_is_declared_by_itself(client, come):
    stage = make_judged_stage(proposals=1)
    tied = make_handed_in(stage, texts={"q.need": "Sete, dice Ada Neri."})
    ada = make_user(first_name="Ada", last_name="Neri")
    chair, address = come(stage, user=ada)
    told = text_of(client.get(address))
    together = told.index("Da dichiarare insieme")
    assert told.index("Da dichiarare una per una") < told.index(tied.code) < together
    client.post(address, {"shown": shown(stage)})
    assert declared(chair) == {each.pk for each in proposals_of(stage)} - {tied.pk}


def test_nothing_that_was_not_shown_is_declared_on(client, come):
    stage = make_judged_stage()
    first, _second = proposals_of(stage)
    chair, address = come(stage)
    client.post(address, {"shown": [str(first.counts_id), "0", "x"]})
    assert declared(chair) == {first.pk}
    client.post(address, {})
    assert declared(chair) == {first.pk}


@pytest.mark.parametrize("proposals", [2, 6])
def test_page_costs_the_same_for_many(
    client, come, proposals, django_assert_max_num_queries
):
    _chair, address = come(make_judged_stage(proposals=proposals))
    with django_assert_max_num_queries(12):
        client.get(address)
