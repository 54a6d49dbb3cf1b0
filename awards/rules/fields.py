"""The fields of a proposal: what each is called, holds and allows.

Some are of every call (the title, how long the project lasts), the others are the
questions of the form. What a person writes in a field is under its key.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.models import QuestionKind
from awards.rules.frozen import Question

LONGEST = 120  # months
TYPED = {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT, QuestionKind.NUMBER}


@dataclass(frozen=True)
class Option:
    """One of the answers that a field offers."""

    key: str
    label: str


@dataclass(frozen=True)
class Field:
    """One field, with its limits; they are told while writing and hold at the end."""

    key: str
    kind: str
    label: str | Promise
    help: str | Promise = ""
    is_required: bool = True
    word_limit: int | None = None
    least: object = None
    most: object = None
    choices: tuple[Option, ...] = ()
    only_pdf: bool = True

    @property
    def id(self):
        """Its name in a page."""
        return self.key.replace(".", "-")

    def takes(self, value):
        """Whether a value is of its kind, whatever it says: a list, a file, a text."""
        if self.kind == QuestionKind.SEVERAL:
            return isinstance(value, list)
        if self.kind == QuestionKind.FILE:
            return isinstance(value, dict) or value == ""
        return isinstance(value, str)


def is_alike(kind, other):
    """Whether what was answered to one kind of question answers the other too."""
    return kind == other or {kind, other} <= TYPED


def fitting(fields, stored):
    """What is written, by key, without what is of another kind than its field now.

    That stays stored and reads as empty. What is no field of these is a text, as all
    of a budget is.
    """
    return {
        key: value
        for key, value in stored.items()
        if (fields[key].takes(value) if key in fields else isinstance(value, str))
    }


def about_project(form):
    """The fields that every proposal has, as far as the call has them."""
    yield Field("title", QuestionKind.SHORT_TEXT, _("Title of the project"))
    one, several = QuestionKind.ONE, QuestionKind.SEVERAL
    for key, kind, label, parts in (
        ("category", one, _("Category"), form.categories),
        ("dimensions", several, _("Dimensions of the theme"), form.dimensions),
        ("prizes", several, _("Special prizes it runs for"), form.prizes),
    ):
        if parts:
            choices = tuple(Option(str(part.id), part.name) for part in parts)
            yield Field(key, kind, label, is_required=key != "prizes", choices=choices)
    yield _length(form)


def _length(form):
    """How long the project lasts; which lengths a category allows is judged later."""
    label = _("Length of the project, in months")
    own = [months for each in form.categories for months in each.durations]
    allowed = sorted({*form.rules.durations, *own})
    if not allowed:
        return Field("duration", QuestionKind.NUMBER, label, least=1, most=LONGEST)
    choices = tuple(
        Option(str(months), gettext("%(months)d months") % {"months": months})
        for months in allowed
    )
    return Field("duration", QuestionKind.ONE, label, choices=choices)


def of_section(section):
    """The fields of one section of the form."""
    return [of_question(question) for question in section.questions]


def of_question(question: Question):
    return Field(
        key=f"q.{question.key}",
        kind=question.kind,
        label=question.label,
        help=question.help,
        is_required=question.is_required,
        word_limit=question.word_limit,
        least=question.least,
        most=question.most,
        choices=tuple(Option(each.key, each.label) for each in question.choices),
        only_pdf=question.only_pdf,
    )


def all_fields(form):
    """Every field of a proposal but those of the budget, by key, in order."""
    found = list(about_project(form))
    for section in form.sections:
        found += of_section(section)
    return {field.key: field for field in found}
