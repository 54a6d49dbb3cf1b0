"""What came late once something else happened, and what comes before the opening."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.actions.decision import announce
from awards.actions.submission import admit, refuse, revive, submit, withdraw
from awards.models import Extension, Letter, Submission
from tests.awards.judging import CLOSES, make_judged_stage, proposals_of
from tests.awards.judging import LATER as DECIDED
from tests.awards.judging import write as type_in
from tests.awards.test_decision_actions import settle
from tests.awards.test_submission import DEADLINE, IN_TIME, make_open_stage, write
from tests.factories import make_proposal, make_user

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATE = DEADLINE + MINUTE
GOES_ON = "continua a valere"


@pytest.fixture
def anna():
    return make_user(email="anna@example.org", language="it")


@pytest.fixture
def proposal(anna):
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    return proposal


def let_in(attempt):
    return admit(attempt, by=make_user(), reason="Guasto nostro.", at=LATE)


def keep_out(attempt):
    return refuse(attempt, by=make_user(), reason="Fuori termine.", at=LATE)


def last_letter(kind):
    return Letter.objects.filter(kind=kind).order_by("pk").last().body


def state_of(proposal):
    proposal.refresh_from_db()
    return proposal.state, proposal.counts and proposal.counts.number


def test_what_was_withdrawn_afterwards_does_not_count_again(proposal, anna):
    submit(proposal, by=anna, began_at=IN_TIME)
    write(proposal, anna, q_need="Fame.")
    attempt = submit(proposal, by=anna, began_at=LATE)
    assert GOES_ON in last_letter("late_kept")
    withdraw(proposal, by=anna, reason="Basta.", at=LATE + MINUTE)
    with pytest.raises(ValidationError, match="ha ritirato"):
        let_in(attempt)
    assert state_of(proposal) == ("withdrawn", 1)
    keep_out(attempt)
    assert GOES_ON not in last_letter("late_decided")


def test_what_came_late_after_a_withdrawal_may_be_admitted(proposal, anna):
    submit(proposal, by=anna, began_at=IN_TIME)
    withdraw(proposal, by=anna, reason="Basta.", at=IN_TIME)
    write(proposal, anna, q_need="Fame.")
    let_in(submit(proposal, by=anna, began_at=LATE))
    assert state_of(proposal) == ("submitted", 2)


def test_the_older_of_two_never_takes_the_place_of_the_newer(proposal, anna):
    older = submit(proposal, by=anna, began_at=LATE)
    write(proposal, anna, q_need="Fame.")
    newer = submit(proposal, by=anna, began_at=LATE + MINUTE)
    newer = let_in(newer)
    with pytest.raises(ValidationError, match="versione 1"):
        let_in(older)
    keep_out(older)
    assert GOES_ON in last_letter("late_decided")
    assert proposal.submissions.get() == newer.submission


def test_both_may_be_admitted_in_their_order(proposal, anna):
    older = submit(proposal, by=anna, began_at=LATE)
    write(proposal, anna, q_need="Fame.")
    newer = submit(proposal, by=anna, began_at=LATE + MINUTE)
    let_in(older)
    let_in(newer)
    assert state_of(proposal) == ("submitted", 2)


def test_what_an_extension_brought_back_counts_as_handed_in(proposal, anna):
    submit(proposal, by=anna, began_at=IN_TIME)
    withdraw(proposal, by=anna, reason="Basta.", at=IN_TIME)
    Extension.objects.create(
        stage=proposal.stage,
        person=anna,
        until=LATE,
        reason="Malattia.",
        by=make_user(),
        at=IN_TIME,
    )
    revive(proposal, by=anna, began_at=LATE)
    assert state_of(proposal) == ("submitted", 1)


def make_admitted(late=False):
    """A proposal at the second stage, which is not open yet; and what came late."""
    stage = make_judged_stage(proposals=1, stages=2)
    [proposal] = proposals_of(stage)
    who = proposal.members.get().user
    attempt = None
    if late:
        type_in(proposal, who, {"q.need": "Fame."})
        attempt = submit(proposal, by=who, began_at=CLOSES + MINUTE)
    settle(proposal, outcome="next_stage", reason="Avanti.")
    announce(stage, by=make_user(), instant=DECIDED, at=DECIDED)
    proposal.refresh_from_db()
    return proposal, who, attempt


def test_what_came_late_at_a_stage_that_is_over_counts_at_none():
    proposal, _who, attempt = make_admitted(late=True)
    with pytest.raises(ValidationError, match="altra fase"):
        let_in(attempt)
    assert state_of(proposal) == ("draft", 1)
    keep_out(attempt)
    assert GOES_ON not in last_letter("late_decided")


def test_nothing_is_handed_in_before_the_stage_opens(client, time_machine):
    proposal, who, _attempt = make_admitted()
    type_in(proposal, who, {"q.need": "Fame."})
    opens = proposal.stage.opens_at
    check = reverse("proposal-check", args=[proposal.code])
    time_machine.move_to(opens - MINUTE, tick=False)
    client.force_login(who)
    assert "<button" not in client.get(check).content.decode().split("Non manca")[1]
    answer = client.post(check, follow=True)
    assert "non è ancora aperta" in answer.content.decode()
    assert Submission.objects.count() == 1
    time_machine.move_to(opens, tick=False)
    client.post(check)
    assert state_of(proposal) == ("submitted", 2)
