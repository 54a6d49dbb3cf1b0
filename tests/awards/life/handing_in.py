"""Handing a proposal in, in time and late, taking it back, bringing it back."""

from copy import deepcopy
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from awards.actions.partners import add
from awards.actions.proposal import throw_away
from awards.actions.submission import (
    Unready,
    admit,
    refuse,
    revive,
    submit,
    withdraw,
)
from awards.actions.team import invite
from awards.models import (
    LateAttempt,
    Member,
    Proposal,
    ProposalPartner,
    Submission,
)
from tests.awards.life.scene import PEOPLE, Model, Work, one, refused
from tests.awards.life.writing import TEXTS

leader = one(Model.leaders)


class HandingIn:
    """What a team hands in, and what becomes of it."""

    @precondition(lambda self: self.model.leaders())
    @rule(who=leader)
    def hand_in(self, who):
        model = self.model
        if model.now < self.stage.opens_at:
            with refused(ValidationError):
                submit(self.proposal, by=self.users[who], began_at=model.now)
            return
        window = model.window if model.is_late(who) else None
        missing, work = model.missing(), model.work_now()
        if window:
            work = self.work_within(window)
            missing = model.missing(work.form) & window
        try:
            came = submit(self.proposal, by=self.users[who], began_at=model.now)
        except Unready as told:
            places = {each.place for each in told.faults}
            assert places == {self.key(each) for each in missing}
            return
        assert not missing
        self.came(came, work, is_late=model.is_late(who) and not window)

    def work_within(self, window):
        """The version that counts, with what the fields open again hold now."""
        counts, written = self.model.work, self.model.work_now().answers
        kept = {k: v for k, v in counts.answers.items() if k not in window}
        now = {k: v for k, v in written.items() if k in window}
        return Work(counts.form, kept | now, counts.rest, self.model.now)

    def came(self, came, work, *, is_late):
        model = self.model
        if model.state in ("submitted", "decided") and work == model.work:
            assert came.number == model.counts
        elif is_late:
            assert isinstance(came, LateAttempt)
            known = model.attempts.setdefault(came.pk, deepcopy(work))
            assert known == work
            model.came_late = True
        else:
            assert isinstance(came, Submission)
            self.counts_now(came, work)

    def counts_now(self, submission, work):
        model = self.model
        assert submission.number == len(model.handed_in) + 1
        model.handed_in[submission.number] = submission.sha256
        model.counts, model.work = submission.number, deepcopy(work)
        model.state, model.decision = "submitted", None

    @precondition(lambda self: self.model.leaders())
    @rule(text=st.sampled_from(TEXTS["q.need"][:2]))
    def mend_all_and_hand_in(self, text):
        """The coordinator does what the page says is missing."""
        model, who = self.model, self.coordinator
        for key, right in (("title", "Acqua"), ("q.need", text), ("cost", "500")):
            self.send(who, key, right, model.written[key].revision)
        for name in [n for n, each in model.team.items() if each.state == "invited"]:
            self.answer_invitation(name, "signed in")
        while any(each.state != "confirmed" for each in model.partners.values()):
            self.change_partner(who, "out")
        self.hand_in(who)

    @precondition(lambda self: self.model.leaders())
    @rule(who=leader)
    def withdraw(self, who):
        model = self.model
        is_in = model.state in ("submitted", "decided")
        said = {"by": self.users[who], "reason": "Basta.", "at": model.now}
        with refused(None if is_in else ValidationError):
            withdraw(self.proposal, **said)
        if is_in:
            model.state, model.decision = "withdrawn", None
            model.withdrawn_at = model.now

    @precondition(lambda self: self.model.state == "withdrawn")
    @rule(who=leader)
    def revive(self, who):
        is_late = self.model.is_late(who)
        with refused(ValidationError if is_late else None):
            revive(self.proposal, by=self.users[who], began_at=self.model.now)
        if not is_late:
            self.model.state = "submitted"

    @rule(who=st.sampled_from(PEOPLE))
    def try_what_others_may(self, who):
        """Only who leads does any of this, and until the answer; others are refused."""
        if self.model.leads(who):
            return
        user, now = self.users[who], self.model.now
        said = {"by": user, "began_at": now}
        tried = [partial(submit, **said), partial(revive, **said)]
        tried.append(partial(withdraw, by=user, reason="Basta.", at=now))
        if who in self.model.team:  # or was, when the page was opened
            said = {"by": self.member(who), "at": now}
            tried.append(partial(invite, member=Member(name="Elio"), **said))
            tried.append(partial(add, partner=ProposalPartner(role="Ospita"), **said))
        for does in tried:
            with refused(PermissionDenied):
                does(self.proposal)

    @precondition(lambda self: self.model.attempts)
    @rule(admits=st.booleans())
    def judge_what_came_late(self, admits):
        model = self.model
        number, work = next(iter(model.attempts.items()))
        attempt = LateAttempt.objects.get(pk=number)
        said = {"by": self.staff, "reason": "Era malata.", "at": model.now}
        if not admits:
            refuse(attempt, **said)
        else:
            may_count = not (model.is_answered or model.is_past(work))
            with refused(None if may_count else ValidationError):
                attempt = admit(attempt, **said)
            if not may_count:
                return
            self.counts_now(attempt.submission, work)
        del model.attempts[number]

    @precondition(lambda self: self.model.state == "draft")
    @rule(who=st.sampled_from(PEOPLE))
    def throw_away(self, who):
        """Its life would end here: what was done is undone, to look further."""
        model, error = self.model, None
        others = {name for name, each in model.team.items() if each.state == "accepted"}
        came = model.handed_in or model.came_late
        if model.role(who) != "coordinator" or came:
            error = PermissionDenied
        elif others - {who}:
            error = ValidationError
        with transaction.atomic():
            with refused(error):
                throw_away(self.proposal, by=self.users[who])
            is_there = Proposal.objects.filter(pk=self.proposal.pk).exists()
            assert is_there == (error is not None)
            transaction.set_rollback(True)
