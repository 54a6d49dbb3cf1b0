"""Who coordinates: one always, as many proposals as the call lets, of its groups."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.actions import team
from awards.actions.form import freeze
from awards.actions.submission import Unready, admit, revive, submit, withdraw
from awards.models import Member
from tests.awards.test_submission import (
    DEADLINE,
    IN_TIME,
    at_once,
    make_open_stage,
    write,
)
from tests.factories import (
    make_call,
    make_member,
    make_proposal,
    make_question,
    make_section,
    make_stage,
    make_user,
)
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_strict_stage()


def make_strict_stage():
    """Of a call that lets tenured people coordinate, one proposal each."""
    rules = {"proposals_per_coordinator": 1, "coordinators": ["tenured"]}
    stage = make_stage(call=make_call(**rules), closes_at=DEADLINE)
    make_question(section=make_section(stage=stage), key="need")
    freeze(stage, by=make_user())
    return stage


def complete(stage, who):
    """A proposal that may be handed in, coordinated by somebody tenured."""
    proposal = make_proposal(stage=stage, coordinator=who)
    proposal.members.update(role_group="tenured")
    write(proposal, who, title="Acqua", duration="12", q_need="Sete.")
    return proposal


def handed_in(stage, who):
    proposal = complete(stage, who)
    submit(proposal, by=who, began_at=IN_TIME)
    return proposal


def colleague(proposal, user, **fields):
    return make_member(proposal=proposal, user=user, **fields)


def coordinator(proposal):
    return proposal.members.get(role="coordinator")


def hand_over(member, at=IN_TIME):
    team.hand_over(member, by=coordinator(member.proposal), at=at)


def test_what_was_withdrawn_comes_back_only_within_the_number(stage):
    anna = make_user()
    first = handed_in(stage, anna)
    withdraw(first, by=anna, reason="Meglio l’altra.", at=IN_TIME)
    second = handed_in(stage, anna)
    with pytest.raises(ValidationError, match="coordina già"):
        revive(first, by=anna, began_at=IN_TIME)
    withdraw(second, by=anna, reason="Meglio la prima.", at=IN_TIME)
    revive(first, by=anna, began_at=IN_TIME)
    first.refresh_from_db()
    assert first.state == "submitted"


def test_what_is_handed_in_goes_over_only_to_who_has_room(stage):
    anna, bruno = make_user(), make_user()
    handed_in(stage, bruno)
    proposal = handed_in(stage, anna)
    member = colleague(proposal, bruno, role_group="tenured")
    with pytest.raises(ValidationError, match="coordina già"):
        hand_over(member)
    assert coordinator(proposal).user == anna


def test_what_is_handed_in_goes_over_only_to_who_may_coordinate(stage):
    proposal = handed_in(stage, make_user())
    member = colleague(proposal, make_user(), role_group="phd_student")
    with pytest.raises(ValidationError, match="Chi coordina deve"):
        hand_over(member)
    member.role_group = "tenured"
    member.save()
    hand_over(member)
    assert coordinator(proposal) == member


def test_a_draft_goes_over_to_anybody_and_is_refused_when_handed_in(stage):
    anna, bruno = make_user(), make_user()
    handed_in(stage, bruno)
    draft = complete(stage, anna)
    hand_over(colleague(draft, bruno, role_group="phd_student"))
    with pytest.raises(Unready) as unready:
        submit(draft, by=bruno, began_at=IN_TIME)
    assert [fault.place for fault in unready.value.faults] == ["team", "team"]


@pytest.mark.django_db(transaction=True)
def test_two_handed_over_to_one_person_at_once_are_one():
    stage, bruno = make_strict_stage(), make_user()
    members = [
        colleague(handed_in(stage, make_user()), bruno, role_group="tenured")
        for _n in range(2)
    ]
    came = at_once(*(lambda m=each: hand_over(m) for each in members))
    assert sorted(str(type(each).__name__) for each in came) == [
        "NoneType",
        "ValidationError",
    ]
    assert bruno.memberships.filter(role="coordinator").count() == 1


def test_the_office_reads_that_a_late_one_would_be_too_many(client, stage):
    come_as(client, "award office")
    anna, late = make_user(), DEADLINE + timedelta(hours=1)
    both = [complete(stage, anna) for _n in range(2)]
    one, other = (submit(each, by=anna, began_at=late) for each in both)
    page = reverse("admin:awards_lateattempt_change", args=[other.pk])
    assert "coordina già" not in client.get(page).content.decode()
    admit(one, by=make_user(), reason="Guasto.", at=late)
    assert "coordina già" in client.get(page).content.decode()


@pytest.mark.parametrize("said", ["reader", "manager"])
def test_a_page_opened_before_takes_no_coordination_away(said):
    proposal = make_proposal(stage=make_open_stage())
    ada = colleague(proposal, make_user(), role="reader")
    member = colleague(proposal, make_user())
    as_read = Member.objects.get(pk=member.pk)
    hand_over(member)
    as_read.role, as_read.name = said, "Bruno Bo"
    ada.role = "manager"
    ada.save()
    team.change(as_read, by=ada, changed=["role", "name"])
    assert coordinator(proposal).name == "Bruno Bo"


@pytest.mark.parametrize(
    "act", [team.decline, lambda member: team.take_out(member, by=member.boss)]
)
def test_who_coordinates_meanwhile_neither_leaves_nor_is_taken_out(act):
    proposal = make_proposal(stage=make_open_stage())
    member = colleague(proposal, make_user())
    as_read = Member.objects.get(pk=member.pk)
    as_read.boss = colleague(proposal, make_user(), role="manager")
    hand_over(member)
    with pytest.raises(ValidationError, match="coordina"):
        act(as_read)
    assert coordinator(proposal) == member


def test_one_page_changes_what_it_changed_and_nothing_else():
    """Two colleagues on the same member: what each said stays."""
    proposal = make_proposal(stage=make_open_stage())
    member = colleague(proposal, make_user(), role="reader")
    as_read = Member.objects.get(pk=member.pk)
    member.role = "editor"
    team.change(member, by=coordinator(proposal), changed=["role"])
    as_read.name = "Bruno Bo"
    team.change(as_read, by=coordinator(proposal), changed=["name"])
    member.refresh_from_db()
    assert (member.name, member.role) == ("Bruno Bo", "editor")
