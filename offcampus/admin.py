from django.contrib import admin

from content.admin.preview import PreviewAdmin
from content.admin.publication import PublicationAdmin
from offcampus.models import (
    Activity,
    Site,
    SiteAddress,
    SiteDepartment,
    SitePartnership,
    SiteSource,
)


class SiteAddressInline(admin.TabularInline):
    model = SiteAddress
    autocomplete_fields = ["place"]
    extra = 0


class ActivityInline(admin.TabularInline):
    model = Activity
    extra = 0


class SiteDepartmentInline(admin.TabularInline):
    model = SiteDepartment
    autocomplete_fields = ["department"]
    extra = 0


class SitePartnershipInline(admin.TabularInline):
    model = SitePartnership
    autocomplete_fields = ["organisation"]
    extra = 0


class SiteSourceInline(admin.TabularInline):
    model = SiteSource
    extra = 0


@admin.register(Site)
class SiteAdmin(PreviewAdmin, PublicationAdmin):
    list_display = ["name", "district", "status", "published_from"]
    search_fields = ["name", "district"]
    autocomplete_fields = ["place"]
    inlines = [
        SiteAddressInline,
        ActivityInline,
        SiteDepartmentInline,
        SitePartnershipInline,
        SiteSourceInline,
    ]
