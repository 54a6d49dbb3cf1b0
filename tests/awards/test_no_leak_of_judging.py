"""A word of its own in each private text of judging: nobody reads one not for them.

What each person may read is worked out here from what happened, by rules of a few
lines; then all that they can open is searched for all the words.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.actions.conflict import declare
from awards.actions.decision import announce, approve, decide
from awards.actions.ranking import close
from awards.actions.review import remark
from awards.models import Assignment
from tests.awards.judging import (
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    seat_of,
)
from tests.awards.test_no_leak import PUBLIC
from tests.factories import make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
EVALUATORS, PROPOSALS = range(3), range(2)
# What an evaluator did with a proposal.
UNTOLD, DECLARED, JUDGED, CONFLICT = "untold", "declared", "judged", "conflict"
DEEDS = st.sampled_from([UNTOLD, DECLARED, JUDGED, CONFLICT])
STATES = st.sampled_from(["judging", "decided", "published"])


def word(*parts):
    """One that no page has by itself, such as `zqxe1p0`."""
    return "zqx" + "".join(map(str, parts))


class Judging:
    """Two proposals, three evaluators, and what each did with each."""

    def __init__(self, deeds, state):
        self.deeds, self.state = deeds, state
        self.stage = make_judged_stage(proposals=0)
        self.proposals = [
            make_handed_in(self.stage, title=word("title", p)) for p in PROPOSALS
        ]
        self.seats = [make_appointment(self.stage) for _e in EVALUATORS]
        self.secretary = make_appointment(self.stage, role="secretary")
        for (e, p), deed in deeds.items():
            self.do(self.seats[e], self.proposals[p], deed, e, p)
        if all(any(deeds[e, p] == JUDGED for e in EVALUATORS) for p in PROPOSALS):
            close(self.stage, by=self.secretary.user, at=timezone.now())
        self.answer()

    def do(self, seat, proposal, deed, e, p):
        now = timezone.now()
        Assignment.objects.create(
            appointment=seat, proposal=proposal, by=make_user(), at=now
        )
        if deed == JUDGED:
            declare(proposal, by=seat.user, has_conflict=False, at=now)
            said = {"committee": word("inside", e, p), "applicant": word("told", e, p)}
            judge(seat, proposal, at=now, **said)
            remark(seat_of(seat, proposal), text=word("said", e, p), at=now)
        elif deed == DECLARED:
            declare(proposal, by=seat.user, has_conflict=False, at=now)
        elif deed == CONFLICT:
            said = {"has_conflict": True, "grounds": word("grounds", e, p)}
            declare(proposal, by=seat.user, at=now, **said)

    def answer(self):
        now = timezone.now()
        if self.state == "judging":
            return
        for p, proposal in enumerate(self.proposals):
            said = {"outcome": "not_selected", "reason": word("reason", p)}
            decision = decide(proposal, by=make_user(), at=now, **said)
            approve(decision, by=make_user(), at=now)
        later = now + timedelta(hours=self.state != "published")
        announce(self.stage, by=make_user(), instant=later, at=now)

    def every_word(self):
        for p in PROPOSALS:
            yield from (word("title", p), word("reason", p))
            for e in EVALUATORS:
                for kind in ("inside", "told", "said", "grounds"):
                    yield word(kind, e, p)

    def judged(self, p):
        return [e for e in EVALUATORS if self.deeds[e, p] == JUDGED]

    def may_read_evaluator(self, me):
        """The words that an evaluator may read."""
        for p in PROPOSALS:
            deed = self.deeds[me, p]
            if deed == CONFLICT:
                continue
            yield word("title", p)  # to declare on it
            if deed == JUDGED:
                for e in self.judged(p):
                    yield from (word("inside", e, p), word("told", e, p))
                    yield word("said", e, p)

    def may_read_team(self, p):
        """The words that the team of a proposal may read."""
        yield word("title", p)
        if self.state == "published":
            yield word("reason", p)
            yield from (word("told", e, p) for e in self.judged(p))


def read(client, address):
    answer = client.get(address, follow=True)
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(parts).decode(errors="replace")


def pages_of_evaluator(judging, seat):
    yield reverse("my-reviews")
    for name in ("my-committee", "my-ranking", "my-ranking-csv"):
        yield reverse(name, args=[seat.pk])
    for proposal in judging.proposals:
        for name in ("my-review", "my-review-write"):
            yield reverse(name, args=[seat.pk, proposal.code])


def pages_of_team(judging):
    yield from (reverse("my-proposals"), reverse("my-data"), reverse("my-reviews"))
    for proposal in judging.proposals:
        for name in ("proposal", "proposal-check", "proposal-preview"):
            yield reverse(name, args=[proposal.code])
        yield reverse("proposal-version", args=[proposal.code, 1])
        receipt = proposal.counts.receipt_number
        yield reverse("receipts") + f"?receipt={receipt}"


def public_pages(judging):
    year = judging.stage.call.competition.year
    yield from map(reverse, PUBLIC)
    for name in ("call", "call-form-text", "call-calendar", "competition"):
        yield reverse(name, args=[year])


def found_by(judging, client, addresses):
    text = "\n".join(read(client, address) for address in addresses)
    return {each for each in judging.every_word() if each in text}


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    deeds=st.fixed_dictionaries({(e, p): DEEDS for e in EVALUATORS for p in PROPOSALS}),
    state=STATES,
)
def test_nobody_reads_a_word_that_is_not_for_them(db, deeds, state):
    judging = Judging(deeds, state)
    for e in EVALUATORS:
        client, seat = Client(), judging.seats[e]
        sign_in(client, seat.user)
        found = found_by(judging, client, pages_of_evaluator(judging, seat))
        allowed = set(judging.may_read_evaluator(e))
        assert found <= allowed, (e, found - allowed)
        assert {word("title", p) for p in PROPOSALS if deeds[e, p] != CONFLICT} <= found
    for p in PROPOSALS:
        client = Client()
        sign_in(client, judging.proposals[p].members.get().user)
        found = found_by(judging, client, pages_of_team(judging))
        assert found <= set(judging.may_read_team(p)), found
    visitor = found_by(judging, Client(), public_pages(judging))
    assert visitor == set()
