"""Which files are taken, and the sentence that each of the others gets."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from pypdf.generic import NameObject

from content.files.checks import MOST_BYTES, Unfit
from content.files.kinds import DOCUMENTS, ONLY_PDF
from content.files.store import keep, shown_name
from tests.content.files import samples
from tests.content.files.samples import (
    DOCX_PARTS,
    JAVASCRIPT,
    JPEG,
    LAUNCH,
    damaged,
    link_with,
    name,
    package,
    pdf,
    with_annotation,
    with_root,
)

PRINT = "Print it to a new PDF"
OPEN_AND_PRINT = "Open it and print it to a new PDF."
RENAMING = "open it and export it as PDF; renaming is not enough."
DAMAGED = "It cannot be opened: it is damaged."
PASSWORD = "It is protected by a password: save a copy without it"  # noqa: S105
WHOLE = pdf()
PDF_OR_ZIP = package({"a": "b"})

# What it is: how it is called, its bytes, what its sender is told.
HOSTILE = {
    "empty": ("a.pdf", b"", "The file is empty: choose it again"),
    "blanks only": ("a.pdf", b" \n" * 20, "it is plain text: " + RENAMING),
    "too large": ("a.pdf", b"%PDF-" + b"0" * MOST_BYTES, "It is 21 MB, and at most 20"),
    "password to open": ("a.pdf", samples.encrypted("secret"), PASSWORD),
    "password to print": ("a.pdf", samples.encrypted(""), PASSWORD),
    "cut in half": ("a.pdf", WHOLE[: len(WHOLE) // 2], "It breaks off before its end"),
    "only a beginning": ("a.pdf", b"%PDF-1.7\n", "It breaks off before its end"),
    "nothing but ends": ("a.pdf", b"%PDF-1.7\n%%EOF", DAMAGED),
    "noise inside": (
        "a.pdf",
        samples.NOISE,
        DAMAGED,
    ),
    "no pages": ("a.pdf", pdf(pages=0), "It has no pages: export it again"),
    "a page without size": ("a.pdf", pdf(samples.of_no_size), DAMAGED),
    "too many pages": ("a.pdf", pdf(pages=1001), "It has more than 1,000 pages"),
    "Word called PDF": ("a.pdf", package(DOCX_PARTS), "it is a Word document: "),
    "picture called PDF": ("a.PDF", samples.png(), "rename it with “.png” at the end"),
    "photo called PDF": ("a.pdf", JPEG, "rename it with “.jpg” at the end"),
    "archive called PDF": ("a.pdf", PDF_OR_ZIP, "it is a ZIP archive: " + RENAMING),
    "page called PDF": (
        "a.pdf",
        b"<!DOCTYPE html><p>",
        "it is a web page or a drawing",
    ),
    "drawing called PDF": ("a.pdf", b"<svg onload='x'/>", "it is a web page or a draw"),
    "program called PDF": ("a.pdf", b"MZ\x90\0", "it is a Windows program: "),
    "Linux program": ("a.pdf", b"\x7fELF\x02\x01", "it is a Linux program: "),
    "script": ("a.pdf", b"#!/bin/sh\nrm -rf /", "it is a script: " + RENAMING),
    "old Word called PDF": (
        "a.pdf",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
        "it is an old or protected Office document",
    ),
    "PostScript": ("a.pdf", b"%!PS-Adobe-3.0", "it is a PostScript document"),
    "RTF": ("a.pdf", b"{\\rtf1}", "it is an RTF document"),
    "film": ("a.pdf", b"\0\0\0\x18ftypmp42", "a video or a picture of a telephone"),
    "unknown bytes": ("a.pdf", bytes(range(255, 100, -1)), "of a kind that we do not"),
    "PDF called Word": ("a.docx", WHOLE, "ends in “.docx”, but it is a PDF: rename it"),
    "PDF without an ending": ("letter", WHOLE, "it is a PDF: rename it with “.pdf”"),
    "PDF with two endings": ("a.pdf.exe", WHOLE, "ends in “.exe”, but it is a PDF"),
    "script at opening": (
        "a.pdf",
        with_root("/OpenAction", JAVASCRIPT),
        "(JavaScript)",
    ),
    "script in a link": ("a.pdf", with_annotation(link_with(JAVASCRIPT)), PRINT),
    "script by name": (
        "a.pdf",
        samples.with_script_by_name(),
        "It has a program inside (JavaScript)",
    ),
    "starts a program": (
        "a.pdf",
        with_root("/OpenAction", LAUNCH),
        "It opens other programs or files.",
    ),
    "files attached": (
        "a.pdf",
        samples.attached(),
        "It has other files attached",
    ),
    "form of Adobe": ("a.pdf", samples.with_form(), "It is a form that only some"),
    "plays a film": (
        "a.pdf",
        with_annotation(name(Subtype=NameObject("/RichMedia"))),
        "It plays films or sounds",
    ),
    "something before": (
        "a.pdf",
        b"GARBAGE\n" + WHOLE,
        "something else before it.",
    ),
    "page before": ("a.pdf", b"<html>\n" + WHOLE, OPEN_AND_PRINT),
    "archive after": ("a.pdf", WHOLE + PDF_OR_ZIP, "with something else after it."),
    "much after": ("a.pdf", WHOLE + b"\0" * 5000, "with something else after it."),
    "squeezed bomb": ("a.pdf", samples.bomb(), "It takes too much to be opened."),
    "nested for ever": ("a.pdf", samples.nested(200_000), DAMAGED),
    "pages in a ring": ("a.pdf", samples.looped(), DAMAGED),
    "Word with macros": (
        "a.docx",
        package(DOCX_PARTS | {"word/vbaProject.bin": "x"}),
        "It has programs inside (macros).",
    ),
    "Word with a password": ("a.docx", samples.protected_package(), PASSWORD),
    "Word that is a bomb": ("a.docx", samples.huge_package(), "It unpacks to far"),
    "Word damaged": ("a.docx", damaged(package(DOCX_PARTS), 60), DAMAGED),
    "any archive": (
        "a.zip",
        PDF_OR_ZIP,
        "It is a ZIP archive, which is not taken.",
    ),
    "text": ("a.txt", b"hello", "It is plain text, which is not taken. Send a PDF, "),
    "picture damaged": ("a.png", damaged(samples.png(), 30), DAMAGED),
    "picture cut": ("a.png", samples.png()[:-12], DAMAGED),
    "picture with an archive": ("a.png", samples.png() + PDF_OR_ZIP, DAMAGED),
    "photo cut": ("a.jpg", JPEG[:-2], DAMAGED),
    "photo cut before its scan": ("a.jpg", JPEG[:40] + b"\xff\xd9", DAMAGED),
    "photo without a scan": ("a.jpg", samples.jpeg(scan=False), DAMAGED),
    "photo of no size": ("a.jpg", samples.jpeg(width=0), DAMAGED),
    "photo with a bent segment": ("a.jpg", damaged(JPEG, 5), DAMAGED),
    "photo with an archive": ("a.jpg", JPEG + PDF_OR_ZIP, DAMAGED),
    "nothing but the ends of a photo": ("a.jpg", b"\xff\xd8\xff\xd9", DAMAGED),
    "text with a password": (
        "a.odt",
        samples.open_document(of_content="<m:encryption-data/>"),
        PASSWORD,
    ),
    "sheet with a password": (
        "a.ods",
        samples.open_document("spreadsheet", "<encryption-data checksum='a'>"),
        PASSWORD,
    ),
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return tmp_path


def sent(called, data):
    return SimpleUploadedFile(called, data, content_type="application/pdf")


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_gets_its_sentence_and_leaves_nothing(folder, what):
    called, data, told = HOSTILE[what]
    with translation.override("en"), pytest.raises(Unfit) as refusal:
        keep(sent(called, data))
    assert told in str(refusal.value)
    with translation.override("it"), pytest.raises(Unfit) as in_italian:
        keep(sent(called, data))
    assert str(in_italian.value) != str(refusal.value)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("called", "data"),
    [
        ("a.pdf", WHOLE),
        ("Relazione finale.PDF", pdf(pages=40)),
        ("a.pdf", pdf(Author="Àgnès Müller", Title="Città")),
        ("a.pdf", WHOLE + b"\n\n"),
        ("a.docx", package(DOCX_PARTS)),
        ("a.xlsx", package({"xl/workbook.xml": "", "xl/printerSettings1.bin": ""})),
        ("a.odt", samples.open_document()),
        ("a.png", samples.png()),
        ("a.odp", samples.open_document("presentation", "encryption-data")),
        ("a.jpeg", JPEG),
        ("a.jpg", JPEG + b"SEFT of a telephone"),
        ("a.jpg", JPEG.replace(b"\xff\xdb", b"\xff\xff\xdb")),
    ],
)
def test_an_ordinary_file_is_kept(called, data):
    assert keep(sent(called, data)).size == len(data)


def test_the_largest_file_is_taken(folder):
    data = WHOLE.replace(b"%%EOF", b"", 1)
    filling = b"%" + b" " * (MOST_BYTES - len(WHOLE) - 2) + b"\n"
    whole = WHOLE.replace(b"\n", b"\n" + filling, 1)
    assert len(whole) == MOST_BYTES > len(data)
    assert keep(sent("a.pdf", whole)).size == MOST_BYTES


def test_where_a_pdf_is_asked_for_nothing_else_is_taken():
    with translation.override("en"), pytest.raises(Unfit) as refusal:
        keep(sent("a.docx", package(DOCX_PARTS)), allowed=ONLY_PDF)
    told = "It is a Word document: a PDF is asked for. Export it as PDF."
    assert str(refusal.value) == told
    assert len(DOCUMENTS) > 1


def test_what_a_pdf_says_of_who_made_it_is_known():
    kept = keep(sent("a.pdf", pdf(Author="Anna Rossi")))
    assert kept.looked.pages == 1
    assert "Anna Rossi" in kept.looked.says


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\anna\\lettera.pdf", "lettera.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("x" * 300 + ".pdf", "x" * 117 + ".pdf"),
        ("\u200b", "file"),
        ("perché no?.pdf", "perché no?.pdf"),
    ],
)
def test_a_name_is_shown_without_tricks(name, shown):
    assert shown_name(name) == shown
