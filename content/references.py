"""What refers to a thing, and so keeps it from being deleted."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from content.history import is_own

SHOWN = 20


@dataclass(frozen=True)
class Reference:
    """Rows of one kind that refer to some things; `rows` are the first of them.

    A row that belongs to a thing is told by that thing.
    """

    model: type[models.Model]
    count: int
    rows: list[models.Model]

    @property
    def more(self):
        return self.count - len(self.rows)


def ways(model, tail="__in"):
    """The lookups by which rows refer to things of a kind, or to their own rows."""
    for relation in model._meta.related_objects:
        way = f"{relation.field.name}{tail}"
        if relation.on_delete is models.PROTECT:
            yield relation.related_model, way
        elif is_own(relation.field):
            yield from ways(relation.related_model, f"__{way}")


def own_counts(model, things, tail="__in"):
    """How many rows of each kind go with some things when they are deleted."""
    for relation in model._meta.related_objects:
        if is_own(relation.field):
            way = f"{relation.field.name}{tail}"
            rows = relation.related_model._base_manager.filter(**{way: things})
            yield relation.related_model, rows.count()


def owner(model):
    """The key of the thing that rows of a kind belong to, if they do."""
    own = [field for field in model._meta.concrete_fields if is_own(field)]
    return own[0].name if own else None


def references(model, things):
    """What refers to some things of a kind, kind by kind."""
    kinds = {}
    for related, way in ways(model):
        kinds[related] = kinds.get(related, Q()) | Q(**{way: things})
    for related, condition in kinds.items():
        rows = related._base_manager.filter(condition).order_by("pk")
        if count := rows.count():
            name = owner(related)
            first = rows.select_related(name) if name else rows.select_related()
            shown = [getattr(row, name) if name else row for row in first[:SHOWN]]
            yield Reference(related, count, shown)
