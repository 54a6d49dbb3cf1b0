"""Which public projects have which value of each facet, ready to be counted.

A set of projects is one whole number with a bit for each project: two sets are
crossed by `&` and counted by `bit_count()`. So a page counts all its facets without
asking the database, however many projects there are.
"""

from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import CharField, F, Model, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy
from django_countries import countries

from awards.models import Partnership, Project, ProjectDepartment, ProjectPlace
from awards.models.project import ProjectStatus
from content.bilingual import LANGUAGES
from content.formats import page_language
from content.revision import kept
from content.words import plain


@dataclass(frozen=True)
class Facet:
    """One way to divide projects.

    Each row of `source` gives one project the value at a path; `name_it` and
    `name_en` are the paths of its names. `thing` is the path of what the value
    belongs to, where that has a page which may not be public. `missing` is the value,
    and `unknown` the name, of the projects without any.
    """

    key: str
    legend: str
    source: type[Model]
    value: str
    name_it: str = ""
    name_en: str = ""
    thing: str = ""
    missing: str = "unknown"
    unknown: str = _("not known")

    def rows(self):
        """Each value, its names and the projects that have it."""
        if self.source is Project:
            rows, project = Project.objects.with_life(), "pk"
        else:
            rows = self.source._base_manager.filter(public(self.source, self.thing))
            project = "project_id"
        value, it, en = (
            Cast(F(path or self.value), CharField())
            for path in (self.value, self.name_it, self.name_en)
        )
        return (
            rows.annotate(option=value)
            .filter(option__gt="")
            .order_by()
            .values_list(Value(self.key), "option", it, en)
            .annotate(pks=ArrayAgg(project))
        )


def public(source, path):
    """Condition: what a row points at may be read by everyone."""
    if not path:
        return Q()
    model = source
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    return Q(**{f"{path}__in": model.objects.public()})


FACETS = (
    Facet(
        key="competition",
        legend=_("Edition"),
        source=Project,
        value="competition__year",
    ),
    Facet(
        key="department",
        legend=_("Department"),
        source=ProjectDepartment,
        value="department__code",
    ),
    Facet(
        key="place",
        legend=_("Place"),
        source=ProjectPlace,
        value="place__locality_it",
        name_it="place__locality_it",
        name_en="place__locality_en",
    ),
    Facet(
        key="country",
        legend=_("Country"),
        source=ProjectPlace,
        value="place__country",
    ),
    Facet(
        key="site",
        legend=_("Off Campus site"),
        source=ProjectPlace,
        value="place__site__slug",
        name_it="place__site__district",
        name_en="place__site__district",
        thing="place__site",
        missing="none",
        unknown=_("no site"),
    ),
    Facet(
        key="partner",
        legend=_("Partner"),
        source=Partnership,
        value="organisation__slug",
        name_it="organisation__name",
        name_en="organisation__name",
        thing="organisation",
        unknown=pgettext_lazy("masculine plural", "not known"),
    ),
    Facet(
        key="status",
        legend=_("Status"),
        source=Project,
        value="life",
    ),
)
SAID = {
    "country": countries.name,
    "status": lambda value: ProjectStatus(value).label,
}


@dataclass(frozen=True)
class Option:
    """A value of a facet, its names and the set of the projects that have it.

    `keys` are the names as they are sorted.
    """

    value: str
    names: dict[str, str]
    keys: dict[str, str]
    projects: int

    @property
    def name(self):
        return self.names[page_language()]


class Index:
    """The public projects, by their place from the newest on, and their values."""

    def __init__(self, rows):
        """`rows` are (pk, ordinal of the competition, acronym)."""
        by_name = sorted(rows, key=lambda row: plain(row[2]))
        newest = sorted(by_name, key=lambda row: -row[1])
        self.pks = [pk for pk, *_rest in newest]
        self.places = {pk: place for place, pk in enumerate(self.pks)}
        self.everything = (1 << len(self.pks)) - 1
        oldest = sorted(by_name, key=lambda row: row[1])
        self.orders = {
            "newest": range(len(self.pks)),
            "oldest": [self.places[pk] for pk, *_rest in oldest],
            "name": [self.places[pk] for pk, *_rest in by_name],
        }
        self.options = {facet.key: {} for facet in FACETS}

    def set_of(self, pks):
        """The set of some projects; those that are not public stay out."""
        bits = bytearray(len(self.pks) // 8 + 1)
        for pk in pks:
            if (place := self.places.get(pk)) is not None:
                bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits, "little")

    def add(self, facet, value, it, en, pks):
        """A value as the database has it; some have their names elsewhere."""
        names = {"it": it or en, "en": en or it}
        if say := SAID.get(facet):
            names = in_both_languages(say, value)
        self.add_option(facet, value, names, self.set_of(pks))

    def add_missing(self, facet):
        """The projects of which a facet says nothing."""
        known = (option.projects for option in self.options[facet.key].values())
        rest = self.everything & ~reduce(or_, known, 0)
        names = in_both_languages(str, facet.unknown)
        self.add_option(facet.key, facet.missing, names, rest)

    def add_option(self, facet, value, names, projects):
        if projects:
            keys = {language: plain(name) for language, name in names.items()}
            self.options[facet][value] = Option(value, names, keys, projects)


def in_both_languages(say, value):
    names = {}
    for language in LANGUAGES:
        with override(language):
            names[language] = str(say(value))
    return names


@kept
def current_index():
    """The index of what is public now, in two queries."""
    rows = Project.objects.public().order_by()
    index = Index(rows.values_list("pk", "competition__ordinal", "acronym"))
    first, *others = (facet.rows() for facet in FACETS)
    for row in first.union(*others, all=True):
        index.add(*row)
    for facet in FACETS:
        index.add_missing(facet)
    return index


class Found:
    """The projects of a set in an order, as a list that a Paginator can cut."""

    def __init__(self, index, projects, order):
        self.index, self.projects, self.order = index, projects, order

    def __len__(self):
        return self.projects.bit_count()

    def __getitem__(self, part):
        bits = f"{self.projects:0{len(self.index.pks)}b}"[::-1]
        inside = (self.index.pks[place] for place in self.order if bits[place] == "1")
        return list(islice(inside, part.start, part.stop))
