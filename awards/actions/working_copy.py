"""Saving what people type: nothing is overwritten unread, nothing applied twice.

What they write in is a proposal or a review: `copy` in these functions. Both have
`answers`, `other_texts` and `writers`.
"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.models.working_copy import SecondText, WrittenField

KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
LONGEST = 100_000  # characters: some thirty pages, in one field


@dataclass(frozen=True)
class Change:
    """A field as one person left it; `base` is the revision they had read, or 0."""

    key: str
    value: object
    base: int


@dataclass
class Saved:
    """What became of a save: the fields that hold what was sent, and what waits.

    `clashes` are texts that somebody has to choose between; a field whose text became
    one is not among `answers`, since the page has not read what that field holds. A
    save that had arrived before, or that a later one overtook, is `repeated` and
    changed nothing.
    """

    answers: dict[str, WrittenField] = field(default_factory=dict)
    clashes: list[SecondText] = field(default_factory=list)
    repeated: bool = False


@transaction.atomic
def save(copy, *, by, client, number, changes, at):
    """Apply what one open page changed, field by field, under the lock of the copy.

    A page numbers its saves and sends in each all that nobody told it is stored, so
    an older number brings nothing new. A field that somebody else changed meanwhile
    keeps what it has, and the text that came second is kept beside it: until somebody
    chooses, the page goes on with its own.
    """
    cleaned = [Change(c.key, clean(c.key, c.value), c.base) for c in changes]
    _lock(copy)
    writer, _made = copy.writers.get_or_create(
        client=client, user=by, defaults={"seen_at": at}
    )
    stored = {
        answer.key: answer
        for answer in copy.answers.filter(key__in=[c.key for c in cleaned])
    }
    if number <= writer.number:
        answers = _holding(stored, cleaned)
        return Saved(answers, _open_clashes(copy), repeated=True)
    own = copy.other_texts.filter(client=client, settled_at=None)
    open_keys = set(own.values_list("key", flat=True))
    for change in cleaned:
        is_open = change.key in open_keys
        answer = _apply(copy, stored, change, is_open, by=by, client=client, at=at)
        if answer:
            stored[change.key] = answer
    answers = _holding(stored, cleaned)
    own.filter(key__in=answers).update(settled_at=at)
    writer.number, writer.seen_at = number, at
    writer.save(update_fields=["number", "seen_at"])
    return Saved(answers, _open_clashes(copy))


def _holding(stored, changes):
    """The fields that hold what a page sent."""
    return {
        change.key: stored[change.key]
        for change in changes
        if change.key in stored and stored[change.key].value == change.value
    }


def _lock(copy):
    """One save at a time; reading and handing in wait for nobody."""
    type(copy)._base_manager.select_for_update(no_key=True).get(pk=copy.pk)


def clean(key, value):
    """A value as it is stored: lines end in one way, and nothing else is touched but
    signs that no text has."""
    if not KEY.fullmatch(key):
        raise ValidationError(_("There is no such field."), code="key")
    if isinstance(value, str):
        value = _text(value)
        if len(value) > LONGEST:
            raise ValidationError(
                _("This text is too long to be stored: shorten it, please."),
                code="too_long",
            )
    if isinstance(value, list):
        return [_text(each) for each in value]
    return value


def _text(typed):
    """Without zeros and halves of signs: the database has no place for them."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode(errors="replace").decode()


def _apply(copy, stored, change, is_open, **who):
    """The field as it is stored after a change, which may have clashed with it.

    A page that was the last to change a field need not have read the answer to know
    what it holds: the base counts only against other pages. `is_open` is whether the
    page has a second text there already.
    """
    answer = stored.get(change.key)
    if answer is None:
        if change.value in ("", [], None):
            return None
        return copy.answers.create(key=change.key, value=change.value, **who)
    if answer.value == change.value:
        return answer
    is_unread = answer.revision != change.base and answer.client != who["client"]
    if is_open or is_unread:
        copy.other_texts.update_or_create(
            key=change.key,
            client=who["client"],
            settled_at=None,
            defaults={"value": change.value, "by": who["by"], "at": who["at"]},
        )
        return answer
    return _replace(answer, change.value, **who)


def _replace(answer, value, **who):
    answer.value = value
    answer.revision += 1
    for name, each in who.items():
        setattr(answer, name, each)
    answer.save()
    return answer


def _open_clashes(copy):
    return list(copy.other_texts.filter(settled_at=None).select_related("by"))


@transaction.atomic
def settle(copy, other, *, take, base, by, client, at):
    """Choose between the text of a field and the other one; the choice is a change.

    A clash that somebody else has settled stays as they settled it. Raises
    ValidationError where the other one would take the place of a text that was written
    after `base`, the revision that was shown: then nothing is chosen.
    """
    _lock(copy)
    other = copy.other_texts.get(pk=other.pk)
    answer = copy.answers.get(key=other.key)
    if other.settled_at is None:
        if take and answer.revision != base:
            raise ValidationError(
                _("Somebody wrote there meanwhile: look at the texts, then choose."),
                code="unread",
            )
        if take:
            _replace(answer, other.value, by=by, client=client, at=at)
        other.settled_at = at
        other.save(update_fields=["settled_at"])
    return answer


def news(copy, known):
    """The fields that others changed since a page read them.

    `known` says which revision of each field the page has; 0 of what was empty.
    """
    return [
        answer
        for answer in copy.answers.filter(key__in=known)
        if answer.revision != known[answer.key]
    ]


def be_here(copy, *, user, client, page, at):
    """Remember that a page is open, and tell who else writes there now."""
    copy.writers.update_or_create(
        client=client, user=user, defaults={"page": page, "seen_at": at}
    )
    others = copy.writers.here(at).exclude(user=user).select_related("user")
    return list({writer.user_id: writer for writer in others}.values())
