"""How firm a ranking is: who comes within the money or falls out of it when one thing
is otherwise.

One evaluator is left out; one weight is a tenth more or less, the other weights changed
in proportion so that all add up to 100; the money is a tenth more or less, each pot
where there are several. Within the money is who is certainly reached: whoever comes to
share a place that it does not pay for whole has fallen out.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from awards.rules.ranking import (
    HUNDRED,
    Money,
    in_order,
    reach,
    standing,
    standing_by,
)

MORE, LESS = Decimal("1.1"), Decimal("0.9")


class Change(StrEnum):
    """What is otherwise."""

    WITHOUT_EVALUATOR = "without_evaluator"
    WEIGHT_MORE = "weight_more"
    WEIGHT_LESS = "weight_less"
    POT_MORE = "pot_more"
    POT_LESS = "pot_less"


@dataclass(frozen=True)
class Variant:
    """A change and the keys of those it moves, best first in the order it makes.

    `what` is the evaluator left out, or the id of the criterion whose weight moves.
    """

    change: Change
    what: Hashable | None
    comes_in: tuple[Hashable, ...]
    falls_out: tuple[Hashable, ...]


def variants(terms, candidates):
    """Every variant; none where nobody knows how much money there is."""
    pots = [terms.pot] if terms.pots is None else terms.pots.values()
    if all(pot is None for pot in pots):
        return ()
    standings = [standing(terms, each) for each in candidates]
    now = _within(terms, in_order(standings))
    return tuple(
        _variant(change, what, now, changed, in_order(others))
        for change, what, changed, others in (
            *_without_each(terms, standings),
            *_with_other_weights(terms, standings),
            *_with_other_pots(terms, standings),
        )
    )


def _variant(change, what, now, terms, ordered):
    then = _within(terms, ordered)
    keys = [each.candidate.key for each in ordered]
    return Variant(
        change,
        what,
        comes_in=tuple(key for key in keys if key in then and key not in now),
        falls_out=tuple(key for key in keys if key in now and key not in then),
    )


def _within(terms, ordered):
    money = reach(terms, ordered)
    return {key for key, (said, _running) in money.items() if said == Money.REACHED}


def _without_each(terms, standings):
    judged = {}
    for n, each in enumerate(standings):
        for review in each.candidate.reviews:
            judged.setdefault(review.evaluator, []).append(n)
    for evaluator, numbers in judged.items():
        others = list(standings)
        for n in numbers:
            others[n] = standing(terms, _without(evaluator, others[n].candidate))
        yield Change.WITHOUT_EVALUATOR, evaluator, terms, others


def _without(evaluator, candidate):
    reviews = tuple(r for r in candidate.reviews if r.evaluator != evaluator)
    return replace(candidate, reviews=reviews)


def _with_other_weights(terms, standings):
    for criterion in terms.criteria:
        if criterion.weight >= HUNDRED:
            continue  # it is the only one: no other weight could make up for it
        for change, by in ((Change.WEIGHT_MORE, MORE), (Change.WEIGHT_LESS, LESS)):
            changed = replace(terms, criteria=_moved(terms.criteria, criterion, by))
            yield change, criterion.id, changed, [_again(changed, s) for s in standings]


def _moved(criteria, one, by):
    """The criteria with one weight moved, never above 100, and the others with it."""
    weight = min(one.weight * by, HUNDRED)
    share = (HUNDRED - weight) / (HUNDRED - one.weight)
    return tuple(
        replace(each, weight=weight if each.id == one.id else each.weight * share)
        for each in criteria
    )


def _again(terms, each):
    """The same means under other terms."""
    if each.means is None:
        return each
    return standing_by(terms, each.candidate, each.means)


def _with_other_pots(terms, standings):
    for change, by in ((Change.POT_MORE, MORE), (Change.POT_LESS, LESS)):
        pots = terms.pots and {key: _times(pot, by) for key, pot in terms.pots.items()}
        yield (
            change,
            None,
            replace(terms, pot=_times(terms.pot, by), pots=pots),
            standings,
        )


def _times(pot, by):
    return None if pot is None else pot * by
