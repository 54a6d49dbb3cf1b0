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
BETWEEN_WORDS = re.compile(r"[\W\d_]+")  # in the name of a file


def hints(work):
    """A sentence for each place where a name of the team is found."""
    if work.form.rules.is_anonymous:
        said = {
            "team": [{"name": member.name} for member in work.team],
            "answers": work.answers,
            "budget": {
                "units": [{"name": unit.name} for unit in work.budget.units],
                "funds": [{"who": fund.who} for fund in work.budget.funds],
            },
            "partners": [
                {"name": str(p), "role": p.role, "letter_name": p.letter_name}
                for p in work.partners
            ],
        }
        yield from given_away(work.form, said)


def given_away(form, work):
    """The same of what was handed in, as plain data."""
    team = [member["name"] for member in work["team"]]
    names = list(dict.fromkeys(_looked_for(team)))
    for label, text in _read_by_all(form, work):
        for name in found_names(names, text):
            yield _("“%(field)s” says “%(name)s”.") % {"field": label, "name": name}


def _read_by_all(form, work):
    """All that is read also without names: what it is, and its text."""
    in_its_properties = _("%(field)s: properties of the file")
    for key, field in all_fields(form).items():
        value = work["answers"].get(key)
        if file := FileAnswer.of(value):
            yield _file_name(field.label, file.name)
            yield in_its_properties % {"field": field.label}, " | ".join(file.says)
        else:
            yield field.label, value
    for unit in work["budget"]["units"]:
        yield _("Budget"), unit["name"]
    for fund in work["budget"]["funds"]:
        yield _("Budget"), fund["who"]
    for partner in work["partners"]:
        yield partner["name"], f"{partner['name']} | {partner['role']}"
        yield _file_name(partner["name"], partner["letter_name"] or "")


def _file_name(label, name):
    """The name of a file with its words apart."""
    told = _("%(field)s: name of the file") % {"field": label}
    return told, BETWEEN_WORDS.sub(" ", name)


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
