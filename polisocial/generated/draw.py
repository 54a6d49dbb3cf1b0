"""Choices made by chance, the same ones for the same seed."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random

from content.dates import PartialDate

MONTH = timedelta(days=30)


class Draw(Random):  # noqa: S311
    """The choices about one thing: they depend on the seed and its name only.

    So the first hundred things are the same ones, whether a hundred are made or more.
    """

    def __init__(self, seed, *name):
        super().__init__(" ".join(map(str, (seed, *name))))

    def happens(self, chance):
        return self.random() < chance

    def common(self, words, number):
        """Different ones of some words, the first ones more often.

        In a description the commonest of our themes is as common as "cooperation" is
        among the real ones: in one out of four.
        """
        total = list(accumulate(1 / (rank + 8) for rank in range(len(words))))
        drawn = {}
        while len(drawn) < number:
            (word,) = self.choices(words, cum_weights=total)
            drawn[word] = None
        return list(drawn)

    def rank(self, limit):
        """A place in a list of so many: half of the draws fall on a tenth of it."""
        return int(limit * self.random() ** 3.3)

    def ranks(self, limit, number):
        """Different places in a list, fewer where it is short."""
        return list(dict.fromkeys(self.rank(limit) for _each in range(number)))

    def sum_of_money(self):
        """A sum as awards are: often round, now and then to the cent."""
        if self.happens(0.7):
            return Decimal(self.randrange(20, 121) * 1000)
        return Decimal(self.randrange(2_000_000, 12_000_000)) / 100

    def known(self, day):
        """A day as well as somebody knows it: day, month, year or not at all."""
        length = self.choice((0, 4, 4, 7, 7, 10))
        return PartialDate(day.isoformat()[:length]) if length else None

    def span(self, year):
        """Two days in order, the first one in a year or the next."""
        begun = date(year, 6, 1) + self.randrange(18) * MONTH
        return begun, begun + self.randrange(9, 40) * MONTH
