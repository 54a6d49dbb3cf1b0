from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cantieri.models import Lab, LabPartnership, LabSource, Theme
from content.admin.base import PUBLICATION, ContentAdmin, ContentInline, pair
from content.admin.filters import PublicationFilter, SourcesFilter, TranslationFilter
from content.admin.sources import sources_of


class LabPartnershipInline(ContentInline):
    model = LabPartnership
    verbose_name, verbose_name_plural = _("partner"), _("partners")
    beside = "partners_note_it"


@admin.register(Theme)
class ThemeAdmin(ContentAdmin):
    preview_page = "cantieri"
    list_display = ["name_it", "name_en", "position"]
    list_filter = [TranslationFilter]
    search_fields = ["name_it", "name_en"]
    fields = [pair("name"), "position"]


@admin.register(Lab)
class LabAdmin(ContentAdmin):
    list_display = [
        "name_it",
        "theme",
        "status",
        "state",
        "english_to_write",
        "sources_known",
    ]
    list_filter = [
        PublicationFilter,
        TranslationFilter,
        SourcesFilter,
        "theme",
        "status",
    ]
    list_select_related = ["theme"]
    search_fields = ["name_it", "name_en", "slug"]
    prepopulated_fields = {"slug": ["name_it"]}
    readonly_fields = ["former_slugs"]
    fieldsets = [
        (None, {"fields": [pair("name"), "slug", "former_slugs", ("theme", "place")]}),
        PUBLICATION,
        (_("What it does"), {"fields": [pair("description"), "website"]}),
        (_("When"), {"fields": [("started", "ended"), "status", pair("status_note")]}),
        (
            _("Money"),
            {
                "fields": ["budget"],
                "description": _("Leave an unknown sum empty, not zero."),
            },
        ),
        (_("Partners"), {"fields": [pair("partners_note"), "contact_person"]}),
        (_("Where sources disagree"), {"fields": [pair("conflicts")]}),
    ]
    inlines = [
        LabPartnershipInline,
        *sources_of(LabSource, "started", "ended", "budget"),
    ]
