"""What is counted of each stage, and what waits for somebody."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from awards.actions.appointment import appoint
from awards.actions.assignment import assign
from awards.actions.check import check
from awards.actions.conflict import declare, substitute
from awards.actions.decision import announce, approve, decide
from awards.actions.minutes import make, publish
from awards.actions.submission import withdraw
from awards.models import Appointment, LateAttempt, Letter, LetterState
from awards.rules.check import findings
from awards.rules.judged import judged
from awards.rules.standing import counts
from content.canonical import digest
from polisocial.groups import AWARD_OFFICE, EDITORS
from tests.awards.judging import (
    HALF,
    LATER,
    give,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
)
from tests.factories import make_member, make_place, make_proposal, make_user

pytestmark = pytest.mark.django_db
FUND = {"outcome": "funded", "reason": "Convince.", "amount": HALF}
LEAVE = {"outcome": "not_selected", "reason": "Non convince."}


@pytest.fixture
def stage():
    return make_judged_stage(proposals=3, reviews_each=2)


def office():
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=AWARD_OFFICE))
    return user


def counted(stage, user=None, now=None):
    """How many there are of each thing of a stage, of what there is."""
    found = counts(user or office(), now or timezone.now())
    return {name: n for (name, key), (n, _keys) in found.items() if key == stage.pk}


def settle(proposal, **said):
    decision = decide(proposal, by=make_user(), at=LATER, **said)
    return approve(decision, by=make_user(), at=LATER)


def test_closed_stage_waits_for_its_check_its_judges_and_its_decisions(stage):
    assert counted(stage) == dict.fromkeys(
        ("handed_in", "undecided", "unchecked", "unassigned", "few_reviews"), 3
    )


def test_open_stage_waits_for_nothing(stage):
    make_proposal(stage=stage)
    still = stage.closes_at - timedelta(minutes=1)
    assert counted(stage, now=still) == {"handed_in": 3, "drafts": 1}


def test_withdrawn_is_no_more_handed_in(stage):
    proposal = proposals_of(stage)[0]
    coordinator = proposal.members.get(role="coordinator").user
    early = stage.closes_at - timedelta(minutes=1)
    withdraw(proposal, by=coordinator, reason="No.", at=early)
    found = counted(stage)
    assert (found["handed_in"], found["withdrawn"], found["undecided"]) == (2, 1, 2)


def test_late_attempt_waits_until_it_is_decided(stage):
    proposal = proposals_of(stage)[0]
    LateAttempt.objects.create(
        proposal=proposal,
        form=stage.versions.get(),
        work="{}",
        work_sha256=digest(b"{}"),
        began_at=LATER,
        seconds_late=5,
        by=make_user(),
    )
    assert counted(stage)["late"] == 1
    LateAttempt.objects.update(
        state="refused", reason="Tardi.", decided_by=make_user(), decided_at=LATER
    )
    assert "late" not in counted(stage)


def test_check_is_missing_until_a_rule_is_looked_at(stage):
    submission = judged(stage)[0]
    rule = findings(submission)[0].rule
    check(submission, {rule: (True, "")}, by=make_user(), at=LATER)
    assert counted(stage)["unchecked"] == 2


def test_who_leads_is_silent_until_all_is_declared(stage):
    first, second, third = proposals_of(stage)
    chair = make_appointment(stage, role="chair")
    make_appointment(make_judged_stage(proposals=0), role="chair", user=chair.user)
    assert counts(office(), timezone.now())["silent", stage.pk] == (1, [chair.pk])
    make_member(proposal=first, user=chair.user)
    declare(second, by=chair.user, has_conflict=True, grounds="Zio.", at=LATER)
    assert counted(stage)["silent"] == 1
    settle(third, **LEAVE)
    assert "silent" not in counted(stage)
    make_appointment(stage)
    assert "silent" not in counted(stage)


def test_committee_and_its_letters_are_of_their_stage(stage):
    other = make_judged_stage(proposals=0)
    appointment = Appointment(
        stage=stage, role="evaluator", name="Ugo", email="ugo@example.org"
    )
    appoint(appointment, by=make_user(), at=LATER)
    make_appointment(stage, role="chair")
    Letter.objects.filter(kind="appointment").update(state=LetterState.FAILED)
    found = counted(stage)
    assert [found[name] for name in ("appointed", "accepted", "unanswered")] == [
        2,
        1,
        1,
    ]
    assert found["failed"] == 2
    assert counted(other) == {}


def test_assignment_waits_for_a_declaration_then_for_its_review(stage):
    ada, bea = make_appointment(stage), make_appointment(stage)
    first, second, _third = proposals_of(stage)
    assign(stage, [(ada, first), (bea, first), (ada, second)], by=office(), at=LATER)
    found = counted(stage)
    assert (found["assigned"], found["undeclared"], found["unassigned"]) == (3, 3, 2)
    assert found["held"] == 2  # a letter to each of the two
    for person in (ada, bea):
        declare(first, by=person.user, has_conflict=False, at=LATER)
    judge(ada, first)
    found = counted(stage)
    assert [found[name] for name in ("reviewed", "missing", "undeclared")] == [1, 2, 1]
    assert found["few_reviews"] == 3
    judge(bea, first)
    assert counted(stage)["few_reviews"] == 2


def test_review_is_overdue_once_the_answer_was_promised(stage):
    ada = make_appointment(stage)
    give(ada, proposals_of(stage)[0])
    stage.answer_expected_on = timezone.localdate()
    stage.save()
    assert "overdue" not in counted(stage)
    assert counted(stage, now=timezone.now() + timedelta(days=1))["overdue"] == 1
    settle(proposals_of(stage)[0], **LEAVE)  # nobody waits for it any more
    assert "overdue" not in counted(stage, now=timezone.now() + timedelta(days=1))


def test_conflict_waits_for_a_substitute_where_somebody_was_to_judge(stage):
    chair, ada, bea = (
        make_appointment(stage, role=role)
        for role in ("chair", "evaluator", "evaluator")
    )
    proposal, other, _third = proposals_of(stage)
    conflict = {"has_conflict": True, "grounds": "Parente.", "at": LATER}
    declare(other, by=ada.user, **conflict)  # never given to her: nobody is missing
    assert "unreplaced" not in counted(stage)
    declare(proposal, by=chair.user, **conflict)
    give(ada, proposal)
    declaration = declare(proposal, by=ada.user, **conflict)
    assert counted(stage)["unreplaced"] == 2
    substitute(declaration, by=office(), appointment=bea, reason="Sì.", at=LATER)
    assert counted(stage)["unreplaced"] == 1


def test_decision_waits_to_be_approved_announced_and_written_down(stage):
    first, second, third = proposals_of(stage)
    decide(first, by=make_user(), at=LATER, **FUND)
    found = counted(stage)
    assert (found["undecided"], found["decided"], found["unapproved"]) == (2, 1, 1)
    approve(first.decisions.get(), by=make_user(), at=LATER)
    found = counted(stage)
    assert (found["approved"], found["unannounced"], found["held"]) == (1, 1, 1)
    assert "unapproved" not in found
    for each in (second, third):
        settle(each, **LEAVE)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    found = counted(stage)
    assert (found["published"], found["no_minutes"], found["draft_projects"]) == (
        3,
        1,
        1,
    )
    assert "unannounced" not in found
    minutes = make(stage, by=make_user(), at=LATER)
    found = counted(stage)
    assert found["minutes_unpublished"] == 1
    assert "no_minutes" not in found
    publish(minutes, by=make_user(), at=LATER)
    assert "minutes_unpublished" not in counted(stage)


def test_project_waits_for_both_languages_and_for_the_public(stage):
    first = proposals_of(stage)[0]
    settle(first, **FUND)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    found = counts(office(), timezone.now())
    project = first.decisions.get().project
    for name in ("incomplete_projects", "draft_projects", "placeless_projects"):
        assert found[name, stage.pk] == (1, [project.pk]), name
    place = make_place(latitude=None, longitude=None, precision="")
    project.project_places.create(place=place)
    found = counted(stage)
    assert found["unmapped_projects"] == 1
    assert "placeless_projects" not in found
    place.latitude, place.longitude, place.precision = 45, 9, "area"
    place.save()
    assert "unmapped_projects" not in counted(stage)
    project.title_en, project.summary_en = "Water", "Thirst."
    project.published_from = LATER
    project.save()
    assert not {"incomplete_projects", "draft_projects"} & counted(stage).keys()


def test_proposal_that_went_on_counts_at_both_stages():
    stage = make_judged_stage(proposals=1, stages=2)
    settle(proposals_of(stage)[0], outcome="next_stage", reason="Bene.")
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    second = stage.call.stages.get(number=2)
    found = counted(stage)
    assert (found["handed_in"], found["published"]) == (1, 1)
    assert counted(second) == {"drafts": 1}


def test_what_a_conflict_hides_is_not_counted(stage):
    first, second, third = proposals_of(stage)
    ada, bea = make_appointment(stage), make_appointment(stage)
    for each in (first, second):
        judge(ada, each)
        judge(bea, each)
        settle(each, **LEAVE)
    user = office()
    before = counted(stage, user)
    declare(first, by=user, has_conflict=True, grounds="Parente.", at=LATER)
    make_member(proposal=third, user=user)
    after = counted(stage, user)
    gone = ("undecided", "unchecked", "unassigned", "few_reviews")
    fewer = dict.fromkeys(("handed_in", "decided", "approved", "unannounced"), 1) | {
        "assigned": 2,
        "reviewed": 2,
        "held": before["held"] - 1,
    }
    kept = {name: n for name, n in before.items() if name not in gone}
    assert after == kept | fewer


def test_who_may_not_read_proposals_counts_nothing(stage):
    editor = make_user(is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    assert counted(stage, editor) == {}
    assert counted(stage, make_user(is_superuser=True)) == counted(stage)


@pytest.mark.parametrize("size", [1, 3])
def test_counting_takes_one_query(size, django_assert_num_queries):
    for _n in range(size):
        stage = make_judged_stage(proposals=size)
        for each in proposals_of(stage):
            judge(make_appointment(stage), each)
    user = make_user(is_superuser=True)
    with django_assert_num_queries(1):
        counts(user, timezone.now())
