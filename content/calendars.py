"""Calendar files, as RFC 5545 wants them: any calendar takes them in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75  # bytes of a line, its end not counted
ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None})


@dataclass(frozen=True)
class Event:
    """Something at an instant, or on a whole day when `at` is a date.

    `uid` stays the same for ever, in every language: by it a calendar knows that an
    event it has was moved. `changed_at` is when something of it last changed.
    """

    uid: str
    at: date | datetime
    title: str
    url: str
    changed_at: datetime
    text: str = ""


def calendar(name, language, events):
    """A calendar file; `events` are one at least."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Politecnico di Milano//Polisocial//{language.upper()}",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return "".join(folded(line) + "\r\n" for line in lines)


def _event(event):
    changed = _instant(event.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    if isinstance(event.at, datetime):
        yield f"DTSTART:{_instant(event.at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.at:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.at + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{escaped(event.text)}"
    yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _instant(at):
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text):
    return str(text).translate(ESCAPED)


def folded(line):
    """A line in pieces of 75 bytes at most, none of which cuts a letter in two."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST:
            pieces.append(piece)
            piece = " "  # how a further piece begins
        piece += letter
    return "\r\n".join([*pieces, piece])
