"""The award office's list of proposals, by whether anything is missing in them."""

from itertools import product
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Answer, LateAttempt, Member, Proposal
from tests.awards.test_submission import DEADLINE, make_open_stage
from tests.factories import LONG_AGO, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
WHOLE = {"title": "Acqua", "duration": "12", "q.need": "Sete."}
LIST = reverse("admin:awards_proposal_changelist")


def make_proposals(stage, count, answers):
    """Many at once, in a few queries."""
    by, at = make_user(), LONG_AGO
    proposals = Proposal.objects.bulk_create(
        Proposal(stage=stage, started_at=at) for _n in range(count)
    )
    Member.objects.bulk_create(
        Member(
            proposal=each,
            user=by,
            name="Anna",
            email=by.email,
            role="coordinator",
            state="accepted",
            invited_at=at,
            consented_at=at,
        )
        for each in proposals
    )
    Answer.objects.bulk_create(
        Answer(proposal=each, key=key, value=value, client=uuid4(), by=by, at=at)
        for each, (key, value) in product(proposals, answers.items())
    )
    return proposals


def make_late(proposal):
    by = proposal.members.get().user
    late = {"began_at": DEADLINE, "seconds_late": 1, "work": "{}", "by": by}
    LateAttempt.objects.create(proposal=proposal, form=proposal.form(), **late)


def listed(client, **chosen):
    answer = client.get(LIST, chosen)
    return {each.pk for each in answer.context["cl"].result_list}


def test_complete_ones_and_those_that_lack_something_are_told_apart(client):
    come_as(client, "award office")
    stage = make_open_stage()
    [whole] = make_proposals(stage, 1, WHOLE)
    [long] = make_proposals(stage, 1, WHOLE | {"q.need": "parola " * 11})
    [empty] = make_proposals(stage, 1, {})
    assert listed(client) == {whole.pk, long.pk, empty.pk}
    assert listed(client, complete="1") == {whole.pk}
    assert listed(client, complete="0") == {long.pk, empty.pk}
    counted = client.get(LIST, {"_facets": "1"}).content.decode()
    assert "Completa (1)" in counted
    assert "Manca qualcosa (2)" in counted


def test_it_holds_together_with_the_other_filters_and_the_search(client):
    come_as(client, "award office")
    stage, another = make_open_stage(), make_open_stage()
    late, whole = make_proposals(stage, 2, WHOLE)
    late_empty, _empty = make_proposals(stage, 2, {})
    [elsewhere] = make_proposals(another, 1, WHOLE)
    for each in (late, late_empty):
        make_late(each)
    assert listed(client, complete="1", late="1") == {late.pk}
    assert listed(client, complete="0", late="1") == {late_empty.pk}
    assert listed(client, complete="1", late="0", state="draft") == {
        *(whole.pk, elsewhere.pk)
    }
    of = {"stage__call__competition__id__exact": another.call.competition_id}
    assert listed(client, complete="1", **of) == {elsewhere.pk}
    assert listed(client, complete="1", q=whole.code) == {whole.pk}


def test_200_proposals_cost_as_many_queries_as_one(client):
    come_as(client, "award office")
    stage = make_open_stage()
    make_proposals(stage, 1, WHOLE)
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert len(listed(client, complete="1", late="0")) == 1
    make_proposals(stage, 99, WHOLE)
    make_proposals(stage, 100, {})
    with CaptureQueriesContext(connection) as many:
        assert len(listed(client, complete="1", late="0")) == 100
    assert len(many) == len(one)
