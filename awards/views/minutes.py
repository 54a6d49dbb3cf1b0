"""The minutes of a stage, in the form that everybody reads."""

import logging

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from awards.actions.minutes import paper
from awards.models import Competition, Minutes
from awards.views.call_files import file_response
from content.documents import NotMade
from content.revision import of_content
from content.slugs import Withdrawn

logger = logging.getLogger(__name__)


@of_content
def public_pdf(request, year, stage):
    """The last minutes made public, as an accessible PDF; 503 if not to be made now."""
    competition = get_object_or_404(Competition, year=year)
    if competition.is_withdrawn():
        raise Withdrawn
    rows = Minutes.objects.select_related("stage__call__competition").filter(
        stage__call__competition=competition,
        stage__number=stage,
        publication__isnull=False,
    )
    minutes = rows.order_by("-number").first()
    if minutes is None or not competition.is_public():
        raise Http404
    try:
        body = paper(minutes, is_public=True)
    except NotMade:
        logger.exception("The minutes of a stage could not be made a PDF.")
        return HttpResponse(status=503)
    return file_response(body, "application/pdf", f"{year}-{stage}", "pdf")
