"""What a visitor asked of the explorer, and what answers it."""

from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import chain, islice
from operator import and_, or_
from urllib.parse import urlencode

from awards.facets.index import FACETS, Found, Index, Option
from awards.models.project_search import having_all
from content.formats import page_language
from content.words import typed

# The first that makes sense is the usual one, and is not written in the address.
SORTS = ("relevance", "newest", "oldest", "name")
VIEWS = ("cards", "table")
AT_MOST = 80


def tidy(text):
    """What was typed, without what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


@dataclass(frozen=True)
class Choice:
    """A value of a facet on the page: how many projects it would give."""

    option: Option
    count: int
    is_chosen: bool

    @property
    def value(self):
        return self.option.value

    @property
    def name(self):
        return self.option.name


# Values of one facet: more is no search, and each makes every link longer.
ASKED_AT_MOST = 12


@dataclass(frozen=True)
class Search:
    """The words, the values of facets and the order of an address."""

    index: Index
    q: str = ""
    chosen: dict[str, list[str]] = field(default_factory=dict)
    sort: str = ""
    view: str = "cards"
    ignored: tuple = ()

    @classmethod
    def read(cls, query, index):
        """From the query of an address; what we do not know is put aside."""
        chosen, ignored = {}, []
        for facet in FACETS:
            asked = dict.fromkeys(filter(None, query.getlist(facet.key)))
            for value in islice(asked, ASKED_AT_MOST):
                if value in index.options[facet.key]:
                    chosen.setdefault(facet.key, []).append(value)
                else:
                    shown = "".join(filter(str.isprintable, value))
                    ignored.append((facet.legend, shown[:80]))
        q = tidy(query.get("q", ""))
        sorts = SORTS if q else SORTS[1:]
        sort, view = query.get("sort"), query.get("view")
        return cls(
            index,
            q,
            chosen,
            sort if sort in sorts[1:] else "",
            view if view in VIEWS else "cards",
            tuple(ignored[:ASKED_AT_MOST]),
        )

    @classmethod
    def about(cls, index, text):
        """For some words, whatever else."""
        return cls(index, tidy(text))

    # What it finds

    @cached_property
    def words(self):
        return typed(self.q)

    @cached_property
    def ranks(self):
        """The projects with all the words: those as close together, closest first."""
        return having_all(self.words)

    @cached_property
    def with_words(self):
        """The set of the projects with the words: all, where none was typed."""
        if not self.q:
            return self.index.everything
        return self.index.set_of(chain.from_iterable(self.ranks))

    @cached_property
    def sides(self):
        """For each facet in use, the set of projects with one of the values chosen."""
        return {
            key: reduce(or_, (self.index.options[key][v].projects for v in values))
            for key, values in self.chosen.items()
        }

    def without(self, key):
        """The set of projects found when one facet, or the words, did not count."""
        start = self.index.everything if key == "q" else self.with_words
        sides = (side for other, side in self.sides.items() if other != key)
        return reduce(and_, sides, start)

    @cached_property
    def projects(self):
        return self.without("")

    @property
    def order(self):
        return self.sort or ("relevance" if self.q else "newest")

    @cached_property
    def found(self):
        """The projects found, in order."""
        if self.order == "relevance":
            places = self.index.places
            order = [
                place
                for pks in self.ranks
                for place in sorted(places[pk] for pk in pks if pk in places)
            ]
        else:
            order = self.index.orders[self.order]
        return Found(self.index, self.projects, order)

    def choices(self, facet):
        """What can be chosen in a facet, each with what it would give.

        Editions from the latest on, the rest from the commonest on; at most so many,
        and whatever is chosen.
        """
        around, language = self.without(facet.key), page_language()
        mine = self.chosen.get(facet.key, ())

        def order(counted):
            option, count = counted
            last = option.value == facet.missing
            return last, -count, option.keys[language]

        counted = [
            (option, count)
            for option in self.index.options[facet.key].values()
            if (count := (option.projects & around).bit_count()) or option.value in mine
        ]
        counted.sort(key=order)
        choices = [
            Choice(option, count, option.value in mine)
            for n, (option, count) in enumerate(counted)
            if n < AT_MOST or option.value in mine
        ]
        if facet.key == "competition":
            choices.sort(key=lambda choice: choice.value, reverse=True)
        return choices

    def values_found(self, key):
        """The values of a facet that what was found has."""
        return [
            value
            for value, option in self.index.options[key].items()
            if option.projects & self.projects
        ]

    # Its address, and those of the searches beside it

    def query(self, **more):
        """Its query, always written the same way: the part after `?`."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(key, v) for key in self.chosen for v in self.chosen[key]]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("view", self.view)] if self.view != "cards" else []
        return urlencode([*pairs, *more.items()])

    def but(self, key, value=None):
        """The same search without some words or values."""
        if key == "q":
            return replace(self, q="", sort=self.sort if self.sort != "newest" else "")
        left = [v for v in self.chosen[key] if value and v != value]
        chosen = {**self.chosen, key: left}
        return replace(
            self, chosen={k: values for k, values in chosen.items() if values}
        )
