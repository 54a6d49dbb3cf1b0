"""The ranking of a stage: who stands where, and how far the money goes.

A review gives points of 100: each score over the most of its criterion, by its weight.
The result of a candidate is the mean of its reviews. Ranked is who has been reviewed;
equal results share a place (1, 2, 2, 4), for the portal knows no rule that parts them.

A threshold takes no place away: it keeps from the money. The mean of a criterion is
held against the threshold of that criterion, the result against the overall one.

The money goes down the places to those above every threshold, each with all it asks,
and ends at the first place that it does not pay for whole: it never jumps to a cheaper
candidate further down. Where it would pay for some of those who share that place, they
are `TIED`, and a person chooses. With a pot for each category every category has its
own line, in its own order; otherwise there is one line for all.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from statistics import median

from awards.rules.frozen import Criterion

HUNDRED = Decimal(100)
# Far finer than two different results can be near, far coarser than what a division
# that does not come out loses: without it that loss would part equal results.
FINEST = Decimal("1e-15")


class Money(StrEnum):
    """Whether the money reaches a candidate."""

    REACHED = "reached"
    TIED = "tied"  # it pays for some of those who share the place, not for all
    BEYOND = "beyond"
    BELOW = "below"  # not counted: below a threshold
    UNJUDGED = "unjudged"  # not counted: nobody has reviewed it
    UNKNOWN = "unknown"  # nobody knows how much there is


@dataclass(frozen=True)
class Judgement:
    """A review as it counts: a score for each criterion, by its id."""

    evaluator: Hashable
    scores: Mapping[int, Decimal]


@dataclass(frozen=True)
class Candidate:
    """What is ranked. `category` is the id of one, or None."""

    key: Hashable
    label: str
    category: int | None
    asked: Decimal
    reviews: tuple[Judgement, ...]


@dataclass(frozen=True)
class Terms:
    """What a ranking goes by. `pots`, by category, stand in for the one `pot`.

    A pot that is None or missing is not known. From `disagreement` points between the
    highest and the lowest review, these are said to disagree; None never says so.
    """

    criteria: tuple[Criterion, ...]
    overall: Decimal | None = None
    pot: Decimal | None = None
    pots: Mapping[int | None, Decimal | None] | None = None
    disagreement: Decimal | None = None


@dataclass(frozen=True)
class Standing:
    """A candidate's means, by criterion and in all; None until somebody reviews it."""

    candidate: Candidate
    means: tuple[Decimal, ...] | None
    result: Decimal | None
    passes: bool


@dataclass(frozen=True)
class Agreement:
    """How near the points of a candidate's reviews are; None where there are none.

    `spread` and `deviation` (of all there are, not of a sample) are of the points that
    each review gives.
    """

    median: Decimal | None = None
    spread: Decimal | None = None
    deviation: Decimal | None = None
    disagrees: bool = False


@dataclass(frozen=True)
class Mark:
    """The mean of a criterion; `passes` is None where it has no threshold."""

    criterion: Criterion
    mean: Decimal
    passes: bool | None


@dataclass(frozen=True)
class Row:
    """A candidate in the ranking.

    `running` is what is asked down to its place on its line, by all who share it:
    None where it is not counted.
    """

    candidate: Candidate
    place: int | None
    place_in_category: int | None
    result: Decimal | None
    median: Decimal | None
    spread: Decimal | None
    deviation: Decimal | None
    marks: tuple[Mark, ...]
    passes_overall: bool | None
    disagrees: bool
    running: Decimal | None
    money: Money


@dataclass(frozen=True)
class Line:
    """Where the money ends: of a category, or of all with `category` None."""

    category: int | None
    pot: Decimal | None
    given: Decimal

    @property
    def left(self):
        return None if self.pot is None else self.pot - self.given


@dataclass(frozen=True)
class Ranking:
    """Rows from the best, those without reviews last; equals by their labels."""

    terms: Terms
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]


def rank(terms, candidates):
    """The ranking of these candidates."""
    return ranked(
        terms,
        [(standing(terms, each), _agreement(terms, each)) for each in candidates],
    )


def ranked(terms, said):
    """The ranking of candidates of whom it is known how they stand and agree."""
    agreements = {each.candidate.key: agreement for each, agreement in said}
    ordered = in_order(each for each, _agreement in said)
    places = _places(ordered)
    families = _by(ordered, lambda each: each.candidate.category)
    within = {k: v for each in families.values() for k, v in _places(each).items()}
    money = reach(terms, ordered)
    rows = tuple(
        _row(
            terms,
            each,
            agreements[each.candidate.key],
            (places.get(each.candidate.key), within.get(each.candidate.key)),
            money[each.candidate.key],
        )
        for each in ordered
    )
    return Ranking(terms, rows, _lines(terms, rows))


def standing(terms, candidate):
    """How a candidate stands by its reviews."""
    reviews = candidate.reviews
    if not reviews:
        return Standing(candidate, None, None, passes=False)
    means = tuple(
        sum(each.scores[criterion.id] for each in reviews) / Decimal(len(reviews))
        for criterion in terms.criteria
    )
    return standing_by(terms, candidate, means)


def standing_by(terms, candidate, means):
    """How a candidate with these means stands."""
    result = points(terms, means)
    passes = (terms.overall is None or result >= terms.overall) and all(
        each.threshold is None or mean >= each.threshold
        for each, mean in zip(terms.criteria, means, strict=True)
    )
    return Standing(candidate, means, result, passes)


def points(terms, scores):
    """The points of 100 that a score for each criterion makes."""
    parts = zip(terms.criteria, scores, strict=True)
    shares = (each.weight * score / each.most for each, score in parts)
    return sum(shares, Decimal(0)).quantize(FINEST)


def in_order(standings):
    """From the best result down; who has none comes last, equals by their labels."""
    return sorted(
        standings,
        key=lambda each: (
            each.result is None,
            -(each.result or 0),
            each.candidate.label,
        ),
    )


def reach(terms, ordered):
    """By key: whether the money reaches a candidate, and what is asked down to it."""
    found = {}
    for category, family in _by(ordered, _line_of(terms)).items():
        counted = [each for each in family if each.passes]
        found |= _down(_pot_of(terms, category), counted)
        for each in family:
            if not each.passes:
                unjudged = each.result is None
                told = Money.UNJUDGED if unjudged else Money.BELOW
                found[each.candidate.key] = (told, None)
    return found


def _down(pot, counted):
    """Follow the money from place to place until it ends."""
    found, running = {}, Decimal(0)
    for _result, place in groupby(counted, key=lambda each: each.result):
        sharing = [each.candidate for each in place]
        before, running = running, running + sum(each.asked for each in sharing)
        if pot is None:
            money = Money.UNKNOWN
        elif running <= pot:
            money = Money.REACHED
        elif before + min(each.asked for each in sharing) <= pot:
            money = Money.TIED
        else:
            money = Money.BEYOND
        found |= {each.key: (money, running) for each in sharing}
    return found


def _line_of(terms):
    """The line that a candidate stands on."""
    return lambda each: None if terms.pots is None else each.candidate.category


def _pot_of(terms, category):
    return terms.pot if terms.pots is None else terms.pots.get(category)


def _lines(terms, rows):
    """The lines of the pots there are, then those of categories without one."""
    given = dict.fromkeys([None] if terms.pots is None else terms.pots, Decimal(0))
    for row in rows:
        category = None if terms.pots is None else row.candidate.category
        given.setdefault(category, Decimal(0))
        if row.money == Money.REACHED:
            given[category] += row.candidate.asked
    return tuple(
        Line(category, _pot_of(terms, category), total)
        for category, total in given.items()
    )


def _places(ordered):
    """By key the place of each, which is one more than how many are better."""
    places, last = {}, (None, None)
    for number, each in enumerate(ordered, 1):
        if each.result is None:
            break
        if each.result != last[0]:
            last = (each.result, number)
        places[each.candidate.key] = last[1]
    return places


def _by(ordered, key):
    """Those of each kind, in the order they come in."""
    found = {}
    for each in ordered:
        found.setdefault(key(each), []).append(each)
    return found


def _row(terms, each, agreement, places, money):
    said, running = money
    return Row(
        each.candidate,
        *places,
        each.result,
        agreement.median,
        agreement.spread,
        agreement.deviation,
        _marks(terms, each),
        passes_overall=_passes(each.result, terms.overall),
        disagrees=agreement.disagrees,
        running=running,
        money=said,
    )


def _agreement(terms, candidate):
    given = [
        points(terms, [review.scores[c.id] for c in terms.criteria])
        for review in candidate.reviews
    ]
    if not given:
        return Agreement()
    spread, limit = max(given) - min(given), terms.disagreement
    return Agreement(
        median(given),
        spread,
        _deviation(given),
        disagrees=limit is not None and len(given) > 1 and spread >= limit,
    )


def _marks(terms, each):
    return tuple(
        Mark(criterion, mean, _passes(mean, criterion.threshold))
        for criterion, mean in zip(terms.criteria, each.means or (), strict=False)
    )


def _passes(value, threshold):
    """None where there is nothing to pass, or nothing that could."""
    return None if value is None or threshold is None else value >= threshold


def _deviation(given):
    mean = sum(given) / Decimal(len(given))
    squares = sum((each - mean) ** 2 for each in given)
    return (squares / Decimal(len(given))).sqrt().quantize(FINEST)
