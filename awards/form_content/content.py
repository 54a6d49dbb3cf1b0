"""What a form is made of, as the data that is frozen."""

from django.db.models import prefetch_related_objects

EVALUATION = ("pass_mark", "tells_scores", "publishes_ranking")
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
CATEGORY = ("name_it", "name_en", "durations")
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

# All that the form of a stage is made of, and the other stage of its call.
WHOLE = (
    "call__competition__categories",
    "call__cost_headings",
    "call__dimensions",
    "call__prizes",
    "call__stages",
    "criteria",
    "sections__questions__choices",
)


def read_whole(*stages):
    """Read what stages are made of in a few queries; once for each stage given."""
    prefetch_related_objects(stages, *WHOLE)


def content_of(stage):
    """The form and the rules of a stage as plain data, ready for `canonical`.

    Dates are not in it: moving a deadline needs no new version. Neither are the
    documents to download, which may come at any time.
    """
    read_whole(stage)
    call = stage.call
    return {
        "competition": call.competition.year,
        "stage": stage.number,
        "rules": _columns(call, CALL),
        "dimensions": [_named(each) for each in call.dimensions.all()],
        "prizes": [_named(each, "amount") for each in call.prizes.all()],
        "categories": [_category(each) for each in call.competition.categories.all()],
        "cost_headings": [
            _named(each, "cap", "cap_share") for each in call.cost_headings.all()
        ],
        "criteria": [
            _named(each, "weight", "most", "threshold") for each in stage.criteria.all()
        ],
        **_evaluation(stage),
        "sections": [
            {**_named(each), "questions": [_question(q) for q in each.questions.all()]}
            for each in stage.sections.all()
        ],
    }


def _category(row):
    """Its budget is left out where there is none, as forms frozen before had none."""
    budget = {} if row.budget is None else {"budget": row.budget}
    return {"id": row.pk, **_columns(row, CATEGORY), **budget}


def _evaluation(stage):
    """How results are judged and told, where the call says anything of it.

    Left out where it says nothing, so that forms frozen before have the same hash.
    """
    said = _columns(stage, EVALUATION)
    return {"evaluation": said} if any(said.values()) else {}


def _columns(row, names):
    return {name: getattr(row, name) for name in names}


def _named(row, *more):
    return {"id": row.pk, **_columns(row, NAMED + more)}


def _question(question):
    choices = [_columns(choice, CHOICE) for choice in question.choices.all()]
    return {**_columns(question, QUESTION), "choices": choices}
