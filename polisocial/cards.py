"""The picture a page shows where it is shared: its title, and its cover if it has one.

Made by typst, once for what is drawn, and kept in a folder: the name of a file is the
hash of its words, drawing and template, so a change of any makes a new picture.
Colours and strokes are those of the style sheets, read from them.
"""

import hashlib
import logging
import os
import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content import covers
from content.documents import made

logger = logging.getLogger(__name__)

TEMPLATE = settings.BASE_DIR / "templates" / "cards" / "card.typ"
# Kept pictures; beyond these, those made first go.
KEPT = 1000
# The drawing stands at the foot of a panel of 500 by 630.
PANEL_HEIGHT = covers.WIDTH * 630 / 500
ABOVE = PANEL_HEIGHT - covers.HEIGHT


@dataclass(frozen=True)
class Card:
    """What is drawn. `slug` has a cover; without it the field of dots is drawn."""

    title: str
    kicker: str = "Polisocial"
    text: str = ""
    part: str = "ink"
    slug: str = ""


@lru_cache(maxsize=1)
def style():
    """The words of the style sheets."""
    sheets = ("css/tokens.css", "css/components.css")
    return "\n".join(Path(finders.find(sheet)).read_text() for sheet in sheets)


def colour(name, dark=False):
    """A colour of the style sheets, by day or by night."""
    found = re.findall(rf"--{name}: (#\w+)", style())
    return found[-1] if dark else found[0]


def cover_art(slug):
    """A project's cover, its field continued upwards to fill the panel."""
    ground, inside = covers.drawing(slug)
    palette = re.search(rf"\.k-{ground} {{([^}}]*)}}", style())[1]
    rules = " ".join(re.findall(r"\.c[gfrlda] {[^}]*}", style()))
    for name, value in re.findall(r"--(\w): (#\w+)", palette):
        rules = rules.replace(f"var(--{name})", value)
    field = re.search(r'<path class="c[fr]"[^>]*>', inside)[0]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 {-ABOVE} {covers.WIDTH} {PANEL_HEIGHT}"><style>{rules}</style>'
        f'<rect class="cg" y="{-ABOVE}" width="{covers.WIDTH}" height="{ABOVE + 1}"/>'
        f'<g transform="translate(0 {-covers.HEIGHT})">{field}</g>{inside}</svg>'
    )


def field_art(part):
    """The field of dots, five of them lit in the colour of a part of the portal."""
    lit = colour("lit") if part == "ink" else colour(part, dark=True)
    rows = "".join(f"M10 {y}h281" for y in range(9, 378, 20))
    points = ((50, 249), (110, 109), (170, 209), (230, 69), (250, 289))
    thread = "L".join(f"{x} {y}" for x, y in points)
    halos, dots = (
        "".join(f'<circle cx="{x}" cy="{y}" r="{radius}"/>' for x, y in points)
        for radius in (13, 8)
    )
    night, dim = colour("night"), colour("dim")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 378">'
        f'<rect width="300" height="378" fill="{night}"/><path d="{rows}" '
        f'stroke="{dim}" stroke-width="5" stroke-linecap="round" fill="none" '
        f'stroke-dasharray="0 20"/><path d="M{thread}" fill="none" stroke="{lit}" '
        f'stroke-width="2"/><g fill="{night}">{halos}</g>'
        f'<g fill="{lit}">{dots}</g></svg>'
    )


def mark():
    """The five dots of the header, as a picture of its own."""
    drawn = render_to_string("components/mark.html").strip()
    named = drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return named.replace("currentColor", colour("award"))


def inputs(card):
    """Everything the template reads; words stay words, whatever is in them."""
    return {
        "title": card.title,
        "kicker": card.kicker,
        "text": card.text,
        "tagline": _("Politecnico di Milano’s five per thousand, in public"),
        "language": get_language()[:2],
        "paper": colour("paper"),
        "ink": colour("ink"),
        "quiet": colour("ink-2"),
        "accent": colour("ink" if card.part == "ink" else card.part),
        "art": cover_art(card.slug) if card.slug else field_art(card.part),
        "mark": mark(),
    }


def picture(card):
    """The picture of a card, 1200 by 630: a kept one, or a new one."""
    said = inputs(card)
    drawn = repr(sorted(said.items())).encode() + TEMPLATE.read_bytes()
    path = settings.CARDS_ROOT / f"{hashlib.sha256(drawn).hexdigest()}.png"
    try:
        return path.read_bytes()
    except OSError:  # none there, or a folder that cannot be read
        png = draw(said)
    try:
        keep(path, png)
    except OSError:
        logger.exception("The picture of a page could not be kept.")
    return png


def draw(said):
    return made(TEMPLATE.read_bytes(), said, kind="png", ppi=72)


def keep(path, png):
    """Write a picture whole, so that who reads it meanwhile finds all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(png)
    os.replace(draft.name, path)
    kept = sorted(path.parent.glob("*.png"), key=lambda each: each.stat().st_mtime)
    for old in kept[:-KEPT]:
        old.unlink(missing_ok=True)
