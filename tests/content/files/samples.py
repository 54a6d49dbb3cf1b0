"""Files as people send them, and as nobody should: made here, byte by byte."""

import io
import zipfile
import zlib

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

DOCX_PARTS = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}


def pdf(change=None, *, pages=1, **metadata):
    """A PDF of blank pages; `change` may do something to its writer."""
    writer = PdfWriter()
    for _n in range(pages):
        writer.add_blank_page(200, 200)
    if metadata:
        writer.add_metadata({f"/{k}": v for k, v in metadata.items()})
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def name(**values):
    return DictionaryObject({NameObject(f"/{k}"): v for k, v in values.items()})


def with_root(key, value):
    def change(writer):
        writer._root_object[NameObject(key)] = value

    return pdf(change)


def with_annotation(annotation):
    def change(writer):
        page = writer.pages[0]
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(annotation)])

    return pdf(change)


def encrypted(user_password):
    return pdf(lambda w: w.encrypt(user_password, "the owner", algorithm="RC4-128"))


def bomb():
    """An object stream whose few bytes become a gigabyte."""
    squeezed = zlib.compress(b"\0" * (200 << 20), 9)
    body = b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    body += b"/Length %d>>stream\n" % len(squeezed) + squeezed + b"\nendstream endobj\n"
    start = len(body)
    rows = bytes([1, 0, 9, 0, 2, 0, 1, 0])  # object 1 is the stream, 3 is in it
    table = b"2 0 obj\n<</Type/XRef/Size 4/W[1 2 1]/Index[1 1 3 1]/Root 3 0 R"
    table += b"/Length %d>>stream\n" % len(rows) + rows + b"\nendstream endobj\n"
    return body + table + b"startxref\n%d\n%%%%EOF\n" % start


def nested(depth):
    return b"%PDF-1.4\n1 0 obj\n" + b"[" * depth + b"]" * depth + b"\nendobj\n%%EOF\n"


def looped():
    """Pages whose parent is one of them."""

    def change(writer):
        pages = writer._root_object["/Pages"]
        pages[NameObject("/Kids")] = ArrayObject([writer._pages] * 3)
        pages[NameObject("/Count")] = NumberObject(3)

    return pdf(change)


def of_no_size(writer):
    page = writer.pages[0]
    page[NameObject("/MediaBox")] = ArrayObject([NumberObject(0)] * 4)


def package(parts, **info):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return out.getvalue()


def damaged(data, place):
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


def protected_package():
    """The mark of a password on every part of an archive."""
    data = bytearray(package(DOCX_PARTS))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def huge_package():
    return package(DOCX_PARTS | {"word/big.xml": b"\0" * (510 << 20)})


def open_document(kind="text", of_content=""):
    """With the manifest that office programs write; `of_content` is in it of a part."""
    told = f"application/vnd.oasis.opendocument.{kind}"
    part = f'<m:file-entry m:full-path="content.xml">{of_content}</m:file-entry>'
    manifest = f'<m:manifest xmlns:m="urn:odf">{part}</m:manifest>'
    parts = {"mimetype": told, "content.xml": "<a/>"}
    return package(parts | {"META-INF/manifest.xml": manifest})


def png():
    def chunk(kind, body):
        data = kind + body
        length = len(body).to_bytes(4, "big")
        return length + data + zlib.crc32(data).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    pixels = zlib.compress(b"\x00\x00")
    parts = chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def jpeg(width=1, *, scan=True, end=b"\xff\xd9"):
    """Segment by segment, as a camera writes it."""

    def segment(marker, body):
        return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body

    size = (1).to_bytes(2, "big") + width.to_bytes(2, "big")
    parts = [
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        segment(0xDB, b"\0" + b"\1" * 64),
        segment(0xC0, b"\x08" + size + b"\1\1\x11\0"),
    ]
    if scan:  # whose data holds a byte 255, and a place to begin again
        data = b"\x7f\xff\0\x10\xff\xd0\x20"
        parts.append(segment(0xDA, b"\1\1\0\0\x3f\0") + data)
    return b"\xff\xd8" + b"".join(parts) + end


NOISE = b"%PDF-1.7\n" + bytes(range(256)) * 9 + b"%%EOF"
JPEG = jpeg()
JAVASCRIPT = name(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
LAUNCH = name(S=NameObject("/Launch"), F=TextStringObject("calc.exe"))


def link_with(action):
    return name(Type=NameObject("/Annot"), Subtype=NameObject("/Link"), A=action)


def with_script_by_name():
    """A script in the tree of names, which runs when the document opens."""
    tree = name(Names=ArrayObject([TextStringObject("a"), JAVASCRIPT]))
    return with_root("/Names", name(JavaScript=tree))


def attached():
    return pdf(lambda writer: writer.add_attachment("a.txt", b"hello"))


def with_form():
    form = DecodedStreamObject()
    form.set_data(b"<xdp/>")
    return with_root("/AcroForm", name(XFA=form))
