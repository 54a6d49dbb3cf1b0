"""Dates, money and numbers as people read them, with the exact value for machines.

`*_text` gives the words alone, for titles and descriptions; the others give HTML.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from content.dates import PartialDate

MONTHS = {
    "it": (
        *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
        *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
TO_ITALIAN = str.maketrans(",.", ".,")

# Italian marks gender and number where English does not.
UNKNOWN = {
    "": _("not known"),
    "f": pgettext_lazy("feminine", "not known"),
    "mp": pgettext_lazy("masculine plural", "not known"),
    "fp": pgettext_lazy("feminine plural", "not known"),
}


def page_language():
    """The language of the page, `it` or `en`."""
    return "en" if (get_language() or "it").startswith("en") else "it"


def unknown(gender="", text=""):
    """The mark of what nobody knows: drawn by the style sheet, said in words."""
    return format_html('<i class="unk">{}</i>', text or UNKNOWN[gender])


def to_partial_date(value):
    """A PartialDate from what pages have: one already, a date or an instant."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return PartialDate(value.isoformat() if isinstance(value, date) else value)


@lru_cache(maxsize=4096)
def _day(value, language):
    known = PartialDate(value)
    words = [str(known.year)]
    if known.month:
        words.insert(0, MONTHS[language][known.month - 1])
    if known.day:
        first = known.day == 1 and language == "it"
        words.insert(0, "1º" if first else str(known.day))
    text = " ".join(words)
    return text, mark_safe(f'<time datetime="{known}">{text}</time>')  # noqa: S308


def day_text(value):
    """`16 maggio 2013`, `maggio 2013` or `2013`: no more than is known."""
    return _day(to_partial_date(value), page_language())[0]


def instant_text(at):
    """`5 novembre 2024, 14:02`, here in Italy."""
    local = timezone.localtime(at)
    return f"{day_text(local)}, {local:%H:%M}"


def exact_text(at):
    """`5 novembre 2024, 14:02:07`, here in Italy, where a second may decide."""
    local = timezone.localtime(at)
    return f"{day_text(local)}, {local:%H:%M:%S}"


def rome_text(at):
    """`5 November 2024, 14:02 (Rome time)`, for who may be anywhere.

    In the hour that comes twice, when summer time ends, with which of the two it is.
    """
    local = timezone.localtime(at)
    words = {"when": instant_text(at)}
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return _("%(when)s (Rome time)") % words
    words["hours"] = f"{local.utcoffset() // timedelta(hours=1):+d}"
    return _("%(when)s (Rome time, UTC%(hours)s)") % words


def rome(at, gender=""):
    """An instant in Rome's time, with its machine form: scripts may add another's."""
    if not at:
        return unknown(gender)
    local = timezone.localtime(at).isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', local, rome_text(at))


def day(value, gender=""):
    """A date in words, with its machine form."""
    if not value:
        return unknown(gender)
    return _day(to_partial_date(value), page_language())[1]


@lru_cache(maxsize=4096)
def _number(value, language):
    text = f"{value:,}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS).translate(TO_ITALIAN if language == "it" else {})


def count_text(value):
    """`7.686` in Italian, `7,686` in English."""
    return _number(value, page_language())


def points(value):
    """A result, from 0 to 100 and to the hundredth; a dash where there is none."""
    return "—" if value is None else count_text(round(value, 2))


def count(value, gender=""):
    """A number in words, with its machine form."""
    if value is None:
        return unknown(gender)
    return format_html('<data value="{}">{}</data>', f"{value}", count_text(value))


@lru_cache(maxsize=4096)
def _euro(amount, language):
    exact = f"{amount:.2f}"
    text = f"{abs(amount):,.2f}".removesuffix(".00")
    sign = MINUS if amount < 0 else ""
    if language == "it":
        text = f"{sign}{text.translate(TO_ITALIAN)}{NBSP}€"
    else:
        text = f"{sign}€{text}"
    return text, mark_safe(f'<data value="{exact}">{text}</data>')  # noqa: S308


def euro_text(amount):
    """`500.000 €` in Italian, `€500,000` in English; cents only when there are any."""
    return _euro(Decimal(amount), page_language())[0]


def euro(amount, gender=""):
    """An amount of money in words, with its machine form to the cent."""
    if amount is None:
        return unknown(gender)
    return _euro(Decimal(amount), page_language())[1]


def ordinal(number, gender="f"):
    """`11ª` (or `11º` with "m") in Italian, `11th` in English."""
    if page_language() == "it":
        return f"{number}{'ª' if gender == 'f' else 'º'}"
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
