"""What a proposal says, in the words of the form it answered, as people read it."""

import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from accounts.role_groups import RoleGroup
from awards.models import Contribution, MemberRole, QuestionKind
from awards.rules.fields import about_project, of_section
from awards.rules.files import FileAnswer
from awards.rules.frozen import read
from content.formats import euro_text


@dataclass(frozen=True)
class Told:
    """A field with what was answered, as people read it; `key` names a question's."""

    label: str
    text: str
    file: FileAnswer | None = None
    key: str = ""

    @property
    def words(self):
        """What is said beside the name of its file."""
        return "" if self.file and self.text == self.file.name else self.text


@dataclass(frozen=True)
class Part:
    """Some of what a proposal says, under one title."""

    title: str
    told: list


@dataclass(frozen=True)
class Difference:
    """A field that two versions answer differently; pieces are (mark, text).

    The files are there where another one took the place of the first.
    """

    label: str
    pieces: list
    old_file: FileAnswer | None = None
    new_file: FileAnswer | None = None


def work_in(submission):
    return json.loads(submission.content)["work"]


def title_in(submission):
    """What a proposal is called in what was handed in."""
    return work_in(submission)["answers"].get("title", "").strip()


def parts_in(submission, *, is_named=True):
    """All that a submission says; without the team where it is read unnamed."""
    return parts_of(
        work_in(submission), read(submission.form.content), is_named=is_named
    )


def parts_of(work, form, *, is_named=True):
    """All that some work says, in the order of its form; what is empty is left out."""
    answers = work["answers"]
    parts = [
        Part(_("The project"), _answered(about_project(form), answers)),
        *(Part(s.name, _answered(of_section(s), answers)) for s in form.sections),
        Part(_("Budget"), list(_budget(work["budget"], form))),
        Part(_("Partners"), [_partner(each) for each in work["partners"]]),
    ]
    if is_named:
        parts.append(Part(_("Team"), [_member(each) for each in work["team"]]))
    return [part for part in parts if part.told]


def _answered(fields, answers):
    return [
        Told(
            str(field.label),
            text_of(field, answers[field.key]),
            FileAnswer.of(answers[field.key]),
            field.key,
        )
        for field in fields
        if answers.get(field.key)
    ]


def text_of(field, value):
    """An answer as people read it: choices by their names, files by theirs."""
    if field.kind == QuestionKind.FILE:
        return value["name"]
    if field.choices:
        chosen = {value} if isinstance(value, str) else set(value)
        return ", ".join(str(o.label) for o in field.choices if o.key in chosen)
    return value


def budget_in(submission):
    """What a submission asks and what others add to it, sum by sum."""
    form = read(submission.form.content)
    return list(_budget(work_in(submission)["budget"], form))


def _budget(budget, form):
    """What each department asks under each heading, what others add, and the sums."""
    names = {str(heading.id): heading.name for heading in form.cost_headings}
    for unit in budget["units"]:
        asked = (f"{names[key]}: {_euro(sum_)}" for key, sum_ in unit["asked"].items())
        yield Told(unit["name"], "; ".join(asked))
    for fund in budget["funds"]:
        kind = dict(Contribution.choices).get(fund["kind"], "")
        yield Told(fund["who"], f"{_euro(fund['sum'])} ({kind})")
    if budget["units"] or budget["funds"]:
        yield Told(_("Asked in all"), _euro(budget["asked"]))
        yield Told(_("Co-funding in all"), _euro(budget["added"]))


def _euro(text):
    return _("not a sum") if text is None else euro_text(Decimal(text))


def _partner(partner):
    said = [partner["role"], str(Contribution(partner["contribution"]).label)]
    if partner["value"] is not None:
        said.append(_euro(partner["value"]))
    file = None
    if partner["letter"]:
        size = partner["letter_size"]
        file = FileAnswer(partner["letter"], partner["letter_name"], size, "")
    return Told(partner["name"], "; ".join(said), file)


def _member(member):
    said = [str(MemberRole(member["role"]).label)]
    if member["role_group"]:
        said.append(str(RoleGroup(member["role_group"]).label))
    if member["department"]:
        said.append(member["department"].upper())
    return Told(member["name"], ", ".join(said))


def differences(before, after):
    """What changed between two versions, field by field and word by word."""
    old, new = _told_by_key(before), _told_by_key(after)
    for key in dict.fromkeys([*new, *old]):
        was, is_now = (said.get(key, Told("", "")) for said in (old, new))
        files = (was.file, is_now.file)
        if was.words != is_now.words or files[0] != files[1]:
            yield Difference(
                is_now.label or was.label,
                list(_pieces(was.words, is_now.words)),
                *(files if files[0] != files[1] else ()),
            )


def _told_by_key(submission):
    """Each thing told, by what tells it apart: rows of one name, by their order."""
    told, times = {}, Counter()
    for part in parts_in(submission):
        for each in part.told:
            key = each.key or (part.title, each.label)
            times[key] += 1
            told[key, times[key]] = each
    return told


def _pieces(old, new):
    """The words that stayed, went and came: ("", text), ("del", …), ("ins", …)."""
    words = [text.split(" ") if text else [] for text in (old, new)]
    matcher = SequenceMatcher(None, *words, autojunk=False)
    for _tag, i, j, k, m in matcher.get_opcodes():
        if words[0][i:j] == words[1][k:m]:
            yield "", " ".join(words[0][i:j])
            continue
        if j > i:
            yield "del", " ".join(words[0][i:j])
        if m > k:
            yield "ins", " ".join(words[1][k:m])
