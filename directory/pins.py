"""What the maps of Milan mark: a place known at least to its area, once for a thing."""

from collections import Counter
from dataclasses import replace

from django.urls import reverse

from directory.milan import AT_DUOMO, on_map, pin_at
from directory.models import Precision

CLOSE_ENOUGH = (Precision.SITE, Precision.STREET, Precision.AREA)
# Left of this a label on the left would leave the frame.
NO_ROOM_LEFT = 150
# What happens at one point is drawn side by side.
APART = 12


def place_pin(place, **said):
    """The pin of a thing at a place; none where the place is too vague."""
    if place is None or place.precision not in CLOSE_ENOUGH:
        return None
    pin = pin_at(place.latitude, place.longitude, **said)
    return pin if pin.is_inside else None


def side_of(place):
    """On which side of its pin a label has room: away from the centre."""
    if place.longitude is None:
        return "right"
    x, _y = on_map(place.latitude, place.longitude)
    return "left" if NO_ROOM_LEFT < x < AT_DUOMO[0] else "right"


def public_site(place):
    """The site that works there, if visitors may know of it."""
    site = getattr(place, "site", None)
    return site if site and site.is_public() else None


def project_pins(places):
    """The pins of the projects of `Place.objects.for_map()`.

    The pin of a public site stands for the projects that share its place.
    """
    places = list(places)
    told = {
        project["slug"]
        for place in places
        if public_site(place)
        for project in place.shown_projects
    }
    pins, drawn = [], Counter()
    for place in places:
        for project in place.shown_projects:
            if project["slug"] in told:
                continue
            pin = place_pin(
                place,
                title=f"{project['acronym']}, {project['year']}",
                url=reverse("project", args=[project["slug"]]),
                kind="project",
            )
            if pin:
                beside = drawn[pin.x, pin.y] * APART
                drawn[pin.x, pin.y] += 1
                pins.append(replace(pin, x=pin.x + beside))
    return pins
