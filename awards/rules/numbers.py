"""Numbers and sums as people type them, in Italian or in English."""

import re
from decimal import Decimal

SPACES = re.compile(r"[\s\u00a0\u202f'’€]+")
WHOLE = r"[0-9]{1,3}(?:[.,][0-9]{3})*|[0-9]+"
MOST_FIGURES = 12  # before the decimals
NUMBER = re.compile(rf"(-?)({WHOLE})(?:[.,]([0-9]{{1,2}}))?")


def typed_number(text):
    """The number in a text; None where it is none.

    A comma or a point before three figures parts thousands, before one or two it
    begins the decimals: so `1.234,50`, `1,234.50` and `1234.5` are the same number.
    Two different signs for thousands, more than two decimals, or more figures than any
    sum here has, are no number.
    """
    match = NUMBER.fullmatch(SPACES.sub("", text))
    if not match:
        return None
    sign, whole, decimals = match.groups()
    parting = set(re.findall(r"[.,]", whole))
    if len(parting) > 1:
        return None
    beginning = match.string[match.end(2) : match.end(2) + 1]
    if decimals and beginning in parting:
        return None
    figures = re.sub(r"[.,]", "", whole)
    if len(figures) > MOST_FIGURES:
        return None
    return Decimal(f"{sign}{figures}.{decimals or 0}")
