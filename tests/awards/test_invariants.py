"""What is always true of proposals: found when it is not, and kept by all they live."""

from contextlib import suppress
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from hypothesis import settings as depth
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from awards.actions.submission import (
    Unready,
    admit,
    refuse,
    revive,
    submit,
    withdraw,
)
from awards.actions.working_copy import Change, save, settle
from awards.models import Inspection, LateAttempt, Proposal, Submission
from awards.rules.invariants import offences
from tests.awards.calls import make_call_open_now
from tests.factories import make_member, make_proposal, make_user

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
TEXTS = ["Sete.", "Fame.", "Sete e fame.", "", "parola " * 11]


class Life(RuleBasedStateMachine):
    """A proposal with three members, of whom one only writes; time goes on."""

    people = Bundle("people")

    @initialize(target=people)
    def begin(self):
        self.stage = make_call_open_now()
        self.now = self.stage.closes_at - 5 * MINUTE
        coordinator = make_user()
        self.proposal = make_proposal(stage=self.stage, coordinator=coordinator)
        self.counted = None  # the submission that an applicant was told counts
        self.told = {}  # number: hash, of all that were acknowledged
        self.pages = {}
        self.type_all(coordinator)
        return coordinator

    @rule(target=people, role=st.sampled_from(["editor", "reader"]))
    def join(self, role):
        return make_member(proposal=self.proposal, user=make_user(), role=role).user

    def type_all(self, who):
        for key, text in (("title", "Acqua"), ("duration", "12"), ("q.need", "Sete.")):
            self.type(who, key, text, 0, new_page=False)

    @rule(
        who=people,
        key=st.sampled_from(["q.need", "title"]),
        text=st.sampled_from(TEXTS),
        base=st.integers(0, 3),
        new_page=st.booleans(),
    )
    def type(self, who, key, text, base, new_page):
        if new_page or who.pk not in self.pages:
            self.pages[who.pk] = [uuid4(), 0]
        page = self.pages[who.pk]
        page[1] += 1
        change = Change(key, text, base)
        sent = {"by": who, "client": page[0], "number": page[1], "at": self.now}
        save(self.proposal, changes=[change], **sent)
        again = save(self.proposal, changes=[change], **sent)
        assert again.repeated

    @rule(who=people)
    def choose(self, who):
        for other in self.proposal.other_texts.filter(settled_at=None):
            base = self.proposal.answers.get(key=other.key).revision
            chosen = {"take": True, "base": base, "by": who, "client": uuid4()}
            settle(self.proposal, other, at=self.now, **chosen)

    @rule(minutes=st.sampled_from([1, 6]))
    def wait(self, minutes):
        self.now += minutes * MINUTE

    @rule(who=people)
    def hand_in(self, who):
        self.try_to_hand_in(who)

    @rule(text=st.sampled_from(TEXTS[:3]))
    def change_and_hand_in(self, text):
        coordinator = self.proposal.members.get(role="coordinator").user
        page = self.pages[coordinator.pk]
        for other in self.proposal.other_texts.filter(settled_at=None):
            settle(
                self.proposal,
                other,
                take=False,
                base=0,
                by=coordinator,
                client=page[0],
                at=self.now,
            )
        for key, typed in (("title", "Acqua"), ("q.need", text)):
            stored = self.proposal.answers.get(key=key)
            self.type(coordinator, key, typed, stored.revision, new_page=False)
        self.try_to_hand_in(coordinator)

    def try_to_hand_in(self, who):
        before = Submission.objects.filter(proposal=self.proposal).count()
        try:
            came = submit(self.proposal, by=who, began_at=self.now)
        except (Unready, PermissionDenied):
            assert self.proposal.submissions.count() == before
            return
        if isinstance(came, Submission):
            assert came.number in self.told or self.now <= self.stage.closes_at
            self.told[came.number] = came.sha256
            self.counted = came.number
        else:
            assert self.now > self.stage.closes_at

    @rule(who=people)
    def take_back(self, who):
        with suppress(PermissionDenied, ValidationError):
            withdraw(self.proposal, by=who, reason="Basta.", at=self.now)

    @rule(who=people)
    def bring_back(self, who):
        try:
            revive(self.proposal, by=who, began_at=self.now)
        except PermissionDenied:
            pass
        except ValidationError:
            assert self.now > self.stage.closes_at

    @rule(decide=st.sampled_from([admit, refuse]))
    def judge(self, decide):
        attempt = LateAttempt.objects.filter(
            proposal=self.proposal, state="waiting"
        ).first()
        if attempt:
            decided = decide(attempt, by=make_user(), reason="Sì.", at=self.now)
            if decided.submission:
                self.told[decided.submission.number] = decided.submission.sha256
                self.counted = decided.submission.number

    @invariant()
    def all_is_as_it_must_be(self):
        if not hasattr(self, "proposal"):
            return
        mine = Proposal.objects.filter(pk=self.proposal.pk)
        assert list(offences(mine)) == []
        stored = dict(self.proposal.submissions.values_list("number", "sha256"))
        assert stored == self.told
        counts = mine.values_list("counts__number", flat=True).get()
        assert counts == self.counted


def test_whole_life_of_a_proposal_keeps_what_must_be_true():
    run_state_machine_as_test(
        Life,
        settings=depth(
            max_examples=25, stateful_step_count=20, deadline=None, database=None
        ),
    )


@pytest.fixture
def submission():
    stage = make_call_open_now()
    anna = make_user()
    proposal = make_proposal(stage=stage, coordinator=anna)
    for n, (key, text) in enumerate(
        (("title", "Acqua"), ("duration", "12"), ("q.need", "Sete.")), 1
    ):
        change = Change(key, text, 0)
        now = stage.opens_at
        save(proposal, by=anna, client=uuid4(), number=n, changes=[change], at=now)
    return submit(proposal, by=anna, began_at=stage.opens_at)


def check():
    words = StringIO()
    call_command("check_invariants", stdout=words)
    return words.getvalue()


def test_command_finds_nothing_where_all_is_right(submission):
    assert check() == "All is as it must be.\n"


def test_last_look_is_kept_with_what_it_found(submission):
    check()
    first = Inspection.objects.get()
    proposal = submission.proposal
    proposal.steps.all().delete()
    with pytest.raises(CommandError):
        check()
    last = Inspection.objects.get()
    assert last.at > first.at
    found = last.offences.get()
    assert (found.kind, found.key) == ("proposal", proposal.pk)
    assert (found.proposal, found.row) == (proposal, f"proposal {proposal.code}")


CHANGES = [
    ("awards_submission", "content = replace(content, 'Sete', 'Fame')", "another hash"),
    ("awards_submission", "signature = 'AAAA'", "signature is not of its content"),
    ("awards_submission", "work_sha256 = 'x'", "its work has another hash"),
    ("awards_submission", "number = 7", "numbered [7]"),
    ("awards_proposal", "state = 'withdrawn'", "its steps end at submitted"),
    ("awards_proposal", "counts_id = NULL, state = 'draft'", "not the one that counts"),
    ("awards_proposalstep", "origin = 'decided'", "goes from decided to submitted"),
    ("awards_member", "role = 'editor'", "it has no coordinator"),
    ("awards_formversion", "content = content || ' '", "form that it answers"),
]


@pytest.mark.parametrize(("table", "change", "words"), CHANGES)
def test_command_names_what_was_changed_behind_our_back(
    submission, capsys, table, change, words
):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute(f'UPDATE "{table}" SET {change}')  # noqa: S608
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    with pytest.raises(CommandError, match="Not as it must be"):
        call_command("check_invariants")
    assert words in capsys.readouterr().out
