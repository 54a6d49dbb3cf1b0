"""What is wrong in a folder of content, all of it at once."""

import re
from dataclasses import dataclass

from polisocial.exchange import notation
from polisocial.exchange.references import references
from polisocial.exchange.sections import FILES, OPTIONAL, Section, sections_of
from polisocial.exchange.values import UNKNOWN_KEY, object_faults, show


@dataclass(frozen=True, eq=False)
class Entry:
    """A record in a file. `sound` has those of its keys that are right."""

    section: Section
    name: str
    record: dict
    sound: dict

    @property
    def file(self):
        return self.section.file

    @property
    def kind(self):
        return self.section.kind


class Unreadable(Exception):
    """A file cannot be read; the message says what to do."""


class Folder:
    """The files of a folder, read and checked: `entries` and `faults`.

    `unread` are the kinds of records that could not be read, or not all of them.
    """

    def __init__(self, path):
        self.path = path
        self.faults = []
        self.entries = []
        self.unread = set()
        for file in FILES:
            self.add_file(file)
        self.check_unique()
        for entry, where, sentence in references(self.entries, self.unread):
            self.blame(entry.file, entry.name, where, sentence)

    def blame(self, file, name, where, sentence):
        parts = (file, name, where.lstrip(". "))
        self.faults.append(": ".join([*filter(None, parts), sentence]))

    def add_file(self, file):
        if file in OPTIONAL and self.path.is_dir() and not (self.path / file).exists():
            return
        try:
            content = self.content(file)
        except Unreadable as error:
            self.blame(file, "", "", str(error))
            self.unread |= {section.kind for section in sections_of(file)}
            return
        for section in sections_of(file):
            if not section.key:
                self.add_section(section, content)
            elif section.key in content:
                self.add_section(section, content[section.key])
            else:
                self.unread.add(section.kind)
                self.blame(file, "", section.key, "The key is missing. Add it.")

    def content(self, file):
        """What a file holds: an object if it has several sections."""
        try:
            content = notation.parse((self.path / file).read_bytes().decode())
        except FileNotFoundError:
            hint = f"Put it in {self.path}."
            raise Unreadable(f"The file is missing. {hint}") from None
        except OSError as error:
            hint = "Check the folder."
            raise Unreadable(f"It cannot be read ({error.strerror}). {hint}") from None
        except UnicodeDecodeError:
            raise Unreadable("It is not in UTF-8. Save it as UTF-8.") from None
        except notation.BadNotation as error:
            raise Unreadable(str(error)) from None
        keys = [section.key for section in sections_of(file)]
        if keys == [""]:
            return content
        if not isinstance(content, dict):
            hint = f"Write one with the keys {', '.join(keys)}."
            raise Unreadable(f"{show(content)} is not an object. {hint}")
        for key in content:
            if key not in keys:
                self.blame(file, "", key, UNKNOWN_KEY)
        return content

    def add_section(self, section, content):
        if not section.many:
            self.add_record(section, section.key, content)
        elif isinstance(content, list):
            for number, item in enumerate(content, 1):
                name = f"{section.key or 'record'} {number}"
                self.add_record(section, name, item, number)
        else:
            self.unread.add(section.kind)
            hint = "Write one between square brackets."
            sentence = f"{show(content)} is not a list of records. {hint}"
            self.blame(section.file, "", section.key, sentence)

    def add_record(self, section, name, record, number=0):
        kind = section.kind
        if section.bare:
            faults = list(kind.fields[kind.keys[0]].faults(record))
            record = {} if faults else section.whole(record)
        else:
            faults = list(object_faults(kind.fields, record))
            record = record if isinstance(record, dict) else {}
        wrong = {re.split("[. ]", where.lstrip("."))[0] for where, _ in faults}
        sound = {key: record[key] for key in kind.fields if key in record}
        sound = {key: value for key, value in sound.items() if key not in wrong}
        if sound.keys() >= set(kind.keys):
            name = kind.named(sound)
        faults += kind.checks(sound)
        for where, sentence in faults:
            self.blame(section.file, name, where, sentence)
        if "position" in kind.fields:
            record = {**record, "position": number}
        self.entries.append(Entry(section, name, record, sound))

    def check_unique(self):
        """No two records of a file have one name, nor one value of a unique key."""
        names, values = set(), {}
        for entry in self.entries:
            if (entry.file, entry.name) in names:
                sentence = "This record is there twice. Keep one."
                self.blame(entry.file, entry.name, "", sentence)
            names.add((entry.file, entry.name))
            for key in entry.kind.unique:
                if key in entry.sound:
                    found = (entry.file, key, entry.sound[key])
                    other = values.setdefault(found, entry.name)
                    if other != entry.name:
                        sentence = f"{show(entry.sound[key])} is of {other} too."
                        hint = "Correct one of them."
                        self.blame(entry.file, entry.name, key, f"{sentence} {hint}")
