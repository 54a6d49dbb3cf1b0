from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from awards.admin.around import page_of
from awards.models import (
    Decision,
    Output,
    Partnership,
    Project,
    ProjectDepartment,
    ProjectPlace,
    ProjectSource,
    TeamMember,
)
from awards.rules.conflict import is_hidden_from
from awards.rules.told import budget_in
from content.admin.base import PUBLICATION, ContentAdmin, ContentInline, pair
from content.admin.filters import PublicationFilter, SourcesFilter, TranslationFilter
from content.admin.sources import sources_of
from content.formats import instant_text


class DepartmentInline(ContentInline):
    model = ProjectDepartment
    verbose_name, verbose_name_plural = _("department"), _("departments")


class TeamMemberInline(ContentInline):
    model = TeamMember
    verbose_name_plural = _("team")


class PartnershipInline(ContentInline):
    model = Partnership
    verbose_name, verbose_name_plural = _("partner"), _("partners")


class PlaceInline(ContentInline):
    model = ProjectPlace
    verbose_name, verbose_name_plural = _("place"), _("places")


class OutputInline(ContentInline):
    model = Output


@admin.register(Project)
class ProjectAdmin(ContentAdmin):
    list_display = [
        "acronym",
        "title_it",
        "competition_year",
        "state",
        "english_to_write",
        "award",
        "sources_known",
    ]
    list_filter = [
        PublicationFilter,
        TranslationFilter,
        SourcesFilter,
        "competition",
        "status",
        "departments",
    ]
    search_fields = ["acronym", "title_it", "title_en", "slug", "team__name"]
    prepopulated_fields = {"slug": ["acronym"]}
    readonly_fields = ["former_slugs"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("acronym", "slug"),
                    "former_slugs",
                    ("competition", "category"),
                ]
            },
        ),
        PUBLICATION,
        (
            _("Title"),
            {
                "fields": [
                    pair("title"),
                    ("title_it_is_published", "title_en_is_published"),
                    "title_is_acronym",
                ],
                "description": _(
                    "As a source gives it. Where we translated it ourselves, the page "
                    "does not say that it was published."
                ),
            },
        ),
        (
            _("What it does"),
            {
                "fields": [
                    pair("summary"),
                    pair("keywords"),
                    "published_tags",
                    "website",
                ],
                "description": _(
                    "The first sentence of the summary stands alone in lists."
                ),
            },
        ),
        (
            _("When"),
            {"fields": [("started", "ended", "duration_months"), "status"]},
        ),
        (
            _("Award"),
            {
                "fields": [("award", "co_funding"), pair("award_note")],
                "description": _("Leave an unknown award empty, not zero."),
            },
        ),
        (
            _("Ties and goals"),
            {"fields": [("follows", "follows_is_stated"), "sdgs"]},
        ),
        (_("Notes"), {"fields": [pair("notes")]}),
    ]
    inlines = [
        DepartmentInline,
        TeamMemberInline,
        PartnershipInline,
        PlaceInline,
        OutputInline,
        *sources_of(ProjectSource, "started", "ended", "award", "sdgs"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("competition", "decision")

    def get_fieldsets(self, request, obj=None):
        """Where it comes from, for who may read proposals and has no conflict."""
        shown = super().get_fieldsets(request, obj)
        decision = getattr(obj, "decision", None)
        if (
            decision is None
            or not request.user.has_perm("awards.view_proposal")
            or is_hidden_from(request.user, decision.proposal)
        ):
            return shown
        return [*shown, (_("Where it comes from"), {"fields": ["origin"]})]

    def get_readonly_fields(self, request, obj=None):
        """An award that was decided here is what was decided."""
        decided = ["award"] if getattr(obj, "decision", None) else []
        return [*super().get_readonly_fields(request, obj), "origin", *decided]

    @admin.display(description=_("proposal and decision"))
    def origin(self, project):
        decision = project.decision
        said = _("version %(number)d, funded on %(when)s, decided by %(by)s") % {
            "number": decision.submission.number,
            "when": instant_text(decision.published_at),
            "by": decision.decided_by,
        }
        rows = [(page_of(decision.proposal), decision.proposal, said)]
        if self.admin_site.is_registered(Decision):
            rows.append((page_of(decision), _("the decision"), decision.reason))
        sums = [(each.label, each.text) for each in budget_in(decision.submission)]
        return format_html(
            "{}<dl>{}</dl>",
            format_html_join("", '<p><a href="{}">{}</a>: {}</p>', rows),
            format_html_join("", "<dt>{}</dt><dd>{}</dd>", sums),
        )

    @admin.display(description=_("competition"), ordering="competition__ordinal")
    def competition_year(self, project):
        return project.competition.year
