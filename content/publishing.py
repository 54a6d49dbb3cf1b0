"""Publishing, scheduling and withdrawing: the only ways to move the two instants.

Each locks the row, looks at it as it is now, and says whether anything changed: doing
what is done already changes nothing. What cannot be done raises ValidationError.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.history import one_change
from content.publication import Publication, PublishedModel

INSTANTS = PublishedModel.moments


@transaction.atomic
def publish(thing, *, by):
    """Let everyone read it from now on, and cancel a withdrawal still to come."""
    now = timezone.now()
    row = locked(thing)
    is_public = row.publication(now) == Publication.PUBLIC
    return move(row, thing, by, row.published_from if is_public else now, None)


@transaction.atomic
def schedule(thing, *, by, at):
    """Let everyone read it from an instant to come."""
    now = timezone.now()
    check_to_come(at, now)
    row = locked(thing)
    state = row.publication(now)
    if state == Publication.PUBLIC:
        raise ValidationError(_("It is public already."), "public")
    if state == Publication.ENDED:
        # Until then its address would answer that nothing was ever there.
        told = _("It was withdrawn: it can be published again, but at once only.")
        raise ValidationError(told, "withdrawn")
    return move(row, thing, by, at, None)


@transaction.atomic
def withdraw(thing, *, by, at=None):
    """Take it back, now or at an instant to come.

    What was never public has nothing to take back: what was scheduled is a draft again.
    """
    now = timezone.now()
    if at:
        check_to_come(at, now)
    row = locked(thing)
    state = row.publication(now)
    if state == Publication.SCHEDULED and not at:
        return move(row, thing, by, None, None, check=INSTANTS)
    if state in (Publication.SCHEDULED, Publication.PUBLIC):
        # A fault elsewhere in it is no reason to leave it in public.
        return move(row, thing, by, row.published_from, at or now, check=INSTANTS)
    return False


def check_to_come(at, now):
    if at <= now:
        raise ValidationError(_("Choose an instant that is still to come."), "past")


def locked(thing):
    """The thing as it is now, and nobody else's until the transaction ends."""
    row = type(thing)._base_manager.select_for_update().filter(pk=thing.pk).first()
    if row is None:
        raise ValidationError(_("It was deleted in the meantime."), "deleted")
    return row


def move(row, thing, by, published_from, published_until, check=None):
    """Store the two instants, if they are not these already; `check` fields, or all."""
    instants = (published_from, published_until)
    moved = instants != (row.published_from, row.published_until)
    row.published_from, row.published_until = instants
    if moved:
        every = {field.name for field in row._meta.concrete_fields}
        row.full_clean(exclude=every - set(check or every))
        with one_change(by=by):
            row.save()
    thing.published_from, thing.published_until = instants
    return moved
