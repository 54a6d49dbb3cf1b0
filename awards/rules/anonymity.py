"""Where a call is anonymous: the names of the team that a proposal gives away.

A hint and no more: a surname may be a common word, and a name may be written in ways
that no list knows.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from awards.rules.fields import all_fields
from awards.rules.files import FileAnswer

SHORTEST = 4  # letters of a surname that is looked for by itself


def hints(work):
    """A sentence for each place where a name of the team is found."""
    if work.form.rules.is_anonymous:
        team = [member.name for member in work.team]
        yield from given_away(work.form, team, work.answers)


def given_away(form, team, answers):
    """The same of any answers to a form, with the names of a team."""
    names = list(dict.fromkeys(_looked_for(team)))
    for key, field in all_fields(form).items():
        value = answers.get(key)
        file = FileAnswer.of(value)
        for name in found_names(names, " | ".join(file.says) if file else value):
            told = _("“%(field)s” says “%(name)s”.")
            if file:
                told = _("The file of “%(field)s” says in its properties “%(name)s”.")
            yield told % {"field": field.label, "name": name}


def _looked_for(team):
    """Each name whole, and its last word where it is long enough: as people sign."""
    for name in team:
        yield name
        last = name.split()[-1:]
        yield from (word for word in last if len(word) >= SHORTEST)


def found_names(names, text):
    """The longest names found in a text, as whole words."""
    if not isinstance(text, str):
        return []
    there = plain(text)
    found = [n for n in names if is_named(n, there)]
    return [n for n in found if not any(n != other and n in other for other in found)]


def is_named(name, there):
    """Whether a name stands, whole, in a text that was made plain."""
    sought = plain(name)
    return sought in there and bool(re.search(rf"\b{re.escape(sought)}\b", there))


def plain(text):
    """Without accents and capitals."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()
