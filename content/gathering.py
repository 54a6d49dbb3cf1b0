"""The rows that point at one thing, of several relations, in one query.

`prefetch_related` asks once a relation, and Django writes each question anew: that was
half the time of a project's page. Here the question is written once a process, and the
answer is JSON.
"""

import json
from decimal import Decimal
from functools import lru_cache

from django.db import connection

quote = connection.ops.quote_name


def gather(thing, **relations):
    """Read the rows of some relations of a thing, as `prefetch_related` would.

    Each relation comes with the path to what its rows are shown with ("" for
    nothing): `team="department"`. From then on `thing.team.all()` is a list.
    """
    shapes = [shape(type(thing), *relation) for relation in relations.items()]
    with connection.cursor() as cursor:
        cursor.execute(question(tuple(shapes)), [thing.pk] * len(shapes))
        (answer,) = cursor.fetchone()
    found = json.loads(answer, parse_float=Decimal)
    known = {
        name: [shape.read(row, thing) for row in rows or ()]
        for name, shape, rows in zip(relations, shapes, found, strict=True)
    }
    thing._prefetched_objects_cache = known
    return thing


@lru_cache
def question(shapes):
    parts = ", ".join(f"({shape.rows_as_json()})" for shape in shapes)
    return f"SELECT json_build_array({parts})::text"


@lru_cache
def shape(model, name, path):
    """How the rows of a relation are asked for and read."""
    relation = model._meta.get_field(name)
    return Shape(relation.related_model, path, to_one=relation.field)


class Shape:
    """A row with what it is shown with, as a list of values in a list of values."""

    def __init__(self, model, path="", to_one=None, alias="row"):
        self.model, self.to_one, self.alias = model, to_one, alias
        # What the database works out itself is for its searches, not for pages.
        fields = model._meta.concrete_fields
        self.fields = [field for field in fields if not field.generated]
        self.names = [field.attname for field in self.fields]
        first, _dots, rest = path.partition("__")
        self.link = first and model._meta.get_field(first)
        if first:
            there = self.link.related_model
            self.other = Shape(there, rest, alias=f"{alias}_{first}")

    # Asking

    def rows_as_json(self):
        rows = f"json_agg({self.values()} ORDER BY {', '.join(self.order())})"
        where = f"{self.column(self.to_one)} = %s"
        return f"SELECT {rows} FROM {self.table()} {self.joins()} WHERE {where}"  # noqa: S608

    def table(self):
        return f"{quote(self.model._meta.db_table)} {quote(self.alias)}"

    def column(self, field):
        return f"{quote(self.alias)}.{quote(field.column)}"

    def values(self):
        columns = [self.column(field) for field in self.fields]
        if self.link:
            columns.append(self.other.values())
        return f"json_build_array({', '.join(columns)})"

    def order(self):
        for key in self.model._meta.ordering:
            name = key.removeprefix("-")
            yield self.place_of(name) + (" DESC" if name != key else "")

    def place_of(self, name):
        """The column of a field, here or further on the path."""
        if name == "pk":
            return self.column(self.model._meta.pk)
        first, _dots, rest = name.partition("__")
        field = self.model._meta.get_field(first)
        return self.other.place_of(rest) if rest else self.column(field)

    def joins(self):
        if not self.link:
            return ""
        here, there = self.link.get_joining_fields()[0]
        same = f"{self.column(here)} = {self.other.column(there)}"
        return f"LEFT JOIN {self.other.table()} ON {same} {self.other.joins()}"

    # Reading

    def read(self, values, thing=None):
        """The row, which points at the thing; None where a join found none."""
        if self.link:
            *values, beside = values
        pk = values[self.names.index(self.model._meta.pk.attname)]
        if pk is None:
            return None
        pairs = zip(self.fields, values, strict=True)
        row = self.model.from_db(
            connection.alias, self.names, [field.to_python(v) for field, v in pairs]
        )
        if self.to_one:
            self.to_one.set_cached_value(row, thing)
        if self.link:
            other = self.other.read(beside)
            self.link.set_cached_value(row, other)
            if other and self.link.one_to_one:
                self.link.remote_field.set_cached_value(other, row)
        return row
