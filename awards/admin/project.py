from django.contrib import admin

from awards.models import (
    Output,
    Partnership,
    Project,
    ProjectDepartment,
    ProjectPlace,
    ProjectSource,
    TeamMember,
)
from content.admin.preview import PreviewAdmin
from content.admin.publication import PublicationAdmin


class ProjectDepartmentInline(admin.TabularInline):
    model = ProjectDepartment
    autocomplete_fields = ["department"]
    extra = 0


class TeamMemberInline(admin.TabularInline):
    model = TeamMember
    autocomplete_fields = ["department"]
    extra = 0


class ProjectPlaceInline(admin.TabularInline):
    model = ProjectPlace
    autocomplete_fields = ["place"]
    extra = 0


class PartnershipInline(admin.TabularInline):
    model = Partnership
    autocomplete_fields = ["organisation"]
    extra = 0


class OutputInline(admin.TabularInline):
    model = Output
    extra = 0


class ProjectSourceInline(admin.TabularInline):
    model = ProjectSource
    extra = 0


@admin.register(Project)
class ProjectAdmin(PreviewAdmin, PublicationAdmin):
    list_display = ["acronym", "title_it", "competition", "published_from"]
    list_filter = ["competition", "departments"]
    list_select_related = ["competition"]
    search_fields = ["acronym", "title_it", "title_en"]
    autocomplete_fields = ["competition", "category", "follows"]
    inlines = [
        TeamMemberInline,
        ProjectDepartmentInline,
        PartnershipInline,
        ProjectPlaceInline,
        OutputInline,
        ProjectSourceInline,
    ]
