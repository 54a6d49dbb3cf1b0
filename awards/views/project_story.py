"""The life of a project: the chain that pays for it, and what happened when."""

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.models import Allotment
from awards.models.five_per_thousand import Certainty
from content.dates import PartialDate
from content.formats import count, day, euro
from content.revision import kept
from content.templatetags.portal import marked

OUR_READING = gettext_lazy("In our reading, which no source states, it goes on as")


@dataclass(frozen=True)
class Step:
    """A ring of the chain, as `components/chain.html` prints it."""

    title: str
    note: str = ""
    part: str = "award"
    url: str = ""
    known: bool = True
    gender: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened, as `components/timeline.html` prints it."""

    date: PartialDate
    text: str
    url: str = ""
    title: str = ""


def about(text, is_approximate):
    """A figure, with the word that says it is not exact."""
    if not is_approximate:
        return text
    return format_html(_("about {figure}"), figure=text)


def chain(project):
    """From the signature of a taxpayer to what the project gave back."""
    outputs = [output for output in project.outputs.all() if output.value is not None]
    return [
        signatures(project),
        budget(project.competition),
        chosen(project.competition),
        at_work(project),
        Step(_("Payments"), _("when and how much"), known=False, gender="mp"),
        result(outputs[0] if outputs else None),
    ]


def either(names):
    """`2018 or 2019`."""
    *some, last = names
    if not some:
        return last
    return _("%(some)s or %(last)s") % {"some": ", ".join(some), "last": last}


@kept
def allotments_by_competition():
    """The years of five per thousand behind each, and whether sources agree on them."""
    rows = Allotment.objects.values_list(
        "competition", "receipt__financial_year__year", "certainty"
    )
    known = defaultdict(list)
    for competition, year, certainty in rows:
        known[competition].append((str(year), certainty))
    return known


def signatures(project):
    """The years of five per thousand behind the competition, as sure as sources are."""
    allotments = allotments_by_competition().get(project.competition_id)
    if not allotments:
        note = _("year of the five per thousand")
        return Step(_("Signatures"), note, part="money", known=False)
    years = [year for year, _certainty in allotments]
    if len(years) == 1:
        address = reverse("financial-year", args=years)
    else:
        address = reverse("five-per-thousand")
    if any(certainty == Certainty.DISPUTED for _year, certainty in allotments):
        title = either(years)
        note = _("year of the signatures: sources disagree")
    else:
        title = ", ".join(years)
        note = ngettext(
            "year of the signatures, of the five per thousand",
            "years of the signatures, of the five per thousand",
            len(years),
        )
    return Step(title, note, part="money", url=address)


def competition_address(competition):
    return competition.get_absolute_url() if competition.is_public() else ""


def budget(competition):
    address = competition_address(competition)
    said = {"number": competition.ordinal, "count": competition.funded_count}
    if competition.funded_count:
        note = ngettext(
            "for the one project of edition %(number)s",
            "for the %(count)s projects of edition %(number)s",
            competition.funded_count,
        )
    else:
        note = _("for the projects of edition %(number)s")
    if competition.budget is None:
        return Step(_("Budget"), note % said, "money", address, known=False)
    amount = about(euro(competition.budget), competition.budget_is_approximate)
    return Step(amount, note % said, "money", address)


def among(competition):
    """`one of the 5 projects funded`, or nothing when they are not counted."""
    number = competition.funded_count
    if not number:
        return ""
    text = ngettext(
        "the only project funded", "one of the %(count)s projects funded", number
    )
    return text % {"count": number}


def chosen(competition):
    if not competition.selected:
        return Step(_("Chosen"), _("on which day"), known=False)
    note = day(competition.selected)
    if words := among(competition):
        note = format_html("{}, {}", note, words)
    return Step(_("Chosen"), note)


def at_work(project):
    if not project.started and not project.ended:
        return Step(_("At work"), _("from when to when"), known=False)
    note = format_html(
        _("start: {start}; end: {end}"),
        start=day(project.started),
        end=day(project.ended, "f"),
    )
    return Step(_("At work"), note)


def figure_of(output):
    return about(count(output.value), output.is_approximate)


def result(output):
    if output is None:
        note = _("what it produced, in figures")
        return Step(_("Result"), note, part="off", known=False)
    note = marked(output.unit)
    if output.as_of:
        note = format_html("{}, {}", note, day(output.as_of))
    return Step(figure_of(output), note, part="off")


def events(project, following):
    """What happened and when, as precisely as it is known.

    In order; a month or a year stands after the days inside it.
    """
    competition = project.competition
    known = [
        Event(competition.call_opened, _("The call opens")),
        Event(competition.call_closed, _("The call closes")),
        Event(competition.selected, capfirst(among(competition)) or _("Chosen")),
        Event(competition.ceremony, _("Award ceremony")),
        Event(project.started, _("The work begins")),
        Event(project.ended, _("The work ends")),
    ]
    for output in project.outputs.all():
        if output.value is None:
            known.append(Event(output.as_of, output.unit))
        else:
            text = format_html("{} {}", figure_of(output), marked(output.unit))
            known.append(Event(output.as_of, text))
    for other in following:
        begun = other.started or other.competition.selected
        text = _("It goes on as") if other.follows_is_stated else OUR_READING
        known.append(Event(begun, text, other.get_absolute_url(), other.acronym))
    dated = (event for event in known if event.date)
    return sorted(dated, key=attrgetter("date.last_day"))
