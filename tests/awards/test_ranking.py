"""Places, thresholds, disagreement, and the line where the money ends."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.rules.ranking import Candidate, Judgement, Line, Mark, Money, rank
from tests.awards.rankings import candidate, criterion, terms


def places(ranking):
    return {row.candidate.key: row.place for row in ranking.rows}


def moneys(ranking):
    return {row.candidate.key: row.money.value for row in ranking.rows}


def test_ranking_says_all_of_a_candidate():
    criteria = criterion(1, weight=60), criterion(2, weight=40, most=5, threshold=4)
    one = candidate("a", (9, 5), (6, 2), (6, 2), asked=30)
    (row,) = rank(terms(*criteria, overall=50, pot=100, disagreement=42), [one]).rows
    assert (row.candidate, row.place, row.place_in_category) == (one, 1, 1)
    assert (row.result, row.median, row.spread) == (66, 52, 42)
    assert row.deviation == Decimal("19.798989873223331")
    assert row.marks == (Mark(criteria[0], 7, None), Mark(criteria[1], 3, passes=False))
    assert (row.passes_overall, row.disagrees) == (True, True)
    assert (row.running, row.money) == (None, Money.BELOW)


def test_equal_results_share_a_place():
    many = [
        candidate("d", 3),
        candidate("c", 6, 8),
        candidate("b", 7),
        candidate("a", 9),
    ]
    ranking = rank(terms(), many)
    assert places(ranking) == {"a": 1, "b": 2, "c": 2, "d": 4}
    assert [row.candidate.key for row in ranking.rows] == ["a", "b", "c", "d"]


def test_results_equal_in_truth_are_equal():
    """Thirds and sevenths do not come out in decimals: that parts nobody."""
    criteria = [criterion(n, w, most) for n, w, most in ((1, 30, 3), (2, 70, 7))]
    many = [
        candidate("a", (0, 0), (0, 0), (0, 2)),
        candidate("b", (0, 0), (0, 0), (1, 1)),
    ]
    assert places(rank(terms(*criteria), many)) == {"a": 1, "b": 1}


def test_candidate_without_reviews_has_no_place():
    first, last = rank(terms(pot=100), [candidate("a"), candidate("b", 0)]).rows
    assert (first.candidate.key, first.place) == ("b", 1)
    assert (last.place, last.place_in_category, last.result) == (None, None, None)
    assert (last.median, last.spread, last.deviation) == (None, None, None)
    assert (last.marks, last.passes_overall, last.running) == ((), None, None)
    assert last.money == Money.UNJUDGED


@pytest.mark.parametrize(
    ("score", "overall", "threshold", "passes_overall", "passes"),
    [
        (6, 60, 6, True, True),
        (6, 61, 6, False, True),
        (6, 60, "6.1", True, False),
        (6, None, None, None, None),
    ],
)
def test_thresholds_are_passed_by_whoever_reaches_them(
    score, overall, threshold, passes_overall, passes
):
    said = terms(criterion(1, threshold=threshold), overall=overall, pot=10)
    (row,) = rank(said, [candidate("a", score)]).rows
    assert (row.passes_overall, row.marks[0].passes) == (passes_overall, passes)
    below = passes is False or passes_overall is False
    assert row.money == (Money.BELOW if below else Money.REACHED)


@pytest.mark.parametrize(
    ("scores", "limit", "flagged"),
    [((2, 5), 30, True), ((2, 5), 31, False), ((2,), 0, False), ((0, 10), None, False)],
)
def test_reviews_disagree_from_so_many_points_apart(scores, limit, flagged):
    (row,) = rank(terms(disagreement=limit), [candidate("a", *scores)]).rows
    assert row.disagrees is flagged


def test_money_ends_at_the_first_it_does_not_pay_for_whole():
    many = [
        candidate(key, score) for key, score in zip("abcd", (9, 8, 7, 6), strict=True)
    ]
    many[2] = candidate("c", 7, asked=15)
    many[3] = candidate("d", 6, asked=1)
    ranking = rank(terms(pot=30), many)
    beyond = {"c": "beyond", "d": "beyond"}
    assert moneys(ranking) == {"a": "reached", "b": "reached"} | beyond
    assert [row.running for row in ranking.rows] == [10, 20, 35, 36]
    assert ranking.lines == (Line(None, Decimal(30), Decimal(20)),)
    assert ranking.lines[0].left == 10


def test_whoever_is_below_a_threshold_takes_no_money():
    many = [candidate("a", (9, 0)), candidate("b", (5, 5)), candidate("c", (4, 4))]
    criteria = criterion(1, weight=90), criterion(2, weight=10, threshold=3)
    ranking = rank(terms(*criteria, pot=20), many)
    assert moneys(ranking) == {"a": "below", "b": "reached", "c": "reached"}
    assert [row.running for row in ranking.rows] == [None, 10, 20]
    assert places(ranking) == {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize(
    ("pot", "tied"), [(40, "reached"), (39, "tied"), (20, "tied"), (19, "beyond")]
)
def test_tie_that_the_money_does_not_reach_whole_is_left_to_a_person(pot, tied):
    many = [candidate("a", 9), candidate("b", 8), candidate("d", 1)]
    ranking = rank(terms(pot=pot), [*many, candidate("c", 8, asked=20)])
    assert moneys(ranking) == {"a": "reached", "b": tied, "c": tied, "d": "beyond"}
    assert [row.running for row in ranking.rows] == [10, 40, 40, 50]


def test_money_that_nobody_knows_reaches_nobody():
    ranking = rank(terms(), [candidate("a", 9), candidate("b", 8)])
    assert moneys(ranking) == {"a": "unknown", "b": "unknown"}
    assert [row.running for row in ranking.rows] == [10, 20]
    assert ranking.lines == (Line(None, None, Decimal(0)),)
    assert ranking.lines[0].left is None


def test_every_category_with_a_pot_has_its_own_line():
    many = [
        candidate("a", 9, category=1),
        candidate("b", 8, category=2),
        candidate("c", 7, category=1),
        candidate("d", 6, category=2),
        candidate("e", 5, category=3),
    ]
    pots = {2: Decimal(20), 1: Decimal(15), 4: Decimal(5)}
    ranking = rank(terms(pot=1000, pots=pots), many)
    assert moneys(ranking) == {
        "a": "reached",
        "b": "reached",
        "c": "beyond",
        "d": "reached",
        "e": "unknown",
    }
    assert [row.running for row in ranking.rows] == [10, 10, 20, 20, 10]
    assert [row.place_in_category for row in ranking.rows] == [1, 1, 2, 2, 1]
    assert ranking.lines == (
        Line(2, Decimal(20), Decimal(20)),
        Line(1, Decimal(15), Decimal(10)),
        Line(4, Decimal(5), Decimal(0)),
        Line(3, None, Decimal(0)),
    )


def test_place_in_its_category_is_said_with_one_line_for_all():
    many = [candidate("a", 9, category=1), candidate("b", 8, category=2)]
    ranking = rank(terms(pot=10), [*many, candidate("c", 9, category=2)])
    assert [row.place_in_category for row in ranking.rows] == [1, 1, 2]
    assert len(ranking.lines) == 1


CRITERIA = (criterion(1, 30, 7), criterion(2, 45, 3), criterion(3, 25, 10, threshold=4))
SCORES = st.tuples(*(st.integers(0, each.most) for each in CRITERIA))
MANY = st.lists(
    st.builds(
        lambda scores, asked, category: (scores, asked, category),
        st.lists(SCORES, max_size=4),
        st.integers(0, 60),
        st.sampled_from([None, 1, 2]),
    ),
    max_size=9,
).map(
    lambda said: [
        candidate(n, *scores, asked=asked, category=category, label=str(n))
        for n, (scores, asked, category) in enumerate(said)
    ]
)
POTS = st.none() | st.integers(0, 200).map(Decimal)
TERMS = st.builds(
    lambda overall, pot, pots: terms(*CRITERIA, overall=overall, pot=pot, pots=pots),
    st.none() | st.integers(0, 100),
    POTS,
    st.none() | st.fixed_dictionaries({1: POTS, 2: POTS}),
)


def exactly(one):
    """The result as a fraction, which loses nothing."""
    points = [
        sum(
            Fraction(each.weight) * Fraction(review.scores[each.id]) / each.most
            for each in CRITERIA
        )
        for review in one.reviews
    ]
    return sum(points) / len(points)


@settings(max_examples=50, deadline=None)
@given(TERMS, MANY)
def test_place_is_one_more_than_how_many_are_better(said, many):
    true = {one.key: exactly(one) for one in many if one.reviews}
    better = {key: sum(t > true[key] for t in true.values()) for key in true}
    found = {key: place for key, place in places(rank(said, many)).items() if place}
    assert found == {key: 1 + number for key, number in better.items()}


@settings(max_examples=50, deadline=None)
@given(TERMS, MANY)
def test_no_line_gives_more_than_there_is(said, many):
    ranking = rank(said, many)
    for line in ranking.lines:
        assert line.given <= (line.pot or 0)
    reached = [r.candidate.asked for r in ranking.rows if r.money == Money.REACHED]
    assert sum(reached) == sum(line.given for line in ranking.lines)


@settings(max_examples=50, deadline=None)
@given(TERMS, MANY)
def test_money_goes_down_a_line_without_a_gap(said, many):
    ranking = rank(said, many)
    order = ["reached", "tied", "beyond"]
    for line in ranking.lines:
        money = [
            order.index(row.money)
            for row in ranking.rows
            if row.money in order
            and (said.pots is None or row.candidate.category == line.category)
        ]
        assert money == sorted(money)
        assert money.count(1) != 1


@settings(max_examples=50, deadline=None)
@given(TERMS, MANY)
def test_equals_are_treated_alike(said, many):
    alike = {}
    for row in rank(said, many).rows:
        if row.place and row.money != Money.BELOW:
            category = row.candidate.category if said.pots is not None else None
            alike.setdefault((row.place, category), set()).add((row.money, row.running))
    assert all(len(each) == 1 for each in alike.values())


@settings(max_examples=50, deadline=None)
@given(TERMS, MANY, st.randoms())
def test_order_in_which_candidates_come_changes_nothing(said, many, chance):
    shuffled = [
        Candidate(one.key, one.label, one.category, one.asked, shuffle(one, chance))
        for one in chance.sample(many, len(many))
    ]
    before, after = rank(said, many), rank(said, shuffled)
    assert (places(before), moneys(before)) == (places(after), moneys(after))


def shuffle(one, chance):
    """Its reviews in any order, as if others had written them."""
    mixed = chance.sample(one.reviews, len(one.reviews))
    return tuple(Judgement(f"other {n}", r.scores) for n, r in enumerate(mixed))
