"""A short list of short texts, kept and edited as one text with a line for each."""

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _


def to_lines(value):
    """Split a text into its lines, without blank ones."""
    lines = value.splitlines() if isinstance(value, str) else value or []
    return [line.strip() for line in lines if line.strip()]


def lines_of(field):
    """Expression: the lines of a field, as an array that an index can hold."""
    return Func(
        field,
        Value("\n"),
        function="string_to_array",
        output_field=ArrayField(models.TextField()),
    )


class LinesField(models.TextField):
    """A list in Python, lines in the database (so that search can read them)."""

    description = _("Texts, one a line")

    def __init__(self, *args, **kwargs):
        kwargs.update(blank=True, default=list)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["blank"], kwargs["default"]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return to_lines(value)

    def to_python(self, value):
        return to_lines(value)

    def get_prep_value(self, value):
        return value if isinstance(value, str) else "\n".join(to_lines(value))

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs):
        kind = {"form_class": LinesFormField, "help_text": _("One a line.")}
        return models.Field.formfield(self, **kind | kwargs)


class LinesFormField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return value if isinstance(value, str) else "\n".join(value or [])

    def to_python(self, value):
        return to_lines(value)

    def has_changed(self, initial, data):
        return to_lines(initial) != to_lines(data)
