from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from content.admin.base import PUBLICATION, ContentAdmin, ContentInline, pair
from content.admin.filters import PublicationFilter, SourcesFilter, TranslationFilter
from content.admin.sources import sources_of
from offcampus.models import (
    Activity,
    Site,
    SiteAddress,
    SiteDepartment,
    SitePartnership,
    SiteSource,
)


class SiteAddressInline(ContentInline):
    model = SiteAddress
    verbose_name, verbose_name_plural = _("address"), _("addresses")
    beside = "place"


class ActivityInline(ContentInline):
    model = Activity
    beside = "opening_hours_it"


class SiteDepartmentInline(ContentInline):
    model = SiteDepartment
    verbose_name, verbose_name_plural = _("department"), _("departments")


class SitePartnershipInline(ContentInline):
    model = SitePartnership
    verbose_name, verbose_name_plural = _("partner"), _("partners")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("address__place")


@admin.register(Site)
class SiteAdmin(ContentAdmin):
    list_display = [
        "name",
        "district",
        "status",
        "state",
        "english_to_write",
        "sources_known",
    ]
    list_filter = [PublicationFilter, TranslationFilter, SourcesFilter, "status"]
    search_fields = ["name", "district", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["former_slugs"]
    fieldsets = [
        (None, {"fields": [("name", "slug"), "former_slugs"]}),
        PUBLICATION,
        (_("Where"), {"fields": [("district", "place"), "area"]}),
        (_("Status"), {"fields": [("opened", "status"), pair("status_note")]}),
        (
            _("What it does"),
            {"fields": [pair("description"), pair("themes"), "research_groups"]},
        ),
        (
            _("Hours and contacts"),
            {
                "fields": [
                    pair("opening_hours"),
                    pair("opening_hours_note"),
                    ("contact_email", "website"),
                ]
            },
        ),
        (_("Coordinator"), {"fields": ["coordinator", pair("coordinator_role")]}),
        (_("Prizes and notes"), {"fields": [pair("awards"), pair("notes")]}),
        (_("Where sources disagree"), {"fields": [pair("conflicts")]}),
    ]
    inlines = [
        SiteAddressInline,
        ActivityInline,
        SiteDepartmentInline,
        SitePartnershipInline,
        *sources_of(SiteSource, "opened", "area", "opening_hours_it"),
    ]


@admin.register(SiteAddress)
class SiteAddressAdmin(ContentAdmin):
    """Only to choose one: addresses are edited with their site."""

    list_display = ["site", "place", "valid_from", "valid_until"]
    list_select_related = ["site", "place"]
    search_fields = ["site__name", "place__name_it", "place__name_en", "name"]
    fields = [
        ("site", "place"),
        ("name", "project"),
        ("valid_from", "valid_until"),
        "is_temporary",
    ]

    def has_module_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("site", "place")
