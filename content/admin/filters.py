"""Filters for what is left to do: translations, sources, publication."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from content.admin.sources import figures_of
from content.bilingual import bilingual_names
from content.publication import Publication
from content.readiness import lacking_a_text


class PublicationFilter(SimpleListFilter):
    title = _("publication")
    parameter_name = "publication"

    def lookups(self, request, model_admin):
        return Publication.choices

    def queryset(self, request, queryset):
        if self.value() not in Publication.values:
            return queryset
        return queryset.in_publication(self.value())


def written_only_in(model, language, other):
    """Condition: some text is there in one language and not in the other."""
    condition = Q(pk__in=[])
    for name in bilingual_names(model):
        there = ~Q(**{f"{name}_{language}": ""})
        condition |= there & Q(**{f"{name}_{other}": ""})
    return condition


class TranslationFilter(SimpleListFilter):
    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request, model_admin):
        return [
            ("missing", _("something is missing")),
            ("en", _("English is missing")),
            ("it", _("Italian is missing")),
        ]

    def queryset(self, request, queryset):
        no_english = written_only_in(queryset.model, "it", "en")
        no_italian = written_only_in(queryset.model, "en", "it")
        conditions = {
            "missing": lacking_a_text(queryset.model),
            "en": no_english,
            "it": no_italian,
        }
        condition = conditions.get(self.value())
        return queryset if condition is None else queryset.filter(condition)


def is_filled(model, name):
    """Condition: the figure is stored, whatever its kind says when it is not."""
    field = model._meta.get_field(name)
    empty = Q(**{f"{name}__isnull": True}) if field.null else Q(pk__in=[])
    if not field.null:
        empty |= Q(**{name: field.get_default()})
    return ~empty


def figure_without_source(model, figures):
    """Condition: a figure is stored and no source is said to be about it."""
    relation = model._meta.get_field("sources")
    condition = Q(pk__in=[])
    for name in figures:
        about_it = relation.related_model.objects.filter(
            **{relation.field.name: OuterRef("pk"), "about": name}
        )
        condition |= is_filled(model, name) & ~Exists(about_it)
    return condition


class SourcesFilter(SimpleListFilter):
    title = _("sources")
    parameter_name = "sources"

    def lookups(self, request, model_admin):
        self.figures = figures_of(model_admin)
        asked = [("missing", _("no source at all"))]
        if self.figures:
            asked.append(("figures", _("a figure without its own source")))
        return asked

    def queryset(self, request, queryset):
        if self.value() == "missing":
            return queryset.filter(sources__isnull=True)
        if self.value() == "figures":
            condition = figure_without_source(queryset.model, self.figures)
            return queryset.filter(condition)
        return queryset
