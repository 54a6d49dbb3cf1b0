"""Words, numbers and sums as people type them."""

from decimal import Decimal

import pytest

from awards.rules.numbers import typed_number
from awards.rules.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("acqua", 1),
        ("l’acqua pubblica", 2),
        ("co-progettazione e ascolto", 3),
        ("prima – dopo", 2),
        ("• uno\n• due", 2),
        ("spazio\u00a0duro", 2),
        ("«Ciao!» – disse.", 2),
        ("3,5 %", 1),
        ("水 and 火", 3),
        ("e\u0300 cosi\u0300", 2),
        ("...", 0),
    ],
)
def test_words_are_counted(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("1234", "1234"),
        ("1.234", "1234"),
        ("1,234", "1234"),
        ("1.234,5", "1234.5"),
        ("1,234.50", "1234.50"),
        ("1234,50", "1234.50"),
        ("1234.5", "1234.5"),
        ("1.234.567,89 €", "1234567.89"),
        ("€ 1 234,00", "1234"),
        ("12'000", "12000"),
        ("-3", "-3"),
        ("0,07", "0.07"),
        ("999.999.999.999,99", "999999999999.99"),
    ],
)
def test_numbers_are_read(text, number):
    assert typed_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,2,3", "1.234,567", "1.23.456", "1,234,50", "12e3", "1.234.5",
     "--3", "1,", ",5", "٣", "NaN", "Infinity", "1.2345", "1" * 13, "9" * 5000],
)  # fmt: skip
def test_what_is_no_number_is_none(text):
    assert typed_number(text) is None
