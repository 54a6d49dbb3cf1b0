from django.contrib import admin

from awards.models import Category, Competition, CompetitionSource
from content.admin.preview import PreviewAdmin
from content.admin.publication import PublicationAdmin


class CategoryInline(admin.TabularInline):
    model = Category
    extra = 0


class CompetitionSourceInline(admin.TabularInline):
    model = CompetitionSource
    extra = 0


@admin.register(Competition)
class CompetitionAdmin(PreviewAdmin, PublicationAdmin):
    list_display = ["label", "theme_it", "budget", "funded_count", "published_from"]
    search_fields = ["label", "theme_it", "theme_en"]
    inlines = [CategoryInline, CompetitionSourceInline]


@admin.register(Category)
class CategoryAdmin(PreviewAdmin, PublicationAdmin):
    list_display = ["name_it", "competition"]
    list_select_related = ["competition"]
    search_fields = ["name_it", "name_en"]
    autocomplete_fields = ["competition"]
