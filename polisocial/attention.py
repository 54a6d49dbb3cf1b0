"""What wants the attention of the staff: each matter a sentence, and where to go.

However many the matters and the kinds of things, they are counted in one query.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Min, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.rules.conflict import seen_by
from awards.rules.trail import log_seen_by
from content.formats import count_text, instant_text
from polisocial.matters import MATTERS

RECENT = 10
# A list of more than these is not asked for one by one.
NAMED = 200


@dataclass(frozen=True)
class Item:
    """A sentence, and links to the lists it is about: (words, address)."""

    sentence: str
    links: list


def may_view(user, kind):
    return admin.site.is_registered(kind) and may_know(user, kind)


def may_know(user, kind):
    meta = kind._meta
    does = (f"{meta.app_label}.{do}_{meta.model_name}" for do in ("view", "change"))
    return any(map(user.has_perm, does))


def items(user):
    """What there is of each matter that a person may view, as sentences."""
    asked = [
        (matter, kind)
        for matter in MATTERS
        for kind in matter.kinds()
        if (may_know if matter.page else may_view)(user, kind)
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
    is_listed = matter.query or matter.page
    return (
        rows.values(asked=Value(number))
        .annotate(
            count=Count("pk"),
            first=Min(matter.moment) if matter.moment else no_instant,
            keys=no_keys if is_listed else ArrayAgg("pk", distinct=True),
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
    if matter.page:
        return Item(f"{sentence}.", [(_("The year at a glance"), reverse(matter.page))])
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
