"""Keys of a record that are columns of its row: checked, read and written.

A field yields what is wrong with a value as pairs: where inside it ("" for the
whole, ".en", " 2"), and a sentence that says what to do.
"""

import re
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import connection

from content.dates import PartialDate
from polisocial.exchange import notation

SLUG = re.compile(r"[-\w]+", re.ASCII)
LONGEST_TEXT = 20_000
LONGEST_LIST = 200
UNKNOWN = "Write null when it is not known."
UNKNOWN_KEY = "This key is not known. Correct its name or take it out."
ADDRESS = "Write it whole, beginning with http:// or https://."
is_web_address = URLValidator(schemes=["http", "https"])


def show(value):
    """A value as a sentence names it."""
    if isinstance(value, dict):
        return "An object"
    if isinstance(value, list):
        return "A list"
    text = notation.write(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def comes_before(one, other):
    """One date is surely before the other, as far as both are known."""
    return bool(one and other) and one[: len(other)] < other[: len(one)]


def get(row, path):
    """What is at the end of a dotted path, None where it breaks off."""
    for name in path.split("."):
        row = getattr(row, name, None)
    return row


def put(row, path, value):
    *steps, name = path.split(".")
    for step in steps:
        row = getattr(row, step)
    setattr(row, name, value)


def is_storable(text):
    """Neither control characters nor halves of characters, but for line ends."""
    refused = {"Cc", "Cs", "Zl", "Zp"}
    return not any(unicodedata.category(c) in refused for c in text if c != "\n")


def text_faults(value, limit, lines=False):
    """What is wrong with a text of at most `limit` characters."""
    if not isinstance(value, str):
        yield "", f"{show(value)} is not a text. Write it between quotes."
    elif not value.strip():
        yield "", f"The text is empty. {UNKNOWN}"
    elif value != value.strip():
        yield "", f"{show(value)} begins or ends with a space. Take it away."
    elif not is_storable(value):
        yield "", f"{show(value)} has a character nobody can read. Take it away."
    elif "\n" in value and not lines:
        yield "", f"{show(value)} has several lines. Write it on one."
    elif len(value) > limit:
        yield "", f"The text has {len(value)} characters. Write at most {limit}."


def object_faults(fields, value):
    """What is wrong with an object that has these fields."""
    if not isinstance(value, dict):
        hint = "Write one between curly brackets."
        yield "", f"{show(value)} is not an object. {hint}"
        return
    for key in value:
        if key not in fields or fields[key].hidden:
            yield f".{key}", UNKNOWN_KEY
    for key, field in fields.items():
        if key in value:
            for where, sentence in field.faults(value[key]):
                yield f".{key}{where}", sentence
        elif not field.optional and not field.hidden:
            hint = "" if field.required else f" {UNKNOWN}"
            yield f".{key}", f"The key is missing. Add it.{hint}"


class Field:
    """How one key of a record is checked, read from its row and written to it.

    `paths` are the columns, dotted when they are of a row beside it; several say
    the same thing. `required`: never null. `optional`: the key may be left out.
    `hidden`: not a key of the file. `computed`: read, never written. `linked`: written
    once the row itself is stored.
    """

    computed = False
    linked = False
    empty = None

    def __init__(
        self, *paths, required=False, optional=False, hidden=False, of=None, **extra
    ):
        self.paths = paths
        self.required = required
        self.optional = optional
        self.hidden = hidden
        self.of = of
        self.extra = extra

    def bind(self, model):
        """Learn the limits of the column from the model it belongs to."""
        name = self.paths[0].rpartition(".")[2]
        self.column = (self.of or model)._meta.get_field(name)

    def faults(self, value):
        if value is None and not self.required:
            return
        yield from self.wrong(value)

    def wrong(self, value):
        """The faults of a value that is not unknown."""
        raise NotImplementedError

    def same(self, one, other):
        return one == other

    def trimmed(self, value, loaded):
        """The value without the optional keys inside it that were not loaded."""
        return value

    def shown(self, stored):
        """The value in the file of what a column holds."""
        return None if stored == "" else stored

    def stored(self, value):
        """What the column holds for a value of the file."""
        return "" if value is None and not self.column.null else value

    def read(self, row):
        return self.shown(get(row, self.paths[0]))

    def write(self, row, value, rows):
        for path in self.paths:
            put(row, path, self.stored(value))


class Object(Field):
    """An object inside a record, whose keys are columns of one row."""

    def __init__(self, fields):
        super().__init__(required=True)
        self.fields = fields

    def bind(self, model):
        for field in self.fields.values():
            field.bind(model)

    def wrong(self, value):
        yield from object_faults(self.fields, value)

    def read(self, row):
        return {key: field.read(row) for key, field in self.fields.items()}

    def write(self, row, value, rows):
        for key, field in self.fields.items():
            field.write(row, value[key], rows)


class Text(Field):
    """A text in one language, or in none: a name."""

    def wrong(self, value):
        limit = self.column.max_length
        yield from text_faults(value, limit or LONGEST_TEXT, lines=not limit)


class Pattern(Text):
    """A text of a certain form: `pattern`, and the `hint` on how to write it."""

    def wrong(self, value):
        faults = list(super().wrong(value))
        if not faults and not self.extra["pattern"].fullmatch(value):
            faults = [("", f"{show(value)} is not right. {self.extra['hint']}")]
        yield from faults


class Slug(Pattern):
    def __init__(self, *paths, **options):
        hint = "Write letters, digits and hyphens only."
        super().__init__(*paths, pattern=SLUG, hint=hint, **options)


class Url(Text):
    def wrong(self, value):
        faults = list(super().wrong(value))
        if not faults:
            try:
                is_web_address(value)
            except ValidationError:
                faults = [("", f"{show(value)} is not a web address. {ADDRESS}")]
        yield from faults


class Email(Text):
    def wrong(self, value):
        faults = list(super().wrong(value))
        if not faults:
            try:
                validate_email(value)
            except ValidationError:
                hint = "Write it as name@example.org."
                faults = [("", f"{show(value)} is not an e-mail address. {hint}")]
        yield from faults


class Choice(Field):
    def wrong(self, value):
        words = [word for word, _ in self.column.choices]
        if not isinstance(value, str) or value not in words:
            listed = ", ".join(show(word) for word in words)
            yield "", f"{show(value)} is not one of {listed}. Write one of them."


class Date(Field):
    """A year, a month or a day, as text; a bare year as a number if `as_number`."""

    def wrong(self, value):
        if self.extra.get("as_number"):
            if type(value) is not int or not 1900 <= value <= 2100:
                yield "", f"{show(value)} is not a year. Write 2013."
            return
        try:
            if isinstance(value, str):
                PartialDate(value)
                return
        except ValueError:
            pass
        hint = "Write 2013, 2013-05 or 2013-05-16."
        yield "", f"{show(value)} is not a date. {hint}"

    def shown(self, stored):
        if self.extra.get("as_number") and stored:
            return PartialDate(stored).year
        return stored and str(stored)

    def stored(self, value):
        return PartialDate(value) if value else None


class Flag(Field):
    empty = False

    def __init__(self, *paths, **options):
        super().__init__(*paths, required=True, **options)

    def wrong(self, value):
        if not isinstance(value, bool):
            yield "", f"{show(value)} is not true or false. Write true or false."


class Whole(Field):
    """A whole number, from `low` to `high` or as much as the column takes."""

    def wrong(self, value):
        kind = self.column.get_internal_type()
        low, high = connection.ops.integer_field_range(kind)
        low, high = self.extra.get("low", low), self.extra.get("high", high)
        if type(value) is not int:
            hint = f"Write one without quotes. {'' if self.required else UNKNOWN}"
            yield "", f"{show(value)} is not a whole number. {hint}".strip()
        elif not low <= value <= high:
            yield "", f"{show(value)} is out of range. Write from {low} to {high}."


class Number(Field):
    """A number as exact as the column keeps it, from `low` to `high`."""

    def wrong(self, value):
        places = self.column.decimal_places
        low, high = self.extra.get("low", 0), self.extra.get("high", 10**10 - 1)
        if type(value) not in {int, Decimal}:
            hint = f"Write one without quotes. {'' if self.required else UNKNOWN}"
            yield "", f"{show(value)} is not a number. {hint}".strip()
        elif not low <= value <= high:
            yield "", f"{show(value)} is out of range. Write from {low} to {high}."
        elif -Decimal(value).as_tuple().exponent > places:
            yield "", f"{show(value)} is too precise. Write at most {places} decimals."

    def shown(self, stored):
        if stored is None:
            return None
        exact = Decimal(stored)
        return int(exact) if exact == int(exact) else self.exactly(exact)

    def exactly(self, number):
        return number.normalize()


class Money(Number):
    """An amount in euro: whole, or with its two digits of cents. Never zero."""

    def wrong(self, value):
        if type(value) in {int, Decimal} and value <= 0:
            yield "", f"{show(value)} is not an amount. Write more than 0. {UNKNOWN}"
        else:
            yield from super().wrong(value)

    def exactly(self, number):
        return number.quantize(Decimal("0.01"))
