"""What earlier versions of a form asked, and the one of now does not."""

from django.utils.translation import gettext as _

from awards.models import QuestionKind
from awards.rules.budget import keys_of
from awards.rules.fields import Field, all_fields, is_alike
from awards.rules.files import FileAnswer
from awards.rules.told import Told, text_of


def whole(form):
    """Every field of a proposal by key, those of the budget too."""
    return all_fields(form) | {field.key: field for field in _of_budget(form)}


def _of_budget(form):
    headings = {str(heading.id): heading.name for heading in form.cost_headings}
    for key in keys_of(form) if headings else ():
        kind, number, *_row = key.split(".")
        label = headings[number] if kind == "cost" else _("Budget")
        yield Field(key, QuestionKind.SHORT_TEXT, label)


def dropped(earlier, form):
    """The fields of earlier forms, by key, that are gone or changed their kind."""
    now = whole(form)
    return {
        key: field
        for before in earlier
        for key, field in whole(before).items()
        if key not in now or not is_alike(field.kind, now[key].kind)
    }


def written_in(stored, fields):
    """What is stored in these fields, as people read it."""
    found = {key: stored[key] for key in fields if stored.get(key)}
    return [
        Told(
            str(fields[key].label),
            text_of(fields[key], value),
            FileAnswer.of(value),
            key,
        )
        for key, value in found.items()
        if fields[key].takes(value)
    ]
