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
    """Candidates to stand beside a project, each with its `score` and its `why`."""
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
    for other in others:
        weigh(other, project, places, partners, coordinators)
    return others


def weigh(other, project, places, partners, coordinators):
    at = [places[key] for key in other.shared_places]
    who = [partners[key] for key in other.shared_partners]
    words = [word for word in project.keywords if word in other.keywords]
    is_next = other.follows_id == project.pk
    is_previous = other.pk == project.follows_id
    other.score = (
        KIN * (is_next or is_previous)
        + COORDINATOR * other.same_coordinator
        + PLACE * len(at)
        + PARTNER * len(who)
        + KEYWORD * len(words)
    )
    reasons = []
    if is_next:
        reasons.append(_("it follows this project"))
    if is_previous:
        reasons.append(_("this project follows it"))
    if at:
        reasons.append(_("same place: %(names)s") % {"names": ", ".join(at)})
    if other.same_coordinator:
        names = {"names": ", ".join(coordinators)}
        reasons.append(_("same coordinator: %(names)s") % names)
    if who:
        text = ngettext("same partner: %(names)s", "same partners: %(names)s", len(who))
        reasons.append(text % {"names": ", ".join(who)})
    if words:
        text = ngettext(
            "same keyword: %(names)s", "same keywords: %(names)s", len(words)
        )
        reasons.append(text % {"names": ", ".join(words)})
    other.aside = " · ".join(other.codes)
    other.why = capfirst("; ".join(reasons))


def closest(others):
    """The few to show: those that share most, the newest among equals."""
    worth = [other for other in others if other.score]
    return sorted(worth, key=attrgetter("score"), reverse=True)[:SHOWN]
