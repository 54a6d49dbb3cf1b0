"""A call to take away: its form as PDF and as text, its calendar, the feed of calls."""

import logging

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from awards.models import Call
from awards.rules.call import Standing, entry, standing, version
from awards.views import call_paper
from awards.views.call import (
    in_force,
    public_call_or_404,
    result_of,
    rounds_of,
    rules_of,
)
from content.bilingual import LANGUAGES
from content.calendars import Event
from content.calendars import calendar as calendar_of
from content.documents import NotMade, pdf
from content.files.serve import attachment
from content.revision import of_content

logger = logging.getLogger(__name__)

TEMPLATE = settings.BASE_DIR / "templates" / "awards" / "call" / "form.typ"
# What tells an event or an entry from all others, for ever: no address it is at.
OURS = "polisocial.polimi.it"


# The form


def paper_or_404(request, year):
    """What is on the paper; there is none before a form is frozen."""
    call = public_call_or_404(year)
    rounds = rounds_of(call)
    current = in_force(rounds)
    if current is None:
        raise Http404
    rules = {"form": current.form, **rules_of(current.form)}
    address = request.build_absolute_uri(call.get_absolute_url())
    return call_paper.paper(call, rounds, rules, address)


@of_content
def form_pdf(request, year):
    """The call and its form as an accessible PDF; 503 when it cannot be made now."""
    sheet = paper_or_404(request, year)
    try:
        body = pdf(TEMPLATE, sheet)
    except NotMade:
        logger.exception("The form of a call could not be made a PDF.")
        return HttpResponse(status=503)
    return file_response(body, "application/pdf", year, "pdf")


@of_content
def form_text(request, year):
    """The call and its form as plain text, to write the answers in."""
    text = call_paper.plain_text(paper_or_404(request, year))
    return file_response(text, "text/plain; charset=utf-8", year, "txt")


def file_response(body, kind, year, ending):
    name = f"polisocial-{year}-{get_language()[:2]}.{ending}"
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def document(request, year, number):
    """A document of the call, as it was handed to us."""
    found = get_object_or_404(public_call_or_404(year).documents, pk=number)
    return attachment(found.sha256, found.original_name, found.mime)


# The calendar


@of_content
def calendar(request, year):
    """Opening, deadline and answer of each stage; nothing to take in without dates."""
    call = public_call_or_404(year)
    address = request.build_absolute_uri(call.get_absolute_url())
    events = [
        event for each in rounds_of(call) for event in events_of(each, call, address)
    ]
    if not events:
        raise Http404
    body = calendar_of(call.competition.label, get_language()[:2], events)
    return file_response(body, "text/calendar; charset=utf-8", year, "ics")


def events_of(each, call, address):
    label, stage = call.competition.label, each.stage
    before = f"{label}, {each.name.lower()}" if each.name else label
    for key, at, title in (
        ("opening", stage.opens_at, _("%(call)s: the call opens")),
        ("deadline", stage.closes_at, _("%(call)s: deadline for proposals")),
        ("answer", stage.answer_expected_on, _("%(call)s: answer expected")),
    ):
        if at is not None:
            yield Event(
                uid=f"call-{call.competition.year}-{stage.number}-{key}@{OURS}",
                at=at,
                title=title % {"call": before},
                text=str(call.competition.theme),
                url=address,
                changed_at=call.changed_at,
            )


# The feed


@of_content
def feed(request, language):
    """The calls open and coming, in a language: a new entry once one opens."""
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        written = Atom1Feed(
            title=_("Calls of the Polisocial Award"),
            link=request.build_absolute_uri(reverse("apply")),
            description="",
            language=language,
            author_name="Politecnico di Milano",
            feed_url=request.build_absolute_uri(request.path),
            subtitle=_("Calls open and coming, with their deadlines."),
        )
        for call in Call.objects.public().for_pages():
            if standing(call) != Standing.CLOSED:
                written.add_item(**entry_of(request, call))
        body = written.writeString("utf-8")
    return HttpResponse(body, content_type=written.content_type)


def entry_of(request, call):
    """A call as one entry while it is coming and another while it is open."""
    competition, state = call.competition, standing(call)
    begun = competition.published_from
    if state == Standing.OPEN:
        begun = max(entry(call).opens_at, version(entry(call)).at)
    return {
        "title": f"{competition.label}: {result_of(call)}",
        "link": request.build_absolute_uri(call.get_absolute_url()),
        "description": linebreaks(call.about or competition.theme, autoescape=True),
        "unique_id": f"tag:{OURS},2026:call-{competition.year}-{state}",
        "pubdate": begun,
        "updateddate": max(begun, call.changed_at),
    }
