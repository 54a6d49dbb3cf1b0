"""Fields of the admin: wide, in their language, with what helps to fill them in."""

import json

from django import forms
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminURLFieldWidget,
    AutocompleteSelect,
)
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _

from content.readability import LEVELS, gulpease, level


def readability_text(index):
    words = _("Readability {index} of 100: {level}.")
    return "" if index is None else words.format(index=index, level=level(index))


class ItalianTextarea(AdminTextareaWidget):
    """Says below itself how hard its text is to read, and again while one types."""

    class Media:
        js = (forms.Script("js/gulpease.js", type="module"),)

    def render(self, name, value, attrs=None, renderer=None):
        hint = f"{(attrs or {}).get('id', name)}_gulpease"
        described = f"{(attrs or {}).get('aria-describedby', '')} {hint}".strip()
        field = super().render(
            name, value, {**(attrs or {}), "aria-describedby": described}, renderer
        )
        words = {
            "words": _("Readability {index} of 100: {level}."),
            "levels": [[least, str(text)] for least, text in LEVELS],
        }
        return format_html(
            '{}<p class="gulpease" id="{}" data-gulpease="{}">{}</p>',
            field,
            hint,
            json.dumps(words),
            readability_text(gulpease(value or "")),
        )


class AddressInput(AdminURLFieldWidget):
    """An address to type, and a short link to open the one that is stored."""

    template_name = forms.URLInput.template_name

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        try:
            self.validator(value or "")
        except ValidationError:
            return field
        return format_html(
            '{} <a class="open" href="{}">{}</a>', field, value, _("Open")
        )


class NamedSelect(AutocompleteSelect):
    """An autocomplete that names its choice from `chosen`, where that is at hand.

    Django's own asks the database again for each: many queries in a page of rows.
    """

    chosen = None

    @property
    def media(self):
        name = forms.Script("js/autocomplete-names.js", type="module")
        return super().media + forms.Media(js=[name])

    def optgroups(self, name, value, attr=None):
        if self.chosen is None or value != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        label = self.choices.field.label_from_instance(self.chosen)
        blank = [] if self.is_required else [("", "", False)]
        options = [*blank, (self.chosen.pk, label, True)]
        return [
            (
                None,
                [
                    self.create_option(name, key, words, selected, index)
                    for index, (key, words, selected) in enumerate(options)
                ],
                0,
            )
        ]
