"""What a form is made of, as the data that is frozen; and what is wrong with a call."""

from django.db.models import Sum
from django.utils.translation import gettext as _

from awards.models import QuestionKind
from awards.models.call import HUNDRED

CALL = (
    "is_anonymous",
    "coordinators",
    "needs_project_manager",
    "proposals_per_coordinator",
    "departments_least",
    "departments_most",
    "partners_least",
    "partner_kinds",
    "durations",
    "project_cap",
    "co_funding",
    "co_funding_least",
)
NAMED = ("name_it", "name_en", "note_it", "note_en")
QUESTION = (
    "key",
    "kind",
    "label_it",
    "label_en",
    "help_it",
    "help_en",
    "is_required",
    "word_limit",
    "least",
    "most",
    "only_pdf",
)
CHOICE = ("key", "label_it", "label_en")


def content_of(stage):
    """The form and the rules of a stage as plain data, ready for `canonical`."""
    call = stage.call
    return {
        "competition": call.competition.year,
        "stage": stage.number,
        "rules": _columns(call, CALL),
        "dimensions": [_named(each) for each in call.dimensions.all()],
        "categories": [
            {"id": each.pk, **_columns(each, ("name_it", "name_en"))}
            for each in call.competition.categories.all()
        ],
        "cost_headings": [
            _named(each, "cap", "cap_share") for each in call.cost_headings.all()
        ],
        "criteria": [
            _named(each, "weight", "most", "threshold") for each in stage.criteria.all()
        ],
        "sections": [
            {**_named(each), "questions": [_question(q) for q in each.questions.all()]}
            for each in stage.sections.prefetch_related("questions__choices")
        ],
    }


def _columns(row, names):
    return {name: getattr(row, name) for name in names}


def _named(row, *more):
    return {"id": row.pk, **_columns(row, NAMED + more)}


def _question(question):
    choices = [_columns(choice, CHOICE) for choice in question.choices.all()]
    return {**_columns(question, QUESTION), "choices": choices}


def faults(stage):
    """Sentences about what keeps a stage from opening; none where it may open."""
    sections = list(stage.sections.prefetch_related("questions__choices"))
    return [
        *_of_times(stage),
        *_of_criteria(stage),
        *_of_sections(sections),
        *_of_keys(sections),
    ]


def _of_times(stage):
    if stage.opens_at is None:
        yield _("The stage has no opening.")
    if stage.closes_at is None:
        yield _("The stage has no deadline.")
    if stage.opens_at and stage.closes_at and stage.closes_at <= stage.opens_at:
        yield _("The deadline comes before the opening.")


def _of_criteria(stage):
    weights = stage.criteria.aggregate(total=Sum("weight"))["total"]
    if weights is not None and weights != HUNDRED:
        yield _("The weights of the criteria add up to %(total)s, not to 100.") % {
            "total": weights
        }


def _of_sections(sections):
    if not sections:
        yield _("The form has no section.")
    for section in sections:
        questions = section.questions.all()
        if not questions:
            yield _("The section “%(name)s” asks nothing.") % {"name": section}
        for question in questions:
            offered = len(question.choices.all())
            one_or_several = {QuestionKind.ONE, QuestionKind.SEVERAL}
            if question.kind in one_or_several and offered < 2:
                yield _("“%(question)s” needs at least two answers to choose from.") % {
                    "question": question
                }


def _of_keys(sections):
    known = {}
    for section in sections:
        for question in section.questions.all():
            if first := known.get(question.key):
                yield _("“%(one)s” and “%(other)s” have the same key.") % {
                    "one": first,
                    "other": question,
                }
            known.setdefault(question.key, question)
