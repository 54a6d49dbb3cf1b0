"""Taking away kept files that nothing refers to any more, after a time of grace.

A file is marked when it is first found so; the mark goes where it is referred to or
sent again. The grace is far longer than any request or transaction, and lets a dump of
the database that is younger be restored over the files there are.
"""

import time
from datetime import timedelta

from django.conf import settings

from content.files.references import in_use
from content.files.store import SHA256, is_older, let_go, mark_of

GRACE = timedelta(days=14)
BROKEN_OFF = timedelta(days=1)  # what is still not kept by then was given up


def sweep():
    """Mark what nothing refers to, and delete what has been so; gives how many."""
    referred_to, deleted = in_use(), 0
    for path in _kept():
        mark = mark_of(path.name)
        if path.name in referred_to:
            mark.unlink(missing_ok=True)
        elif not mark.exists():
            mark.parent.mkdir(exist_ok=True)
            mark.touch()
        else:
            deleted += let_go(path.name, ago(GRACE))
    for path in (settings.FILES_ROOT / "incoming").glob("*"):
        if is_older(path, ago(BROKEN_OFF)):
            path.unlink(missing_ok=True)
    return deleted


def ago(time_gone):
    """That instant, as the disk tells when a file was made."""
    return time.time() - time_gone.total_seconds()


def _kept():
    for path in settings.FILES_ROOT.glob("[0-9a-f][0-9a-f]/*"):
        if SHA256.fullmatch(path.name):
            yield path
