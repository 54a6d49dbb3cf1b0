"""Who could judge what: a balanced proposal of assignments, for a person to look at.

Nobody gets what is forbidden to them or more than they may take, and whoever has
something keeps it. Among all ways to do so, each of these comes before the next:

1. as few evaluators as possible are missing, from as many proposals as possible;
2. the loads are as even as they can be, counting what evaluators have already;
3. as little as possible is unwelcome: a discouraged pair more than an evaluator of a
   department of the team, and that more than two evaluators of one department.

Evenness is a sum of squares, so each unit more costs more than the last. That makes the
whole a flow through a network, whose cheapest solution is whole numbers by itself: the
solver (decision 0013) divides nobody.
"""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from awards.rules.solver import Programme

# What is unwelcome. A second evaluator of a department costs 1, a third 2.
DISCOURAGED, OWN_DEPARTMENT = 9, 3


@dataclass(frozen=True)
class ProposalToJudge:
    """A proposal that needs evaluators, and the departments of its team."""

    key: Hashable
    departments: frozenset = frozenset()


@dataclass(frozen=True)
class EvaluatorToAsk:
    """An evaluator: `most` they may have in all, None for any number.

    `assigned` is what they have besides the proposals in question. Who is of no
    department of ours, with None, is of none that anybody else is of.
    """

    key: Hashable
    department: Hashable | None = None
    most: int | None = None
    assigned: int = 0


@dataclass(frozen=True)
class Pair:
    """A proposal, by its key, and who would judge it."""

    proposal: Hashable
    evaluator: Hashable
    is_fixed: bool = False
    is_discouraged: bool = False
    is_own_department: bool = False


@dataclass(frozen=True)
class Short:
    """A proposal that cannot have as many evaluators as are wanted.

    `may` is to how many it is not forbidden. What is missing up to there are evaluators
    with room for it; what is missing beyond, nobody but others could give.
    """

    proposal: Hashable
    wanted: int
    may: int
    found: int


@dataclass(frozen=True)
class Balance:
    """What is proposed: pairs in the order of the proposals, then of the evaluators.

    `loads` are what each evaluator would have in all, `alike` the proposals with two
    evaluators of one department.
    """

    pairs: tuple[Pair, ...]
    short: tuple[Short, ...]
    loads: dict
    alike: tuple[Hashable, ...]


def balance(proposals, evaluators, wanted, *, forbidden=(), discouraged=(), fixed=()):
    """The balanced proposal. Pairs are given as (key of proposal, key of evaluator).

    The same input in the same order gives the same output.
    """
    given = map(frozenset, (forbidden, discouraged, fixed))
    problem = _Problem(tuple(proposals), tuple(evaluators), wanted, *given)
    problem.refuse_what_contradicts_itself()
    programme, columns = _programme(problem)
    values = programme.solved()
    return _told(problem, [pair for pair, n in columns.items() if values[n] > 0.5])


@dataclass(frozen=True)
class _Problem:
    """What was asked."""

    proposals: tuple[ProposalToJudge, ...]
    evaluators: tuple[EvaluatorToAsk, ...]
    wanted: int
    forbidden: frozenset
    discouraged: frozenset
    fixed: frozenset

    def refuse_what_contradicts_itself(self):
        known = {(p.key, e.key) for p in self.proposals for e in self.evaluators}
        if wrong := (self.fixed & self.forbidden) | (self.fixed - known):
            raise ValueError(f"Fixed and also forbidden or unknown: {wrong}")

    def may(self, proposal):
        """To whom this proposal is not forbidden."""
        return [
            each
            for each in self.evaluators
            if (proposal.key, each.key) not in self.forbidden
        ]

    @cached_property
    def held(self):
        """How many fixed pairs there are of each proposal."""
        return Counter(proposal for proposal, _evaluator in self.fixed)

    @cached_property
    def holding(self):
        """How many fixed pairs there are of each evaluator."""
        return Counter(evaluator for _proposal, evaluator in self.fixed)

    def needed(self, proposal):
        """How many it is to have: those it has, where they are more than wanted."""
        return max(self.wanted, self.held[proposal.key])

    def room(self, evaluator):
        """How many of these proposals somebody can have."""
        if evaluator.most is None:
            return len(self.proposals)
        return max(evaluator.most - evaluator.assigned, self.holding[evaluator.key])

    def unwelcome(self, proposal, evaluator):
        """What it costs that one judges the other."""
        is_discouraged = (proposal.key, evaluator.key) in self.discouraged
        is_own = evaluator.department in proposal.departments
        return DISCOURAGED * is_discouraged + OWN_DEPARTMENT * is_own

    @cached_property
    def price_of_unevenness(self):
        """More than everything unwelcome together can cost."""
        most = max(map(self.needed, self.proposals), default=0)
        dearest = DISCOURAGED + OWN_DEPARTMENT + most
        return 1 + dearest * sum(map(self.needed, self.proposals))

    @cached_property
    def price_of_missing(self):
        """More than one evaluator more can cost anywhere below."""
        busiest = max((each.assigned for each in self.evaluators), default=0)
        return self.price_of_unevenness * (2 * (busiest + len(self.proposals)) + 2)

    def uneven(self, number):
        """What it costs that something is one more than this number."""
        return self.price_of_unevenness * (2 * number + 1)


def _programme(problem):
    """The programme, and its column for each pair that may be."""
    programme = Programme()
    columns = {}
    for proposal in problem.proposals:
        for evaluator in problem.may(proposal):
            pair = proposal.key, evaluator.key
            cost = problem.unwelcome(proposal, evaluator)
            columns[pair] = programme.column(cost, least=pair in problem.fixed)
        _judge(programme, columns, problem, proposal)
    for evaluator in problem.evaluators:
        pairs = [(proposal.key, evaluator.key) for proposal in problem.proposals]
        taken = [columns[pair] for pair in pairs if pair in columns]
        steps = range(min(problem.room(evaluator), len(taken)))
        costs = [problem.uneven(evaluator.assigned + step) for step in steps]
        programme.row(0, 0, taken, minus=map(programme.column, costs))
    return programme, columns


def _judge(programme, columns, problem, proposal):
    """Let a proposal have what it needs, or pay for what is missing."""
    given, departments = [], {}
    for evaluator in problem.may(proposal):
        given.append(columns[proposal.key, evaluator.key])
        if evaluator.department is not None:
            departments.setdefault(evaluator.department, []).append(given[-1])
    needed = problem.needed(proposal)
    costs = [problem.price_of_missing + problem.uneven(n) for n in range(needed)]
    programme.row(needed, needed, [*given, *map(programme.column, costs)])
    for kin in departments.values():
        if len(kin) > 1:
            more = map(programme.column, range(1, min(len(kin), needed)))
            programme.row(0, 1, kin, minus=more)


def _told(problem, chosen):
    """What was chosen, as people are shown it."""
    proposals = {each.key: each for each in problem.proposals}
    departments = {each.key: each.department for each in problem.evaluators}
    found = Counter(proposal for proposal, _evaluator in chosen)
    given = Counter(evaluator for _proposal, evaluator in chosen)
    kin = Counter((proposal, departments[evaluator]) for proposal, evaluator in chosen)
    return Balance(
        pairs=tuple(
            Pair(
                *pair,
                is_fixed=pair in problem.fixed,
                is_discouraged=pair in problem.discouraged,
                is_own_department=departments[pair[1]]
                in proposals[pair[0]].departments,
            )
            for pair in chosen
        ),
        short=tuple(
            Short(each.key, problem.wanted, len(problem.may(each)), found[each.key])
            for each in problem.proposals
            if found[each.key] < problem.wanted
        ),
        loads={
            each.key: each.assigned + given[each.key] for each in problem.evaluators
        },
        alike=tuple(
            key
            for key in proposals
            if any(kin[key, d] > 1 for d in set(departments.values()) - {None})
        ),
    )
