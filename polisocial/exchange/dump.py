"""Writes the content files from the database."""

from polisocial.exchange import notation
from polisocial.exchange.sections import FILES, OPTIONAL, sections_of
from polisocial.models import LoadedRecord


def dump(folder):
    """Write every file; give back how many records each has.

    An optional key is left out of a record that was loaded without it, as long as
    there is nothing to say.
    """
    loaded = {(one.file, one.key): one.values for one in LoadedRecord.objects.all()}
    counts = {}
    for file in FILES:
        sections = {one.key: part(one, loaded) for one in sections_of(file)}
        records = sections.get("", sections)
        if not records and file in OPTIONAL:
            continue
        (folder / file).write_text(f"{notation.write(records)}\n", encoding="utf-8")
        counts[file] = sum(
            len(records) if isinstance(records, list) else 1
            for records in sections.values()
        )
    return counts


def part(section, loaded):
    """What stands in one section of a file."""
    kind = section.kind
    records = [kind.read(row) for row in kind.stored()]
    if kind.order:
        records.sort(key=kind.order)
    if section.bare:
        name = kind.keys[0]
        return [record[name] for record in records if section.is_bare(record)]
    shown = [
        show(kind, record, loaded.get((section.file, kind.named(record)), {}))
        for record in records
        if not (section.has_bare_twin and section.is_bare(record))
    ]
    if section.many:
        return shown
    return shown[0] if shown else None


def show(kind, record, loaded):
    """A record as its file has it."""
    shown = {}
    for key, value in record.items():
        field = kind.fields[key]
        nothing_new = field.optional and loaded and key not in loaded
        if field.hidden or (nothing_new and field.same(value, field.empty)):
            continue
        shown[key] = field.trimmed(value, loaded.get(key))
    return shown
