from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.admin.base import PUBLICATION, ContentAdmin, pair
from content.admin.filters import PublicationFilter, SourcesFilter, TranslationFilter
from content.admin.sources import sources_of
from directory.models import (
    Department,
    DepartmentSource,
    Organisation,
    Place,
    Programme,
    ProgrammeSource,
)


@admin.register(Department)
class DepartmentAdmin(ContentAdmin):
    list_display = ["code", "name_it", "english_to_write", "sources_known"]
    list_filter = [TranslationFilter, SourcesFilter]
    search_fields = ["code", "name_it", "name_en"]
    fieldsets = [
        (None, {"fields": [("code", "code_is_published"), "website"]}),
        (
            _("Name"),
            {
                "fields": [
                    pair("name"),
                    ("name_it_is_published", "name_en_is_published"),
                ]
            },
        ),
        (_("Notes"), {"fields": [pair("notes")]}),
    ]
    inlines = sources_of(DepartmentSource)


@admin.register(Organisation)
class OrganisationAdmin(ContentAdmin):
    list_display = ["name", "kind", "state", "website"]
    list_filter = [
        PublicationFilter,
        "kind",
        ("website", admin.EmptyFieldListFilter),
    ]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["former_slugs"]
    fieldsets = [
        (None, {"fields": [("name", "slug"), "former_slugs", ("kind", "website")]}),
        PUBLICATION,
    ]


@admin.register(Place)
class PlaceAdmin(ContentAdmin):
    list_display = [
        "name_it",
        "locality_it",
        "country",
        "precision",
        "english_to_write",
    ]
    list_filter = [TranslationFilter, "precision", "municipio", "country"]
    search_fields = ["name_it", "name_en", "locality_it", "locality_en"]
    fieldsets = [
        (None, {"fields": [pair("name"), pair("locality"), ("country", "municipio")]}),
        (
            _("On the map"),
            {
                "fields": [
                    ("latitude", "longitude", "precision"),
                    pair("position_note"),
                ],
                "description": _(
                    "Give latitude, longitude and precision, or none of them."
                ),
            },
        ),
    ]


@admin.register(Programme)
class ProgrammeAdmin(ContentAdmin):
    preview_page = "home"
    list_display = ["name_it", "launched", "english_to_write", "sources_known"]
    list_filter = [TranslationFilter, SourcesFilter]
    search_fields = ["name_it", "name_en"]
    fieldsets = [
        (None, {"fields": ["key", pair("name"), "contact_email"]}),
        (_("Origin"), {"fields": [("launched", "promoter")]}),
        (
            _("What it does"),
            {
                "fields": [
                    pair("description"),
                    pair("activities"),
                    pair("targets"),
                    pair("awards"),
                ]
            },
        ),
        (_("Notes"), {"fields": [pair("notes")]}),
    ]
    inlines = sources_of(ProgrammeSource, "launched")

    def preview_address(self, thing):
        return reverse(thing.key)
