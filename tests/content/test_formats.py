from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from content import formats
from content.dates import PartialDate

DAYS = [
    ("2013", "2013", "2013"),
    ("2013-05", "maggio 2013", "May 2013"),
    ("2013-05-16", "16 maggio 2013", "16 May 2013"),
    ("2024-11-01", "1º novembre 2024", "1 November 2024"),
]
AMOUNTS = [
    (Decimal("500000"), "500000.00", "500.000\xa0€", "€500,000"),
    (Decimal("1234567.89"), "1234567.89", "1.234.567,89\xa0€", "€1,234,567.89"),
    (Decimal("0.50"), "0.50", "0,50\xa0€", "€0.50"),
    (Decimal("0"), "0.00", "0\xa0€", "€0"),
    (Decimal("-1500.10"), "-1500.10", "−1.500,10\xa0€", "−€1,500.10"),
    (7, "7.00", "7\xa0€", "€7"),
]
NUMBERS = [
    (7686, "7.686", "7,686"),
    (0, "0", "0"),
    (Decimal("2.50"), "2,5", "2.5"),
    (Decimal("1200.00"), "1.200", "1,200"),
    (-3, "−3", "−3"),
]


def test_an_exact_instant_has_its_seconds_in_rome():
    at = datetime(2026, 3, 31, 9, 59, 7, tzinfo=UTC)
    with translation.override("en"):
        assert formats.exact_text(at) == "31 March 2026, 11:59:07"


@pytest.mark.parametrize(("value", "italian", "english"), DAYS)
def test_day_says_no_more_than_is_known(value, italian, english):
    with translation.override("it"):
        expected = f'<time datetime="{value}">{italian}</time>'
        assert formats.day(PartialDate(value)) == expected
    with translation.override("en"):
        assert formats.day_text(value) == english


def test_day_takes_dates_and_instants_of_rome():
    late_on_new_years_eve = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)
    with translation.override("en"):
        assert formats.day_text(date(2024, 11, 5)) == "5 November 2024"
        assert formats.day_text(late_on_new_years_eve) == "1 January 2025"


@pytest.mark.parametrize(("amount", "exact", "italian", "english"), AMOUNTS)
def test_euro_has_cents_only_when_there_are_any(amount, exact, italian, english):
    with translation.override("it"):
        assert formats.euro(amount) == f'<data value="{exact}">{italian}</data>'
    with translation.override("en"):
        assert formats.euro_text(amount) == english


@pytest.mark.parametrize(("value", "italian", "english"), NUMBERS)
def test_count_groups_thousands(value, italian, english):
    with translation.override("it"):
        assert formats.count(value) == f'<data value="{value}">{italian}</data>'
    with translation.override("en"):
        assert formats.count_text(value) == english


@pytest.mark.parametrize("format_", [formats.day, formats.euro, formats.count])
def test_what_nobody_knows_is_said(format_):
    with translation.override("en"):
        assert format_(None) == '<i class="unk">not known</i>'
        assert format_(None, "f") == '<i class="unk">not known</i>'


def test_unknown_takes_other_words_and_escapes_them():
    assert formats.unknown(text="a <b>") == '<i class="unk">a &lt;b&gt;</i>'


@pytest.mark.parametrize(
    ("number", "italian", "english"),
    [(1, "1ª", "1st"), (2, "2ª", "2nd"), (11, "11ª", "11th"), (23, "23ª", "23rd")],
)
def test_ordinal_is_written_as_each_language_does(number, italian, english):
    with translation.override("it"):
        assert formats.ordinal(number) == italian
    with translation.override("en"):
        assert formats.ordinal(number) == english


def test_ordinal_is_masculine_when_told():
    with translation.override("it"):
        assert formats.ordinal(3, "m") == "3º"
