"""Dates as well known as their source knows them: a year, a month or a day."""

import calendar
import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Left, Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class PartialDate(str):
    """`2013`, `2013-05` or `2013-05-16`: three different facts.

    An ISO 8601 string, so it sorts, compares and travels as text. Raises
    ValueError for a day that does not exist.
    """

    def __new__(cls, value):
        match = PATTERN.fullmatch(str(value))
        if not match:
            raise ValueError(value)
        year, month, day = (int(part) if part else None for part in match.groups())
        date(year, month or 1, day or 1)
        self = super().__new__(cls, value)
        self.year, self.month, self.day = year, month, day
        return self

    @property
    def first_day(self):
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self):
        month = self.month or 12
        last = calendar.monthrange(self.year, month)[1]
        return date(self.year, month, self.day or last)


def in_order(first, last):
    """Condition: the `last` date is not before the `first`, as far as both are known.

    Compared to the precision they share: 2020 does not end before March 2020.
    """
    return GreaterThanOrEqual(Left(last, Length(first)), Left(first, Length(last)))


class PartialDateField(models.Field):
    """A column for a PartialDate; NULL where nobody knows."""

    description = _("Year, month or day")
    default_error_messages = {
        "invalid": _("Write a year, a month or a day: 2013, 2013-05 or 2013-05-16."),
    }

    def __init__(self, *args, **kwargs):
        kwargs.update(null=True, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["null"], kwargs["blank"]
        return name, path, args, kwargs

    def get_internal_type(self):
        return "PartialDateField"

    def db_type(self, connection):
        return "varchar(10)"

    def db_check(self, connection):
        column = connection.ops.quote_name(self.column)
        days = r"-(0[1-9]|[12]\d|3[01])"
        return rf"{column} ~ '^\d{{4}}(-(0[1-9]|1[0-2])({days})?)?$'"

    def from_db_value(self, value, expression, connection):
        return value and PartialDate(value)

    def to_python(self, value):
        if not value:
            return None
        try:
            return PartialDate(value)
        except ValueError:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from None

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return str(self.to_python(value)) if value else None

    def value_to_string(self, obj):
        return self.value_from_object(obj) or ""

    def formfield(self, **kwargs):
        kind = {
            "form_class": forms.CharField,
            "max_length": 10,
            "empty_value": None,
            "help_text": _("A year, a month or a day: 2013, 2013-05 or 2013-05-16."),
        }
        return super().formfield(**kind | kwargs)
