"""What a kind of record is: where its rows are, what names one, which keys it has."""

from collections.abc import Callable
from dataclasses import dataclass
from string import Formatter

from django.db import models


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of record.

    `name` names a record by its own keys, as `{acronym} ({edition_year})`. `stored`
    gives the rows with all that reading them needs, `start` a new row for a record.
    `checks` yields faults (where, sentence) between the keys of one record, any of
    which may be absent. `unique` are the keys no two records share, besides the name;
    `order` sorts the records of a written file.
    """

    model: type[models.Model]
    name: str
    fields: dict
    stored: Callable
    start: Callable
    save: Callable = lambda row: row.save()
    checks: Callable = lambda record: ()
    unique: tuple[str, ...] = ()
    order: Callable | None = None

    def __post_init__(self):
        for field in self.fields.values():
            field.bind(self.model)

    @property
    def keys(self):
        """The keys that name a record."""
        return [key for _, key, _, _ in Formatter().parse(self.name) if key]

    def named(self, record):
        return self.name.format(**record)

    def read(self, row):
        """The record, with every key, that the row stands for."""
        return {key: field.read(row) for key, field in self.fields.items()}
