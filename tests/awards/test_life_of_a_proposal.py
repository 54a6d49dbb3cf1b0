"""Whatever happens to a proposal, in any order, what must be true of it stays true.

`LIVES=2000 pytest tests/awards/test_life_of_a_proposal.py` looks longer than a test of
every day may.
"""

import os

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as depth
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    run_state_machine_as_test,
)

from awards.emails.answers import decision_of
from awards.models import Decision, Letter, Proposal
from awards.rules.files import files_in
from awards.rules.invariants import offences
from awards.rules.proposal import can_lead, can_write, shown_state
from awards.rules.told import work_in
from content.files.store import path_of
from tests.awards.life.handing_in import HandingIn
from tests.awards.life.naming import Naming
from tests.awards.life.office import Deciding, Granting
from tests.awards.life.scene import HOUR, Scene
from tests.awards.life.writing import Writing

pytestmark = pytest.mark.django_db
HAND_IN = ("mend_all_and_hand_in", "Sete.")
HAND_IN_ANEW = ("mend_all_and_hand_in", "Fame.")
CLOSE = ("come_to_the_deadline", HOUR)
TAKE_BACK = ("withdraw", "anna")
GO_ON = ("answer_at_once", 2)
SECOND_STAGE = (HAND_IN, GO_ON, ("see_the_second_stage_open",))
CHAPTERS = [
    (),
    (HAND_IN,),
    (HAND_IN, TAKE_BACK),
    (HAND_IN, TAKE_BACK, CLOSE),
    (CLOSE, HAND_IN),
    (HAND_IN, CLOSE, HAND_IN_ANEW),
    SECOND_STAGE,
    (*SECOND_STAGE, HAND_IN_ANEW),
    (*SECOND_STAGE, CLOSE, HAND_IN_ANEW),
    (*SECOND_STAGE, HAND_IN_ANEW, ("answer_at_once", 1)),
]


class Life(
    Scene, Writing, Naming, HandingIn, Granting, Deciding, RuleBasedStateMachine
):
    """A proposal from its first word to the answer, at one stage or at two."""

    @initialize(chapter=st.sampled_from(CHAPTERS))
    def begin(self, chapter):
        """Some lives are looked at from later on: more of what comes late is seen."""
        self.open_the_curtain()
        self.write_at_first()
        for name, *arguments in chapter:
            getattr(self, name)(*arguments)

    def teardown(self):
        self.drop_the_curtain()

    @invariant()
    def all_is_as_it_must_be(self):
        rows = Proposal.objects.filter(pk=self.proposal.pk)
        is_judged = self.model.decision or self.model.stage > 1
        assert list(offences(None if is_judged else rows)) == []
        mine = rows.get()
        self.check_what_was_acknowledged(mine)
        self.check_words(mine)
        self.check_people(mine)
        self.check_that_nothing_tells_early(mine)

    def check_what_was_acknowledged(self, mine):
        model, stored = self.model, list(mine.submissions.all())
        assert {each.number: each.sha256 for each in stored} == model.handed_in
        counts = [each.number for each in stored if each.pk == mine.counts_id]
        assert counts == ([model.counts] if model.counts else [])
        assert (mine.state, mine.stage_id) == (model.state, self.stage.pk)
        files = {file.sha256 for each in stored for file in files_in(work_in(each))}
        assert all(path_of(each).exists() for each in files)
        waiting = mine.late_attempts.filter(state="waiting")
        assert {each.pk for each in waiting} == set(model.attempts)

    def check_words(self, mine):
        stored = dict(mine.answers.exclude(key="unit.1").values_list("key", "value"))
        written = self.model.written.items()
        assert stored == {self.key(key): each.value for key, each in written}
        others = mine.other_texts.filter(settled_at=None)
        found = {(each.key, each.client): each.value for each in others}
        known = self.model.others.items()
        assert found == {(self.key(key), page): text for (key, page), text in known}

    def check_people(self, mine):
        model, members = self.model, {each.email: each for each in mine.members.all()}
        assert len(members) == len(model.team)
        for name, named in model.team.items():
            member = members[self.users[name].email]
            assert (member.role, member.state) == (named.role, named.state)
            assert (member.user_id == self.users[name].pk) == named.has_account
            if model.role(name):
                assert can_write(member, mine) == model.writes(name)
                assert can_lead(member, mine) == model.leads(name)
        answers = [
            (each.role, bool(each.confirmed_at), bool(each.declined_at))
            for each in mine.partners.all()
        ]
        assert answers == [
            (each.role, each.state == "confirmed", each.state == "declined")
            for each in model.partners.values()
        ]

    def check_that_nothing_tells_early(self, mine):
        """Of a decision, before its instant."""
        model = self.model
        assert (shown_state(mine) == "decided") == model.is_answered
        if model.decision and not model.is_answered:
            told = Letter.objects.filter(kind="decision", proposal=mine)
            told = told.exclude(state__in=("held", "discarded"))
            early = [decision_of(each) for each in told]
            published = Decision.objects.published().values_list("pk", flat=True)
            assert set(early) <= set(published)


def test_whole_life_of_a_proposal_keeps_what_must_be_true():
    run_state_machine_as_test(
        Life,
        settings=depth(
            max_examples=int(os.environ.get("LIVES", "30")),
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
