"""What stands around the projects found: filters, chips, orders, ways out."""

from dataclasses import dataclass, replace
from functools import reduce
from operator import and_

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.facets import FACETS
from awards.facets.answer import projects_text
from awards.facets.search import Choice
from awards.facets.spelling import did_you_mean
from awards.models.project_search import having_each

SHOWN_FIRST = 8
SORTS = {
    "relevance": gettext_lazy("closest first"),
    "newest": gettext_lazy("newest first"),
    "oldest": gettext_lazy("oldest first"),
    "name": gettext_lazy("by name"),
}
VIEWS = {"cards": gettext_lazy("cards"), "table": gettext_lazy("table")}


@dataclass(frozen=True)
class Link:
    """A search beside the one shown."""

    name: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Group:
    """A facet as the form shows it: the first values, and the rest to be opened."""

    key: str
    legend: str
    first: list[Choice]
    rest: list[Choice]


def address(search, **more):
    """Where a search is, without its language's host."""
    query = search.query(**more)
    return f"{reverse('projects')}?{query}" if query else reverse("projects")


def groups(search):
    """The facets that divide what there is."""
    for facet in FACETS:
        choices = search.choices(facet)
        if len(choices) > 1 or facet.key in search.chosen:
            near = [c for n, c in enumerate(choices) if n < SHOWN_FIRST or c.is_chosen]
            rest = [c for c in choices[SHOWN_FIRST:] if not c.is_chosen]
            yield Group(facet.key, facet.legend, near, rest)


def names(search, key):
    options = search.index.options[key]
    return [options[value].name for value in search.chosen[key]]


def chips(search):
    """Each thing asked, as a link to the same search without it."""
    if search.q:
        text = _("Words: %(words)s") % {"words": search.q}
        yield Link(text, address(search.but("q")))
    for facet in FACETS:
        for value in search.chosen.get(facet.key, ()):
            name = search.index.options[facet.key][value].name
            text = _("%(facet)s: %(value)s") % {"facet": facet.legend, "value": name}
            yield Link(text, address(search.but(facet.key, value)))


def sorts(search):
    """The orders of the list; closest first only where words were typed."""
    first = "relevance" if search.q else "newest"
    for key, name in SORTS.items():
        if search.q or key != "relevance":
            other = replace(search, sort="" if key == first else key)
            yield Link(name, address(other), key == search.order)


def views(search):
    for key, name in VIEWS.items():
        yield Link(name, address(replace(search, view=key)), key == search.view)


def looser(search):
    """What dropping one thing asked would find, where it finds something."""
    asked = [("q", _("the words “%(words)s”") % {"words": search.q})] * bool(search.q)
    asked += [
        (facet.key, f"{facet.legend}: {', '.join(names(search, facet.key))}")
        for facet in FACETS
        if facet.key in search.chosen
    ]
    for key, what in asked:
        if number := search.without(key).bit_count():
            text = _("%(projects)s without %(what)s")
            said = {"projects": projects_text(number), "what": what}
            yield Link(text % said, address(search.but(key)))


def respelled(search):
    """The same search with words that we have, and what it finds; or nothing."""
    if not search.words:
        return None
    if not (q := did_you_mean(search.words, having_each(search.words))):
        return None
    anywhere = replace(search, q=q, chosen={})
    here = reduce(and_, search.sides.values(), anywhere.with_words).bit_count()
    better = replace(search, q=q) if here else anywhere
    if not (number := here or len(anywhere.found)):
        return None
    text = _("%(words)s (%(projects)s)")
    said = {"words": q, "projects": projects_text(number)}
    return Link(text % said, address(better))
