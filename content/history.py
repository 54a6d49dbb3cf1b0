"""What content was before: a record of each row, each time it is saved or deleted.

A model says `history = ContentHistory()`. Each of its rows then leaves records in a
table beside its own: the columns as they were saved, when, by whom and why. Columns
the database computes are left out, and the instant of the last change too.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

# Why a record was made, where it was not somebody's own edit. A reason may be
# followed by a colon and an instant.
LOADED = "loaded"
BEGUN = "begun"
BROUGHT_BACK = "brought back"

CREATED, CHANGED, DELETED = "+", "~", "-"


@dataclass
class Change:
    """Many saves that are one: an instant, an author, a reason, one record a row."""

    at: datetime
    by: models.Model | None = None
    reason: str = ""
    records: dict = field(default_factory=dict)

    def keep(self, record):
        """Take a record in place of an earlier one of the same row."""
        key = (type(record), record.id)
        earlier = self.records.pop(key, None)
        if earlier and earlier.history_type == CREATED:
            if record.history_type == DELETED:
                return
            record.history_type = CREATED
        elif earlier and earlier.history_type == DELETED:
            record.history_type = CHANGED
        self.records[key] = record

    def store(self):
        kinds = {}
        for record in self.records.values():
            kinds.setdefault(type(record), []).append(record)
        for kind, records in kinds.items():
            kind.objects.bulk_create(records)


current = ContextVar("current", default=None)
UNRECORDED = object()


@contextmanager
def one_change(*, by=None, reason="", at=None):
    """Whatever is saved inside is one change of content, however many the saves."""
    change = Change(at or timezone.now(), by, reason)
    token = current.set(change)
    try:
        yield change
        change.store()
    finally:
        current.reset(token)


@contextmanager
def unrecorded():
    """Whatever is saved or deleted inside leaves no record: it was never content."""
    token = current.set(UNRECORDED)
    try:
        yield
    finally:
        current.reset(token)


def forget(rows):
    """Delete the records of some rows, and of the rows that go with them."""
    keys = list(rows.values_list("pk", flat=True))
    table(rows.model).objects.filter(id__in=keys).delete()
    for relation in rows.model._meta.related_objects:
        child = relation.field
        if is_own(child) and hasattr(child.model, "history"):
            records = table(child.model).objects
            records.filter(**{f"{child.attname}__in": keys}).delete()


def create_together(model, rows):
    """Insert rows of one kind in one statement, each with its record."""
    model._base_manager.bulk_create(rows)
    for row in rows:
        note(row, CREATED)


@cache
def table(model):
    """The kind of record that a kind of rows leaves; `history` is slow to tell."""
    return model.history.model


def note(row, kind):
    """Record a row as it is now."""
    change = current.get()
    if change is UNRECORDED:
        return
    model = table(type(row))
    values = {each.attname: getattr(row, each.attname) for each in model.tracked_fields}
    by = change.by if change else None
    record = model(
        **values,
        history_type=kind,
        history_date=change.at if change else instant(),
        history_user_id=by.pk if by else signed_in(),
        history_change_reason=change.reason if change else "",
    )
    if change:
        change.keep(record)
    else:
        record.save()


def begin(apps, label):
    """Record the rows of an app that have no record yet, as its history finds them."""
    now = timezone.now()
    for kind in apps.get_app_config(label).get_models():
        if not kind.__name__.startswith("Historical"):
            continue
        model = apps.get_model(label, kind.__name__.removeprefix("Historical"))
        columns = {each.attname for each in model._meta.concrete_fields}
        columns &= {each.attname for each in kind._meta.concrete_fields}
        rows = model._base_manager.exclude(pk__in=kind.objects.values("id"))
        records = (
            kind(
                **values,
                history_type=CREATED,
                history_date=now,
                history_change_reason=BEGUN,
            )
            for values in rows.values(*columns)
        )
        kind.objects.bulk_create(records, batch_size=500)


def forget_beginning(apps, label):
    """The way back of `begin`."""
    for kind in apps.get_app_config(label).get_models():
        if kind.__name__.startswith("Historical"):
            kind.objects.filter(history_change_reason=BEGUN).delete()


def instant():
    """Now; the same for all that is saved while answering one request."""
    request = getattr(HistoricalRecords.context, "request", None)
    if request is None:
        return timezone.now()
    if not hasattr(request, "content_changed_at"):
        request.content_changed_at = timezone.now()
    return request.content_changed_at


def signed_in():
    """The key of who is asking, if anybody is."""
    request = getattr(HistoricalRecords.context, "request", None)
    user = getattr(request, "user", None)
    return user.pk if user and user.is_authenticated else None


class ContentHistory(HistoricalRecords):
    """The history of a kind of content.

    Its tables repeat the columns and none of the words: a new label or help text
    changes nothing in them. The author is kept as a number, which outlives the
    account, and only what a history is looked up by is indexed.
    """

    _date_indexing = False

    def fields_included(self, model):
        fields = super().fields_included(model)
        return [
            each
            for each in fields
            if not each.generated and not getattr(each, "auto_now", False)
        ]

    def copy_fields(self, model):
        fields = super().copy_fields(model)
        for name, copied in fields.items():
            original = model._meta.get_field(name)
            copied.db_index = original.primary_key or is_own(original)
            copied.verbose_name = copied._verbose_name = None
            copied.help_text = ""
            copied.choices = None
            copied._validators = []
        return fields

    def _get_history_user_fields(self):
        return {"history_user_id": models.BigIntegerField(null=True)}

    def _get_history_change_reason_field(self):
        return models.CharField(max_length=100, blank=True, default="")

    def get_meta_options(self, model):
        named = f"history of {model._meta.model_name}"
        return super().get_meta_options(model) | {
            "default_permissions": (),
            "verbose_name": named,
            "verbose_name_plural": named,
        }

    def create_historical_record(self, instance, history_type, using=None):
        note(instance, history_type)


def is_own(field):
    """The key of the thing that a row belongs to, and goes with."""
    return bool(field.remote_field) and field.remote_field.on_delete is models.CASCADE
