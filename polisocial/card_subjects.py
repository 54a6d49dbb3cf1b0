"""Which page has which card: the things of the portal, and its other pages."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Call, Competition, FinancialYear, Project
from cantieri.models import Lab
from content.formats import euro_text
from directory.models import Department, Organisation
from offcampus.models import Site
from polisocial.cards import Card

# The longest text that is still read in a small picture.
READABLE = 130

# Pages by the name of their address: title, part.
SECTIONS = {
    "home": (gettext_lazy("From the signature to the result"), "ink"),
    "projects": (gettext_lazy("Projects"), "award"),
    "award": (gettext_lazy("Polisocial Award"), "award"),
    "five-per-thousand": (gettext_lazy("Five per thousand"), "money"),
    "off-campus": (gettext_lazy("Off Campus"), "off"),
    "cantieri": (gettext_lazy("Cantieri"), "cant"),
    "partners": (gettext_lazy("Partners"), "ink"),
    "departments": (gettext_lazy("Departments"), "ink"),
    "search": (gettext_lazy("Search"), "ink"),
    "apply": (gettext_lazy("Take part"), "award"),
    "about": (gettext_lazy("About"), "ink"),
    "report": (gettext_lazy("Report an error"), "ink"),
    "accessibility": (gettext_lazy("Accessibility"), "ink"),
    "privacy": (gettext_lazy("Privacy"), "ink"),
    "legal": (gettext_lazy("Legal notes"), "ink"),
    "sitemap": (gettext_lazy("Site map"), "ink"),
}


def section(name):
    """The card of a page that is always there; None when there is no such page."""
    if name not in SECTIONS:
        return None
    title, part = SECTIONS[name]
    return Card(title=str(title), part=part)


def readable(text):
    return Truncator(text).chars(READABLE)


def project(slug):
    found = get_object_or_404(
        Project.objects.public().select_related("competition"), slug=slug
    )
    theme = found.competition.theme
    return Card(
        title=found.acronym,
        kicker=" · ".join(filter(None, [found.competition.label, theme])),
        text=readable("" if found.title_is_acronym else found.title),
        part="award",
        slug=found.slug,
    )


def to_year(key):
    if not (key.isdecimal() and len(key) == 4):
        raise Http404
    return int(key)


def competition(key):
    found = get_object_or_404(Competition.objects.public(), year=to_year(key))
    return Card(title=found.label, text=readable(found.theme), part="award")


def call(key):
    found = get_object_or_404(
        Call.objects.public().select_related("competition"),
        competition__year=to_year(key),
    ).competition
    kicker = f"{_('Take part')} · {found.label}"
    return Card(title=readable(found.theme or found.label), kicker=kicker, part="award")


def financial_year(key):
    found = get_object_or_404(FinancialYear, year=to_year(key))
    text = _("amount not known") if found.amount is None else euro_text(found.amount)
    title = _("Five per thousand %(year)s") % {"year": found.year}
    return Card(title=title, text=text, part="money")


def site(slug):
    found = get_object_or_404(Site.objects.public(), slug=slug)
    return Card(title=found.name, kicker="Off Campus", part="off")


def lab(slug):
    found = get_object_or_404(Lab.objects.public().select_related("theme"), slug=slug)
    text = readable(found.theme.name)
    return Card(title=found.name, kicker="Cantieri", text=text, part="cant")


def partner(slug):
    found = get_object_or_404(Organisation.objects.public(), slug=slug)
    return Card(title=readable(found.name), kicker=_("Partners"))


def department(code):
    found = get_object_or_404(Department, code=code)
    text = readable(found.name)
    return Card(title=found.code, kicker=_("Departments"), text=text)


# Things by the name of their address; their key is its only argument.
THINGS = {
    "project": project,
    "competition": competition,
    "call": call,
    "financial-year": financial_year,
    "site": site,
    "lab": lab,
    "partner": partner,
    "department": department,
}


def address(match, language):
    """Where the card of a page is, by the address that answered; "" if it has none."""
    if match is None:
        return ""
    if match.url_name in THINGS:
        (key,) = match.kwargs.values()
        return reverse("card", args=[language, match.url_name, key])
    if match.url_name in SECTIONS:
        return reverse("section-card", args=[language, match.url_name])
    return ""
