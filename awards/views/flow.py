"""Where the money went, as a drawing: years, the editions they paid, the projects.

Only geometry, in whole units: the template draws it and the style sheet says how it
looks.
"""

from dataclasses import dataclass
from operator import attrgetter

from awards.models import Competition, FinancialYear, Project

WIDTH = 880
TOP, BOTTOM = 30, 8
YEAR_STEP, EDITION_STEP, DOT_STEP = 33, 45, 26
BAR_X, BAR_WIDTH, BAR_UNKNOWN = 46, 110, 52
TEXT_WIDTH, UNKNOWN_WIDTH = 100, 82
LINK_TO = 358
BAND_HEIGHT, BAND_UNKNOWN = 28, 24
DOTS_X, DOTS_A_ROW = 656, 8
BASELINE = 5  # from the middle of a line of text down to where its letters stand


@dataclass(frozen=True)
class YearMark:
    """A year and its bar, in proportion to the highest amount."""

    year: FinancialYear
    y: int
    width: int

    @property
    def top(self):
        return self.y - 9

    @property
    def baseline(self):
        return self.y + BASELINE

    @property
    def amount_x(self):
        return BAR_X + self.width + 7

    @property
    def link_x(self):
        """Where the money leaves: past the words beside the bar."""
        words = UNKNOWN_WIDTH if self.year.amount is None else TEXT_WIDTH
        return self.amount_x + words


@dataclass(frozen=True)
class Spot:
    """A funded project: a full dot when a page here tells of it, or a hollow one."""

    x: int
    y: int
    project: Project | None


@dataclass(frozen=True)
class EditionMark:
    """An edition, the band of its money and the dots of its projects."""

    edition: Competition
    y: int
    band: int
    spots: list[Spot]
    is_linked: bool

    @property
    def name_baseline(self):
        return self.y - 3

    @property
    def money_baseline(self):
        return self.y + 14

    @property
    def band_top(self):
        return self.y - self.band // 2

    @property
    def total_x(self):
        return self.spots[-1].x + 20 if self.spots else DOTS_X - 8

    @property
    def total_baseline(self):
        return (self.spots[-1].y if self.spots else self.y) + BASELINE


@dataclass(frozen=True)
class Link:
    """Money of a year that reached an edition, as certain as its sources are."""

    path: str
    certainty: str


@dataclass(frozen=True)
class Flow:
    height: int
    years: list[YearMark]
    editions: list[EditionMark]
    links: list[Link]
    width: int = WIDTH


def draw(years, editions, allotments):
    """Lay out years and editions, the oldest on top, and the links that are known."""
    years = sorted(years, key=attrgetter("year"))
    editions = sorted(editions, key=attrgetter("ordinal"))
    body = max(YEAR_STEP * len(years), sum(height(each) for each in editions))
    year_marks = place_years(years, body)
    linked = {allotment.competition_id for allotment in allotments}
    edition_marks = place_editions(editions, body, linked)
    links = join(year_marks, edition_marks, allotments)
    return Flow(TOP + body + BOTTOM, year_marks, edition_marks, links)


def spots_of(edition):
    """One entry for each funded project: its page, or None where there is none."""
    return [*edition.pages, *[None] * (edition.pages_missing() or 0)]


def extra_rows(edition):
    """Rows of dots past the first."""
    return max(len(spots_of(edition)) - 1, 0) // DOTS_A_ROW


def height(edition):
    return EDITION_STEP + DOT_STEP * extra_rows(edition)


def in_proportion(amount, most, size, unknown):
    return round(amount / most * size) if amount else unknown


def place_years(years, body):
    most = max((year.amount for year in years if year.amount), default=None)
    step = body / max(len(years), 1)
    return [
        YearMark(
            year,
            round(TOP + step * (place + 0.5)),
            in_proportion(year.amount, most, BAR_WIDTH, BAR_UNKNOWN),
        )
        for place, year in enumerate(years)
    ]


def place_editions(editions, body, linked):
    """Each edition as tall as its dots need; what is left of the height is shared."""
    most = max((each.budget for each in editions if each.budget), default=None)
    spare = body - sum(height(each) for each in editions)
    marks, top = [], TOP
    for edition in editions:
        tall = height(edition) + spare / len(editions)
        y = round(top + tall / 2)
        band = in_proportion(edition.budget, most, BAND_HEIGHT, BAND_UNKNOWN)
        spots = place_spots(edition, y)
        marks.append(EditionMark(edition, y, band, spots, edition.pk in linked))
        top += tall
    return marks


def place_spots(edition, y):
    first = y - DOT_STEP * extra_rows(edition) // 2
    return [
        Spot(
            DOTS_X + DOT_STEP * (place % DOTS_A_ROW),
            first + DOT_STEP * (place // DOTS_A_ROW),
            project,
        )
        for place, project in enumerate(spots_of(edition))
    ]


def join(year_marks, edition_marks, allotments):
    """A curve from each year to each edition that a source says it paid."""
    starts = {mark.year.pk: mark for mark in year_marks}
    ends = {mark.edition.pk: mark for mark in edition_marks}
    return [
        Link(
            curve(
                starts[allotment.receipt.financial_year_id],
                ends[allotment.competition_id],
            ),
            allotment.certainty,
        )
        for allotment in allotments
    ]


def curve(start, end):
    middle = (start.link_x + LINK_TO) // 2
    bend = f"{middle} {start.y} {middle} {end.y}"
    return f"M{start.link_x} {start.y}C{bend} {LINK_TO} {end.y}"
