"""The stages of a competition on a line of time: as rows, and as a drawing of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.formats import day_text, instant_text

WIDTH, LEFT, RIGHT, TOP, BAND, BAR = 900, 110, 50, 24, 34, 16
MARGIN = timedelta(days=10)
MONTHS = 18  # a line of more is marked by quarters


@dataclass(frozen=True)
class Moment:
    """Something that happens in a stage on a day."""

    day: date
    when: str
    told: str
    stage: object = None
    is_past: bool = False
    is_today: bool = False


def moments_of(stages, now):
    """What is known of the stages in the order of time, with today among it."""
    today = timezone.localdate(now)
    found = [each for stage in stages for each in _of_stage(stage, now)]
    if found:
        told = _("Today")
        found.append(Moment(today, day_text(today), told, is_today=True))
    return sorted(found, key=lambda each: (each.day, not each.is_past, each.is_today))


def _of_stage(stage, now):
    at = [
        (stage.opens_at, _("Opening")),
        (stage.closes_at, _("Deadline; then it is evaluated")),
    ]
    for each in stage.announcements.all():
        told = _("Answers published") if each.done_at else _("Answers to be published")
        at.append((each.at, told))
    for instant, told in at:
        if instant:
            day, when = timezone.localdate(instant), instant_text(instant)
            yield Moment(day, when, told, stage, is_past=instant <= now)
    if promised := stage.answer_expected_on:
        is_past = promised < timezone.localdate(now)
        told = _("Answer promised by this day")
        yield Moment(promised, day_text(promised), told, stage, is_past=is_past)


@dataclass(frozen=True)
class Band:
    """A stage as drawn: a bar while it is open, one while it is judged, and marks."""

    stage: object
    y: int
    open: tuple | None
    judging: tuple | None
    promised: int | None
    published: list

    @property
    def name(self):
        stage = self.stage
        return capfirst(f"{stage.get_number_display()} {stage._meta.verbose_name}")

    @property
    def middle_y(self):
        return self.y + BAR // 2

    @property
    def base_y(self):
        return self.y + BAR - 4

    @property
    def ends_y(self):
        return self.y + BAR


@dataclass(frozen=True)
class Drawing:
    """Lengths are in the units of its frame; a bar is (x, width)."""

    frame: str
    height: int
    months: list
    bands: list
    today: int | None


def drawing_of(stages, moments, now):
    """None where there is nothing to draw: no stage has two days that are known."""
    days = [each.day for each in moments if not each.is_today]
    if len(set(days)) < 2:
        return None
    scale = Scale(min(days) - MARGIN, max(days) + MARGIN)
    today = timezone.localdate(now)
    height = TOP + BAND * len(stages) + 4
    return Drawing(
        frame=f"0 0 {WIDTH} {height}",
        height=height,
        months=list(scale.months()),
        bands=[_band(stage, n, scale, today) for n, stage in enumerate(stages)],
        today=scale.at(today) if scale.first <= today <= scale.last else None,
    )


@dataclass(frozen=True)
class Scale:
    """Where a day stands between the first and the last."""

    first: date
    last: date

    def at(self, day):
        share = (day - self.first) / (self.last - self.first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT))

    def bar(self, begins, ends):
        if begins is None or ends is None or ends <= begins:
            return None
        x = self.at(begins)
        return x, self.at(ends) - x

    def months(self):
        """The first day of each month, where it stands and what it is called."""
        every = 3 if (self.last - self.first).days > MONTHS * 31 else 1
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first and (day.month - 1) % every == 0:
                name = date_format(day, "E")[:3]
                yield self.at(day), f"{name} {day.year}" if day.month == 1 else name
            day = (day + timedelta(days=32)).replace(day=1)


def _band(stage, number, scale, today):
    opens, closes = (_day(at) for at in (stage.opens_at, stage.closes_at))
    published = [_day(each.at) for each in stage.announcements.all()]
    ends = max(published, default=stage.answer_expected_on)
    promised = stage.answer_expected_on
    return Band(
        stage=stage,
        y=TOP + BAND * number + (BAND - BAR) // 2,
        open=scale.bar(opens, closes),
        judging=scale.bar(closes, ends),
        promised=scale.at(promised) if promised else None,
        published=[scale.at(day) for day in published],
    )


def _day(instant):
    return timezone.localdate(instant) if instant else None
