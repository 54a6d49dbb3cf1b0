from django.contrib import admin

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
class DepartmentAdmin(PublicationAdmin):
    list_display = ["code", "name_it", "name_en"]
    search_fields = ["code", "name_it", "name_en"]
    inlines = [DepartmentSourceInline]


@admin.register(Organisation)
class OrganisationAdmin(PublicationAdmin):
    list_display = ["name", "kind", "published_from"]
    list_filter = ["kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Place)
class PlaceAdmin(PublicationAdmin):
    list_display = ["name_it", "locality_it", "country", "precision"]
    list_filter = ["precision", "country"]
    search_fields = ["name_it", "name_en", "locality_it"]


@admin.register(Programme)
class ProgrammeAdmin(PublicationAdmin):
    list_display = ["name_it", "launched"]
    inlines = [ProgrammeSourceInline]
