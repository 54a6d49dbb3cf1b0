"""Reads what was recorded of a thing and of the rows that belong to it.

Whatever the kinds of rows and the number of records, each question is one query: the
tables have different columns, so each row travels as JSON.
"""

import json
from collections import namedtuple
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, partial

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value

from content.history import DELETED, is_own, table

# A kind of rows, and the column that says which thing one belongs to.
Kind = namedtuple("Kind", "model key")


class Decoder(json.JSONDecoder):
    """Reads numbers to the last digit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, parse_float=Decimal, **kwargs)


class Row(Func):
    """All columns of a table's row, as JSON."""

    template = "to_jsonb(%(table)s)"

    def __init__(self, model):
        table = connection.ops.quote_name(model._meta.db_table)
        super().__init__(table=table, output_field=models.JSONField(decoder=Decoder))


@dataclass(frozen=True)
class Record:
    """A row as it was saved or deleted once."""

    model: type[models.Model]
    row: int
    at: datetime
    author_id: int | None
    author: str | None
    type: str
    reason: str
    values: dict

    @property
    def key(self):
        return self.model, self.row


@cache
def kinds(model):
    """The kind of a thing, then those of the rows that go with it when it goes."""
    relations = [
        relation.field
        for relation in model._meta.related_objects
        if is_own(relation.field) and hasattr(relation.related_model, "history")
    ]
    rows = [Kind(field.model, field.attname) for field in relations]
    return [Kind(model, model._meta.pk.attname), *rows]


def cleaned(model, values):
    """The recorded columns of a row, from JSON to what fields hold."""
    fields = table(model).tracked_fields
    return {each.attname: each.to_python(values[each.attname]) for each in fields}


def union(queries):
    first, *others = queries
    return first.union(*others, all=True) if others else first


def histories(model, pk):
    """The records of a thing and of its rows: a queryset for each kind."""
    for kind in kinds(model):
        yield kind.model, kind.model.history.filter(**{kind.key: pk}).order_by()


def moments(model, pk):
    """The instants at which anything of it changed, the newest first."""
    queries = [
        records.annotate(at=F("history_date")).values_list("at", flat=True)
        for _, records in histories(model, pk)
    ]
    first, *others = queries
    different = first.union(*others) if others else first.distinct()
    return different.order_by("-at")


def latest(records, **until):
    """The last record of each row."""
    newest = records.filter(**until).order_by("id", "-history_date", "-history_id")
    return newest.distinct("id").values("history_id")


def between(model, pk, first, last):
    """Records from one instant to another, after the state each row was in before."""

    def those(records):
        before = latest(records, history_date__lt=first)
        within = Q(history_date__range=(first, last))
        return records.filter(within | Q(history_id__in=before))

    return read(model, pk, those)


def state_at(model, pk, at):
    """Its rows as they were right after an instant: values by kind and key."""

    def those(records):
        return records.filter(history_id__in=latest(records, history_date__lte=at))

    records = read(model, pk, those)
    return {one.key: one.values for one in records if one.type != DELETED}


def read(model, pk, those):
    """The records chosen, oldest first."""
    found = [(kind, those(records)) for kind, records in histories(model, pk)]
    people = get_user_model()._base_manager.filter(pk=OuterRef("history_user_id"))
    columns = (
        *("history_date", "history_id", "history_user_id"),
        *("history_type", "history_change_reason", "author", "kind_number", "row"),
    )
    queries = [
        records.annotate(
            author=Subquery(people.values(get_user_model().USERNAME_FIELD)),
            kind_number=Value(number),
            row=Row(records.model),
        ).values_list(*columns)
        for number, (_, records) in enumerate(found)
    ]
    rows = sorted(union(queries), key=lambda row: (row[0], row[6], row[1]))
    return [record(found[row[6]][0], *row) for row in rows]


def record(kind, at, _id, author_id, type, reason, author, _number, values):
    make = partial(Record, kind, values[kind._meta.pk.attname])
    return make(at, author_id, author, type, reason, cleaned(kind, values))


def state_now(model, pk):
    """Its rows as they are: values by kind and key."""
    queries = [
        kind.model._base_manager.filter(**{kind.key: pk})
        .order_by()
        .annotate(kind_number=Value(number), row=Row(kind.model))
        .values_list("kind_number", "row")
        for number, kind in enumerate(kinds(model))
    ]
    state = {}
    for number, values in union(queries):
        kind = kinds(model)[number].model
        state[kind, values[kind._meta.pk.attname]] = cleaned(kind, values)
    return state


def deleted(model):
    """The last record of each thing that was deleted and is not there, newest first."""
    there = model._base_manager.filter(pk=OuterRef("id"))
    last = model.history.filter(history_type=DELETED).exclude(Exists(there))
    return model.history.filter(history_id__in=latest(last)).order_by(
        "-history_date", "-history_id"
    )
