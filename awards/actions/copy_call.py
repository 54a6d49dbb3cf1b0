"""Making a call out of an earlier one: all of it but what belongs to that year."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.models import (
    Call,
    Category,
    Choice,
    Competition,
    CostHeading,
    Criterion,
    Dimension,
    Question,
    Section,
    SpecialPrize,
    Stage,
)
from content.history import create_together, one_change

DATES = {"opens_at": None, "closes_at": None, "answer_expected_on": None}


@transaction.atomic
def copy(call_from, competition_to, *, by):
    """Give a competition the call of another; questions keep their keys.

    Dates, frozen forms and documents stay behind, and so do categories where the
    competition has its own. Raises ValidationError where it has a call already.
    """
    target = Competition.objects.select_for_update().get(pk=competition_to.pk)
    if Call.objects.filter(competition=target).exists():
        raise ValidationError(
            _("%(competition)s has a call already: nothing was copied."),
            params={"competition": target},
            code="has_a_call",
        )
    with one_change(by=by):
        call = _like(call_from, competition=target)
        call.full_clean()
        call.save()
        for model in (Dimension, SpecialPrize, CostHeading):
            _copy_rows(model, {"call": {call_from.pk: call}})
        if not target.categories.exists():
            _copy_rows(Category, {"competition": {call_from.competition_id: target}})
        stages = _copy_rows(Stage, {"call": {call_from.pk: call}}, **DATES)
        _copy_rows(Criterion, {"stage": stages})
        sections = _copy_rows(Section, {"stage": stages})
        questions = _copy_rows(Question, {"section": sections})
        _copy_rows(Choice, {"question": questions})
    return call


def _copy_rows(model, parents, **changes):
    """Copy the rows of some parents; gives the new ones by the keys of the old."""
    ((name, new_parents),) = parents.items()
    rows = model.objects.filter(**{f"{name}__in": new_parents}).order_by("pk")
    copies = {
        row.pk: _like(row, **{name: new_parents[getattr(row, f"{name}_id")]}, **changes)
        for row in rows
    }
    create_together(model, list(copies.values()))
    return copies


def _like(row, **changes):
    """A new row, not yet stored, with the columns of another but for some."""
    own = {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not (field.primary_key or field.is_relation or field.name == "updated_at")
    }
    return type(row)(**own | changes)
