"""The list of one's proposals: what each is, at the cost of one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.actions.decision import announce
from tests.awards.judging import LATER, make_handed_in, make_judged_stage
from tests.awards.test_decision_actions import FUND, LEAVE, settle
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def costs(client):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(reverse("my-proposals"))
    return len(asked), answer.content.decode()


def make_each(stage, anna, count):
    """Answered, in reserve and now funded, decided: of the last two nobody knows."""
    kinds = [
        [make_handed_in(stage, coordinator=anna) for _n in range(count)]
        for _kind in range(3)
    ]
    told, reserve, untold = kinds
    for each in told:
        settle(each, **LEAVE)
    for each in reserve:
        settle(each, outcome="reserve", reason="Il denaro è finito.")
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    for each in [*reserve, *untold]:
        settle(each, **FUND)


def test_the_list_tells_answers_at_the_cost_of_one(client):
    anna = make_user()
    stage = make_judged_stage(proposals=0, allotted=1_000_000)
    client.force_login(anna)
    make_handed_in(stage, coordinator=anna)
    one, _shown = costs(client)
    make_each(stage, anna, 2)
    many, shown = costs(client)
    assert many == one <= 12
    words = ("Non selezionata", "In riserva", "In valutazione", "Finanziata")
    assert [shown.count(word) for word in words] == [2, 2, 3, 0]
