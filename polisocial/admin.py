from django.contrib import admin

from content.admin.preview import PreviewAdmin
from content.admin.publication import PublicationAdmin
from polisocial.models import ErrorReport, LoadedRecord, News, NewsSource


class NewsSourceInline(admin.TabularInline):
    model = NewsSource
    extra = 0


@admin.register(News)
class NewsAdmin(PreviewAdmin, PublicationAdmin):
    preview_page = "home"
    list_display = ["title_it", "date", "published_from"]
    search_fields = ["title_it", "title_en"]
    inlines = [NewsSourceInline]


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):
    list_display = ["at", "kind", "page", "handled_at"]
    list_filter = ["kind", ("handled_at", admin.EmptyFieldListFilter)]
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
