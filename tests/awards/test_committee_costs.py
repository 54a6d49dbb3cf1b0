"""What the pages of a committee ask of the database, however much is judged."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Assignment, Submission
from awards.rules.invariants import offences
from tests.awards.judging import (
    give,
    make_appointment,
    make_judged_stage,
    proposals_of,
)
from tests.bench.large_call import make_large_call, make_unassigned_call
from tests.factories import make_user
from tests.signing_in import come_as, sign_in

pytestmark = pytest.mark.django_db
MOST = 12
OF_A_COMMITTEE = (
    *("my-committee", "my-ranking", "my-minutes"),
    *("my-ranking-csv", "my-ranking-xlsx"),
)
OF_A_PROPOSAL = ("my-review", "my-review-write", "my-review-workbook")


def queries(client, name, *arguments):
    address = reverse(name, args=arguments)
    client.get(address)  # a review is begun by the first visit
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, name
    return len(captured)


def costs(client, call):
    chair = call.committee[0]
    sign_in(client, chair.user)
    code = chair.assignments.latest("pk").proposal.code
    told = {name: queries(client, name, chair.pk) for name in OF_A_COMMITTEE}
    return told | {
        name: queries(client, name, chair.pk, code) for name in OF_A_PROPOSAL
    }


def test_pages_of_a_committee_cost_the_same_whatever_its_size(client):
    few = costs(client, make_large_call(2, 1, 1))
    many = costs(client, make_large_call(9, 3, 5))
    assert many == few
    assert max(many.values()) <= MOST, many


@pytest.mark.parametrize("size", [1, 3])
def test_my_committees_cost_the_same_however_many(
    client, size, django_assert_num_queries
):
    user = make_user()
    for n in range(size):
        stage = make_judged_stage(proposals=2)
        appointment = make_appointment(stage, user=user)
        for each in proposals_of(stage)[: n % 2 + 1]:
            give(appointment, each)
    sign_in(client, user)
    with django_assert_num_queries(4):
        answer = client.get(reverse("my-reviews"))
    waiting = [count for _appointment, count in answer.context["rows"]]
    assert waiting == [1, 2, 1][:size]


def test_large_call_is_as_it_must_be():
    call = make_large_call(5, 2, 3)
    assert list(offences()) == []
    assert Assignment.objects.filter(proposal__stage=call.stage).count() == 10
    assert Submission.objects.filter(form__stage=call.stage).count() == 5


def test_unassigned_call_is_as_it_must_be(client):
    call = make_unassigned_call(4, 6, words=20)
    assert list(offences()) == []
    come_as(client, "award office")
    address = reverse("admin:awards_stage_balance", args=[call.stage.pk])
    wanted = client.get(address, {"each": "2"}).context["wanted"]
    assert len(wanted.new) == 8
    long = [each for each in wanted.submissions if each.content.count(" ") > 18]
    assert len(long) == 3
