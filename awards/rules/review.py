"""A review: what it asks, what keeps it from being handed in, what it comes to."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import QuestionKind
from awards.rules.fields import Field
from awards.rules.numbers import typed_number
from awards.rules.requirements import Fault, of_field

COMMITTEE, APPLICANT = "committee", "applicant"


@dataclass(frozen=True)
class Scored:
    """A criterion with the two fields that a review has for it."""

    criterion: object
    score: Field
    note: Field


def scored(form):
    """Each criterion of the call with its fields, in order."""
    return [
        Scored(
            each,
            Field(
                f"score.{each.id}",
                QuestionKind.NUMBER,
                _("Score, from 0 to %(most)d") % {"most": each.most},
                least=Decimal(0),
                most=Decimal(each.most),
            ),
            Field(
                f"note.{each.id}",
                QuestionKind.LONG_TEXT,
                gettext_lazy("Why, to the committee"),
                is_required=False,
            ),
        )
        for each in form.criteria
    ]


def texts():
    """The two texts that every review has: one inside, one for the team."""
    return [
        Field(
            COMMITTEE,
            QuestionKind.LONG_TEXT,
            gettext_lazy("To the committee"),
            help=gettext_lazy("The team never reads it."),
            is_required=False,
        ),
        Field(
            APPLICANT,
            QuestionKind.LONG_TEXT,
            gettext_lazy("To the team"),
            help=gettext_lazy(
                "The team reads it with the answer, whatever it is: what is good, and "
                "what would make it better. Your name is not with it."
            ),
        ),
    ]


def fields_of(form):
    """Every field of a review, by key, in order."""
    asked = [field for each in scored(form) for field in (each.score, each.note)]
    return {field.key: field for field in [*asked, *texts()]}


def faults(form, answers):
    """Every reason why a review cannot be handed in, each with its field."""
    named = {each.score.key: each.criterion.name for each in scored(form)}
    for key, field in fields_of(form).items():
        for said in of_field(field, answers.get(key)):
            yield Fault(key, f"{named[key]}: {said}" if key in named else said)


def handed_in(form, answers):
    """What a version of a review says, as plain data."""
    rows = scored(form)
    return {
        "scores": {
            str(each.criterion.id): typed_number(answers[each.score.key])
            for each in rows
        },
        "notes": {
            str(each.criterion.id): answers.get(each.note.key, "").strip()
            for each in rows
        },
        COMMITTEE: answers.get(COMMITTEE, "").strip(),
        APPLICANT: answers.get(APPLICANT, "").strip(),
    }


def scores_in(version):
    """The scores of a version, by criterion."""
    return {int(key): Decimal(text) for key, text in version.said()["scores"].items()}


def total(form, scores):
    """The result of one review, from 0 to 100: each score by its weight."""
    return sum(
        (each.weight * scores[each.id] / each.most for each in form.criteria),
        Decimal(0),
    )


@dataclass(frozen=True)
class Read:
    """A version as the committee reads it: rows are (criterion, score, note)."""

    version: object
    by: object
    rows: list
    total: Decimal | None
    committee: str
    applicant: str


def as_read(version, form):
    """A version beside the form whose criteria it scored."""
    said, scores = version.said(), scores_in(version)
    notes = said["notes"]
    return Read(
        version=version,
        by=version.review.assignment.appointment,
        rows=[
            (each, scores[each.id], notes.get(str(each.id), ""))
            for each in form.criteria
        ],
        total=total(form, scores) if form.criteria else None,
        committee=said[COMMITTEE],
        applicant=said[APPLICANT],
    )
