"""The revision of what the public reads: a number that any change of content moves.

Triggers on the tables of content move it, whoever writes: the admin, a command, psql.
A worker asks the database for it once in a while and not at every page: what it was
told holds for a lease of `LEASE` seconds, and whoever changes content waits a little
longer than that before the change is committed (migration 0002). So when a change is
seen by anyone, no worker takes an older number for the present one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from threading import Lock
from time import monotonic

from django.apps import apps
from django.db import Error, connection
from django.db.migrations import RunSQL
from django.db.models import Min, Q
from django.utils import timezone

LEASE = 0.02  # seconds; migration 0002 makes writers wait for 0.025


@dataclass(frozen=True)
class Revision:
    """What the public reads, from one instant until the next that changes it."""

    number: int
    since: datetime
    until: datetime

    def holds(self, at):
        return self.since <= at < self.until


class Lease:
    """What this process was told last: a revision, and until when it may trust it.

    One thread at a time asks again, from the middle of the lease on: the others go
    on with what they know while it holds, and wait for the answer once it does not.
    """

    def __init__(self):
        self._told = None, float("-inf")  # one pair: threads read and replace it whole
        self._asking = Lock()

    def current(self):
        """The revision now; None while content is being changed, or nobody knows."""
        if revision := self._held(spare=LEASE / 2):
            return revision
        holds = self._held(spare=0)
        if not self._asking.acquire(blocking=holds is None):
            return holds
        try:
            return self._held(spare=LEASE / 2) or self._renew()
        finally:
            self._asking.release()

    def _held(self, spare):
        """What may be trusted for so many seconds more, if anything."""
        revision, ends = self._told
        if monotonic() < ends - spare and revision.holds(timezone.now()):
            return revision

    def _renew(self):
        begun, now = monotonic(), timezone.now()
        number = ask()
        if number is None:
            return None
        revision, _ends = self._told
        if not revision or revision.number != number or not revision.holds(now):
            revision = Revision(number, now, next_moment(now))
        self._told = revision, begun + LEASE
        # A long wait for the answer, and a change may have been committed in it.
        return self._held(spare=0)


current = Lease().current


def ask():
    """The number that the database gives; None in a transaction, which has its own."""
    if connection.in_atomic_block:
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT content_revision_now()")
            return cursor.fetchone()[0]
    except Error:  # not migrated yet, or gone: whoever needs its rows will tell
        connection.close()
        return None


def never_committed():
    """Let this transaction, which will be rolled back, pass the revision by.

    Its changes are nobody else's to know, so no worker waits for them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('polisocial.changed_by', pg_current_xact_id()::text, "
            "true)"
        )


def next_moment(now):
    """When time alone changes what the public reads: midnight, or a publication.

    Models name their fields with such instants in `moments`.
    """
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    following = [timezone.make_aware(today.replace(tzinfo=None) + timedelta(days=1))]
    for model in apps.get_models():
        if fields := getattr(model, "moments", ()):
            soonest = {f: Min(f, filter=Q(**{f"{f}__gt": now})) for f in fields}
            following += model._base_manager.aggregate(**soonest).values()
    return min(filter(None, following))


def kept(work_out):
    """Keep what a function without arguments gives while the content is the same."""
    known = None, None

    @wraps(work_out)
    def given():
        nonlocal known
        revision = current()
        if revision is None:
            return work_out()
        of, answer = known
        if of != revision:
            answer = work_out()
            known = revision, answer
        return answer

    return given


def of_content(view):
    """Mark a view whose answer depends on its address and on the content alone.

    It is the same for everyone who is not signed in, so it may be kept as ready bytes.
    """

    @wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.is_of_content = True
        return response

    return marked


class MoveRevision(RunSQL):
    """Migration operation: changes of these tables move the revision from now on."""

    def __init__(self, *tables):
        self.tables = tables
        events = "INSERT OR UPDATE OR DELETE OR TRUNCATE"
        super().__init__(
            [
                f'CREATE TRIGGER content_changed AFTER {events} ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION content_changed()"
                for table in tables
            ],
            [f'DROP TRIGGER content_changed ON "{table}"' for table in tables],
        )

    def deconstruct(self):
        return type(self).__name__, self.tables, {}

    def describe(self):
        return f"Move the revision when these change: {', '.join(self.tables)}"
