"""What is being played: who, which call, which day it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from django.utils import timezone

from awards.actions.letters import release
from awards.models import Call, Letter, LetterState, Proposal, Stage
from awards.rules.committee import Seat
from polisocial.demonstration.people import People
from polisocial.demonstration.texts import IDEAS, PLACES, Idea


@dataclass
class Entry:
    """A proposal with what its team knows of it, and the play alone knows."""

    number: int
    idea: Idea
    proposal: Proposal
    coordinator: object
    colleague: object
    asked: Decimal
    quality: float  # from 0 to 1: what evaluators see of it, more or less

    @property
    def place(self):
        return PLACES[self.number // len(IDEAS) % len(PLACES)]

    @property
    def title(self):
        return f"{self.idea}: {self.place}"


class Day(NamedTuple):
    """One day on which something happens; its number counts from the opening."""

    number: int
    chapter: str
    told: str
    happen: Callable


@dataclass
class Play:
    """A competition under way. Days are counted from the opening of its call."""

    people: People
    label: str
    opens: datetime
    call: Call | None = None
    day: int = 0
    entries: list[Entry] = field(default_factory=list)
    rng: Random = field(default_factory=lambda: Random(5))  # noqa: S311  no secret

    def at(self, hour, minute=0, day=None):
        """An instant of today, or of another day, as clocks in Rome show it."""
        date = (self.opens + timedelta(days=self.day if day is None else day)).date()
        return datetime(
            *(date.year, date.month, date.day, hour, minute),
            tzinfo=timezone.get_default_timezone(),
        )

    def date(self, day):
        return self.at(9, day=day).date()

    def stage(self, number) -> Stage:
        return self.call.stages.get(number=number)

    def seat(self, appointment, entry):
        """Where somebody of the committee stands before a proposal now."""
        return Seat(appointment, Proposal.objects.get(pk=entry.proposal.pk))

    def judged(self, stage):
        """What a stage still has to judge, in the order in which it was begun."""
        waiting = set(
            Proposal.objects.filter(stage=stage, state="submitted").values_list(
                "pk", flat=True
            )
        )
        return [each for each in self.entries if each.proposal.pk in waiting]

    def release(self, kind):
        """The office has read letters of this kind to teams: they may leave."""
        letters = Letter.objects.filter(kind=kind, state=LetterState.HELD)
        for letter in letters.filter(proposal__stage__call=self.call):
            release(letter, by=self.people.office, at=self.at(17))

    def entry(self, proposal):
        return next(each for each in self.entries if each.proposal == proposal)
