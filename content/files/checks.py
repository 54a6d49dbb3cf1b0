"""Whether a file may be kept: if not, a sentence that says what to do."""

import json
import re
import stat
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.files.kinds import DOCUMENTS, JPEG, ONLY_PDF, PDF, PNG, Kind, kind_of
from content.formats import count_text

MOST_BYTES = 20 * 1024 * 1024
MIB = 1024 * 1024
PATIENCE = 30  # seconds
OPENER = Path(__file__).with_name("open_pdf.py")
UNPACKED = 500 * MIB  # bytes that a document may unpack to
PARTS = 10_000

MANIFEST = "META-INF/manifest.xml"  # says which parts of an OpenDocument are encrypted
ENCRYPTED = re.compile(rb"<([\w.-]+:)?encryption-data\b")
END_OF_ARCHIVE = b"PK\x05\x06"

# A JPEG is segments that begin with a marker; a scan has its data after it.
MARKER = re.compile(rb"\xff+([\x01-\xfe])")
AFTER_DATA = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
SCAN, END = 0xDA, 0xD9
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

SAY: dict[str, str | Promise] = {
    "encrypted": gettext_lazy(
        "It is protected by a password: save a copy without it, and send that."
    ),
    "no_pages": gettext_lazy("It has no pages: export it again, and look at it first."),
    "pages": gettext_lazy("It has more than 1,000 pages: send only those that matter."),
    "broken": gettext_lazy(
        "It cannot be opened: it is damaged. Export it again from where it was written."
    ),
    "cut": gettext_lazy(
        "It breaks off before its end, as when a copy is interrupted: copy it again, "
        "or export it again."
    ),
    "before": gettext_lazy(
        "It is a PDF with something else before it. Open it and print it to a new PDF."
    ),
    "after": gettext_lazy(
        "It is a PDF with something else after it. Open it and print it to a new PDF."
    ),
    "script": gettext_lazy(
        "It has a program inside (JavaScript). Print it to a new PDF, which has none."
    ),
    "launch": gettext_lazy(
        "It opens other programs or files. Print it to a new PDF, which does not."
    ),
    "files": gettext_lazy(
        "It has other files attached inside. Take them out, or print it to a new PDF."
    ),
    "form": gettext_lazy(
        "It is a form that only some programs show (XFA). Print it to a new PDF."
    ),
    "media": gettext_lazy(
        "It plays films or sounds, which a page cannot show. Print it to a new PDF."
    ),
    "heavy": gettext_lazy(
        "It takes too much to be opened. Print it to a new PDF, with lighter pictures."
    ),
    "macros": gettext_lazy(
        "It has programs inside (macros). Save it without them, or export it as PDF."
    ),
    "bomb": gettext_lazy(
        "It unpacks to far more than it seems to be. Export it again, or send a PDF."
    ),
}


class Unfit(Exception):
    """A file that is not kept; the message says why and what to do."""


@dataclass(frozen=True)
class Looked:
    """What a file turned out to be; `says` is what it tells of who made it."""

    kind: Kind
    pages: int | None = None
    says: tuple[str, ...] = ()


def check(path, name, *, allowed=DOCUMENTS, most=MOST_BYTES):
    """Open the file at `path`, which its sender calls `name`. Raises Unfit."""
    size = path.stat().st_size
    if not size:
        raise Unfit(_("The file is empty: choose it again, or export it again."))
    if size > most:
        raise Unfit(too_large(size, most))
    kind = kind_of(path)
    if kind not in allowed:
        raise Unfit(_not_allowed(kind, name, allowed))
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in kind.endings:
        raise Unfit(
            _(
                "Its name ends in “.%(ending)s”, but it is %(kind)s: rename it with "
                "“.%(right)s” at the end, if it is the right file."
            )
            % {"ending": ending, "kind": kind.name, "right": kind.endings[0]}
        )
    if kind is PDF:
        return _look_into_pdf(path)
    _look_into_other(path, kind)
    return Looked(kind)


def too_large(size, most=MOST_BYTES):
    """Said also before a file is sent, by the page itself."""
    return _(
        "It is %(size)s MB, and at most %(most)s are taken: make its pictures lighter, "
        "or send fewer pages."
    ) % {"size": count_text(-(-size // MIB)), "most": count_text(most // MIB)}


def _not_allowed(kind, name, allowed):
    told = {"kind": kind.name}
    if name.lower().endswith(".pdf"):
        return (
            _(
                "Its name says PDF, but it is %(kind)s: open it and export it as PDF; "
                "renaming is not enough."
            )
            % told
        )
    if allowed == ONLY_PDF:
        return _("It is %(kind)s: a PDF is asked for. Export it as PDF.") % told
    names = get_text_list([str(each.name) for each in allowed], _("or"))
    return _("It is %(kind)s, which is not taken. Send %(kinds)s.") % (
        told | {"kinds": names}
    )


def _look_into_pdf(path):
    try:
        done = subprocess.run(  # noqa: S603  a program of ours and a path of ours
            [sys.executable, "-I", OPENER, path],
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        told = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):  # ended by one of its limits
        told = {"fault": "heavy"}
    if "fault" in told:
        raise Unfit(str(SAY[told["fault"]]))
    return Looked(PDF, told["pages"], tuple(told["says"]))


def _look_into_other(path, kind):
    if kind is PNG:
        fine = _is_whole_png(path.read_bytes())
    elif kind is JPEG:
        fine = _is_whole_jpeg(path.read_bytes())
    else:
        fine = _is_whole_package(path)
    if not fine:
        raise Unfit(str(SAY["broken"]))


def _is_whole_png(data):
    """Every chunk has its sum, and the last is the end."""
    place, name = 8, b""
    while place + 12 <= len(data) and name != b"IEND":
        length = int.from_bytes(data[place : place + 4], "big")
        body = data[place + 4 : place + 8 + length]
        name = body[:4]
        wanted = data[place + 8 + length : place + 12 + length]
        if zlib.crc32(body).to_bytes(4, "big") != wanted:
            return False
        place += 12 + length
    return name == b"IEND" and END_OF_ARCHIVE not in data[place:]


def _is_whole_jpeg(data):
    """Segment by segment: a frame of some size, a scan of it, the end.

    Cameras add a few things after the end; an archive is none of them.
    """
    place, seen = 2, set()
    while found := MARKER.match(data, place):
        marker, place = found[1][0], found.end()
        if marker == END:
            is_picture = SCAN in seen and seen & FRAMES
            return bool(is_picture) and END_OF_ARCHIVE not in data[place:]
        length = int.from_bytes(data[place : place + 2], "big")
        if length < 2 or (marker in FRAMES and not any(data[place + 5 : place + 7])):
            return False
        seen.add(marker)
        place += length
        if marker == SCAN:
            after = AFTER_DATA.search(data, place)
            place = after.start() if after else len(data)
    return False


def _is_whole_package(path):
    """Whether a document that is a ZIP archive opens whole, and is only a document."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS or sum(p.file_size for p in parts) > UNPACKED:
                raise Unfit(str(SAY["bomb"]))
            if any(p.flag_bits & 1 for p in parts) or _is_encrypted(archive):
                raise Unfit(str(SAY["encrypted"]))
            if any(_is_program(p) for p in parts):
                raise Unfit(str(SAY["macros"]))
            return archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        return False


def _is_encrypted(archive):
    """Whether an OpenDocument says so: its parts are plain ones of the archive."""
    if MANIFEST not in archive.namelist():
        return False
    with archive.open(MANIFEST) as manifest:
        return bool(ENCRYPTED.search(manifest.read(MIB)))


def _is_program(part):
    name = part.filename.lower()
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    holds = ("vbaproject.bin", ".exe", ".dll", ".js")
    return is_link or name.endswith(holds) or "activex/" in name or "basic/" in name
