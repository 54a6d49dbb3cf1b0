"""What differs between two states of a row, in words people read."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from difflib import SequenceMatcher

from django.db import models
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.dates import PartialDateField
from content.formats import day_text, instant_text
from content.history import is_own, table

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Of longer texts the comparison word by word would cost too much.
MOST_WORDS = 4000
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Difference:
    """A column of a row, before and after; texts can be compared word by word."""

    label: str
    before: str
    after: str
    lang: str = ""
    is_text: bool = False

    @property
    def words(self):
        return compare(self.before, self.after)


def compare(before, after):
    """Pieces of two texts, each the same, gone or new, in reading order."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return [(GONE, before), (NEW, after)]
    pieces = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, at, until, new_at, new_until in matcher.get_opcodes():
        if tag == "equal":
            pieces.append((SAME, "".join(old[at:until])))
            continue
        if at < until:
            pieces.append((GONE, "".join(old[at:until])))
        if new_at < new_until:
            pieces.append((NEW, "".join(new[new_at:new_until])))
    return pieces


def shown_fields(model, key=None):
    """The columns that people edit; not the `key` of what a row belongs to."""
    for field in table(model).tracked_fields:
        if field.editable and not field.primary_key and field.attname != key:
            yield field


def differences(model, before, after, names, key=None):
    """The columns that differ; `before` or `after` is None where there is no row."""
    found = []
    whole = before and after
    for field in shown_fields(model, key):
        if field.name == "position" and not whole:
            continue
        old, new = (
            values[field.attname] if values else field.get_default()
            for values in (before, after)
        )
        if old != new:
            found.append(difference(field, before, after, names))
    return found


def difference(field, before, after, names):
    old, new = (
        said(field, values[field.attname], names) if values else ""
        for values in (before, after)
    )
    is_long = isinstance(field, models.TextField) or field.name.startswith("title")
    return Difference(
        label=capfirst(str(field.verbose_name)),
        before=old,
        after=new,
        lang=field.name[-2:] if field.name[-3:] in {"_it", "_en"} else "",
        is_text=is_long and bool(old and new),
    )


def said(field, value, names):
    """A value as people read it; "" for none."""
    if value is None or value == "" or value == []:
        return ""
    if field.remote_field:
        return names.get(field.related_model, value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, PartialDateField):
        return day_text(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, list):
        words = dict(getattr(getattr(field, "base_field", None), "flatchoices", ()))
        return "\n".join(str(words.get(each, each)) for each in value)
    if isinstance(value, Decimal):
        return formats.number_format(value, force_grouping=True)
    if field.name == "about":
        return figure(field.model, value)
    return str(value)


def figure(model, name):
    """The field that a source supports, by its label."""
    own = next(field for field in model._meta.concrete_fields if is_own(field))
    fields = {each.name: each for each in own.related_model._meta.get_fields()}
    return str(getattr(fields.get(name), "verbose_name", name))


def name_of_row(model, values, names, key):
    """What tells a row from its sisters: what it first refers to, or says."""
    for field in shown_fields(model, key):
        is_text = isinstance(field, models.CharField | models.TextField)
        value = values[field.attname]
        if (field.remote_field or is_text) and value:
            return said(field, value, names)
    return ""


class Names:
    """The names of what rows refer to: of each kind one query, and only if asked."""

    def __init__(self, states):
        """`states` are pairs of a kind of rows and the values of one, or None."""
        self.wanted = {}
        for model, values in states:
            for field in table(model).tracked_fields:
                if field.remote_field and values and values[field.attname]:
                    keys = self.wanted.setdefault(field.related_model, set())
                    keys.add(values[field.attname])
        self.known = {}
        self.lost = {}

    def ask(self, model):
        """Take the names of a kind as they are, or as they were when deleted."""
        if model not in self.known:
            keys = self.wanted.get(model, set())
            rows = model._base_manager.select_related().in_bulk(keys)
            self.known[model] = {key: str(row) for key, row in rows.items()}
            self.lost[model] = keys - rows.keys()
            if self.lost[model]:
                self.known[model] |= last_names(model, self.lost[model])

    def get(self, model, key):
        self.ask(model)
        name = self.known[model].get(key) or _("number %(key)s") % {"key": key}
        if key in self.lost[model]:
            return _("%(name)s (deleted since)") % {"name": name}
        return name


def last_names(model, keys):
    records = model.history.filter(id__in=keys)
    newest = records.order_by("id", "-history_date", "-history_id").distinct("id")
    return {record.id: str(record.history_object) for record in newest}
