"""A balanced proposal of assignments, held against every other there could be."""

import os
import subprocess
import sys
from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.rules.balance import (
    DISCOURAGED,
    OWN_DEPARTMENT,
    EvaluatorToAsk,
    Pair,
    ProposalToJudge,
    Short,
    balance,
)
from tests.portals import ROOT


def proposals(*departments):
    """A proposal for each: the departments of its team, a letter each."""
    return [
        ProposalToJudge(f"P{n}", frozenset(said))
        for n, said in enumerate(departments, 1)
    ]


def evaluators(*departments, **said):
    return [
        EvaluatorToAsk(f"E{n}", department, **said)
        for n, department in enumerate(departments, 1)
    ]


def pairs(found):
    return [(pair.proposal, pair.evaluator) for pair in found.pairs]


def test_everyone_has_the_same():
    found = balance(proposals(*[""] * 20), evaluators(*"abcdefg"), 3)
    assert Counter(found.loads.values()) == {9: 4, 8: 3}
    assert (
        Counter(proposal for proposal, _who in pairs(found)).most_common()[-1][1] == 3
    )
    assert (found.short, found.alike) == ((), ())


def test_what_evaluators_have_besides_counts():
    busy = EvaluatorToAsk("busy", "a", assigned=3)
    found = balance(proposals("", "", ""), [busy, *evaluators("b", "c")], 1)
    assert found.loads["busy"] == 3
    assert sorted(found.loads.values()) == [1, 2, 3]


def test_nobody_has_more_than_they_may_take():
    few = EvaluatorToAsk("few", "a", most=2, assigned=1)
    found = balance(proposals(*[""] * 4), [few, *evaluators("b")], 1)
    assert found.loads == {"few": 2, "E1": 3}


def test_what_is_fixed_is_kept_beyond_any_limit():
    full = EvaluatorToAsk("full", "a", most=0)
    held = [("P1", "full"), ("P1", "E1"), ("P2", "full")]
    found = balance(proposals("a", ""), [full, *evaluators("b")], 1, fixed=held)
    assert found.pairs == (
        Pair("P1", "full", is_fixed=True, is_own_department=True),
        Pair("P1", "E1", is_fixed=True),
        Pair("P2", "full", is_fixed=True),
    )
    assert found.loads == {"full": 2, "E1": 1}


def test_department_of_the_team_does_not_judge_it():
    found = balance(proposals("a", "b", "c"), evaluators("a", "b", "c"), 2)
    assert not any(pair.is_own_department for pair in found.pairs)
    assert sorted(pairs(found)) == [
        *(("P1", "E2"), ("P1", "E3"), ("P2", "E1"), ("P2", "E3")),
        *(("P3", "E1"), ("P3", "E2")),
    ]


def test_discouraged_pair_is_avoided_even_for_one_of_the_same_department():
    doubts = [("P1", "E1"), ("P2", "E2")]
    found = balance(proposals("", ""), evaluators("a", "b"), 1, discouraged=doubts)
    assert pairs(found) == [("P1", "E2"), ("P2", "E1")]
    found = balance(proposals("b", "a"), evaluators("a", "b"), 1, discouraged=doubts)
    assert pairs(found) == [("P1", "E2"), ("P2", "E1")]


def test_evaluators_of_a_proposal_come_from_several_departments():
    found = balance(proposals("", "", ""), evaluators("a", "a", "b", "b"), 2)
    assert found.alike == ()
    found = balance(proposals("", "a"), evaluators("a", "a", "b"), 2)
    assert found.alike == ()
    assert balance(proposals(""), evaluators("a", "a"), 2).alike == ("P1",)
    assert balance(proposals(""), evaluators(None, None), 2).alike == ()


def test_balance_comes_before_what_is_unwelcome():
    all_of_one = [(f"P{n}", "E1") for n in range(1, 5)]
    found = balance(
        proposals(*[""] * 4), evaluators("a", "b"), 1, discouraged=all_of_one
    )
    assert found.loads == {"E1": 2, "E2": 2}
    assert sum(pair.is_discouraged for pair in found.pairs) == 2


def test_what_cannot_be_is_told_with_its_reason():
    conflicts = [("P1", "E1"), ("P1", "E2"), ("P1", "E3")]
    who = [*evaluators("a", "b", "c", most=1), EvaluatorToAsk("E4", "d", most=2)]
    found = balance(proposals("", "", ""), who, 2, forbidden=conflicts)
    assert found.short == (Short("P1", wanted=2, may=1, found=1),)
    assert len(found.pairs) == 5
    who[3] = EvaluatorToAsk("E4", "d", most=1)
    found = balance(proposals("", "", ""), who, 2, forbidden=conflicts)
    assert sorted((each.may, each.found) for each in found.short) == [(1, 1), (4, 1)]


def test_too_few_evaluators_are_shared_out():
    found = balance(proposals(*[""] * 4), evaluators(*"abcd", most=1), 2)
    assert [each.found for each in found.short] == [1, 1, 1, 1]


def test_nothing_to_judge_and_nobody_to_ask():
    assert balance([], [], 3).pairs == ()
    found = balance(proposals(""), [], 3)
    assert found.short == (Short("P1", wanted=3, may=0, found=0),)


@pytest.mark.parametrize("fixed", [("P1", "E1"), ("P1", "E9"), ("P9", "E1")])
def test_contradiction_is_refused(fixed):
    with pytest.raises(ValueError, match="forbidden or unknown"):
        balance(
            proposals(""),
            evaluators("a"),
            1,
            forbidden=[("P1", "E1")],
            fixed=[fixed],
        )


DEPARTMENTS = st.sampled_from(["a", "b", None])
TEAMS = st.lists(st.sampled_from(["", "a", "ab"]), min_size=2, max_size=3)
WHO = st.lists(
    st.builds(
        lambda department, most, assigned: (department, most, assigned),
        DEPARTMENTS,
        st.sampled_from([None, None, 0, 1, 2]),
        st.sampled_from([0, 0, 0, 1]),
    ),
    min_size=2,
    max_size=4,
)
KINDS = st.sampled_from(["", "", "forbidden", "discouraged", "discouraged", "fixed"])


@st.composite
def problems(draw, teams=TEAMS, who=WHO, most=2):
    """Arguments of `balance`: every pair is at most one of forbidden and the like."""
    asked = proposals(*draw(teams))
    people = [EvaluatorToAsk(f"E{n}", *said) for n, said in enumerate(draw(who), 1)]
    kinds = {"forbidden": [], "discouraged": [], "fixed": []}
    for proposal, evaluator in product(asked, people):
        if kind := draw(KINDS):
            kinds[kind].append((proposal.key, evaluator.key))
    return asked, people, draw(st.integers(1, most)), kinds


def worth(problem, chosen):
    """How far a choice is from what is wanted, the most important first."""
    asked, people, wanted, kinds = problem
    found = Counter(proposal for proposal, _who in chosen)
    loads = Counter(who for _proposal, who in chosen)
    department = {each.key: each.department for each in people}
    team = {each.key: each.departments for each in asked}
    kin = Counter((p, department[e]) for p, e in chosen if department[e])
    missing = [max(wanted - found[each.key], 0) for each in asked]
    unwelcome = sum(
        DISCOURAGED * (pair in kinds["discouraged"])
        + OWN_DEPARTMENT * (department[pair[1]] in team[pair[0]])
        for pair in chosen
    )
    return (
        sum(missing),
        sum(number**2 for number in missing),
        sum((each.assigned + loads[each.key]) ** 2 for each in people),
        unwelcome + sum(number * (number - 1) // 2 for number in kin.values()),
    )


def choices(problem):
    """Every choice that keeps what is fixed, forbids what is forbidden and fits."""
    asked, people, wanted, kinds = problem
    limit = {}
    for each in people:
        held = sum(who == each.key for _proposal, who in kinds["fixed"])
        most = len(asked) if each.most is None else each.most - each.assigned
        limit[each.key] = max(most, held)
    ways = []
    for proposal in asked:
        held = {pair for pair in kinds["fixed"] if pair[0] == proposal.key}
        free = [(proposal.key, each.key) for each in people]
        free = [p for p in free if p not in held and p not in kinds["forbidden"]]
        sizes = range(max(wanted - len(held), 0) + 1)
        ways.append([{*held, *more} for n in sizes for more in combinations(free, n)])
    for way in product(*ways):
        chosen = set().union(*way)
        loads = Counter(who for _proposal, who in chosen)
        if all(number <= limit[who] for who, number in loads.items()):
            yield chosen


@settings(max_examples=80, deadline=None)
@given(problems())
def test_no_choice_is_better(problem):
    asked, people, wanted, kinds = problem
    found = balance(asked, people, wanted, **kinds)
    every = list(choices(problem))
    chosen = set(pairs(found))
    assert chosen in every
    assert worth(problem, chosen) == min(worth(problem, each) for each in every)


MANY_TEAMS = st.lists(st.sampled_from(["", "a", "ab", "bc"]), max_size=15)
MANY_PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", None]),
        st.none() | st.integers(0, 9),
        st.integers(0, 4),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(problems(MANY_TEAMS, MANY_PEOPLE, most=4))
def test_what_is_proposed_keeps_the_rules(problem):
    asked, people, wanted, kinds = problem
    found = balance(asked, people, wanted, **kinds)
    chosen = pairs(found)
    assert len(set(chosen)) == len(chosen)
    assert not set(chosen) & set(kinds["forbidden"])
    assert set(kinds["fixed"]) <= set(chosen)
    number = Counter(proposal for proposal, _who in chosen)
    held = Counter(proposal for proposal, _who in kinds["fixed"])
    short = {each.proposal: each.found for each in found.short}
    for each in asked:
        exact = short.get(each.key, max(wanted, held[each.key]))
        assert number[each.key] == exact
    assert found == balance(asked, people, wanted, **kinds)


@settings(max_examples=40, deadline=None)
@given(problems(MANY_TEAMS, MANY_PEOPLE, most=4))
def test_nobody_could_hand_on_work_to_somebody_with_two_less(problem):
    """Nor could a proposal that lacks somebody have anybody with room, by any chain."""
    asked, people, wanted, kinds = problem
    found = balance(asked, people, wanted, **kinds)
    chosen = set(pairs(found))
    room = {
        each.key
        for each in people
        if each.most is None or found.loads[each.key] < each.most
    }
    for each in people:
        for other in heirs(problem, chosen, [each.key]) & room:
            assert found.loads[each.key] - found.loads[other] < 2
    for short in found.short:
        may = {
            e.key for e in people if (short.proposal, e.key) not in kinds["forbidden"]
        }
        free = {who for who in may if (short.proposal, who) not in chosen}
        assert not (heirs(problem, chosen, free) | free) & room


def heirs(problem, chosen, start):
    """Who could have one more in the end, if each of these could hand one on."""
    _asked, people, _wanted, kinds = problem
    reached, waiting = set(), list(start)
    while waiting:
        giver = waiting.pop()
        for proposal, who in chosen:
            if who != giver or (proposal, who) in kinds["fixed"]:
                continue
            for each in people:
                pair = proposal, each.key
                if pair in chosen or pair in kinds["forbidden"] or each.key in reached:
                    continue
                reached.add(each.key)
                waiting.append(each.key)
    return reached


def test_same_is_proposed_by_every_process():
    """Whatever order a process keeps sets in."""
    code = (
        "from awards.rules.balance import *\n"
        "many = [ProposalToJudge(f'P{n}', frozenset('ab')) for n in range(20)]\n"
        "who = [EvaluatorToAsk(f'E{n}', 'abcd'[n % 4]) for n in range(7)]\n"
        "no = {(f'P{n}', f'E{n % 7}') for n in range(20)}\n"
        "print(balance(many, who, 3, forbidden=no, discouraged=no).pairs)"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_solver_is_loaded_only_when_asked():
    code = "import awards.rules.balance, sys; print('highspy' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True
    )
    assert told.stdout == b"False\n"
