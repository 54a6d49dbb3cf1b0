"""What wants the attention of the staff: each matter a sentence, and where to go.

However many the matters and the kinds of things, they are counted in one query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Min, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from awards.models import (
    Allotment,
    FinancialYear,
    LateAttempt,
    LateState,
    Letter,
    LetterState,
    ProgrammeFigure,
    Project,
    Receipt,
    Stage,
)
from awards.rules.conflict import seen_by
from awards.rules.trail import log_seen_by
from cantieri.models import Lab
from content.bilingual import bilingual_names
from content.formats import count_text, instant_text
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

RECENT = 10
# The Gulpease index of a text that tells what something is, at least.
READABLE = 50
TELLING = {
    Project: "summary_it",
    Site: "description_it",
    Lab: "description_it",
    News: "text_it",
}
WAITING_TOO_LONG = timedelta(hours=1)
# A list of more than these is not asked for one by one.
NAMED = 200


@dataclass(frozen=True)
class Matter:
    """Some rows of some kinds. `query` lists them in the admin; by their keys if {}.

    `moment` names an instant of theirs, the first of which is told.
    """

    told: Callable
    kinds: Callable
    rows: Callable
    query: dict
    moment: str = ""


@dataclass(frozen=True)
class Item:
    """A sentence, and links to the lists it is about: (words, address)."""

    sentence: str
    links: list


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


MATTERS = (
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


def may_view(user, kind):
    meta = kind._meta
    does = (f"{meta.app_label}.{do}_{meta.model_name}" for do in ("view", "change"))
    return admin.site.is_registered(kind) and any(map(user.has_perm, does))


def items(user):
    """What there is of each matter that a person may view, as sentences."""
    asked = [
        (matter, kind)
        for matter in MATTERS
        for kind in matter.kinds()
        if may_view(user, kind)
    ]
    found = count(asked, user)
    for matter in MATTERS:
        rows = [
            (kind, *found[number])
            for number, (of, kind) in enumerate(asked)
            if of is matter and number in found
        ]
        if rows:
            yield item(matter, rows)


def count(asked, user):
    """By number of what was asked: how many rows, the first instant, their keys."""
    if not asked:
        return {}
    queries = [
        counted(number, matter, kind, user)
        for number, (matter, kind) in enumerate(asked)
    ]
    every = queries[0].union(*queries[1:], all=True) if queries[1:] else queries[0]
    return {number: rest for number, *rest in every if rest[0]}


def counted(number, matter, kind, user):
    no_instant = Cast(Value(None), models.DateTimeField())
    no_keys = Cast(Value(None), ArrayField(models.BigIntegerField()))
    rows = seen_by(user, matter.rows(kind)).order_by()
    return (
        rows.values(asked=Value(number))
        .annotate(
            count=Count("pk"),
            first=Min(matter.moment) if matter.moment else no_instant,
            keys=no_keys if matter.query else ArrayAgg("pk", distinct=True),
        )
        .values_list("asked", "count", "first", "keys")
    )


def item(matter, rows):
    """The sentence of a matter, with a link for each kind of what there is."""
    total = sum(count for _kind, count, _first, _keys in rows)
    moments = [first for _kind, _count, first, _keys in rows if first]
    sentence = matter.told % {
        "count": total,
        "first": instant_text(min(moments)) if moments else "",
    }
    links = []
    for kind, number, _first, keys in rows:
        meta = kind._meta
        name = meta.verbose_name if number == 1 else meta.verbose_name_plural
        query = matter.query or {"id__in": ",".join(map(str, keys[:NAMED]))}
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        links.append(
            (f"{count_text(number)} {name}", f"{address}?{urlencode(query, safe=',')}")
        )
    return Item(sentence, links)


def recent(user):
    """The last changes made in the admin to what a person may view, whoever did."""
    kinds = [kind for kind in admin.site._registry if may_view(user, kind)]
    types = ContentType.objects.get_for_models(*kinds).values()
    entries = log_seen_by(user).filter(content_type__in=types)
    return entries.select_related("user", "content_type")[:RECENT]
