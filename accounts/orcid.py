"""ORCID iDs: what people type, what is stored, and the check digit that tells both."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TYPED = re.compile(r"(?:https?://)?(?:www\.)?(?:orcid\.org/)?([\dX -]+)/?", re.I)
STORED = r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$"


def clean(text):
    """The iD as ORCID writes it, 0000-0002-1825-0097; an orcid.org address will do.

    Raises ValidationError for what cannot be one.
    """
    found = TYPED.fullmatch(text.strip())
    characters = re.sub(r"[ -]", "", found[1]).upper() if found else ""
    if not re.fullmatch(r"\d{15}[\dX]", characters, re.A):
        raise ValidationError(
            _("An ORCID iD has sixteen digits, like 0000-0002-1825-0097."),
            code="orcid",
        )
    if check_digit(characters[:15]) != characters[15]:
        raise ValidationError(
            _("This is nobody’s ORCID iD: a digit must be wrong. Copy it once more."),
            code="orcid",
        )
    return "-".join(characters[n : n + 4] for n in range(0, 16, 4))


def check_digit(digits):
    """ISO 7064, MOD 11-2: ten is written X."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]
