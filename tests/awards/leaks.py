"""A judging with a word of its own in each private text, and who may read which.

What each person may read is worked out from what happened, by rules of a few lines.
"""

from datetime import timedelta

from django.utils import timezone

from awards.actions.assignment import decline
from awards.actions.conflict import declare
from awards.actions.decision import announce, approve, decide
from awards.actions.minutes import make as make_minutes
from awards.actions.ranking import close
from awards.actions.review import remark, reopen, review_of
from awards.actions.submission import submit as hand_in
from awards.models import Assignment, CheckedRule
from tests.awards.judging import (
    declare_on_all,
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    seat_of,
    write,
)
from tests.factories import make_user

EVALUATORS, PROPOSALS = range(3), range(2)
# What an evaluator did with a proposal, and which of their reviews count.
UNTOLD, DECLARED, JUDGED, REOPENED = "untold", "declared", "judged", "reopened"
GAVE_BACK, CONFLICT, FOUND_LATER = "gave back", "conflict", "found later"
DEEDS = [UNTOLD, DECLARED, JUDGED, REOPENED, GAVE_BACK, CONFLICT, FOUND_LATER]
COUNT = (JUDGED, REOPENED)
OF_A_REVIEW = ("inside", "note", "told", "said", "grounds", "draft", "again", "back")
OF_A_PROPOSAL = ("title", "text", "check", "reason")


def word(*parts):
    """One that no page has by itself, such as `zqxinside1p0`."""
    return f"zqx{'p'.join(map(str, parts))}z"


class Judging:
    """Two proposals, three evaluators, what each did with each, and what came of it.

    The first evaluator is of the award office too; the chair and somebody else of the
    office found a conflict of interest with the proposal of this number, or none.
    """

    def __init__(self, office, other, deeds, *, state, outcomes, conflict, **call):
        self.deeds, self.state, self.outcomes = deeds, state, outcomes
        self.conflict, self.other, self.call = conflict, other, call
        self.stage = make_judged_stage(proposals=0, **call)
        self.proposals = [self.hand_in(p) for p in PROPOSALS]
        self.seats = [
            make_appointment(self.stage, user=None if e else office) for e in EVALUATORS
        ]
        self.chair = make_appointment(self.stage, role="chair")
        self.secretary = make_appointment(self.stage, role="secretary")
        for lead in (self.chair, self.secretary):
            declare_on_all(lead, at=timezone.now())
        for (e, p), deed in deeds.items():
            self.do(self.seats[e], self.proposals[p], deed, e, p)
        self.is_closed = all(self.counting(p) for p in PROPOSALS)
        if self.is_closed:
            close(self.stage, by=self.secretary.user, at=timezone.now())
        if conflict is not None:
            for who in ("chair", "other"):
                self.find_conflict(who)
        self.answer()
        make_minutes(self.stage, by=self.secretary.user, at=timezone.now())

    def hand_in(self, p):
        proposal = make_handed_in(self.stage, title=word("title", p), asked="1000")
        who = proposal.members.get().user
        at = self.stage.closes_at - timedelta(minutes=1)
        write(proposal, who, {"q.need": word("text", p)}, at)
        hand_in(proposal, by=who, began_at=at)
        proposal.refresh_from_db()
        said = {"rule": "theme", "finding": "unknown", "evidence": "—", "is_met": True}
        by = {"by": make_user(), "at": timezone.now()}
        CheckedRule.objects.create(
            submission=proposal.counts, reason=word("check", p), **said, **by
        )
        return proposal

    def find_conflict(self, who):
        user = self.other if who == "other" else self.chair.user
        said = {"has_conflict": True, "grounds": word("grounds", who, self.conflict)}
        about = self.proposals[self.conflict]
        declare(about, by=user, at=timezone.now(), **said)

    def do(self, seat, proposal, deed, e, p):
        now, user = timezone.now(), seat.user
        assignment = Assignment.objects.create(
            appointment=seat, proposal=proposal, by=make_user(), at=now
        )
        conflict = {"has_conflict": True, "grounds": word("grounds", e, p), "at": now}
        if deed == CONFLICT:
            declare(proposal, by=user, **conflict)
        if deed in (UNTOLD, CONFLICT):
            return
        declare(proposal, by=user, has_conflict=False, at=now)
        draft = {"committee": word("draft", e, p)}
        if deed == DECLARED:
            write(review_of(seat_of(seat, proposal), at=now), user, draft, now)
        elif deed == GAVE_BACK:
            decline(assignment, by=user, reason=word("back", e, p), at=now)
        else:
            review = self.judge(seat, proposal, e, p)
            if deed == FOUND_LATER:
                declare(proposal, by=user, **conflict)
            if deed == REOPENED:
                chair = seat_of(self.chair, proposal)
                reopen(review, seat=chair, reason=word("again", e, p), at=now)
                write(review, user, draft, now)

    def judge(self, seat, proposal, e, p):
        said = {"committee": word("inside", e, p), "applicant": word("told", e, p)}
        said[f"note.{self.stage.criteria.first().pk}"] = word("note", e, p)
        version = judge(seat, proposal, at=timezone.now(), **said)
        remark(seat_of(seat, proposal), text=word("said", e, p), at=timezone.now())
        return version.review

    def answer(self):
        now = timezone.now()
        if self.state == "judging":
            return
        for p, proposal in enumerate(self.proposals):
            said = {"outcome": self.outcomes[p], "reason": word("reason", p)}
            said["amount"] = 500 if self.outcomes[p] == "funded" else None
            decision = decide(proposal, by=make_user(), at=now, **said)
            approve(decision, by=make_user(), at=now)
        later = now + timedelta(hours=self.state != "published")
        announce(self.stage, by=make_user(), instant=later, at=now)

    # Who may read what

    def counting(self, p):
        return [e for e in EVALUATORS if self.deeds[e, p] in COUNT]

    def every_word(self):
        for p in PROPOSALS:
            yield from (word(kind, p) for kind in OF_A_PROPOSAL)
            for e in (*EVALUATORS, "chair", "other"):
                yield from (word(kind, e, p) for kind in OF_A_REVIEW)

    def public(self):
        for p in PROPOSALS if self.state == "published" else ():
            if self.outcomes[p] == "funded" or self.call["publishes_ranking"]:
                yield word("title", p)

    def reviews_of(self, p):
        """What a committee reads of others' work; a remark stays, whoever made it."""
        for e in EVALUATORS:
            if e in self.counting(p):
                yield from (word(kind, e, p) for kind in ("inside", "note", "told"))
            yield word("said", e, p)

    def by_evaluator(self, me):
        for p in PROPOSALS:
            deed = self.deeds[me, p]
            own = [kind for kind in OF_A_REVIEW if kind != "again" or deed == REOPENED]
            yield from (word(kind, me, p) for kind in own)  # in one's own data, always
            if deed in (CONFLICT, FOUND_LATER):
                continue
            yield word("title", p)  # to declare on it
            if deed not in (UNTOLD, GAVE_BACK):
                yield word("text", p)
            if deed in COUNT:
                yield from self.reviews_of(p)
            if me == 0 and deed != UNTOLD:
                yield from self.in_the_admin(p)

    def in_the_admin(self, p):
        """What the office reads: never what a committee says to itself."""
        yield from (word(kind, p) for kind in ("title", "text", "check"))
        for e in (*EVALUATORS, "chair", "other"):
            yield from (word(kind, e, p) for kind in ("grounds", "again", "back"))
        if self.state != "judging":
            yield word("reason", p)  # and what evaluators wrote, in the answer's letter
            yield from (word("told", e, p) for e in self.counting(p))

    def by_lead(self, role):
        in_conflict = role == "chair" and self.conflict is not None
        for p in PROPOSALS:
            if in_conflict and p == self.conflict:
                yield from (word("grounds", "chair", p), word("said", "chair", p))
                yield from (word("again", e, p) for e in EVALUATORS)  # their own acts
                continue
            yield from (word("title", p), word("text", p), *self.reviews_of(p))
            if role == "chair":
                yield from (word("again", e, p) for e in EVALUATORS)
            if not in_conflict and (role == "secretary" or self.chair_sees_ranking()):
                yield from self.in_minutes(p)

    def chair_sees_ranking(self):
        waits = set(self.deeds.values()) & {UNTOLD, DECLARED}
        return self.is_closed or not waits

    def in_minutes(self, p):
        yield word("check", p)
        yield from (word("grounds", who, p) for who in (*EVALUATORS, "chair"))
        if self.state != "judging":
            yield word("reason", p)

    def by_office(self, who):
        for p in PROPOSALS:
            if who == "other" and p == self.conflict:
                yield word("grounds", "other", p)  # in their own data
            else:
                yield from self.in_the_admin(p)

    def by_team(self, p):
        yield from (word("title", p), word("text", p))
        if self.state == "published":
            yield word("reason", p)
            yield from (word("told", e, p) for e in self.counting(p))
