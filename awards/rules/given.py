"""Who is given what of a stage to judge, as somebody who gives it may see it."""

from collections import Counter
from functools import cached_property

from awards.models import Assignment, AssignmentState, ProposalState
from awards.rules.balance import EvaluatorToAsk, ProposalToJudge, balance
from awards.rules.committee import who_judges, with_what_they_read
from awards.rules.conflict import hidden_pairs
from awards.rules.judged import judged
from awards.rules.ties import Ties
from content.canonical import canonical, digest


class Given:
    """The proposals, people and assignments of a stage, without what is hidden.

    Pairs are (key of proposal, key of appointment). Reads in the same few queries,
    however many there are.
    """

    def __init__(self, stage, user):
        self.stage = stage
        people = with_what_they_read(who_judges(stage), stage)
        self.people = list(people.order_by("name", "pk"))
        by_user = {each.user_id: each.pk for each in self.people}
        pairs = hidden_pairs([*by_user, user.pk])
        hidden = {proposal for person, proposal in pairs if person == user.pk}
        rows = Assignment.objects.filter(appointment__stage=stage)
        assignments = list(rows.select_related("review", "appointment"))
        submissions = list(judged(stage))
        self.submissions = [s for s in submissions if s.proposal_id not in hidden]
        self.assignments = [a for a in assignments if a.proposal_id not in hidden]
        shown = {each.proposal_id for each in self.submissions}
        # The pairs that must not be: a conflict of interest, or in the team.
        self.conflicted = {
            (proposal, by_user[person])
            for person, proposal in pairs
            if person in by_user and proposal in shown
        }
        # Those of who may have seen how others judged it.
        self.read = {(k, each.pk) for each in self.people for k in each.may_have_read}
        # Of what is hidden only numbers are kept.
        self.hidden_count = len(submissions) - len(self.submissions)
        self.hidden_loads = _loads_of_hidden(stage, submissions, assignments, hidden)

    @cached_property
    def open(self):
        """The assignments that stand, by their pair."""
        return {
            (each.proposal_id, each.appointment_id): each
            for each in self.assignments
            if each.state == AssignmentState.OPEN
        }

    @cached_property
    def declined(self):
        """The pairs of who gave something back, and has it no more."""
        return {
            (each.proposal_id, each.appointment_id)
            for each in self.assignments
            if each.state == AssignmentState.DECLINED
        } - self.open.keys()

    @cached_property
    def loads(self):
        """How many each has, and of how many a review is in: (has, in), by key."""
        has, is_in = Counter(), Counter()
        for (_proposal, person), each in self.open.items():
            has[person] += 1
            is_in[person] += has_judged(each)
        return {person: (has[person], is_in[person]) for person in has}


def _loads_of_hidden(stage, submissions, assignments, hidden):
    """How many each has of what is hidden: so much less room is there for more."""
    kept = {s.proposal_id for s in submissions if is_open_at(s, stage)} & hidden
    return Counter(
        each.appointment_id
        for each in assignments
        if each.proposal_id in kept and each.state == AssignmentState.OPEN
    )


def has_judged(assignment):
    """Whether a review is in; one that is being written again counts as it was."""
    review = getattr(assignment, "review", None)
    return review is not None and review.counts_id is not None


class Wanted:
    """A balanced proposal for a stage, and what it is made from."""

    def __init__(self, given, each):
        self.given, self.each = given, each
        self.submissions = [s for s in given.submissions if is_open_at(s, given.stage)]
        self.ties = Ties(given.people, self.submissions)
        self._asked = _asked(given, self.submissions, self.ties)

    @cached_property
    def told(self):
        """The sentences about what ties people to proposals, by pair."""
        return _told(self.given, self.submissions, self.ties)

    @cached_property
    def balance(self):
        return balance(
            self._asked["proposals"],
            self._asked["evaluators"],
            self.each,
            forbidden=self._asked["forbidden"],
            discouraged=self.told.keys(),
            fixed=self._asked["fixed"],
        )

    @cached_property
    def seen(self):
        """What it was made from, as a hash: another one where something changed."""
        asked = self._asked
        return digest(
            canonical(
                {
                    "each": self.each,
                    "proposals": [
                        [p.key, sorted(p.departments)] for p in asked["proposals"]
                    ],
                    "evaluators": [
                        [e.key, e.department, e.most, e.assigned]
                        for e in asked["evaluators"]
                    ],
                    "forbidden": sorted(asked["forbidden"]),
                    "discouraged": sorted(self.told),
                    "fixed": sorted(asked["fixed"]),
                }
            )
        )

    @cached_property
    def new(self):
        """The pairs that are not assigned yet."""
        return [each for each in self.balance.pairs if not each.is_fixed]


def is_open_at(submission, stage):
    """Whether it is still at the stage, with nothing decided: `to_judge`."""
    proposal = submission.proposal
    return proposal.stage_id == stage.pk and proposal.state == ProposalState.SUBMITTED


def _asked(given, submissions, ties):
    """What is asked of the solver, in its words."""
    keys = {each.proposal_id for each in submissions}
    fixed = {
        pair
        for pair in given.open.keys() - given.conflicted
        if pair[0] in keys and pair[1] in {each.pk for each in given.people}
    }
    return {
        "proposals": [
            ProposalToJudge(key, frozenset(ties.departments(key)))
            for key in (each.proposal_id for each in submissions)
        ],
        "evaluators": [
            EvaluatorToAsk(
                each.pk,
                each.department and each.department.code,
                each.most,
                given.hidden_loads[each.pk],
            )
            for each in given.people
        ],
        "forbidden": (given.conflicted | given.declined | given.read) - fixed,
        "fixed": fixed,
    }


def _told(given, submissions, ties):
    pairs = {
        (each.proposal_id, person.pk): list(
            ties.beyond_department(person, each.proposal_id)
        )
        for each in submissions
        for person in given.people
    }
    return {pair: said for pair, said in pairs.items() if said}
