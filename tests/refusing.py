"""Rows that may not be, tried from both sides: the form's and the database's."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction


def refused(row):
    """The row is refused with a sentence, and by the database if nobody asked."""
    with pytest.raises(ValidationError) as told:
        row.validate_constraints()
    assert all(told.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def changed(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    return row
