"""Search everything: one question to every part of the portal."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.facets import Search, current_index
from awards.facets.spelling import did_you_mean
from awards.models import Project
from awards.models.project_search import having_each
from content.bilingual import Text
from content.formats import count_text
from content.pages import Page, home_crumb, render_page
from content.revision import of_content
from content.words import plain
from polisocial import everything as others

PROJECTS_SHOWN = 6
KINDS = {
    "competition": (gettext_lazy("Editions of the Award"), "competition", "award"),
    "site": (gettext_lazy("Off Campus sites"), "site", "off"),
    "lab": (gettext_lazy("Cantieri"), "lab", "cant"),
    "partner": (gettext_lazy("Partners"), "partner", "ink"),
    "department": (gettext_lazy("Departments"), "department", "ink"),
    "person": (gettext_lazy("People"), "", "award"),
    "news": (gettext_lazy("News"), "home", "ink"),
}
PAGES = {
    "award": gettext_lazy("The Polisocial Award"),
    "five-per-thousand": gettext_lazy("Five per thousand"),
    "off-campus": gettext_lazy("Off Campus"),
    "cantieri": gettext_lazy("Cantieri"),
    "apply": gettext_lazy("Take part: open calls"),
    "partners": gettext_lazy("Partners"),
    "departments": gettext_lazy("Departments"),
    "about": gettext_lazy("About Polisocial and this portal"),
    "report": gettext_lazy("Report an error"),
    "accessibility": gettext_lazy("Accessibility"),
    "privacy": gettext_lazy("Privacy and cookies"),
    "legal": gettext_lazy("Legal notes and licence"),
    "sitemap": gettext_lazy("Site map"),
}


@dataclass(frozen=True)
class Line:
    """One thing found, as a link; a person is shown with projects instead."""

    name: str
    url: str = ""
    text: str = ""
    links: tuple = ()


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many, the first of them, where the rest is."""

    key: str
    title: str
    part: str
    count: int
    lines: list[Line]
    all_url: str = ""
    all_text: str = ""


@of_content
def everything(request):
    """What each part of the portal has about some words."""
    search = Search.about(current_index(), request.GET.get("q", ""))
    groups = [group for group in found_by(search) if group.count] if search.q else []
    total = sum(group.count for group in groups)
    page = Page(
        title=heading(search.q, total),
        description=_("Search projects, editions, places, partners and people."),
        short=_("Search"),
        crumbs=(home_crumb(),),
        robots="noindex, follow",
    )
    context = {"heading": page.title, "q": search.q, "groups": groups}
    if search.q and not groups and search.words:
        context["meant"] = did_you_mean(search.words, having_each(search.words))
    return render_page(request, "polisocial/search.html", page, context)


def heading(q, total):
    if not q:
        return _("Search the whole portal")
    if not total:
        return _("Nothing found for “%(words)s”") % {"words": q}
    words = ngettext(
        "%(count)s result for “%(words)s”", "%(count)s results for “%(words)s”", total
    )
    return words % {"count": count_text(total), "words": q}


def found_by(search):
    """The groups of what was found: projects first, pages of the portal last."""
    yield projects(search)
    found, counts = others.find(search.words)
    for kind, (title, address, part) in KINDS.items():
        lines = [line_of(thing, address) for thing in found[kind]]
        yield Group(kind, title, part, counts.get(kind, 0), lines)
    yield pages(search.words)


def line_of(thing, address):
    if thing.projects is not None:
        links = tuple(
            Line(acronym, reverse("project", args=[slug]))
            for acronym, slug in thing.projects
        )
        return Line(thing.name, links=links)
    if address == "home":
        url = reverse("home") + "#news"
    else:
        url = reverse(address, args=[thing.key])
    return Line(thing.name, url, shortened(thing.text))


def shortened(text):
    """The first words of a text, still marked with its language."""
    if not text:
        return ""
    return Text(Truncator(text).words(24), text.lang, "")


def projects(search):
    pks = search.found[:PROJECTS_SHOWN]
    rows = Project.objects.public().for_cards().in_bulk(pks)
    lines = [
        Line(rows[pk].acronym, rows[pk].get_absolute_url(), rows[pk].subtitle)
        for pk in pks
        if pk in rows
    ]
    count = len(search.found)
    all_url = f"{reverse('projects')}?{search.query()}"
    words = ngettext("See %(count)s project", "See all %(count)s projects", count)
    all_text = words % {"count": count_text(count)} if count > len(lines) else ""
    title = _("Projects")
    return Group("project", title, "award", count, lines, all_url, all_text)


def pages(words):
    """The pages of the portal whose title has all the words."""
    asked = [plain(word.text.strip('"')) for word in words]
    lines = [
        Line(title, reverse(name))
        for name, title in PAGES.items()
        if asked and all(f" {word}" in f" {plain(str(title))}" for word in asked)
    ]
    return Group("page", _("Pages of the portal"), "ink", len(lines), lines)
