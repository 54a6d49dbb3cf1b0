from django.contrib import admin
from django.urls import reverse

from content.admin.preview import PreviewAdmin
from content.admin.publication import PublicationAdmin
from directory.models import (
    Department,
    DepartmentSource,
    Organisation,
    Place,
    Programme,
    ProgrammeSource,
)


class DepartmentSourceInline(admin.TabularInline):
    model = DepartmentSource
    extra = 0


class ProgrammeSourceInline(admin.TabularInline):
    model = ProgrammeSource
    extra = 0


@admin.register(Department)
class DepartmentAdmin(PreviewAdmin, PublicationAdmin):
    list_display = ["code", "name_it", "name_en"]
    search_fields = ["code", "name_it", "name_en"]
    inlines = [DepartmentSourceInline]


@admin.register(Organisation)
class OrganisationAdmin(PreviewAdmin, PublicationAdmin):
    list_display = ["name", "kind", "published_from"]
    list_filter = ["kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Place)
class PlaceAdmin(PreviewAdmin, PublicationAdmin):
    list_display = ["name_it", "locality_it", "country", "precision"]
    list_filter = ["precision", "country"]
    search_fields = ["name_it", "name_en", "locality_it"]


@admin.register(Programme)
class ProgrammeAdmin(PreviewAdmin, PublicationAdmin):
    preview_page = "home"
    list_display = ["name_it", "launched"]
    inlines = [ProgrammeSourceInline]

    def preview_address(self, thing):
        return reverse(thing.key)
