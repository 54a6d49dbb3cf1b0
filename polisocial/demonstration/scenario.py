"""A competition from its call to its projects, day by day."""

from datetime import timedelta

from django.utils import timezone

from polisocial.demonstration import first_stage, people, second_stage
from polisocial.demonstration.play import Play
from polisocial.demonstration.post import Drawer

DAYS = (*first_stage.DAYS, *second_stage.DAYS)
FINISHED = "Dimostrazione: edizione conclusa"
UNDER_WAY = "Dimostrazione: edizione in valutazione"
EVENING = 20  # o'clock: nothing happens later in a day


def play(now, until=None, *, label=FINISHED, turn=None, deliver=None):
    """Play it so that its last day is the day before `now`; yields after each day.

    What is yielded is the date and what happened. `until` is the chapter that it ends
    with, if not the last. `turn` is told the evening of each day before it happens;
    `deliver`, the same after it, does with the letters what there is to do: without
    one none leaves.
    """
    days = [*_up_to(until)]
    opens = timezone.localtime(now) - timedelta(days=days[-1].number + 1)
    playing = Play(people.gather(), label, opens)
    deliver = deliver or Drawer(playing).keep
    for day in days:
        playing.day = day.number
        evening = playing.at(EVENING)
        if turn:
            turn(evening)
        day.happen(playing)
        deliver(evening)
        yield evening.date(), day.told


def _up_to(chapter):
    """The days, up to the last one of a chapter."""
    if chapter is None:
        return DAYS
    last = max(n for n, day in enumerate(DAYS) if day.chapter == chapter)
    return DAYS[: last + 1]
