"""Where rows stand in a form of the admin: after the fieldset they belong beside."""

import json

from django import template
from django.contrib.admin.utils import flatten
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def beside(formsets, fieldset):
    """The rows that stand right after this fieldset."""
    names = flatten(fieldset.fields)
    return [rows for rows in formsets if getattr(rows.opts, "beside", "") in names]


@register.filter
def elsewhere(formsets, form):
    """The rows that stand after the whole form."""
    placed = [rows for fieldset in form for rows in beside(formsets, fieldset)]
    return [rows for rows in formsets if rows not in placed]


@register.filter
def for_script(rows):
    """What the admin's script needs to add a row.

    Django's words for it agree with no feminine noun in Italian.
    """
    known = json.loads(rows.inline_formset_data())
    add = _("Add: {name}").format(name=rows.opts.verbose_name)
    known["options"]["addText"] = add
    return json.dumps(known)
