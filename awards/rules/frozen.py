"""A form as it was frozen, read back from the text that a FormVersion keeps.

`read(version.content)` gives a `Form`: its rules, its headings, its questions. What is
judged by a version, or shown of it, comes from here and never from the tables, which
may have changed since. Names in two languages are read as everywhere, sums are Decimal.

A version frozen before something was added to forms lacks it and reads as empty.
"""

import json
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache

from content.bilingual import Bilingual


@dataclass(frozen=True)
class Rules:
    """The rules of a call; None or an empty list is no limit."""

    is_anonymous: bool
    coordinators: tuple[str, ...]
    needs_project_manager: bool
    proposals_per_coordinator: int | None
    departments_least: int | None
    departments_most: int | None
    partners_least: int | None
    partner_kinds: tuple[str, ...]
    durations: tuple[int, ...]
    project_cap: Decimal | None
    co_funding: str
    co_funding_least: Decimal | None


@dataclass(frozen=True)
class Category:
    """A family of projects; `durations` are its own, or else those of the call.

    `budget` is the money set apart for it, if any is.
    """

    id: int
    name_it: str
    name_en: str
    durations: tuple[int, ...] = ()
    budget: Decimal | None = None

    name = Bilingual()


@dataclass(frozen=True)
class Part:
    """What a call or a form has several of: a name and a note on it."""

    id: int
    name_it: str
    name_en: str
    note_it: str
    note_en: str

    name = Bilingual()
    note = Bilingual()


@dataclass(frozen=True)
class Dimension(Part):
    """A side of the theme that a proposal may cover."""


@dataclass(frozen=True)
class Prize(Part):
    """A prize that a proposal may run for, beside the money of its project."""

    amount: Decimal | None


@dataclass(frozen=True)
class CostHeading(Part):
    """A kind of cost; `cap_share` is a share, in %, of what is asked."""

    cap: Decimal | None
    cap_share: Decimal | None


@dataclass(frozen=True)
class Criterion(Part):
    """What is judged; `weight` in %, scores from 0 to `most`."""

    weight: Decimal
    most: int
    threshold: Decimal | None


@dataclass(frozen=True)
class Evaluation:
    """How results are judged and told: `pass_mark` is of 100, None is no such rule."""

    pass_mark: Decimal | None = None
    tells_scores: bool = False
    publishes_ranking: bool = False


@dataclass(frozen=True)
class Choice:
    """One of the answers that a question offers."""

    key: str
    label_it: str
    label_en: str

    label = Bilingual()


@dataclass(frozen=True)
class Question:
    """One thing asked. `kind` is a value of `QuestionKind`."""

    key: str
    kind: str
    label_it: str
    label_en: str
    help_it: str
    help_en: str
    is_required: bool
    word_limit: int | None
    least: Decimal | None
    most: Decimal | None
    only_pdf: bool
    choices: tuple[Choice, ...]

    label = Bilingual()
    help = Bilingual()


@dataclass(frozen=True)
class Section(Part):
    """A page of the form."""

    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Form:
    """A form with the rules it is judged by."""

    rules: Rules
    dimensions: tuple[Dimension, ...]
    prizes: tuple[Prize, ...]
    categories: tuple[Category, ...]
    cost_headings: tuple[CostHeading, ...]
    criteria: tuple[Criterion, ...]
    sections: tuple[Section, ...]
    evaluation: Evaluation = Evaluation()

    @property
    def questions(self):
        """Every question, in the order of the form."""
        return tuple(each for section in self.sections for each in section.questions)

    @property
    def pots(self):
        """The money of each category, by its id; None where none has its own."""
        pots = {each.id: each.budget for each in self.categories}
        return pots if any(pots.values()) else None

    def question(self, key):
        """The question with this key; None where the form has none."""
        return next((each for each in self.questions if each.key == key), None)


@lru_cache(maxsize=64)
def read(content):
    """The form that the text of a version says; the same text gives the same form."""
    said = json.loads(content)
    return Form(
        rules=_made(Rules, said["rules"]),
        dimensions=_all(Dimension, said["dimensions"]),
        prizes=_all(Prize, said.get("prizes", ())),
        categories=_all(Category, said["categories"]),
        cost_headings=_all(CostHeading, said["cost_headings"]),
        criteria=_all(Criterion, said["criteria"]),
        sections=tuple(_section(each) for each in said["sections"]),
        evaluation=_made(Evaluation, said.get("evaluation", {})),
    )


def _section(said):
    questions = tuple(_question(each) for each in said["questions"])
    return _made(Section, said | {"questions": questions})


def _question(said):
    return _made(Question, said | {"choices": _all(Choice, said["choices"])})


def _all(kind, rows):
    return tuple(_made(kind, row) for row in rows)


def _made(kind, said):
    """One of a kind from what was said of it; what the kind does not know is left."""
    known = {each.name: each for each in fields(kind) if each.name in said}
    return kind(**{name: _read(each, said[name]) for name, each in known.items()})


def _read(field, value):
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, str) and field.type in (Decimal, Decimal | None):
        return Decimal(value)
    return value
