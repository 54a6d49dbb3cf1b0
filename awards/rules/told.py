"""What a submission says, in the words of the form it answered."""

import json
from dataclasses import dataclass
from difflib import SequenceMatcher

from awards.models import QuestionKind
from awards.rules.fields import all_fields
from awards.rules.files import FileAnswer
from awards.rules.frozen import read


@dataclass(frozen=True)
class Told:
    """A field with the answer that was handed in, as people read it."""

    label: str
    text: str
    file: FileAnswer | None = None


@dataclass(frozen=True)
class Difference:
    """A field that two versions answer differently; pieces are (mark, text)."""

    label: str
    pieces: list


def work_in(submission):
    return json.loads(submission.content)["work"]


def told_by(submission):
    """Every field that was answered, in the order of its form."""
    answers = work_in(submission)["answers"]
    fields = all_fields(read(submission.form.content))
    return [
        Told(field.label, text_of(field, answers[key]), FileAnswer.of(answers[key]))
        for key, field in fields.items()
        if answers.get(key)
    ]


def text_of(field, value):
    """An answer as people read it: choices by their names, files by theirs."""
    if field.kind == QuestionKind.FILE:
        return value["name"]
    if field.choices:
        chosen = {value} if isinstance(value, str) else set(value)
        return ", ".join(str(o.label) for o in field.choices if o.key in chosen)
    return value


def differences(before, after):
    """The fields that changed between two versions, word by word."""
    old, new = ({t.label: t.text for t in told_by(each)} for each in (before, after))
    return [
        Difference(label, list(_pieces(old.get(label, ""), new.get(label, ""))))
        for label in dict.fromkeys([*new, *old])
        if old.get(label, "") != new.get(label, "")
    ]


def _pieces(old, new):
    """The words that stayed, went and came: ("", text), ("del", …), ("ins", …)."""
    words = [text.split(" ") for text in (old, new)]
    matcher = SequenceMatcher(None, *words, autojunk=False)
    for _tag, i, j, k, m in matcher.get_opcodes():
        if words[0][i:j] == words[1][k:m]:
            yield "", " ".join(words[0][i:j])
            continue
        if j > i:
            yield "del", " ".join(words[0][i:j])
        if m > k:
            yield "ins", " ".join(words[1][k:m])
