from django.contrib import admin

from cantieri.models import Lab, LabPartnership, LabSource, Theme
from content.admin.preview import PreviewAdmin
from content.admin.publication import PublicationAdmin


class LabPartnershipInline(admin.TabularInline):
    model = LabPartnership
    autocomplete_fields = ["organisation"]
    extra = 0


class LabSourceInline(admin.TabularInline):
    model = LabSource
    extra = 0


@admin.register(Theme)
class ThemeAdmin(PreviewAdmin, PublicationAdmin):
    preview_page = "cantieri"
    list_display = ["name_it", "name_en", "position"]
    search_fields = ["name_it", "name_en"]


@admin.register(Lab)
class LabAdmin(PreviewAdmin, PublicationAdmin):
    list_display = ["name_it", "theme", "status", "published_from"]
    list_select_related = ["theme"]
    search_fields = ["name_it", "name_en"]
    autocomplete_fields = ["theme", "place"]
    inlines = [LabPartnershipInline, LabSourceInline]
