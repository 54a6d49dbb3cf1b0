"""Who moves across the line when one thing is otherwise, and the table to take away."""

from dataclasses import replace
from decimal import Decimal

from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.rules.frozen import Category
from awards.rules.ranking import Money, rank
from awards.rules.ranking_table import as_rows
from awards.rules.ranking_variants import Change, Variant, variants
from tests.awards.rankings import candidate, criterion, terms

TWO = criterion(1, 60), criterion(2, 40, most=5)


def moved(found):
    """The variants that move somebody."""
    return [each for each in found if each.comes_in or each.falls_out]


def test_evaluator_left_out_moves_the_line():
    many = [candidate("a", 9, 1), candidate("b", 6, 6), candidate("c", 5, 2)]
    found = variants(terms(pot=10), many)
    assert [(each.change.value, each.what) for each in found] == [
        ("without_evaluator", "E1"),
        ("without_evaluator", "E2"),
        ("pot_more", None),
        ("pot_less", None),
    ]
    assert moved(found) == [
        Variant(Change.WITHOUT_EVALUATOR, "E2", ("a",), ("b",)),
        Variant(Change.POT_LESS, None, (), ("b",)),
    ]


def test_whose_only_evaluator_is_left_out_falls_out():
    found = variants(terms(pot=100), [candidate("a", 9), candidate("b", 1, 1)])
    assert moved(found) == [Variant(Change.WITHOUT_EVALUATOR, "E1", (), ("a",))]


def test_weight_that_moves_takes_the_others_with_it():
    """66 and 34 instead of 60 and 40 put one before the other."""
    many = [candidate("a", (10, 2)), candidate("b", ("7.8", 4))]
    assert [row.result for row in rank(terms(*TWO), many).rows] == [Decimal("78.8"), 76]
    found = {
        (each.change, each.what): each for each in variants(terms(*TWO, pot=10), many)
    }
    up, down = (Change.WEIGHT_MORE, 1), (Change.WEIGHT_LESS, 2)
    assert (found[up].comes_in, found[up].falls_out) == (("a",), ("b",))
    assert not found[down].comes_in
    assert len(found) == 1 + 2 * 2 + 2


def test_only_criterion_has_no_other_to_make_up_for_it():
    found = variants(terms(pot=10), [candidate("a", 9)])
    assert {each.change for each in found} == {
        *(Change.WITHOUT_EVALUATOR, Change.POT_MORE, Change.POT_LESS)
    }


def test_who_comes_to_share_what_the_money_does_not_pay_for_falls_out():
    many = [candidate("a", 6, 9), candidate("b", 6, 6)]
    found = variants(terms(pot=10), many)
    assert Variant(Change.WITHOUT_EVALUATOR, "E2", (), ("a",)) in found


def test_nothing_moves_where_nobody_knows_the_money():
    many = [candidate("a", 9, category=1)]
    assert variants(terms(), many) == ()
    assert variants(terms(pots={1: None}), many) == ()
    assert variants(terms(pots={1: Decimal(9), 2: None}), many)


CRITERIA = (
    *(criterion(1, 30, 7), criterion(2, 45, 3), criterion(3, "3.5", 10, threshold=4)),
    criterion(4, "21.5", 5),
)
SCORES = st.tuples(*(st.integers(0, each.most) for each in CRITERIA))
MANY = st.lists(
    st.tuples(st.lists(SCORES, max_size=3), st.integers(0, 60), st.integers(1, 2)),
    max_size=7,
).map(
    lambda said: [
        candidate(n, *scores, asked=asked, category=category, label=str(n))
        for n, (scores, asked, category) in enumerate(said)
    ]
)
POTS = st.integers(0, 200).map(Decimal)


def otherwise(said, many, variant):
    """The same ranking made from the beginning with what the variant changes."""
    if variant.change == Change.WITHOUT_EVALUATOR:
        return said, [
            replace(
                one,
                reviews=tuple(r for r in one.reviews if r.evaluator != variant.what),
            )
            for one in many
        ]
    by = Decimal("1.1" if variant.change.endswith("more") else "0.9")
    if variant.change in {Change.POT_MORE, Change.POT_LESS}:
        pots = said.pots and {key: pot * by for key, pot in said.pots.items()}
        return replace(said, pot=said.pot * by, pots=pots), many
    total = sum(each.weight for each in CRITERIA if each.id != variant.what)
    criteria = tuple(
        replace(
            each,
            weight=each.weight * by
            if each.id == variant.what
            else each.weight * (100 - (100 - total) * by) / total,
        )
        for each in CRITERIA
    )
    assert abs(sum(each.weight for each in criteria) - 100) < Decimal("1e-20")
    return replace(said, criteria=criteria), many


def within(ranking):
    return [r.candidate.key for r in ranking.rows if r.money == Money.REACHED]


@settings(max_examples=40, deadline=None)
@given(POTS, st.none() | st.fixed_dictionaries({1: POTS, 2: POTS}), MANY)
def test_variant_is_what_a_new_ranking_says(pot, pots, many):
    said = terms(*CRITERIA, overall=40, pot=pot, pots=pots)
    now = within(rank(said, many))
    for variant in variants(said, many):
        ranking = rank(*otherwise(said, many, variant))
        then = within(ranking)
        order = [row.candidate.key for row in ranking.rows]
        assert variant.comes_in == tuple(key for key in then if key not in now)
        out = [key for key in order if key in now and key not in then]
        assert variant.falls_out == tuple(out)


def test_table_holds_the_ranking():
    criteria = criterion(1, weight=60, threshold=5), TWO[1]
    many = [
        candidate("a", (9, 5), (6, 2), asked="100.50", category=7, label="=Acqua"),
        candidate("b", (1, 1), asked=50),
        candidate("c", asked=5),
    ]
    ranking = rank(terms(*criteria, overall=60, pot=200, disagreement=42), many)
    with translation.override("en"):
        heading, *rows = as_rows(ranking, [Category(7, "Città", "Cities")])
    assert heading == [
        *("Place", "Place in its category", "Category", "Proposal", "Weighted mean"),
        *("Median", "Spread", "Standard deviation", "Criterion 1", "Criterion 2"),
        *("Below the threshold", "Disagreement", "Asked (EUR)"),
        *("Asked down to here (EUR)", "Funds"),
    ]
    both = "Criterion 1, all together"
    assert [[str(cell) for cell in row] for row in rows] == [
        [
            *("1", "1", "Cities", "=Acqua", "73.0000", "73.00", "42.00", "21.00"),
            *("7.50", "3.50", "", "yes", "100.50", "100.50", "within the funds"),
        ],
        [
            *("2", "1", "", "b", "14.0000", "14.00", "0.00", "0.00", "1.00", "1.00"),
            *(both, "", "50.00", "", "below a threshold"),
        ],
        [
            *("", "", "", "c", "", "", "", "", "", "", "", "", "5.00", ""),
            "without reviews",
        ],
    ]
    numbers = [type(cell) for cell in rows[0] if not isinstance(cell, str)]
    assert numbers == [int, int, *[Decimal] * 8]


def test_table_is_in_the_language_of_the_page():
    with translation.override("it"):
        heading, row = as_rows(rank(terms(pot=10), [candidate("a", 9)]))
    assert (heading[0], heading[8], row[-1]) == ("Posto", "Criterio 1", "entro i fondi")
