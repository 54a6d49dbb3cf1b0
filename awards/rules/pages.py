"""The pages of a proposal: what each asks, and how far it is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.rules.budget import keys_of
from awards.rules.fields import about_project, of_section
from awards.rules.frozen import read
from awards.rules.requirements import BUDGET, PARTNERS, TEAM, faults, is_empty

PROJECT = "project"


@dataclass(frozen=True)
class ProposalPage:
    """One page: its name in the address, its title, the fields it holds."""

    name: str
    title: str
    note: str = ""
    fields: tuple = ()

    @property
    def keys(self):
        return [field.key for field in self.fields]


@dataclass(frozen=True)
class PageState:
    """A page with what is missing in it, and whether anything is written there."""

    page: ProposalPage
    faults: list
    is_begun: bool

    @property
    def word(self):
        """`ok`, `half`, `none`: how the style sheet calls it."""
        if not self.faults:
            return "ok"
        return "half" if self.is_begun else "none"


def pages_of(form):
    """The pages, in order; the budget only where the call has cost headings."""
    yield ProposalPage(PROJECT, _("The project"), fields=tuple(about_project(form)))
    for section in form.sections:
        fields = tuple(of_section(section))
        yield ProposalPage(f"s{section.id}", section.name, section.note, fields)
    yield ProposalPage(TEAM, _("Team"))
    yield ProposalPage(PARTNERS, _("Partners"))
    if form.cost_headings:
        yield ProposalPage(BUDGET, _("Budget"))


def titles_of(version, names):
    """What the pages with these names are called, in a version of the form."""
    pages = pages_of(read(version.content))
    return [page.title for page in pages if page.name in names]


def keys_within(form, names):
    """The fields of the pages with these names."""
    pages = (page for page in pages_of(form) if page.name in names)
    return {key for page in pages for key in page.keys}


def place_of(form, place):
    """The page where a fault is mended, by what the fault says of its place."""
    if place == BUDGET or place in keys_of(form):
        return BUDGET
    pages = (p.name for p in pages_of(form) if place == p.name or place in p.keys)
    return next(pages, PROJECT)


def states_of(work):
    """Each page with its faults, in order."""
    found = {}
    for fault in faults(work):
        found.setdefault(place_of(work.form, fault.place), []).append(fault)
    return [
        PageState(page, found.get(page.name, []), _is_begun(page, work))
        for page in pages_of(work.form)
    ]


def _is_begun(page, work):
    if page.name == TEAM:
        return len(work.members) > 1
    if page.name == PARTNERS:
        return bool(work.partners)
    keys = keys_of(work.form) if page.name == BUDGET else page.keys
    return any(not is_empty(work.answers.get(key)) for key in keys)
