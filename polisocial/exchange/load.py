"""Merges a checked folder into the database, keeping what staff have edited."""

from dataclasses import dataclass, field

from django.db import Error, transaction
from django.utils import timezone

from content.history import LOADED, one_change
from content.publication import PublishedModel
from polisocial.exchange.references import partner_names
from polisocial.exchange.rows import Gone, Rows
from polisocial.exchange.sections import SECTIONS
from polisocial.models import LoadedRecord


class Refused(Exception):
    """A record cannot be written; the message names it."""


@dataclass
class Outcome:
    """How many records of a file were written, or left in part as staff made them."""

    records: int = 0
    written: int = 0
    left_alone: int = 0
    unchanged: int = 0


@dataclass
class Report:
    """What a load did: an outcome for each file, a line for each thing left alone."""

    outcomes: dict = field(default_factory=dict)
    left_alone: list = field(default_factory=list)

    def count(self, entry, changes, kept):
        outcome = self.outcomes.setdefault(entry.file, Outcome())
        outcome.records += 1
        outcome.written += bool(changes)
        outcome.left_alone += bool(kept)
        outcome.unchanged += not changes and not kept
        for parts in kept:
            self.left_alone.append(": ".join([entry.file, entry.name, *parts]))


class Shelf:
    """The stored rows of one kind, and the records they stand for now."""

    def __init__(self, kind):
        self.rows = {row.pk: row for row in kind.stored()}
        self.records = {pk: kind.read(row) for pk, row in self.rows.items()}
        self.by_name = {kind.named(self.records[pk]): pk for pk in self.rows}

    def find(self, name, last):
        """The row last loaded from the record, or else the one of that name."""
        if last and last.object_id in self.rows:
            return self.rows[last.object_id]
        return self.rows.get(self.by_name.get(name))


@transaction.atomic
@one_change(reason=LOADED)
def load(entries):
    """Write what checked entries say. Raises Refused, and then nothing is written.

    Three ways meet at each key: as the file has it, as it was when last loaded, as it
    is now. A key that is now as last loaded follows the file; one that staff have
    edited since stays. A record that staff deleted is not made again, and one that is
    no longer in the files stays in the database. The history of content tells one
    change of it all, loaded from files.
    """
    rows = Rows(timezone.now(), partner_names(entries))
    report = Report()
    last = {(one.file, one.key): one for one in LoadedRecord.objects.all()}
    shelves = {}
    for entry in sorted(entries, key=turn):
        shelf = shelves.get(entry.kind) or shelves.setdefault(
            entry.kind, Shelf(entry.kind)
        )
        try:
            load_entry(entry, shelf, last.get((entry.file, entry.name)), rows, report)
        except Gone as gone:
            reason = f"it refers to {gone}, deleted since. Take that out"
            raise Refused(f"{entry.file}: {entry.name}: {reason}.") from gone
        except Error as error:
            reason = str(error).strip().splitlines()[0]
            reason = f"the database refuses it ({reason}). Correct it"
            raise Refused(f"{entry.file}: {entry.name}: {reason}.") from error
    rows.clear()
    LoadedRecord.objects.bulk_create(rows.loaded)
    return report


def turn(entry):
    """When a record is loaded: after whatever it may refer to."""
    order = entry.kind.order
    return SECTIONS.index(entry.section), order(entry.record) if order else ()


def load_entry(entry, shelf, last, rows, report):
    row = shelf.find(entry.name, last)
    if last and not row:
        report.count(entry, {}, [["deleted since, not made again"]])
        return
    if row:
        base = last and last.values
        changes, kept = merge(entry, shelf.records[row.pk], base)
        if changes:
            row.refresh_from_db()
    else:
        row = entry.kind.start(entry.record)
        if isinstance(row, PublishedModel):
            row.published_from = rows.now
        changes, kept = entry.record, []
    if changes:
        store(entry.kind, row, changes, rows)
    remember(entry, row, kept, last, rows)
    rows.add(row, entry.name)
    why = "edited since, left as it is"
    report.count(entry, changes, [[key, why] for key in kept])


def merge(entry, now, base):
    """The keys to write with their values, and the keys that staff have edited."""
    changes, kept = {}, []
    for key, value in entry.record.items():
        each = entry.kind.fields[key]
        if each.computed or each.same(now[key], value):
            continue
        if base and not each.same(now[key], base.get(key, each.empty)):
            kept.append(key)
        else:
            changes[key] = value
    return changes, kept


def store(kind, row, changes, rows):
    """Write the columns of a row, then the rows that belong to it."""
    new = row._state.adding
    changed = {
        key: each
        for key, each in kind.fields.items()
        if key in changes and not each.computed
    }
    for key, each in changed.items():
        if not each.linked:
            each.write(row, changes[key], rows)
    kind.save(row)
    for key, each in changed.items():
        if each.linked and not (new and each.same(changes[key], each.empty)):
            each.write(row, changes[key], rows)


def remember(entry, row, kept, last, rows):
    """Note what was loaded; for what staff have edited, what was loaded before."""
    values = {key: value for key, value in entry.record.items() if key not in kept}
    if last:
        values |= {key: last.values[key] for key in kept if key in last.values}
        if (last.object_id, last.values, last.left) != (row.pk, values, kept):
            last.object_id, last.values, last.left = row.pk, values, kept
            last.save()
        return
    rows.loaded.append(
        LoadedRecord(file=entry.file, key=entry.name, object_id=row.pk, values=values)
    )
