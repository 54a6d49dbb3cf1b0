"""A call to take away: PDF, text, calendar, feed."""

import io
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pypdf
import pytest
from django.urls import reverse
from django.utils.translation import override

from awards.actions.form import freeze
from tests.awards.calls import CLOSES, GRACE, OPENS, make_bare_call, make_whole_call
from tests.factories import make_stage, make_user

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("language", ["it", "en"])
ATOM = "{http://www.w3.org/2005/Atom}"


def get(client, name, language="en"):
    with override(language):
        response = client.get(reverse(name, args=[2027]))
    assert response.status_code == 200
    return response


def pdf_of(client, language):
    response = get(client, "call-form-pdf", language)
    assert response["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(response.content), strict=True)


def words_of(pdf):
    text = " ".join(page.extract_text() for page in pdf.pages)
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


ASKED = {
    "en": (
        "Why? long text, at most 300 words, required",
        "Which kind? one of several choices, optional",
        "Research",
        "How many people? number, from 1 to 5,000, required",
        "A letter? file, PDF only, required",
        "Signed & dated.",
        "at most €100,000.50",
        "60%, scores up to 5, at least 2.5 to pass",
        "31 March 2027, 12:00 (Rome time)",
    ),
    "it": (
        "testo lungo, al massimo 300 parole, obbligatoria",
        "IT A letter? file, solo PDF, obbligatoria",
        "Ricerca",
        "al massimo 100.000,50 €",
        "31 marzo 2027, 12:00 (ora di Roma)",
    ),
}


@BOTH
def test_form_pdf_holds_every_question_with_its_limits(client, language):
    make_whole_call()
    text = words_of(pdf_of(client, language))
    for words in ASKED[language]:
        assert words in text, words
    assert str(GRACE) not in text


@BOTH
def test_form_pdf_is_made_for_everyone(client, language):
    make_whole_call()
    pdf = pdf_of(client, language)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title.startswith("Polisocial Award 2027: ")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_form_pdf_tells_the_language_of_what_is_not_translated(client):
    stage = make_bare_call()
    stage.sections.update(name_it="Il problema", name_en="")
    freeze(stage, by=make_user())
    pdf = pdf_of(client, "en")
    assert "Some texts are in Italian" in words_of(pdf)
    assert set(languages_in(pdf.trailer["/Root"]["/StructTreeRoot"])) == {"it"}


def languages_in(node):
    """The languages that parts of a tagged document say they are in."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            yield from languages_in(each)
    elif isinstance(node, dict):
        if "/Lang" in node:
            yield node["/Lang"]
        yield from languages_in(node.get("/K"))


def test_form_pdf_takes_any_words_as_words(client):
    stage = make_bare_call()
    nasty = '#panic() $x$ *b* <script> \\ "q" http://a.it/#x'
    stage.sections.get().questions.update(
        help_it=nasty, help_en=nasty, label_en="#{1/0} = no"
    )
    freeze(stage, by=make_user())
    text = words_of(pdf_of(client, "en"))
    assert "#panic() $x$ *b* <script> \\" in text
    assert "#{1/0} = no" in text


def test_form_pdf_is_made_with_signs_that_no_font_draws(client):
    stage = make_bare_call()
    stage.sections.get().questions.update(label_en="Why \N{GRINNING FACE} 中?")
    freeze(stage, by=make_user())
    assert "Why" in words_of(pdf_of(client, "en"))


def test_form_pdf_is_the_same_while_the_call_is(client):
    make_whole_call()
    one, other = (get(client, "call-form-pdf").content for _n in range(2))
    assert one == other


def plain(text):
    """Words alone: how the limits of a question are set off does not matter."""
    words = text.replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(re.sub("[()]", " ", words).split())


@BOTH
def test_form_text_holds_every_question_with_its_limits(client, language):
    make_whole_call()
    response = get(client, "call-form-text", language)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    flat = plain(text)
    for words in ASKED[language]:
        assert plain(words) in flat, words
    assert text.count({"it": "Risposta:", "en": "Answer:"}[language]) == 4
    assert all(len(line) <= 76 for line in text.splitlines() if "http" not in line)


@pytest.mark.parametrize("name", ["call-form-pdf", "call-form-text"])
def test_form_is_not_there_before_it_is_frozen(client, name):
    make_bare_call()
    assert client.get(reverse(name, args=[2027])).status_code == 404


@pytest.mark.parametrize("name", ["call-form-pdf", "call-form-text", "call-calendar"])
def test_files_cost_few_queries(client, name, django_assert_num_queries):
    stage = make_whole_call()
    make_stage(call=stage.call, number=2)
    with django_assert_num_queries(3):
        client.get(reverse(name, args=[2027]))


# The calendar, read as RFC 5545 says and no other way


LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[A-Z-]+)*):(.*)", re.S)


def calendar_of(client, language="en"):
    response = get(client, "call-calendar", language)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    raw = response.content
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    rows = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert all(0 < len(row) <= 75 and row.decode() for row in rows)
    unfolded = raw.decode().replace("\r\n ", "").removesuffix("\r\n")
    lines = [LINE.fullmatch(each) for each in unfolded.split("\r\n")]
    assert all(lines)
    return [(m[1] + m[2], m[3]) for m in lines]


def events_of(lines):
    assert lines[0] == ("BEGIN", "VCALENDAR")
    assert lines[-1] == ("END", "VCALENDAR")
    assert ("VERSION", "2.0") in lines
    assert any(name == "PRODID" for name, _value in lines)
    events, event = [], None
    for name, value in lines[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            event = {}
        elif (name, value) == ("END", "VEVENT"):
            assert {"UID", "DTSTAMP", "SUMMARY"} <= set(event)
            events.append(event)
            event = None
        elif event is not None:
            assert name not in event
            event[name] = value
    return events


def test_calendar_tells_opening_deadline_and_answer(client):
    make_whole_call()
    opening, deadline, answer = events_of(calendar_of(client))
    assert opening["DTSTART"] == f"{OPENS:%Y%m%dT%H%M%SZ}"
    assert deadline["DTSTART"] == f"{CLOSES:%Y%m%dT%H%M%SZ}"
    assert deadline["SUMMARY"] == "Polisocial Award 2027: deadline for proposals"
    assert answer["DTSTART;VALUE=DATE"] == "20270630"
    assert answer["DTEND;VALUE=DATE"] == "20270701"
    assert deadline["URL"] == "http://testserver/en/apply/2027/"


def test_calendar_keeps_its_events_when_they_move(client):
    stage = make_whole_call()
    before = events_of(calendar_of(client, "it"))
    stage.closes_at = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    stage.save()
    after = events_of(calendar_of(client, "en"))
    assert [each["UID"] for each in after] == [each["UID"] for each in before]
    assert len({each["UID"] for each in after}) == 3
    assert after[1]["DTSTART"] == "20271031T013000Z"
    assert after[1]["LAST-MODIFIED"] >= before[1]["LAST-MODIFIED"]


def test_calendar_escapes_and_folds_what_is_long(client):
    stage = make_whole_call()
    theme = "Città, periferie; e \\ acqua: " + "perché è così, " * 9
    type(stage.call.competition).objects.update(theme_it=theme, theme_en=theme)
    event = events_of(calendar_of(client))[0]
    written = theme.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    assert event["DESCRIPTION"] == written


def test_calendar_is_not_there_without_dates(client):
    make_bare_call(opens_at=None, closes_at=None)
    assert client.get(reverse("call-calendar", args=[2027])).status_code == 404


# The feed


def entries_of(client, language="en"):
    response = client.get(f"/feeds/calls/{language}.xml")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)  # noqa: S314  our own
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
    return [
        {each.tag.removeprefix(ATOM): each.text or each.get("href") for each in entry}
        for entry in feed.iter(f"{ATOM}entry")
    ]


@pytest.mark.parametrize(
    ("instant", "title", "key"),
    [
        (OPENS - timedelta(seconds=1), "opens on 1 February 2027", "coming"),
        (OPENS, "open until 31 March 2027", "open"),
    ],
)
def test_feed_has_an_entry_for_a_call_coming_and_one_once_open(
    client, time_machine, instant, title, key
):
    make_whole_call()
    time_machine.move_to(instant, tick=False)
    (entry,) = entries_of(client)
    assert entry["title"] == f"Polisocial Award 2027: {title}"
    assert entry["id"] == f"tag:polisocial.polimi.it,2026:call-2027-{key}"
    assert entry["link"] == "http://testserver/en/apply/2027/"
    if key == "open":
        assert datetime.fromisoformat(entry["published"]) == OPENS


def test_feed_speaks_the_language_it_is_asked_in(client, time_machine):
    make_whole_call()
    time_machine.move_to(OPENS)
    (entry,) = entries_of(client, "it")
    assert entry["title"] == "Polisocial Award 2027: aperto, scadenza 31 marzo 2027"
    assert entry["link"] == "http://testserver/it/partecipa/2027/"
    assert client.get("/feeds/calls/fr.xml").status_code == 404


def test_feed_leaves_out_what_is_closed_or_hidden(client, time_machine):
    make_whole_call()
    hidden = make_whole_call(year=2028, closes_at=CLOSES + timedelta(days=30))
    hidden.call.competition.published_from = None
    hidden.call.competition.save()
    time_machine.move_to(CLOSES)
    assert entries_of(client) == []


def test_feed_is_linked_from_the_pages_about_calls(client):
    make_whole_call()
    with override("en"):
        for address in (reverse("apply"), reverse("call", args=[2027])):
            html = client.get(address).content.decode()
            head = html.partition("</head>")[0]
            assert 'type="application/atom+xml"' in head
            assert 'href="/feeds/calls/en.xml"' in head


def test_feed_costs_the_same_whatever_its_size(client, django_assert_num_queries):
    for year in (2027, 2028, 2029):
        make_whole_call(year=year)
    with django_assert_num_queries(3):
        client.get("/feeds/calls/it.xml")


def test_card_and_site_map_know_the_call(client):
    make_whole_call()
    assert client.get("/cards/it/call/2027.png")["Content-Type"] == "image/png"
    found = client.get("/sitemap.xml").content.decode()
    assert "/it/partecipa/2027/</loc>" in found
