"""Milan as a schematic map: rings, roads out, water, municipi, and pins in place.

Only the pins are exact, as far as their coordinates are; the rest is drawn for us to
recognise the city by. `components/milan_map.html` prints it.
"""

from dataclasses import dataclass, field
from math import cos, radians, sin

from django.utils.functional import cached_property

WIDTH, HEIGHT = 704, 660
DUOMO = (45.4642, 9.19)
AT_DUOMO = (352, 318)
UNITS_A_KM = 41
KM_A_DEGREE_NORTH, KM_A_DEGREE_EAST = 111.2, 78.07

# Kilometres from the Duomo: the inner canals, the Spanish walls, the trolleybus
# ring, the motorways around the city.
RINGS = (0.86, 1.73, 3.0, 6.37)
# The bearings of the roads that leave the centre, in degrees from north.
ROADS_OUT = (6, 35, 72, 94, 137, 170, 210, 248, 278, 315, 338)

DARSENA = (45.4526, 9.1775)
WATERS = {
    "Naviglio Grande": (
        *(DARSENA, (45.4456, 9.1519), (45.4385, 9.125)),
        *((45.4331, 9.1), (45.4324, 9.0782)),
    ),
    "Naviglio Pavese": (
        *(DARSENA, (45.4359, 9.1731)),
        *((45.4199, 9.17), (45.394, 9.1659), (45.384, 9.1643)),
    ),
    "Martesana": (
        *((45.4866, 9.1956), (45.4956, 9.2116), (45.5035, 9.2219)),
        *((45.5081, 9.2409), (45.5164, 9.255), (45.519, 9.31)),
    ),
    "Lambro": (
        *((45.5379, 9.2575), (45.5171, 9.2565), (45.4971, 9.2475)),
        *((45.478, 9.2534), (45.455, 9.2556), (45.432, 9.2631), (45.384, 9.2748)),
    ),
}
WATER_NAMES = {
    "Naviglio Grande": (45.429, 9.1010),
    "Naviglio Pavese": (45.408, 9.1716),
    "Martesana": (45.5226, 9.2640),
    "Lambro": (45.466, 9.2590),
}
MUNICIPI = {
    1: (45.4497, 9.1959),
    2: (45.4997, 9.2156),
    3: (45.4728, 9.2465),
    4: (45.4352, 9.2419),
    5: (45.4177, 9.1881),
    6: (45.4377, 9.1419),
    7: (45.4491, 9.105),
    8: (45.5013, 9.1241),
    9: (45.5103, 9.1759),
}


def on_map(latitude, longitude):
    """Where a point of the earth falls on the map, in whole units."""
    east = (float(longitude) - DUOMO[1]) * KM_A_DEGREE_EAST * UNITS_A_KM
    north = (float(latitude) - DUOMO[0]) * KM_A_DEGREE_NORTH * UNITS_A_KM
    return round(AT_DUOMO[0] + east), round(AT_DUOMO[1] - north)


def roads_out():
    """The roads from the Spanish walls to beyond the edge, as one path."""
    start, end = (RINGS[1] - 0.2) * UNITS_A_KM, 0.75 * WIDTH
    x, y = AT_DUOMO
    path = ""
    for bearing in ROADS_OUT:
        east, north = sin(radians(bearing)), cos(radians(bearing))
        path += f"M{x + start * east:.0f} {y - start * north:.0f}"
        path += f"L{x + end * east:.0f} {y - end * north:.0f}"
    return path


def waters():
    """The canals and the river, as one path."""
    lines = ([on_map(*point) for point in points] for points in WATERS.values())
    return "".join("M" + "L".join(f"{x} {y}" for x, y in line) for line in lines)


def named_points(points):
    return [(name, *on_map(*point)) for name, point in points.items()]


@dataclass(frozen=True)
class Pin:
    """A place on the map with the page it leads to.

    `kind` is `site`, `lab`, `project` or `former` (where a site was before);
    `label` is what is written beside it, on its `side` (left or right), with a
    `note` under it; `came_from` is the point it moved from.
    """

    title: str
    url: str
    kind: str
    x: int
    y: int
    label: str = ""
    side: str = "right"
    note: str = ""
    came_from: tuple[int, int] | None = None

    @property
    def is_inside(self):
        return 0 <= self.x <= WIDTH and 0 <= self.y <= HEIGHT


def pin_at(latitude, longitude, **said):
    """A pin at a point of the earth."""
    x, y = on_map(latitude, longitude)
    return Pin(x=x, y=y, **said)


@dataclass
class MilanMap:
    """The drawing with its pins; those outside its frame are only in the list beside.

    `name` is what the map shows, for who cannot see it.
    """

    name: str
    pins: list[Pin] = field(default_factory=list)

    frame = f"0 0 {WIDTH} {HEIGHT}"
    centre = AT_DUOMO
    rings = tuple(round(km * UNITS_A_KM) for km in RINGS)
    roads = roads_out()
    water = waters()
    water_names = named_points(WATER_NAMES)
    municipi = named_points(MUNICIPI)
    two_km = 2 * UNITS_A_KM

    @property
    def names_the_centre(self):
        """Whether the middle is free for the mark and the name of the Duomo."""
        x, y = self.centre
        near = (p for p in self.pins if abs(p.x - x) < 40 and abs(p.y - y) < 30)
        return not any(pin.label or pin.note for pin in near)

    @cached_property
    def drawn(self):
        """The pins inside the frame, the most important ones last, on top."""
        order = ("project", "former", "lab", "site")
        inside = (pin for pin in self.pins if pin.is_inside)
        return sorted(inside, key=lambda pin: order.index(pin.kind))
