"""Pages where people write: shown with what is stored, saved by a button or by itself.

What is written is a proposal or a review; each says which fields a page of it has.
"""

import json
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import RawPostDataException
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions.working_copy import Change, clean, save, settle
from awards.models import QuestionKind
from awards.rules.fields import Field
from awards.rules.files import FileAnswer
from awards.rules.words import count_words
from awards.views import kept
from content.canonical import canonical, digest

TEXT = Field("", QuestionKind.SHORT_TEXT, "")  # as each field of a budget is
LAST_NUMBER = 2**31 - 1  # of a save, as the database counts
NO_PAGE_OF_OURS = (
    *(KeyError, TypeError, AttributeError),
    *(OverflowError, RecursionError),
    RawPostDataException,  # a form in the place of JSON
)


@dataclass(frozen=True)
class Input:
    """A field as a page shows it: with what is written, and what was read there."""

    field: Field
    value: object
    base: str
    others: list

    @property
    def words(self):
        return count_words(self.value) if isinstance(self.value, str) else 0

    @property
    def is_over(self):
        limit = self.field.word_limit
        return bool(limit and self.words > limit)

    @property
    def file(self):
        """The file that is kept in it, if any."""
        return FileAnswer.of(self.value)

    @property
    def revision(self):
        return self.base.partition(":")[0]

    @property
    def width(self):
        """How much of the limit is used, as the bar draws it."""
        limit = self.field.word_limit
        return min(100, self.words * 100 // limit) if limit else 0


def fingerprint(value):
    """What a page had in a field when it was made: what is the same was not changed."""
    return digest(canonical(value))[:12]


def base_of(revision, value):
    """What a page says it had read in a field: the revision, and what it held."""
    return f"{revision}:{fingerprint(value)}"


class Sheet:
    """The fields of one page with what is stored of them, or kept of what was typed.

    `keys` are those of the fields, unless the page has others (as a budget does);
    `choose` gives the address where one chooses a second text. `elsewhere` are fields
    that a page may have had when it was opened, by key: of another page by now, or of
    none.
    """

    def __init__(
        self,
        copy,
        fields,
        typed=None,
        *,
        choose,
        keys=None,
        elsewhere=MappingProxyType({}),
    ):
        self.fields, self.typed = fields, typed or {}
        self.keys = [field.key for field in fields] if keys is None else list(keys)
        self.elsewhere = elsewhere
        self.stored = {a.key: a for a in copy.answers.filter(key__in=self.keys)}
        self.others = {}
        open_texts = copy.other_texts.filter(settled_at=None, key__in=self.keys)
        for other in open_texts.select_related("by"):
            other.address = choose(other)
            self.others.setdefault(other.key, []).append(other)

    @property
    def typed_keys(self):
        """The fields that are typed: a file comes by an address of its own."""
        files = {f.key for f in self.fields if f.kind == QuestionKind.FILE}
        return [key for key in self.keys if key not in files]

    @property
    def sendable(self):
        """Each field that a page may send what was typed in, by key."""
        own = dict.fromkeys(self.keys, TEXT) | {f.key: f for f in self.fields}
        fields = {**self.elsewhere, **own}
        return {k: f for k, f in fields.items() if f.kind != QuestionKind.FILE}

    def inputs(self):
        return [self.input(field) for field in self.fields]

    def input(self, field):
        several = field.kind == QuestionKind.SEVERAL
        answer = self.stored.get(field.key)
        is_fit = answer is not None and field.takes(answer.value)
        value = answer.value if is_fit else ([] if several else "")
        base = base_of(answer.revision if answer else 0, value)
        if typed := self.typed.get(field.key):
            value = typed if several else typed[-1]
            base = self.typed.get(f"base.{field.key}", [base])[-1]
        return Input(field, value, base, self.others.get(field.key, []))

    def changes(self, post):
        """What the person who sent the page changed in it, field by field."""
        for key, field in self.sendable.items():
            if f"base.{key}" not in post:
                continue
            several = field.kind == QuestionKind.SEVERAL
            value = post.getlist(key) if several else post.get(key, "")
            base, _colon, was = post[f"base.{key}"].partition(":")
            if fingerprint(clean(key, value)) != was and base.isdecimal():
                yield Change(key, value, int(base))


@dataclass(frozen=True)
class Sent:
    """What a page sends while somebody types, or by its button.

    `known` says which revision the page has of each of its fields; `user` whose page
    it is; `form` which version of the form it shows, where it says so. What fits no
    field, of this form or an earlier one, is `left`: not stored, and named.

    A page sent by its button is sent once, so its save has the number 1; one that has
    saved by itself goes on from the number it has reached.
    """

    client: UUID
    number: int
    changes: list
    known: dict
    user: object
    form: int = 0
    left: tuple = ()

    @classmethod
    def by_itself(cls, request, sheet):
        """Raises ValueError where it is no page of ours."""
        try:
            sent = json.loads(request.body)
            changes = [
                Change(each["key"], _value(each["value"]), int(each["base"]))
                for each in sent["changes"]
            ]
            known = {str(key): int(base) for key, base in sent["known"].items()}
            client, number = UUID(sent["client"]), _number(sent["number"])
            form = int(sent.get("form") or 0)
            user, fields = sent["user"], sheet.sendable
            fit = [
                c for c in changes if c.key in fields and fields[c.key].takes(c.value)
            ]
        except NO_PAGE_OF_OURS as error:
            raise ValueError from error
        left = tuple(change.key for change in changes if change not in fit)
        return cls(client, number, fit, known, user, form, left)

    @classmethod
    def by_button(cls, request, sheet):
        """Raises ValueError where it is no page of ours."""
        client = UUID(request.POST.get("client", ""))
        number = _number(request.POST.get("number", "1"))
        changes = list(sheet.changes(request.POST))
        return cls(client, number, changes, {}, request.user.pk)

    def others(self, sheet, saved):
        """The fields that the page has and did not change: not now, and not before
        with a text that still waits beside another."""
        mine = {change.key for change in self.changes}
        waiting = {o.key for o in saved.clashes if o.client == self.client}
        keys = set(sheet.typed_keys) - mine - waiting
        return {key: base for key, base in self.known.items() if key in keys}


def _number(sent):
    if not 0 < (number := int(sent)) <= LAST_NUMBER:
        raise ValueError
    return number


def _value(value):
    """A text, or a list of short ones: a page sends nothing else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [each[:80] for each in value[:100]]
    raise ValueError


def store(copy, sent, *, by, at):
    """Store what a page sent; gives what became of it."""
    return save(
        copy,
        by=by,
        client=sent.client,
        number=sent.number,
        changes=sent.changes,
        at=at,
    )


def saved_by_button(request, copy, sheet, *, at):
    """What became of a page sent by its button.

    None where it could not be stored: why is told, and what was typed is kept.
    """
    try:
        sent = Sent.by_button(request, sheet)
        saved = store(copy, sent, by=request.user, at=at)
    except ValidationError as error:
        return kept.refuse(request, error.messages[0])
    except ValueError as error:
        raise BadRequest from error
    if saved.repeated and _is_missed(sent, saved, sheet):
        return kept.refuse(request, _("Not saved: this page was sent before."))
    saved.clashes = [each for each in saved.clashes if each.key in sheet.keys]
    kept.forget(request)
    return saved


def _is_missed(sent, saved, sheet):
    """Whether a repeated save brought something that is not stored."""
    brought = [c for c in sent.changes if c.value or c.key in sheet.stored]
    return any(change.key not in saved.answers for change in brought)


def choose_text(request, copy, other, saved, *, at):
    """Choose between two texts of a field, as a page says that was just saved."""
    key, own = other.key, saved.answers.get(other.key)
    base = request.POST.get(f"base.{key}") or request.POST.get(f"filebase.{key}", "")
    shown = base.partition(":")[0]
    try:
        settle(
            copy,
            other,
            take=request.POST.get("take") == "other",
            base=own.revision if own else int(shown) if shown.isdecimal() else 0,
            by=request.user,
            client=uuid4(),
            at=at,
        )
    except ValidationError as error:
        messages.warning(request, error.messages[0])


def told(sent, saved, here, changed, at):
    """The answer to a page that saved by itself."""
    return {
        "at": timezone.localtime(at).strftime("%H:%M"),
        "saved": {
            key: base_of(answer.revision, answer.value)
            for key, answer in saved.answers.items()
        },
        "news": [
            {
                "key": answer.key,
                "value": answer.value,
                "base": base_of(answer.revision, answer.value),
            }
            for answer in changed
        ],
        "left": sent.left,
        "clashes": sorted({other.key for other in saved.clashes}),
        "here": [writer.user.get_full_name() or str(writer.user) for writer in here],
    }
