"""What changed in a thing, save by save, as people read it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content import past
from content.differences import Difference, Names, differences, name_of_row
from content.formats import instant_text
from content.history import BEGUN, BROUGHT_BACK, CHANGED, CREATED, DELETED, LOADED


def author_text(record):
    """Who saved it; "" where nobody was signed in, as in a load of files."""
    if record.author_id and not record.author:
        return _("somebody whose account was deleted")
    return record.author or ""


def reason_text(reason):
    """Why something was saved, where it was not somebody's own edit."""
    code, _colon, rest = reason.partition(": ")
    if code == BROUGHT_BACK and (at := parse_datetime(rest)):
        return _("Brought back as it was on %(instant)s.") % {
            "instant": instant_text(at)
        }
    known = {LOADED: _("Loaded from files."), BEGUN: _("As it was when history began.")}
    return known.get(reason, reason)


@dataclass
class Touched:
    """A row that an entry created, changed or deleted."""

    title: str
    type: str
    differences: list[Difference]
    is_thing: bool

    @property
    def told(self):
        return {
            CREATED: _("Added"),
            CHANGED: _("Changed"),
            DELETED: _("Taken away"),
        }[self.type]


@dataclass
class Entry:
    """All that one person changed at one instant; the thing may be gone after it."""

    at: datetime
    author: str
    reason: str
    touched: list[Touched]
    leaves_it: bool

    @property
    def when(self):
        return instant_text(self.at)

    @property
    def whole(self):
        """The thing itself, where it was created or deleted with all its rows."""
        first = self.touched[0] if self.touched else None
        return first if first and first.is_thing and first.type != CHANGED else None


def changes(model, pk, states, names):
    """Rows that differ between two states of a thing, the thing itself first."""
    keys = {kind.model: kind.key for kind in past.kinds(model)}
    found = []
    for (kind, row), (before, after) in states.items():
        is_thing = kind is model and row == pk
        told = differences(kind, before, after, names, keys[kind])
        if before == after or (before and after and not told):
            continue
        title = str(kind._meta.verbose_name)
        if not is_thing:
            name = name_of_row(kind, after or before, names, keys[kind])
            title = f"{title}: {name}"
        type = CHANGED if before and after else CREATED if after else DELETED
        found.append(Touched(capfirst(title), type, told, is_thing))
    return sorted(found, key=lambda one: not one.is_thing)


def entries(model, pk, instants):
    """What happened at some instants that follow each other, the newest first."""
    records = past.between(model, pk, min(instants), max(instants))
    state, steps = {}, []
    for at, group in groupby(records, key=lambda one: one.at):
        group = list(group)
        pairs = {one.key: (state.get(one.key), None) for one in group}
        for one in group:
            after = None if one.type == DELETED else one.values
            state[one.key] = after
            pairs[one.key] = (pairs[one.key][0], after)
        if at >= min(instants):
            steps.append((group, pairs, state.get((model, pk)) is not None))
    names = Names(
        [
            (key[0], values)
            for _group, pairs, _left in steps
            for key, pair in pairs.items()
            for values in pair
        ]
    )
    return [
        Entry(
            at=group[0].at,
            author=author_text(group[0]),
            reason=reason_text(group[0].reason),
            touched=changes(model, pk, pairs, names),
            leaves_it=left,
        )
        for group, pairs, left in reversed(steps)
    ]
