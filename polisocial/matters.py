"""The matters that want the attention of the staff: each its sentence and its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from awards.models import (
    Allotment,
    FinancialYear,
    LateAttempt,
    LateState,
    Letter,
    LetterState,
    Offence,
    ProgrammeFigure,
    Project,
    Receipt,
    Stage,
)
from awards.rules.standing import COUNTED
from cantieri.models import Lab
from content.bilingual import bilingual_names
from content.publication import Publication
from content.readability import gulpease
from content.readiness import (
    hidden_and_referred_to,
    lacking_a_text,
    published_kinds,
    published_relations,
)
from offcampus.models import Site
from polisocial.models import ErrorReport, LoadedRecord, News
from polisocial.year import words

# The Gulpease index of a text that tells what something is, at least.
READABLE = 50
TELLING = {
    Project: "summary_it",
    Site: "description_it",
    Lab: "description_it",
    News: "text_it",
}
WAITING_TOO_LONG = timedelta(hours=1)
# Of what the page of the year says: what waits for one person or one act.
OF_JUDGING = (
    *("unanswered", "undeclared", "silent", "unreplaced", "overdue", "undecided"),
    *("unapproved", "unannounced", "partners", "no_minutes", "minutes_unpublished"),
)


@dataclass(frozen=True)
class Matter:
    """Some rows of some kinds. `query` lists them in the admin; by their keys if {}.

    `moment` names an instant of theirs, the first of which is told; `page` is where
    they are done with, if not in their list.
    """

    told: Callable
    kinds: Callable
    rows: Callable
    query: dict
    moment: str = ""
    page: str = ""


def with_sources():
    return [kind for kind in published_kinds() if hasattr(kind, "sources")]


def with_texts():
    return [
        kind
        for kind in admin.site._registry
        if bilingual_names(kind) and hasattr(kind, "history")
    ]


def referred_to():
    fields = [
        field for kind in published_kinds() for field in published_relations(kind)
    ]
    return list(dict.fromkeys(field.related_model for field in fields))


def unsupported_figures(kind):
    """Years and totals that state a figure and name no source for it."""
    names = {
        FinancialYear: ("amount", "choices", "rank_universities"),
        ProgrammeFigure: ("projects_funded", "proposals_submitted", "amount"),
    }[kind]
    some = Q(pk__in=[])
    for name in names:
        some |= Q(**{f"{name}__isnull": False})
    rows = kind.objects.filter(some, sources__isnull=True)
    return rows.filter(is_derived=False) if kind is ProgrammeFigure else rows


def hard_to_read(kind):
    """The public things of a kind whose Italian text is hard to read."""
    texts = kind.objects.public().order_by().values_list("pk", TELLING[kind])
    hard = [key for key, text in texts if gulpease(text) in range(READABLE)]
    return kind.objects.filter(pk__in=hard)


def waiting_too_long(kind):
    """Letters that should have left long ago: nobody sends or nobody takes them."""
    long_ago = timezone.now() - WAITING_TOO_LONG
    return kind.objects.filter(state=LetterState.READY, created_at__lt=long_ago)


def judging():
    """What waits in the judging of calls, as the page of the year says it."""
    for each in words.MATTERS:
        if each.name in OF_JUDGING:
            counted = COUNTED[each.name]
            yield Matter(
                each.told,
                lambda counted=counted: [counted.kind],
                lambda kind, counted=counted: counted.rows(timezone.now()),
                {},
                page="admin:year",
            )


MATTERS = (
    Matter(
        ngettext_lazy(
            "One thing is not as it must always be",
            "%(count)s things are not as they must always be",
            "count",
        ),
        lambda: [Offence],
        lambda kind: kind.objects.all(),
        {},
        page="admin:year",
    ),
    Matter(
        ngettext_lazy(
            "One proposal came late and waits to be admitted or not.",
            "%(count)s proposals came late and wait to be admitted or not.",
            "count",
        ),
        lambda: [LateAttempt],
        lambda kind: kind.objects.filter(
            state=LateState.WAITING, proposal__rehearsal=None
        ),
        {"state__exact": LateState.WAITING.value},
    ),
    Matter(
        ngettext_lazy(
            "One letter was not delivered.",
            "%(count)s letters were not delivered.",
            "count",
        ),
        lambda: [Letter],
        lambda kind: kind.objects.filter(state=LetterState.FAILED),
        {"state__exact": LetterState.FAILED.value},
    ),
    Matter(
        ngettext_lazy(
            "One letter waits for somebody to release it.",
            "%(count)s letters wait for somebody to release them.",
            "count",
        ),
        lambda: [Letter],
        lambda kind: kind.objects.filter(state=LetterState.HELD),
        {"state__exact": LetterState.HELD.value},
    ),
    Matter(
        ngettext_lazy(
            "One letter has been waiting to leave since %(first)s.",
            "%(count)s letters have been waiting to leave, the first since %(first)s.",
            "count",
        ),
        lambda: [Letter],
        waiting_too_long,
        {"state__exact": LetterState.READY.value},
        "created_at",
    ),
    *judging(),
    Matter(
        ngettext_lazy(
            "One report of a reader waits for an answer.",
            "%(count)s reports of readers wait for an answer.",
            "count",
        ),
        lambda: [ErrorReport],
        lambda kind: kind.objects.filter(handled_at__isnull=True),
        {"handled_at__isempty": "1"},
    ),
    Matter(
        ngettext_lazy(
            "The form of a stage is not frozen: without it nothing opens on %(first)s.",
            "The forms of %(count)s stages are not frozen: without them nothing opens, "
            "the first on %(first)s.",
            "count",
        ),
        lambda: [Stage],
        lambda kind: kind.objects.filter(opens_at__isnull=False, versions__isnull=True),
        {},
        "opens_at",
    ),
    Matter(
        ngettext_lazy(
            "One page that the public reads has no source.",
            "%(count)s pages that the public reads have no source.",
            "count",
        ),
        with_sources,
        lambda kind: kind.objects.public().filter(sources__isnull=True),
        {"publication": Publication.PUBLIC.value, "sources": "missing"},
    ),
    Matter(
        ngettext_lazy(
            "One year or total states figures and names no source.",
            "%(count)s years or totals state figures and name no source.",
            "count",
        ),
        lambda: [FinancialYear, ProgrammeFigure],
        unsupported_figures,
        {},
    ),
    Matter(
        ngettext_lazy(
            "Public pages refer to one page that is not public.",
            "Public pages refer to %(count)s pages that are not public.",
            "count",
        ),
        referred_to,
        hidden_and_referred_to,
        {},
    ),
    Matter(
        ngettext_lazy(
            "One page is scheduled, for %(first)s.",
            "%(count)s pages are scheduled, the first for %(first)s.",
            "count",
        ),
        published_kinds,
        lambda kind: kind.objects.in_publication(Publication.SCHEDULED),
        {"publication": Publication.SCHEDULED.value},
        "published_from",
    ),
    Matter(
        ngettext_lazy(
            "One public page will be withdrawn, on %(first)s.",
            "%(count)s public pages will be withdrawn, the first on %(first)s.",
            "count",
        ),
        published_kinds,
        lambda kind: kind.objects.public().filter(published_until__isnull=False),
        {
            "publication": Publication.PUBLIC.value,
            "published_until__isnull": "False",
        },
        "published_until",
    ),
    Matter(
        ngettext_lazy("One page is a draft.", "%(count)s pages are drafts.", "count"),
        published_kinds,
        lambda kind: kind.objects.in_publication(Publication.DRAFT),
        {"publication": Publication.DRAFT.value},
    ),
    Matter(
        ngettext_lazy(
            "One thing has a text in one language only.",
            "%(count)s things have a text in one language only.",
            "count",
        ),
        with_texts,
        lambda kind: kind.objects.filter(lacking_a_text(kind)),
        {"translation": "missing"},
    ),
    Matter(
        ngettext_lazy(
            "One Italian text that the public reads is hard to read.",
            "%(count)s Italian texts that the public reads are hard to read.",
            "count",
        ),
        lambda: list(TELLING),
        hard_to_read,
        {},
    ),
    Matter(
        ngettext_lazy(
            "One sum of the five per thousand is not known.",
            "%(count)s sums of the five per thousand are not known.",
            "count",
        ),
        lambda: [Receipt, Allotment],
        lambda kind: kind.objects.filter(amount__isnull=True),
        {"amount__isnull": "True"},
    ),
    Matter(
        ngettext_lazy(
            "The content files left one record as the staff had edited it.",
            "The content files left %(count)s records as the staff had edited them.",
            "count",
        ),
        lambda: [LoadedRecord],
        lambda kind: kind.objects.exclude(left=[]),
        {"left__isempty": "0"},
    ),
)
