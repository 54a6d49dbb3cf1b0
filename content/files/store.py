"""Files kept by the SHA-256 of their bytes, under FILES_ROOT.

A file is whole or not there: it is written beside, checked, flushed to the disk, and
only then takes its name. The same bytes twice are one file. What is kept stays as long
as something refers to it, a submission for ever: `sweep` takes away the rest.
"""

import errno
import fcntl
import os
import re
import tempfile
import unicodedata
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from content.files.checks import MOST_BYTES, Looked, Unfit, check, too_large

SHA256 = re.compile(r"[0-9a-f]{64}")
FULL = {errno.ENOSPC, errno.EDQUOT}
LONGEST_NAME = 120


class NoRoom(Exception):
    """The disk is full: nothing was kept, and nothing else was touched."""


@dataclass(frozen=True)
class Kept:
    """A file that is kept: its hash, its size in bytes, what it was called."""

    sha256: str
    size: int
    name: str
    looked: Looked


def keep(upload, **rules):
    """Keep what somebody sent, if it may be kept; `rules` are those of `check`.

    Raises Unfit with the sentence to show, or NoRoom.
    """
    most = rules.get("most", MOST_BYTES)
    if upload.size > most:
        raise Unfit(too_large(upload.size, most))
    name = shown_name(upload.name)
    try:
        beside, hash_of_it = _write_beside(upload.chunks())
    except OSError as error:
        raise _of_the_disk(error) from error
    try:
        looked = check(beside, name, **rules)
        size = beside.stat().st_size
        _take_name(beside, hash_of_it)
    except OSError as error:
        raise _of_the_disk(error) from error
    finally:
        beside.unlink(missing_ok=True)
    return Kept(hash_of_it, size, name, looked)


def keep_bytes(data):
    """Keep what the portal itself has made; gives its hash. Raises NoRoom."""
    try:
        beside, hash_of_it = _write_beside([data])
        _take_name(beside, hash_of_it)
    except OSError as error:
        raise _of_the_disk(error) from error
    beside.unlink(missing_ok=True)  # where the same was kept already
    return hash_of_it


def _of_the_disk(error):
    return NoRoom() if error.errno in FULL else error


def _write_beside(chunks):
    """The bytes in a file without a name yet, flushed to the disk; and their hash."""
    root = settings.FILES_ROOT / "incoming"
    root.mkdir(parents=True, exist_ok=True)
    number, path = tempfile.mkstemp(dir=root)
    path, digest = Path(path), sha256()
    try:
        with os.fdopen(number, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, digest.hexdigest()


def _take_name(beside, hash_of_it):
    with _locked(fcntl.LOCK_SH):
        mark_of(hash_of_it).unlink(missing_ok=True)
        if not path_of(hash_of_it).exists():
            _put_in_place(beside, path_of(hash_of_it))


def _put_in_place(beside, place):
    place.parent.mkdir(parents=True, exist_ok=True)
    beside.chmod(0o640)
    beside.replace(place)
    for folder in (place.parent, settings.FILES_ROOT):
        _flush(folder)


@contextmanager
def _locked(how):
    """Many may keep a file at once; nobody does while one is taken away."""
    with open(settings.FILES_ROOT / "lock", "wb") as file:
        fcntl.flock(file, how)
        yield


def mark_of(hash_of_it):
    """What says since when nothing refers to a file: it is there, or is not."""
    return settings.FILES_ROOT / "unreferred" / hash_of_it


def let_go(hash_of_it, before):
    """Delete a file marked before an instant; false where it was sent again since."""
    mark = mark_of(hash_of_it)
    with _locked(fcntl.LOCK_EX):
        if not is_older(mark, before):
            return False
        path_of(hash_of_it).unlink(missing_ok=True)
        mark.unlink()
    return True


def is_older(path, instant):
    """Whether something was there before an instant, and is still."""
    try:
        return path.stat().st_mtime < instant
    except FileNotFoundError:
        return False


def _flush(folder):
    """A name is on the disk once its folder is."""
    number = os.open(folder, os.O_RDONLY)
    with suppress(OSError):
        os.fsync(number)
    os.close(number)


def path_of(hash_of_it):
    """Where a file is kept. ValueError for what is no hash."""
    if not SHA256.fullmatch(hash_of_it):
        raise ValueError(hash_of_it)
    return settings.FILES_ROOT / hash_of_it[:2] / hash_of_it


def shown_name(name):
    """A name as it is shown: no path, no signs that hide or turn what it says."""
    name = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip()
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = plain, "", ""
    return (stem[: LONGEST_NAME - len(ending)] or "file") + dot + ending
