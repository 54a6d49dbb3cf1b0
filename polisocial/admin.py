from django.contrib import admin

from content.admin.base import PUBLICATION, ContentAdmin, pair
from content.admin.filters import PublicationFilter, SourcesFilter, TranslationFilter
from content.admin.sources import sources_of
from polisocial.models import ErrorReport, LoadedRecord, News, NewsSource


@admin.register(News)
class NewsAdmin(ContentAdmin):
    preview_page = "home"
    list_display = ["title_it", "date", "state", "english_to_write", "sources_known"]
    list_filter = [PublicationFilter, TranslationFilter, SourcesFilter]
    date_hierarchy = "published_from"
    search_fields = ["title_it", "title_en", "key"]
    prepopulated_fields = {"key": ["title_it"]}
    fieldsets = [
        (
            None,
            {"fields": [pair("title"), pair("text"), ("key", "link"), "date"]},
        ),
        PUBLICATION,
    ]
    inlines = sources_of(NewsSource, "date")


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):
    list_display = ["at", "kind", "page", "handled_at"]
    list_filter = ["kind", ("handled_at", admin.EmptyFieldListFilter)]
    date_hierarchy = "at"
    search_fields = ["page", "text"]
    readonly_fields = ["page", "kind", "text", "email", "at"]

    def has_add_permission(self, request):
        return False  # readers write them


@admin.register(LoadedRecord)
class LoadedRecordAdmin(admin.ModelAdmin):
    list_display = ["file", "key", "left", "loaded_at"]
    list_filter = ["file", ("left", admin.EmptyFieldListFilter)]
    search_fields = ["key"]
    readonly_fields = ["file", "key", "object_id", "values", "left", "loaded_at"]

    def has_add_permission(self, request):
        return False  # `load_content` writes them

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
