"""Evaluators for a whole stage: proposed, then assigned as they were shown."""

import pytest
from django.core.exceptions import ValidationError

from awards.actions.assignment import decline
from awards.actions.balance import assign_as_shown
from awards.actions.conflict import declare
from awards.actions.decision import decide
from awards.models import Assignment
from awards.rules.balance import Short
from awards.rules.given import Given, Wanted
from tests.awards.judging import (
    LATER,
    give,
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    proposals_of,
)
from tests.factories import make_department, make_member, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_judged_stage(proposals=4)


@pytest.fixture
def office():
    return make_user()


def wanted(stage, by, each=2):
    return Wanted(Given(stage, by), each)


def keys(pairs):
    return [(pair.proposal, pair.evaluator) for pair in pairs]


def apply(stage, shown, by):
    pairs, seen = keys(shown.new), shown.seen
    return assign_as_shown(stage, pairs, each=shown.each, seen=seen, by=by, at=LATER)


def test_what_is_shown_is_what_is_assigned(stage, office):
    people = [make_appointment(stage) for _n in range(4)]
    kept = give(people[0], proposals_of(stage)[0])
    shown = wanted(stage, office)
    assert len(shown.new) == 7
    assert set(shown.balance.loads.values()) == {2}
    apply(stage, shown, office)
    there = Assignment.objects.open().values_list("proposal", "appointment")
    assert set(there) == {*keys(shown.new), (kept.proposal_id, people[0].pk)}
    assert wanted(stage, office).new == []


def test_nobody_is_proposed_for_what_they_must_not_or_would_not_judge(stage, office):
    first, second, third, fourth = proposals_of(stage)
    ada, eva = make_appointment(stage), make_appointment(stage)
    declare(first, by=ada.user, has_conflict=True, grounds="Zio.", at=LATER)
    make_member(proposal=second, user=ada.user)
    decline(give(ada, third), by=ada.user, reason="Non è il mio campo.", at=LATER)
    decide(fourth, by=office, outcome="ineligible", reason="Fuori tema.", at=LATER)
    balance = wanted(stage, office).balance
    proposed = {(p.pk, eva.pk) for p in (first, second, third)}
    assert set(keys(balance.pairs)) == proposed
    assert set(balance.short) == {Short(p.pk, 2, 1, 1) for p in (first, second, third)}


def test_who_was_given_it_again_keeps_it(stage, office):
    first = proposals_of(stage)[0]
    ada = make_appointment(stage)
    decline(give(ada, first), by=ada.user, reason="Non è il mio campo.", at=LATER)
    give(ada, first)
    assert (first.pk, ada.pk) in keys(wanted(stage, office).balance.pairs)


def test_who_joined_the_team_later_does_not_count(stage, office):
    first = proposals_of(stage)[0]
    ada, eva = make_appointment(stage), make_appointment(stage)
    give(ada, first)
    make_member(proposal=first, user=ada.user)
    pairs = keys(wanted(stage, office, each=1).balance.pairs)
    assert [pair for pair in pairs if pair[0] == first.pk] == [(first.pk, eva.pk)]


def test_ties_are_avoided_and_departments_spread(office):
    stage = make_judged_stage(proposals=0)
    dastu = make_department(code="dastu")
    coordinator = make_user()
    tied, plain = make_handed_in(stage, coordinator=coordinator), make_handed_in(stage)
    ada = make_appointment(stage)
    eva = make_appointment(stage, department=dastu)
    project = make_project()
    for name in (ada.name, str(coordinator)):
        project.team.create(name=name, role="member")
    shown = wanted(stage, office, each=1)
    assert set(keys(shown.balance.pairs)) == {(tied.pk, eva.pk), (plain.pk, ada.pk)}
    [(pair, sentences)] = shown.told.items()
    assert (pair, len(sentences)) == ((tied.pk, ada.pk), 1)


def test_changed_data_are_told_and_nothing_is_assigned(stage, office):
    first = proposals_of(stage)[0]
    ada, eva = make_appointment(stage), make_appointment(stage)
    shown = wanted(stage, office, each=1)
    give(ada, first)
    before = Assignment.objects.count()
    with pytest.raises(ValidationError, match="è cambiato"):
        apply(stage, shown, office)
    shown = wanted(stage, office, each=1)
    eva.most = 1
    eva.save()
    with pytest.raises(ValidationError, match="è cambiato"):
        apply(stage, shown, office)
    assert Assignment.objects.count() == before
    apply(stage, wanted(stage, office, each=1), office)


def test_who_has_a_conflict_balances_the_rest_and_sees_nothing_of_it(stage, office):
    first, *others = proposals_of(stage)
    ada = make_appointment(stage, most=3)
    judge(ada, first)
    eva = make_appointment(stage)
    declare(first, by=office, has_conflict=True, grounds="Zio.", at=LATER)
    given = Given(stage, office)
    assert given.assignments == []
    assert [each.proposal for each in given.submissions] == sorted(
        others, key=lambda each: each.code
    )
    assert (given.hidden_count, given.loads) == (1, {})
    loads = wanted(stage, office).balance.loads
    assert (loads[ada.pk], loads[eva.pk]) == (3, 3)
    apply(stage, wanted(stage, office), office)


def test_it_is_read_in_the_same_queries_whatever_its_size(
    stage, office, django_assert_num_queries
):
    judge(make_appointment(stage), proposals_of(stage)[0])
    for _n in range(2):
        with django_assert_num_queries(6):
            shown = wanted(stage, office)
            assert shown.new is not None
            assert shown.seen
        for _m in range(3):
            make_handed_in(stage)
            judge(make_appointment(stage), proposals_of(stage)[0])
