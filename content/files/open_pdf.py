"""Open a PDF as a program of its own, under limits that the system keeps.

`python open_pdf.py FILE` writes a line of JSON: {"fault": …} or what the file says of
itself. A file made to hang or to fill the memory ends this program and nothing else,
so it imports nothing of the portal.
"""

import json
import logging
import resource
import sys
import warnings
from pathlib import Path

SECONDS = 15
MEMORY = 1 << 30  # bytes
PAGES = 1000
OBJECTS = 300_000
AFTER_THE_END = 4096  # bytes: some programs add a few lines
TAIL = 2048

# What an object of a PDF may be or hold that a document to read does not need.
ACTS = {"/JavaScript": "script", "/Launch": "launch", "/ImportData": "launch"}
MEDIA = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
HOLDS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/XFA": "form",
    "/EmbeddedFiles": "files",
    "/EF": "files",
}


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def told_by(path):
    """What is wrong with a PDF, or how many pages it has and what it says of itself."""
    from pypdf import PdfReader  # noqa: PLC0415  under the limits, as all it does

    if fault := of_its_ends(Path(path)):
        return {"fault": fault}
    reader = PdfReader(path)
    if reader.is_encrypted:
        return {"fault": "encrypted"}
    count = len(reader.pages)
    if not 0 < count <= PAGES:
        return {"fault": "pages" if count else "no_pages"}
    if fault := of_its_objects(reader.trailer):
        return {"fault": fault}
    for page in reader.pages:
        if page.mediabox.width <= 0 or page.mediabox.height <= 0:
            return {"fault": "broken"}
    return {"pages": count, "says": list(said(reader))}


def of_its_ends(path):
    """A document that is also something else begins or ends with the other thing."""
    with path.open("rb") as file:
        if file.read(5) != b"%PDF-":
            return "before"
        size = file.seek(0, 2)
        file.seek(max(0, size - AFTER_THE_END - TAIL))
        tail = file.read()
    end = tail.rfind(b"%%EOF")
    if end < 0:
        return "cut"
    rest = tail[end + 5 :]
    if len(rest) > AFTER_THE_END or b"PK\x05\x06" in rest:
        return "after"
    return ""


def of_its_objects(trailer):
    """Walk every object once; the first that a document does not need is the fault."""
    waiting, seen = [trailer], set()
    while waiting:
        thing = waiting.pop()
        if hasattr(thing, "idnum"):
            if (thing.idnum, thing.generation) in seen:
                continue
            seen.add((thing.idnum, thing.generation))
            if len(seen) > OBJECTS:
                return "heavy"
            thing = thing.get_object()
        if isinstance(thing, dict):
            if fault := of_keys(thing):
                return fault
            waiting += thing.values()
        elif isinstance(thing, list):
            waiting += thing
    return ""


def of_keys(thing):
    act = thing.raw_get("/S") if "/S" in thing else None
    if isinstance(act, str) and act in ACTS:
        return ACTS[act]
    subtype = thing.raw_get("/Subtype") if "/Subtype" in thing else None
    if isinstance(subtype, str) and subtype in MEDIA:
        return "media"
    return next((fault for key, fault in HOLDS.items() if key in thing), "")


def said(reader):
    """Author, title and the like: what may tell who wrote an anonymous document."""
    for value in (reader.metadata or {}).values():
        if isinstance(value, str) and value.strip():
            yield value[:500]


def main(path):
    limit()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    try:
        told = told_by(path)
    except MemoryError:
        told = {"fault": "heavy"}
    except RecursionError:
        told = {"fault": "heavy"}
    except Exception as error:
        is_bomb = type(error).__name__ == "LimitReachedError"
        told = {"fault": "heavy" if is_bomb else "broken"}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
