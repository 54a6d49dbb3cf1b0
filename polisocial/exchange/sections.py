"""Which files there are, and which records stand where in each."""

from dataclasses import dataclass

from polisocial.exchange.award_tables import (
    BENEFICIARY,
    COMPETITION,
    DERIVED_FIGURE,
    FINANCIAL_YEAR,
    PROGRAMME_FIGURE,
    PROJECT,
)
from polisocial.exchange.kinds import Kind
from polisocial.exchange.room_tables import (
    CANTIERI,
    DEPARTMENT,
    LAB,
    NEWS,
    OFF_CAMPUS,
    SITE,
)


@dataclass(frozen=True)
class Section:
    """A part of a file that holds records of one kind.

    `key` is "" when the file is a list of them. There is one record where not `many`.
    Where `bare`, records of which nothing is known are written as their name alone,
    and are left out of the section that `has_bare_twin`.
    """

    file: str
    key: str
    kind: Kind
    many: bool = True
    bare: bool = False
    has_bare_twin: bool = False

    def whole(self, name):
        """The record that a bare name stands for."""
        unknown = {key: field.empty for key, field in self.kind.fields.items()}
        return {**unknown, self.kind.keys[0]: name}

    def is_bare(self, record):
        return record == self.whole(record[self.kind.keys[0]])


FIVE = "five_per_thousand.json"

# In the order of loading: what is referred to comes before what refers to it.
SECTIONS = (
    Section("departments.json", "", DEPARTMENT),
    Section(FIVE, "how_to_give", BENEFICIARY, many=False),
    Section(FIVE, "years", FINANCIAL_YEAR, has_bare_twin=True),
    Section(FIVE, "years_not_found", FINANCIAL_YEAR, bare=True),
    Section(FIVE, "programme_figures", PROGRAMME_FIGURE),
    Section(FIVE, "derived", DERIVED_FIGURE, many=False),
    Section("editions.json", "", COMPETITION),
    Section("offcampus.json", "programme", OFF_CAMPUS, many=False),
    Section("offcampus.json", "sites", SITE),
    Section("projects.json", "", PROJECT),
    Section("cantieri.json", "programme", CANTIERI, many=False),
    Section("cantieri.json", "cantieri", LAB),
    Section("news.json", "", NEWS),
)
FILES = tuple(dict.fromkeys(section.file for section in SECTIONS))
OPTIONAL = {"news.json"}


def sections_of(file):
    return [section for section in SECTIONS if section.file == file]
