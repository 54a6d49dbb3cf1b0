"""What differs between two versions of a form, in words people read."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from awards.form_content.content import EVALUATION
from awards.models import (
    Call,
    Category,
    Choice,
    CostHeading,
    Criterion,
    Dimension,
    Question,
    Section,
    SpecialPrize,
    Stage,
)
from content.changes import Touched
from content.differences import Difference, difference
from content.history import CHANGED, CREATED, DELETED

LISTS = {
    "dimensions": Dimension,
    "prizes": SpecialPrize,
    "categories": Category,
    "cost_headings": CostHeading,
    "criteria": Criterion,
    "sections": Section,
}


def form_differences(before, after):
    """The rows of a form that differ between two contents of it."""
    old, new = _rows(before), _rows(after)
    found = []
    for key in [*new, *(gone for gone in old if gone not in new)]:
        if key not in old or key not in new or old[key] != new[key]:
            found.append(_touched(key[0], old.get(key), new.get(key)))
    return [*found, *_moved(old, new)]


def _rows(content):
    """The rows of a form in their order: (kind, what tells it apart) and its values."""
    told = content.get("evaluation") or dict.fromkeys(EVALUATION)
    rows = {(Call, None): content["rules"], (Stage, None): told}
    for name, model in LISTS.items():
        for row in content.get(name, ()):
            rows[model, row["id"]] = _without(row, "id", "questions")
    for section in content["sections"]:
        for question in section["questions"]:
            key = question["key"]
            beside = {"section": section["name_it"]}
            rows[Question, key] = _without(question, "choices") | beside
            for choice in question["choices"]:
                rows[Choice, (key, choice["key"])] = choice
    return rows


def _without(values, *names):
    return {name: value for name, value in values.items() if name not in names}


def _touched(model, old, new):
    title = capfirst(str(model._meta.verbose_name))
    if name := _name(new or old):
        title = f"{title}: {name}"
    type = CHANGED if old and new else CREATED if new else DELETED
    return Touched(title, type, list(_differences(model, old, new)), False)


def _name(values):
    return values.get("name_it") or values.get("label_it") or values.get("key")


def _differences(model, old, new):
    for name in {**(old or {}), **(new or {})}:
        field = model._meta.get_field(name)
        if name == "section":
            before, after = ((each or {}).get(name, "") for each in (old, new))
            if before != after:
                yield Difference(capfirst(str(field.verbose_name)), before, after)
            continue
        values = [
            {name: field.to_python(each[name]) if name in each else _unsaid(field)}
            if each
            else None
            for each in (old, new)
        ]
        before, after = (each[name] if each else _unsaid(field) for each in values)
        if before != after:
            yield difference(field, *values, names=None)


def _unsaid(field):
    """What a column held before anybody wrote in it."""
    return field.get_default()


def _moved(old, new):
    """The lists whose rows follow each other in another order."""
    for model in (*LISTS.values(), Question, Choice):
        before, after = (
            [key for key in rows if key[0] is model and key in old and key in new]
            for rows in (old, new)
        )
        if before == after:
            continue
        names = [
            ", ".join(str(_name(rows[key])) for key in keys)
            for rows, keys in ((old, before), (new, after))
        ]
        title = capfirst(str(model._meta.verbose_name_plural))
        yield Touched(title, CHANGED, [Difference(_("Order"), *names)], False)
