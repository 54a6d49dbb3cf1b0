"""A project's cover: five dots on a coloured ground, drawn from its slug alone.

The same slug always gives the same drawing. Colours are not here: the ground is a
class (`k-ink` ...) and the style sheet says what it looks like. Every decision takes
its own byte of the slug's hash, in a fixed order: changing the order, a constant or
the prefix of the hash draws every cover anew.
"""

import hashlib
from functools import lru_cache
from math import cos, pi, sin

from django.utils.html import format_html
from django.utils.safestring import mark_safe

WIDTH, HEIGHT = 300, 200
GROUNDS = ("ink", "coral", "green", "ochre", "violet", "sand", "sky", "blush")
STEPS = (20, 25, 100 / 3, 50)
JOINS = ("path", "hub", "ring", "stairs", "arcs", "none", "beams")
HEIGHTS = (
    (30, 170, 70, 130, 40),
    (160, 60, 120, 30, 100),
    (100, 40, 150, 70, 160),
    (50, 110, 30, 165, 90),
)


class Stream:
    """Small whole numbers out of the slug's hash, in order."""

    def __init__(self, slug):
        self.bytes = iter(hashlib.sha256(f"cover 3:{slug}".encode()).digest() * 8)

    def pick(self, choices):
        return next(self.bytes) % choices

    def one_of(self, things):
        return things[self.pick(len(things))]


def short(value):
    """A coordinate in as few characters as it takes."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def snap(x, y, step):
    """The crossing of the grid nearest to a point."""
    column = min(max(round(x / step - 0.5), 0), round(WIDTH / step) - 1)
    row = min(max(round(y / step - 0.5), 0), round(HEIGHT / step) - 1)
    return (column + 0.5) * step, (row + 0.5) * step


def five_points(stream, step, join):
    """Where the five dots stand, in the arrangement their joining asks for."""
    if join == "ring":
        turn = stream.pick(10) / 10 * 2 * pi / 5
        wide, tall = 84 + stream.pick(30), 58 + stream.pick(18)
        angles = [turn + k * 2 * pi / 5 for k in range(5)]
        raw = [(150 + wide * cos(a), 100 + tall * sin(a)) for a in angles]
    elif join == "beams":
        raw = [(38 + 56 * k, 30 + stream.pick(140)) for k in range(5)]
    else:
        heights = stream.one_of(HEIGHTS)
        flip = stream.pick(2)
        raw = []
        for k, y in enumerate(heights):
            x = 34 + 58 * k + stream.pick(22) - 11
            raw.append((x, (HEIGHT - y if flip else y) + stream.pick(24) - 12))
    return [snap(x, y, step) for x, y in raw]


def texture(stream, step):
    """The field behind: columns, rows or dots (a dashed line with round ends)."""
    kind = stream.pick(5)
    rows = [short(step / 2 + k * step) for k in range(round(HEIGHT / step))]
    if kind == 4:
        columns = [short(step / 2 + k * step) for k in range(round(WIDTH / step))]
        d = "".join(f"M{x} 0v{HEIGHT}" for x in columns)
        return f'<path class="cr" d="{d}"/>'
    if kind == 3:
        d = "".join(f"M0 {y}h{WIDTH}" for y in rows)
        return f'<path class="cr" d="{d}"/>'
    start, length = short(step / 2), short(WIDTH - step + 1)
    d = "".join(f"M{start} {y}h{length}" for y in rows)
    return f'<path class="cf" stroke-dasharray="0 {step:.3f}" d="{d}"/>'


def arcs(points):
    """Half turns from each dot to the next, left and right in turn."""
    d = f"M{short(points[0][0])} {short(points[0][1])}"
    for k, ((x0, y0), (x1, y1)) in enumerate(zip(points, points[1:], strict=False), 1):
        radius = short(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 / 1.7)
        d += f"A{radius} {radius} 0 0 {k % 2} {short(x1)} {short(y1)}"
    return d


def threads(points, join, lit):
    """The line that joins the five."""
    at = [f"{short(x)} {short(y)}" for x, y in points]
    first, *rest = points
    drawings = {
        "none": lambda: "",
        "path": lambda: "M" + "L".join(at),
        "ring": lambda: "M" + "L".join(at) + "z",
        "stairs": lambda: (
            f"M{at[0]}" + "".join(f"H{short(x)}V{short(y)}" for x, y in rest)
        ),
        "hub": lambda: "".join(
            f"M{at[lit]}L{end}" for k, end in enumerate(at) if k != lit
        ),
        "beams": lambda: "".join(f"M{short(x)} {HEIGHT}V{short(y)}" for x, y in points),
        "arcs": lambda: arcs(points),
    }
    d = drawings[join]()
    return d and f'<path class="cl" d="{d}"/>'


@lru_cache(maxsize=2048)
def drawing(slug):
    """The ground of a cover and what is drawn on it."""
    stream = Stream(slug)
    ground, join, step = (stream.one_of(set_) for set_ in (GROUNDS, JOINS, STEPS))
    lit = stream.pick(5)
    field = texture(stream, step)
    points = five_points(stream, step, join)
    base, alone = stream.one_of((5, 6.5, 8)), join == "none"
    biggest = base * stream.one_of((3.2, 4, 5)) * (1.5 if alone else 1)
    sizes = [
        base * stream.one_of((1, 1.25, 1.6)) * (1.9 if alone else 1) for _ in points
    ]
    sizes[lit] = biggest
    dots = "".join(
        f'<circle class="{"ca" if k == lit else "cd"}" cx="{short(points[k][0])}" '
        f'cy="{short(points[k][1])}" r="{short(sizes[k])}"/>'
        for k in sorted(range(5), key=lambda k: -sizes[k])
    )
    rect = f'<rect class="cg" width="{WIDTH}" height="{HEIGHT}"/>'
    return ground, mark_safe(f"{rect}{field}{threads(points, join, lit)}{dots}")  # noqa: S308


def cover(slug, title=""):
    """The drawing of a slug: decoration, or an image when it is given a name."""
    ground, inside = drawing(slug)
    name = ' aria-hidden="true">'
    if title:
        name = format_html(' role="img"><title>{}</title>', title)
    return format_html(
        '<svg class="cover k-{}" viewBox="0 0 {} {}"{}{}</svg>',
        *(ground, WIDTH, HEIGHT, mark_safe(name), inside),  # noqa: S308
    )
