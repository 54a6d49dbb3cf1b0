"""The trail: who did what, when, about what and why; and the log of the admin."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from awards.admin.hidden import OfProposalAdmin
from awards.models import Act
from awards.rules.trail import log_seen_by
from content.tables import download


class TrailAdmin(admin.ModelAdmin):
    """Rows that are read, searched and taken away as a table; nobody changes one.

    A concrete one says what the rows of its table are: `heading` and `cells`.
    """

    change_list_template = "admin/awards/trail.html"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_table"
        view = self.admin_site.admin_view(self.table_view)
        return [path("table.csv", view, name=name), *super().get_urls()]

    def table_view(self, request):
        """All that the list shows, by the filters and the search of its address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        shown = self.get_changelist_instance(request).get_queryset(request)
        rows = [self.heading(), *map(self.cells, shown)]
        return download(rows, self.opts.model_name, "csv")


class ByWhom(admin.RelatedOnlyFieldListFilter):
    """Of those who did something; the field's own name stands in sentences only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = pgettext("of an act", "who")


@admin.register(Act)
class ActAdmin(TrailAdmin, OfProposalAdmin):
    list_display = ["at", "who", "deed", "stage", "proposal", "about_what", "in_short"]
    list_filter = ["deed", "stage__call__competition", ("by", ByWhom)]
    list_select_related = ["by", "stage__call__competition", "proposal"]
    search_fields = ["about", "why", "by__email", "by__last_name", "proposal__code"]
    date_hierarchy = "at"
    fields = readonly_fields = [*list_display[:-1], "why"]

    @admin.display(description=gettext_lazy("why"), ordering="why")
    def in_short(self, act):
        """A letter that was rewritten is whole on the page of its act."""
        return Truncator(act.why).words(40)

    @admin.display(description=pgettext_lazy("of an act", "who"), ordering="by")
    def who(self, act):
        return act.by

    @admin.display(description=pgettext_lazy("of an act", "about what"))
    def about_what(self, act):
        return act.about

    def heading(self):
        return [
            *(_("At"), _("Who"), _("What"), _("Stage"), _("Proposal")),
            *(pgettext("of an act", "About what"), _("Why")),
        ]

    def cells(self, act):
        return [
            *(timezone.localtime(act.at).isoformat(), str(act.by or "")),
            *(act.get_deed_display(), str(act.stage), str(act.proposal or "")),
            *(act.about, act.why),
        ]


@admin.register(LogEntry)
class LogEntryAdmin(TrailAdmin):
    """What Django writes of each change made here: for who may read the acts too."""

    list_display = [
        "action_time",
        "user",
        "what",
        "content_type",
        "object_repr",
        "told",
    ]
    list_filter = [
        "action_flag",
        ("content_type", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "change_message", "user__email"]
    date_hierarchy = "action_time"
    fields = readonly_fields = list_display

    def get_queryset(self, request):
        return log_seen_by(request.user)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("awards.view_act")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    @admin.display(description=gettext_lazy("what"), ordering="action_flag")
    def what(self, entry):
        return entry.get_action_flag_display()

    @admin.display(description=gettext_lazy("change"))
    def told(self, entry):
        return entry.get_change_message()

    def heading(self):
        return [_("At"), _("Who"), _("What"), _("Kind"), _("Name"), _("Change")]

    def cells(self, entry):
        return [
            *(timezone.localtime(entry.action_time).isoformat(), str(entry.user)),
            *(entry.get_action_flag_display(), str(entry.content_type or "")),
            *(entry.object_repr, entry.get_change_message()),
        ]
