"""What to know before publishing or withdrawing things; none of it forbids.

Every function takes things of one kind and gives sentences by the key of the thing,
in as many queries as the kind has relations, however many the things are.
"""

from collections import defaultdict

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.bilingual import LANGUAGES, bilingual_names
from content.publication import PublishedModel

NAMED = 5


def before_publishing(things):
    """Texts still to be written, no source, what it refers to and nobody can read."""
    told = defaultdict(list)
    if not things:
        return told
    model = type(things[0])
    unsupported = without_source(model, things)
    hidden = hidden_references(model, things)
    for thing in things:
        if missing := texts_missing(thing):
            told[thing.pk].append(
                _("Not written yet: %(texts)s.") % {"texts": ", ".join(missing)}
            )
        if thing.pk in unsupported:
            told[thing.pk].append(_("No source supports what it says."))
        if names := hidden.get(thing.pk):
            sentence = _(
                "It refers to what the public cannot read: %(names)s. Its page leaves "
                "that out, or names it without a link."
            )
            told[thing.pk].append(sentence % {"names": some(names)})
    return told


def before_withdrawing(things):
    """The public things that refer to each, and stay public."""
    told = defaultdict(list)
    if not things:
        return told
    referring = public_referrers(type(things[0]), things)
    for thing in things:
        if names := referring.get(thing.pk):
            sentence = ngettext(
                "A public page refers to it, and will do without it: %(names)s.",
                "%(count)s public pages refer to it, and will do without it: "
                "%(names)s.",
                len(names),
            )
            told[thing.pk].append(
                sentence % {"count": len(names), "names": some(names)}
            )
    return told


def some(names):
    """The first names, and how many more there are."""
    text = ", ".join(names[:NAMED])
    more = len(names[NAMED:])
    if more:
        words = ngettext(
            "%(names)s and %(count)s more", "%(names)s and %(count)s more", more
        )
        return words % {"names": text, "count": more}
    return text


def texts_missing(thing):
    """The labels of the columns that are blank while the other language is written."""
    missing = []
    for name in bilingual_names(type(thing)):
        columns = [f"{name}_{language}" for language in LANGUAGES]
        blank = [column for column in columns if not getattr(thing, column)]
        if len(blank) == 1:
            missing.append(str(thing._meta.get_field(blank[0]).verbose_name))
    return missing


def lacking_a_text(model):
    """Condition: a text is written in one of the two languages and not in the other."""
    condition = models.Q(pk__in=[])
    for name in bilingual_names(model):
        blank = [models.Q(**{f"{name}_{language}": ""}) for language in LANGUAGES]
        condition |= blank[0] ^ blank[1]
    return condition


def without_source(model, things):
    """The keys of things with no source, where the kind has any."""
    if not hasattr(model, "sources"):
        return set()
    keys = {thing.pk for thing in things}
    relation = model._meta.get_field("sources")
    key = relation.field.attname
    rows = relation.related_model._base_manager.filter(**{f"{key}__in": keys})
    return keys - set(rows.values_list(key, flat=True))


def published_kinds():
    return [kind for kind in apps.get_models() if issubclass(kind, PublishedModel)]


def published_relations(model):
    """The fields by which things of a kind refer to things with a page of their own."""
    return [
        field
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.is_relation and issubclass(field.related_model, PublishedModel)
    ]


def hidden_references(model, things):
    """By key of the thing, the names of what it refers to that is not public."""
    hidden = defaultdict(list)
    keys = [thing.pk for thing in things]
    for field in published_relations(model):
        rows = field.related_model._base_manager
        name = field.related_query_name()
        found = (
            rows.filter(**{f"{name}__in": keys})
            .exclude(pk__in=field.related_model.objects.public().values("pk"))
            .annotate(referred_by=models.F(f"{name}__pk"))
            .order_by("pk")
        )
        for row in found:
            hidden[row.referred_by].append(str(row))
    return hidden


def hidden_and_referred_to(model):
    """What is not public, of a kind, and public things refer to."""
    condition = models.Q(pk__in=[])
    for kind in published_kinds():
        for field in published_relations(kind):
            if field.related_model is model:
                referred = kind.objects.public().order_by().values(field.name)
                condition |= models.Q(pk__in=referred)
    hidden = model.objects.exclude(pk__in=model.objects.public().values("pk"))
    return hidden.filter(condition)


def public_referrers(model, things):
    """By key of the thing, the names of the public things that refer to it."""
    referring = defaultdict(list)
    keys = [thing.pk for thing in things]
    for kind in published_kinds():
        for field in published_relations(kind):
            if field.related_model is not model:
                continue
            found = (
                kind.objects.public()
                .filter(**{f"{field.name}__in": keys})
                .annotate(refers_to=models.F(f"{field.name}__pk"))
                .order_by("pk")
            )
            for row in found:
                referring[row.refers_to].append(str(row))
    return referring
