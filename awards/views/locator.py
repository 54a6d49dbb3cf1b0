"""Where a place far from Milan is: both on a grid of the earth, and how far apart.

No coast or border is drawn: only what is known, two positions on meridians and
parallels. `templates/awards/project/locator.html` prints it.
"""

from dataclasses import dataclass
from math import asin, ceil, cos, floor, radians, sin, sqrt

from django.utils.translation import gettext as _

from directory.milan import DUOMO

WIDTH, HEIGHT = 704, 440
# Room left around the places, as a share of the frame.
MARGIN = 0.22
STEPS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30)
LINES_ACROSS = 7
EARTH_KM = 6371
# Room a letter of a name takes beside its point, where letters are biggest.
LETTER = 16
# Nearer than this to an edge, a line goes without its name.
EDGE = 24


def kilometres(latitude, longitude):
    """How far a point is from the centre of Milan, in a straight line on the earth."""
    north, east = (radians(float(value)) for value in (latitude, longitude))
    from_north, from_east = (radians(value) for value in DUOMO)
    turn = sin((north - from_north) / 2) ** 2
    turn += cos(north) * cos(from_north) * sin((east - from_east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(turn))


def to_two_figures(value):
    """487 is said as 490, 6,512 as 6,500: as exact as a position placed by hand."""
    size = 10 ** max(len(str(int(value))) - 2, 0)
    return int(round(value / size) * size)


def degrees(value):
    return f"{abs(value):.2f}".rstrip("0").rstrip(".")


def parallel(latitude):
    """The name of a line across: 10° N."""
    if not latitude:
        return _("equator")
    if latitude > 0:
        return _("%(degrees)s° N") % {"degrees": degrees(latitude)}
    return _("%(degrees)s° S") % {"degrees": degrees(latitude)}


def meridian(longitude):
    """The name of a line up: 10° E."""
    if longitude >= 0:
        return _("%(degrees)s° E") % {"degrees": degrees(longitude)}
    return _("%(degrees)s° W") % {"degrees": degrees(longitude)}


@dataclass(frozen=True)
class Mark:
    """A named point, or a named line, at its place in the drawing."""

    name: str
    x: int
    y: int

    @property
    def is_left(self):
        """Its name has no room on the right, and more on the left."""
        room = WIDTH - self.x
        return room < LETTER * (len(self.name) + 2) and room < self.x


class Locator:
    """Milan and some other places, in the smallest frame that holds them."""

    viewbox = f"0 0 {WIDTH} {HEIGHT}"
    width, height = WIDTH, HEIGHT

    def __init__(self, places):
        points = [DUOMO, *((float(p.latitude), float(p.longitude)) for p in places)]
        norths, easts = zip(*points, strict=True)
        middle = (max(norths) + min(norths)) / 2
        self.narrowing = cos(radians(middle))
        tall = (max(norths) - min(norths)) / HEIGHT
        wide = (max(easts) - min(easts)) * self.narrowing / WIDTH
        self.scale = (1 - 2 * MARGIN) / max(tall, wide, 0.1 / HEIGHT)
        self.north = middle + HEIGHT / self.scale / 2
        centre = (max(easts) + min(easts)) / 2
        self.west = centre - WIDTH / self.scale / self.narrowing / 2
        self.names = ", ".join(place.name for place in places)
        self.home, *self.marks = (
            Mark(name, *self.at(*point))
            for name, point in zip(
                [_("Milan"), *(p.locality or p.name for p in places)],
                points,
                strict=True,
            )
        )

    def at(self, north, east):
        x = (east - self.west) * self.scale * self.narrowing
        return round(x), round((self.north - north) * self.scale)

    def lines(self, first, last):
        """Round degrees between two ends, a handful of them."""
        step = next((s for s in STEPS if (last - first) / s <= LINES_ACROSS), STEPS[-1])
        return [k * step for k in range(ceil(first / step), floor(last / step) + 1)]

    def parallels(self):
        south = max(self.north - HEIGHT / self.scale, -85)
        for latitude in self.lines(south, min(self.north, 85)):
            y = self.at(latitude, 0)[1]
            has_room = EDGE < y < HEIGHT - 2 * EDGE
            yield Mark(parallel(latitude) if has_room else "", 0, y)

    def meridians(self):
        east = self.west + WIDTH / self.scale / self.narrowing
        for longitude in self.lines(max(self.west, -180), min(east, 180)):
            x = self.at(0, longitude)[0]
            has_room = x < WIDTH - 3 * EDGE
            yield Mark(meridian(longitude) if has_room else "", x, HEIGHT)
