"""Projects close to one, and why: ranked among the few that share something."""

from operator import attrgetter

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models.project_kin import sharing
from directory.models import Precision

SHOWN = 3
# What a shared place, coordinator, partner or keyword says of how close they are.
PLACE, COORDINATOR, PARTNER, KEYWORD, KIN = 3, 3, 2, 2, 4
TOO_BROAD = {Precision.CITY, Precision.REGION}


def says_something(place):
    """To share a city says little; its name alone is what many projects give."""
    named_as_town = not place.precision and place.name_it == place.locality_it
    return place.precision not in TOO_BROAD and not named_as_town


def close_to(project):
    """Candidates to stand beside a project, each with what it shares and its score."""
    places = {
        row.place_id: row.place.name
        for row in project.project_places.all()
        if says_something(row.place)
    }
    partners = {
        row.organisation_id: row.organisation.name
        for row in project.partnerships.all()
        if row.organisation.is_public()
    }
    coordinators = [m.name for m in project.team.all() if m.role == "coordinator"]
    others = sharing(
        project,
        places=list(places),
        partners=list(partners),
        coordinators=coordinators,
    )
    keywords = list(project.keywords)
    for other in others:
        theirs = other.keywords
        other.same_words = [word for word in keywords if word in theirs]
        other.same_places = [places[key] for key in other.shared_places]
        other.same_partners = [partners[key] for key in other.shared_partners]
        other.same_coordinators = coordinators if other.same_coordinator else []
        other.is_next = other.follows_id == project.pk
        other.is_previous = other.pk == project.follows_id
        other.score = (
            KIN * (other.is_next or other.is_previous)
            + COORDINATOR * bool(other.same_coordinators)
            + PLACE * len(other.same_places)
            + PARTNER * len(other.same_partners)
            + KEYWORD * len(other.same_words)
        )
    return others


def closest(others):
    """The few to show: those that share most, the newest among equals."""
    worth = [other for other in others if other.score]
    shown = sorted(worth, key=attrgetter("score"), reverse=True)[:SHOWN]
    for other in shown:
        other.aside = " · ".join(other.codes)
        other.why = capfirst("; ".join(reasons(other)))
    return shown


def reasons(other):
    """Why it stands there, reason by reason."""
    if other.is_next:
        yield _("it follows this project")
    if other.is_previous:
        yield _("this project follows it")
    if other.same_places:
        yield _("same place: %(names)s") % {"names": ", ".join(other.same_places)}
    if other.same_coordinators:
        names = {"names": ", ".join(other.same_coordinators)}
        yield _("same coordinator: %(names)s") % names
    if names := other.same_partners:
        text = ngettext(
            "same partner: %(names)s", "same partners: %(names)s", len(names)
        )
        yield text % {"names": ", ".join(names)}
    if names := other.same_words:
        text = ngettext(
            "same keyword: %(names)s", "same keywords: %(names)s", len(names)
        )
        yield text % {"names": ", ".join(names)}
