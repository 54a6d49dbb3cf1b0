"""Making the papers of a submission: after it is stored, as many times as it takes.

Handing in never waits for a PDF, and never fails for one: a paper that cannot be made
now is made later, by the worker or when somebody asks for it.
"""

import logging

from django.conf import settings
from django.db.models import Count
from django.utils import timezone, translation

from awards.models import Paper, PaperKind, Submission
from awards.rules.papers import said
from content.documents import NotMade, pdf
from content.files.store import NoRoom, keep_bytes

logger = logging.getLogger(__name__)

TEMPLATE = settings.BASE_DIR / "templates" / "awards" / "paper.typ"


class NotNow(Exception):
    """The paper cannot be made at this moment; the submission is whole all the same."""


def paper_of(submission, kind, language):
    """The paper in a language, made now if it is not there yet. Raises NotNow."""
    papers = Paper.objects.filter(submission=submission, kind=kind, language=language)
    return papers.first() or _make(submission, kind, language)


def _make(submission, kind, language):
    try:
        with translation.override(language):
            sha256 = keep_bytes(pdf(TEMPLATE, said(submission, kind)))
    except (NotMade, NoRoom, OSError) as error:
        logger.exception("No %s of %s could be made.", kind, submission)
        raise NotNow from error
    # Two makers at once make the same bytes.
    paper, _made = Paper.objects.get_or_create(
        submission=submission,
        kind=kind,
        language=language,
        defaults={"sha256": sha256, "made_at": timezone.now()},
    )
    return paper


def make_missing(leave=()):
    """Make the papers of what counts, for who handed it in; gives what failed.

    `leave` names submissions not to try now.
    """
    failed = []
    missing = (
        Submission.objects.filter(counts_for__isnull=False, counts_for__rehearsal=None)
        .alias(made=Count("papers__kind", distinct=True))
        .filter(made__lt=len(PaperKind.values))
        .exclude(pk__in=leave)
        .select_related("proposal__stage__call__competition", "form", "by")
    )
    for submission in missing:
        try:
            for kind in PaperKind.values:
                paper_of(submission, kind, submission.by.language)
        except NotNow:
            failed.append(submission.pk)
    return failed
