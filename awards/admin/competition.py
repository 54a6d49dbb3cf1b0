from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from awards.admin.around import around_competition
from awards.admin.within_money import WithinMoneyAdmin
from awards.models import Allotment, Category, Competition, CompetitionSource
from content.admin.base import PUBLICATION, ContentAdmin, ContentInline, pair
from content.admin.filters import PublicationFilter, SourcesFilter, TranslationFilter
from content.admin.sources import sources_of


class CategoryInline(ContentInline):
    model = Category


class AllotmentInline(ContentInline):
    model = Allotment
    beside = "budget"


@admin.register(Competition)
class CompetitionAdmin(WithinMoneyAdmin):
    list_display = [
        "label",
        "theme_it",
        "state",
        "english_to_write",
        "budget",
        "funded_count",
        "sources_known",
    ]
    list_filter = [PublicationFilter, TranslationFilter, SourcesFilter]
    search_fields = ["label", "theme_it", "theme_en", "year"]
    fieldsets = [
        (None, {"fields": [("ordinal", "year"), "label"]}),
        PUBLICATION,
        (_("Theme"), {"fields": [pair("theme"), pair("theme_note")]}),
        (
            _("Timetable"),
            {
                "fields": [
                    ("call_opened", "call_closed"),
                    ("selected", "ceremony"),
                    "projects_start",
                ]
            },
        ),
        (
            _("Proposals and projects"),
            {
                "fields": [
                    ("submitted_count", "shortlisted_count", "funded_count"),
                ],
                "description": _(
                    "As published, even where this portal has another number of pages."
                ),
            },
        ),
        (
            _("Money"),
            {
                "fields": [
                    ("budget", "budget_is_approximate"),
                    "project_cap",
                    pair("funding_note"),
                ],
                "description": _("Leave an unknown sum empty, not zero."),
            },
        ),
        (
            _("Rules"),
            {
                "fields": [
                    ("duration_months", "stage_count"),
                    pair("duration_note"),
                    pair("stages_note"),
                    pair("evaluators"),
                ]
            },
        ),
        (_("Where sources disagree"), {"fields": [pair("conflicts")]}),
    ]
    inlines = [
        CategoryInline,
        AllotmentInline,
        *sources_of(
            CompetitionSource,
            "call_opened",
            "call_closed",
            "selected",
            "ceremony",
            "projects_start",
            "submitted_count",
            "shortlisted_count",
            "funded_count",
            "budget",
            "project_cap",
            "duration_months",
            "stage_count",
        ),
    ]

    class Media:
        css = {"all": ["css/admin-calls.css"]}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            may_add = request.user.has_perm("awards.add_call")
            context["around"] = around_competition(obj, may_add=may_add)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


@admin.register(Category)
class CategoryAdmin(ContentAdmin):
    list_display = ["name_it", "competition", "english_to_write"]
    list_filter = [TranslationFilter, "competition"]
    list_select_related = ["competition"]
    search_fields = ["name_it", "name_en", "competition__label"]
    fields = ["competition", pair("name"), ("budget", "durations"), "position"]
