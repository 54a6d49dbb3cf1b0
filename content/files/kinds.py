"""What a file is, told from its bytes: its name and its sender may say anything."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """A kind of file: how people call it, the endings of its name, its media type."""

    name: str | Promise
    endings: tuple[str, ...]
    media_type: str = "application/octet-stream"


OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
PDF = Kind(_("a PDF"), ("pdf",), "application/pdf")
PNG = Kind(_("a PNG picture"), ("png",), "image/png")
JPEG = Kind(_("a JPEG picture"), ("jpg", "jpeg"), "image/jpeg")
# A part that only this kind of package has, by its beginning.
PACKAGES = {
    "word/": Kind(_("a Word document"), ("docx",), f"{OOXML}wordprocessingml.document"),
    "xl/": Kind(_("an Excel sheet"), ("xlsx",), f"{OOXML}spreadsheetml.sheet"),
    "ppt/": Kind(
        _("a PowerPoint presentation"),
        ("pptx",),
        f"{OOXML}presentationml.presentation",
    ),
}
OPEN_DOCUMENTS = {
    f"{ODF}text": Kind(_("an OpenDocument text"), ("odt",), f"{ODF}text"),
    f"{ODF}spreadsheet": Kind(
        _("an OpenDocument sheet"), ("ods",), f"{ODF}spreadsheet"
    ),
    f"{ODF}presentation": Kind(
        _("an OpenDocument presentation"), ("odp",), f"{ODF}presentation"
    ),
}
ZIP = Kind(_("a ZIP archive"), ("zip",))
TEXT = Kind(_("plain text"), ("txt",))
UNKNOWN = Kind(_("of a kind that we do not know"), ())

ONLY_PDF = (PDF,)
DOCUMENTS = (PDF, PNG, JPEG, *PACKAGES.values(), *OPEN_DOCUMENTS.values())

# How a file begins, for those that we name only to refuse them.
BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _("an old or protected Office document")),
    (b"{\\rtf", _("an RTF document")),
    (b"GIF8", _("a GIF picture")),
    (b"II*\x00", _("a TIFF picture")),
    (b"MM\x00*", _("a TIFF picture")),
    (b"%!PS", _("a PostScript document")),
    (b"MZ", _("a Windows program")),
    (b"\x7fELF", _("a Linux program")),
    (b"\x1f\x8b", _("a compressed archive")),
    (b"7z\xbc\xaf\x27\x1c", _("a compressed archive")),
    (b"Rar!", _("a compressed archive")),
    (b"#!", _("a script")),
)
MARKUP = (b"<!doctype html", b"<html", b"<svg", b"<?xml", b"<script")
HEAD = 2048


def kind_of(path: Path) -> Kind:
    with path.open("rb") as file:
        head = file.read(HEAD)
    for kind, beginning in ((PDF, b"%PDF-"), (PNG, b"\x89PNG\r\n\x1a\n")):
        if head.startswith(beginning):
            return kind
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"PK"):
        return _package(path)
    for beginning, name in BEGINNINGS:
        if head.startswith(beginning):
            return Kind(name, ())
    if head[4:8] == b"ftyp":
        return Kind(_("a video or a picture of a telephone"), ())
    if b"%PDF-" in head:
        return PDF
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(MARKUP):
        return Kind(_("a web page or a drawing"), ())
    return TEXT if _is_text(head) else UNKNOWN


def _package(path):
    """Documents of today are ZIP archives with parts of known names."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    told = part.read(100).decode("ascii", "replace")
                return OPEN_DOCUMENTS.get(told.strip(), ZIP)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return ZIP
    for beginning, kind in PACKAGES.items():
        if any(name.startswith(beginning) for name in names):
            return kind
    return ZIP


def _is_text(head):
    try:
        head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # not just a letter cut in two
            return False
    return b"\x00" not in head
