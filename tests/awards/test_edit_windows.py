"""Some sections open again after the deadline: those, and nothing else."""

from datetime import timedelta

import pytest

from awards.actions.submission import Unready, submit
from awards.models import EditWindow, LateAttempt
from awards.rules.told import work_in
from tests.awards.test_submission import DEADLINE, IN_TIME, make_open_stage, write
from tests.factories import make_proposal, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = DEADLINE + timedelta(days=2)
WINDOW = DEADLINE + timedelta(days=1), DEADLINE + timedelta(days=3)


@pytest.fixture
def anna():
    return make_user(email="anna@example.org")


@pytest.fixture
def proposal(anna):
    """One handed in, of whose section only the award office opens again."""
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    submit(proposal, by=anna, began_at=IN_TIME)
    return proposal


def open_again(proposal, name="section"):
    section = f"s{proposal.stage.sections.get().pk}"
    at, until = WINDOW
    return EditWindow.objects.create(
        proposal=proposal,
        sections=[section if name == "section" else name],
        reason="Mancava un dato.",
        by=make_user(),
        at=at,
        until=until,
    )


def answers(submission):
    return work_in(submission)["answers"]


def test_only_what_is_open_again_changes(proposal, anna):
    open_again(proposal)
    write(proposal, anna, title="Fuoco", q_need="Altra sete.")
    submission = submit(proposal, by=anna, began_at=LATER)
    assert (submission.number, submission.seconds_late) == (2, 0)
    said = answers(submission)
    assert (said["title"], said["q.need"]) == ("Acqua", "Altra sete.")
    proposal.refresh_from_db()
    assert proposal.counts == submission
    assert proposal.steps.last().reason == "Mancava un dato."


def test_the_same_again_is_the_version_there_is(proposal, anna):
    open_again(proposal)
    write(proposal, anna, title="Fuoco")
    assert submit(proposal, by=anna, began_at=LATER).number == 1
    assert not LateAttempt.objects.exists()


def test_a_fault_elsewhere_does_not_matter_and_one_inside_does(proposal, anna):
    open_again(proposal)
    write(proposal, anna, title="", q_need="Altra sete.")
    assert submit(proposal, by=anna, began_at=LATER).number == 2
    write(proposal, anna, q_need="parola " * 11)
    with pytest.raises(Unready) as unready:
        submit(proposal, by=anna, began_at=LATER)
    assert len(unready.value.faults) == 1
    assert proposal.submissions.count() == 2


@pytest.mark.parametrize("when", [WINDOW[0] - HOUR, WINDOW[1] + HOUR])
def test_outside_the_window_it_is_late(proposal, anna, when):
    open_again(proposal)
    write(proposal, anna, q_need="Altra sete.")
    assert isinstance(submit(proposal, by=anna, began_at=when), LateAttempt)


def test_of_another_proposal_it_opens_nothing(proposal, anna):
    other = make_proposal(stage=proposal.stage)
    open_again(other)
    write(proposal, anna, q_need="Altra sete.")
    assert isinstance(submit(proposal, by=anna, began_at=LATER), LateAttempt)


def test_a_draft_has_no_window(proposal, anna):
    draft = make_proposal(stage=proposal.stage, coordinator=anna)
    open_again(draft)
    write(draft, anna, title="Aria", duration="12", q_need="Sete.")
    assert isinstance(submit(draft, by=anna, began_at=LATER), LateAttempt)
