"""The pictures of the pages, for the sites where they are shared."""

import logging

from django.http import Http404, HttpResponse
from django.utils.translation import override

from content.bilingual import LANGUAGES
from content.documents import NotMade
from polisocial import card_subjects
from polisocial.cards import picture

logger = logging.getLogger(__name__)

A_DAY = 24 * 60 * 60


def of_section(request, language, name):
    return card_response(language, card_subjects.section, name)


def of_thing(request, language, kind, key):
    if kind not in card_subjects.THINGS:
        raise Http404
    return card_response(language, card_subjects.THINGS[kind], key)


def card_response(language, subject, key):
    """The picture of a page in a language; 503 when it cannot be drawn now."""
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        card = subject(key)
        if card is None:
            raise Http404
        try:
            png = picture(card)
        except NotMade:
            logger.exception("The picture of a page could not be drawn.")
            return HttpResponse(status=503)
    return HttpResponse(
        png,
        content_type="image/png",
        headers={"Cache-Control": f"public, max-age={A_DAY}"},
    )
