"""What somebody of a committee may do with a proposal, from where they sit."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.actions.appointment import dismiss
from awards.actions.assignment import assign, decline, end
from awards.actions.conflict import declare, substitute
from awards.actions.decision import announce, approve, decide
from awards.actions.submission import submit as hand_in
from awards.admin.declaration import colleagues_of
from awards.models import Act, Assignment, Review
from awards.rules.answer import feedback_of
from awards.rules.given import Given
from awards.rules.judged import form_of
from tests.awards.judging import (
    IN_TIME,
    LATER,
    give,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
    seat_of,
    write,
)
from tests.awards.reading import read, text_of
from tests.factories import make_member, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
CONFLICT = {"has_conflict": True, "grounds": "Zio.", "at": LATER}


@pytest.fixture
def stage():
    return make_judged_stage()


@pytest.fixture
def proposal(stage):
    return proposals_of(stage)[0]


@pytest.fixture
def ada(stage):
    return make_appointment(stage)


def decided(proposal, outcome="not_selected"):
    said = {"outcome": outcome, "reason": "Non convince.", "at": LATER}
    decision = decide(proposal, by=make_user(), **said)
    return approve(decision, by=make_user(), at=LATER)


def test_evaluator_declares_on_all_and_reads_what_is_theirs(client, proposal, ada):
    declare(proposal, by=ada.user, has_conflict=False, at=LATER)
    seat = seat_of(ada, proposal)
    assert (seat.can_declare, seat.can_read) == (True, False)
    sign_in(client, ada.user)
    where = [ada.pk, proposal.code]
    assert "Sete." not in read(client, "my-review", *where)
    assert client.get(reverse("my-review-write", args=where)).status_code == 404
    assert proposal.code in read(client, "my-committee", ada.pk)
    give(ada, proposal)
    assert "Sete." in read(client, "my-review", *where)
    decline(ada.assignments.get(), by=ada.user, reason="Troppe.", at=LATER)
    assert "Sete." not in read(client, "my-review", *where)
    client.post(
        reverse("my-review-declare", args=where), {"has_conflict": 1, "grounds": "Zio."}
    )
    assert seat_of(ada, proposal).is_hidden


@pytest.mark.parametrize("role", ["chair", "secretary"])
def test_who_leads_reads_all(stage, proposal, role):
    lead = make_appointment(stage, role=role)
    assert not seat_of(lead, proposal).can_read
    declare(proposal, by=lead.user, has_conflict=False, at=LATER)
    assert seat_of(lead, proposal).can_read


def test_who_takes_the_place_of_the_chair_has_the_powers_of_one(client, stage, ada):
    first, second = proposals_of(stage)
    chair, eva = make_appointment(stage, role="chair"), make_appointment(stage)
    judge(ada, first)
    judge(ada, second)
    said = declare(first, by=chair.user, **CONFLICT)
    substitute(said, by=make_user(), appointment=eva, reason="Esperta.", at=LATER)
    assert not seat_of(eva, first).can_reopen  # they declare first
    for each in (first, second):
        declare(each, by=eva.user, has_conflict=False, at=LATER)
    seats = [seat_of(eva, each) for each in (first, second)]
    assert [(each.can_read, each.can_reopen) for each in seats] == [
        (True, True),
        (False, False),
    ]
    sign_in(client, eva.user)
    assert "prendi il posto" in read(client, "my-committee", eva.pk)
    review = Review.objects.get(assignment__proposal=first)
    where = reverse("my-review-reopen", args=[eva.pk, first.code, review.pk])
    client.post(where, {"reason": "Motiva."})
    review.refresh_from_db()
    assert review.state == "draft"
    substitute(said, by=make_user(), appointment=ada, reason="Esperta.", at=LATER)
    assert not seat_of(eva, first).can_read


def test_place_of_an_evaluator_is_not_that_of_the_chair(stage, proposal, ada):
    eva = make_appointment(stage)
    said = declare(proposal, by=ada.user, **CONFLICT)
    substitute(said, by=make_user(), appointment=eva, reason="Esperta.", at=LATER)
    declare(proposal, by=eva.user, has_conflict=False, at=LATER)
    assert not seat_of(eva, proposal).can_read


def test_nobody_of_the_team_takes_a_place(stage, proposal, ada):
    chair, eva = make_appointment(stage, role="chair"), make_appointment(stage)
    make_member(proposal=proposal, user=eva.user)
    said = declare(proposal, by=chair.user, **CONFLICT)
    assert colleagues_of(said) == [ada]
    with pytest.raises(ValidationError, match="conflitto"):
        substitute(said, by=make_user(), appointment=eva, reason="Esperta.", at=LATER)


def told_to(proposal):
    form = form_of(proposal.stage)
    return [each.text for each in feedback_of(proposal.counts, form)]


def test_what_was_told_to_a_team_stays(stage, proposal, ada):
    judge(ada, proposal, applicant="Bella idea.")
    decided(proposal)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    proposal.refresh_from_db()
    assert told_to(proposal) == ["Bella idea."]
    declare(proposal, by=ada.user, **CONFLICT)
    with pytest.raises(ValidationError, match="decisa"):
        end(ada.assignments.get(), by=make_user(), reason="Zia.", at=LATER)
    assert told_to(proposal) == ["Bella idea."]
    assert seat_of(ada, proposal).is_hidden


def test_conflict_found_later_ends_what_is_not_decided(stage, proposal, ada):
    judge(ada, proposal)
    declare(proposal, by=ada.user, **CONFLICT)
    assert ada.assignments.get().state == "ended"
    act = Act.objects.get(deed="unassigned")
    assert (act.by, act.proposal, act.about) == (ada.user, proposal, str(ada))


def test_whoever_is_dismissed_leaves_an_act_for_each_thing_taken_back(stage, ada):
    first, second = proposals_of(stage)
    judge(ada, first)
    give(ada, second)
    dismiss(ada, by=make_user(), reason="Trasferita.", at=LATER)
    assert Act.objects.get(deed="unassigned").proposal == second


def test_giving_back_what_has_ended_or_is_judged_is_told(client, stage, proposal, ada):
    assignment = give(ada, proposal)
    stale = Assignment.objects.get(pk=assignment.pk)
    judge(ada, proposal)
    with pytest.raises(ValidationError, match="consegnata"):
        decline(stale, by=ada.user, reason="Troppe.", at=LATER)
    [other] = assign(stage, [(ada, proposals_of(stage)[1])], by=make_user(), at=LATER)
    end(other, by=make_user(), reason="Basta.", at=LATER)
    with pytest.raises(ValidationError, match="già"):
        decline(other, by=ada.user, reason="Troppe.", at=LATER)


def test_giving_back_without_a_reason_says_so(client, proposal, ada):
    give(ada, proposal)
    sign_in(client, ada.user)
    where = reverse("my-review-decline", args=[ada.pk, proposal.code])
    told = client.post(where, {"reason": " "}, follow=True)
    assert "perché" in text_of(told)
    assert ada.assignments.get().state == "open"


def test_somebody_new_in_a_later_version_is_declared_on_anew(client, proposal, ada):
    give(ada, proposal)
    who = proposal.members.get(role="coordinator").user
    write(proposal, who, {"title": "Acqua per tutti"}, IN_TIME)
    hand_in(proposal, by=who, began_at=IN_TIME)
    assert seat_of(ada, proposal).can_read  # the same people
    make_member(proposal=proposal, name="Zia Rita", user=make_user())
    hand_in(proposal, by=who, began_at=IN_TIME)
    assert not seat_of(ada, proposal).can_read
    sign_in(client, ada.user)
    where = [ada.pk, proposal.code]
    shown = read(client, "my-review", *where)
    assert "Zia Rita" in shown
    assert "Sete." not in shown
    client.post(reverse("my-review-declare", args=where), {"has_conflict": 0})
    assert "Sete." in read(client, "my-review", *where)
    assert Act.objects.filter(deed="declared").count() == 2


def test_conflict_never_lapses(proposal, ada):
    said = declare(proposal, by=ada.user, **CONFLICT)
    make_member(proposal=proposal, name="Zia Rita", user=make_user())
    who = proposal.members.get(role="coordinator").user
    hand_in(proposal, by=who, began_at=IN_TIME)
    said.refresh_from_db()
    assert (said.lapsed_at, seat_of(ada, proposal).is_hidden) == (None, True)


def test_nobody_judges_what_they_may_have_read_the_reviews_of(stage, ada):
    first, second = proposals_of(stage)
    eva, chair = make_appointment(stage), make_appointment(stage, role="chair")
    judge(ada, first)
    for each in (eva, chair):
        declare(first, by=each.user, has_conflict=False, at=LATER)
    assign(stage, [(chair, second)], by=make_user(), at=LATER)
    with pytest.raises(ValidationError, match="hanno valutato"):
        assign(stage, [(chair, first)], by=make_user(), at=LATER)
    judge(eva, second)  # from here on the ranking is open to Eva
    with pytest.raises(ValidationError, match="hanno valutato"):
        assign(stage, [(eva, first)], by=make_user(), at=LATER)
    assert (first.pk, eva.pk) in Given(stage, make_user()).read
    assign(stage, [(ada, first), (ada, second)], by=make_user(), at=LATER)
    assert ada.assignments.count() == 2


def test_who_judged_nothing_may_be_given_what_they_declared_on(stage, proposal, ada):
    eva = make_appointment(stage)
    declare(proposal, by=eva.user, has_conflict=False, at=LATER)
    judge(ada, proposal)
    assign(stage, [(eva, proposal)], by=make_user(), at=LATER)
    assert eva.assignments.get().proposal == proposal
