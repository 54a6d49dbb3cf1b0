import json

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Subquery
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from awards.actions.submission import handed_in
from awards.admin.assignment import WhoJudgesAdmin
from awards.admin.check import CheckAdmin
from awards.admin.decision import DecideAdmin
from awards.admin.declaration import DeclareAdmin
from awards.admin.hidden import OfProposalAdmin
from awards.admin.pages import paths_of
from awards.admin.proposal_dossier import dossier
from awards.admin.proposal_files import rows_of
from awards.emails.told import reminder
from awards.models import (
    Answer,
    Appointment,
    Extension,
    LateAttempt,
    Proposal,
    ProposalState,
)
from awards.rules.conflict import to_declare_on
from awards.rules.pages import states_of
from awards.rules.proposal import is_closed, title_of
from awards.rules.requirements import faults
from awards.rules.told import parts_in, parts_of
from awards.rules.work import work_of, works_of
from content.canonical import canonical
from content.formats import euro_text
from content.tables import download

TO_REMIND = (ProposalState.DRAFT,)


def two_lines(first, second):
    """What a cell says, with something less under it."""
    return format_html('{}<br><span class="less">{}</span>', first, second)


class Marked(admin.SimpleListFilter):
    """Those that have, or have not, something granted or kept."""

    def lookups(self, request, model_admin):
        return [("1", _("Yes")), ("0", _("No"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(**{self.field: self.value() == "1"})


class LateFilter(Marked):
    title, parameter_name, field = _("late"), "late", "is_late"


class ExtendedFilter(Marked):
    title, parameter_name, field = _("extended"), "extended", "is_extended"


class CompleteFilter(admin.SimpleListFilter):
    """Those that could be handed in as they are, or those that lack something.

    What is missing is for the rules to say, of all that the filters before this one
    left: it stands last, and reads them all in as many queries as one.
    """

    title, parameter_name = _("complete"), "complete"

    def lookups(self, request, model_admin):
        return [("1", _("Complete")), ("0", _("Something is missing"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        works = works_of(list(queryset.order_by()))
        wanted = self.value() == "1"
        chosen = [key for key, work in works.items() if (not faults(work)) == wanted]
        return queryset.filter(pk__in=chosen)


@admin.register(Proposal)
class ProposalAdmin(
    CheckAdmin, WhoJudgesAdmin, DeclareAdmin, DecideAdmin, OfProposalAdmin
):
    """What applicants have begun and handed in; the staff read it and change nothing.

    A draft is its team's: its text is shown only where the team agreed. Who has a
    conflict of interest with one, or is in its team, finds nothing of it here.
    """

    change_form_template = "admin/awards/proposal.html"
    list_display = ["title", "at_stage", "standing", "people", "asked", "handed_in_at"]
    list_filter = [
        *("state", "stage__call__competition", LateFilter, ExtendedFilter),
        CompleteFilter,
    ]
    list_select_related = ["stage__call__competition", "counts"]
    show_full_result_count = False
    search_fields = ["code", "members__name", "members__email", "its_title"]
    fields = readonly_fields = ["code", "stage", "state", "started_at"]
    actions = ["remind_chosen", "table_as_csv", "table_as_xlsx"]

    def get_queryset(self, request):
        of_team = {"person__memberships__proposal": OuterRef("pk")}
        late = LateAttempt.objects.filter(proposal=OuterRef("pk"))
        title = Answer.objects.filter(proposal=OuterRef("pk"), key="title")
        rows = super().get_queryset(request)
        return rows.annotate(
            is_late=Exists(late),
            is_extended=Exists(
                Extension.objects.filter(stage=OuterRef("stage"), **of_team)
            ),
            its_title=Subquery(title.values("value")[:1]),
        )

    def get_changelist_instance(self, request):
        """The rows of a page, each with its work: in as many queries as for one."""
        changelist = super().get_changelist_instance(request)
        rows = list(changelist.result_list)
        works = works_of(rows)
        for row in rows:
            row.work = works[row.pk]
        changelist.result_list = rows
        return changelist

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Who serves in its committee declares on it first, where a committee does."""
        if address := where_to_declare(request.user, unquote(object_id)):
            told = _("You serve in its committee: say first whether you have a tie.")
            messages.warning(request, told)
            return redirect(address)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    @admin.display(description=_("title"), ordering="code")
    def title(self, proposal):
        return two_lines(proposal.work.answers.get("title") or "—", proposal.code)

    @admin.display(description=_("stage"), ordering="stage")
    def at_stage(self, proposal):
        stage = proposal.stage
        return two_lines(stage.call.competition.year, stage.get_number_display())

    @admin.display(description=_("state"), ordering="state")
    def standing(self, proposal):
        """Its state, and how many of its pages lack nothing."""
        states = states_of(proposal.work)
        said = {"done": sum(not s.faults for s in states), "all": len(states)}
        pages = _("pages: %(done)d/%(all)d") % said
        return two_lines(proposal.get_state_display(), pages)

    @admin.display(description=_("team"))
    def people(self, proposal):
        count = len(proposal.work.team)
        told = ngettext("%(count)d person", "%(count)d people", count)
        return two_lines(proposal.work.coordinator or "—", told % {"count": count})

    @admin.display(description=_("asked"))
    def asked(self, proposal):
        sum_ = proposal.work.budget.asked
        return euro_text(sum_) if sum_ else "—"

    @admin.display(description=_("handed in"), ordering="counts__submitted_at")
    def handed_in_at(self, proposal):
        """When, and whether it came late or somebody has more time."""
        at = proposal.counts and timezone.localtime(proposal.counts.submitted_at)
        marks = [_("late")] if proposal.is_late else []
        marks += [_("extended")] if proposal.is_extended else []
        when = date_format(at, "DATETIME_FORMAT") if at else "—"
        return two_lines(when, ", ".join(map(str, marks)))

    def has_add_permission(self, request):
        return False  # applicants start them

    def has_change_permission(self, request, obj=None):
        return False  # what is in them is their team's

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        ours = paths_of(
            self,
            dossier=self.dossier_view,
            decide=self.decide_view,
            check=self.check_view,
            judges=self.judges_view,
            declare=self.declare_view,
        )
        return [*ours, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= told_of(obj) | {"title": f"{obj.code}: {title_of(obj)}"}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def dossier_view(self, request, object_id):
        """All that was handed in, sent and decided about a proposal, in one file."""
        proposal = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return StreamingHttpResponse(
            dossier(proposal),
            content_type="application/zip",
            headers={
                "Content-Disposition": f'attachment; filename="{proposal.code}.zip"'
            },
        )

    @admin.action(description=_("Write reminders to who has not handed in"))
    def remind_chosen(self, request, proposals):
        waiting = proposals.filter(state__in=TO_REMIND)
        written = sum(reminder(each, timezone.now()) for each in waiting)
        told = ngettext(
            "One reminder waits in the outbox for somebody to release it.",
            "%(count)d reminders wait in the outbox for somebody to release them.",
            written,
        )
        self.message_user(request, told % {"count": written}, messages.WARNING)

    @admin.action(description=_("Table of what is chosen (CSV)"))
    def table_as_csv(self, request, proposals):
        return self.table(proposals, "csv")

    @admin.action(description=_("Table of what is chosen (XLSX)"))
    def table_as_xlsx(self, request, proposals):
        return self.table(proposals, "xlsx")

    def table(self, proposals, kind):
        name = capfirst(self.opts.verbose_name_plural).replace(" ", "-")
        return download(rows_of(list(proposals)), name, kind)


def where_to_declare(user, number):
    """The page of the proposal with this number on which somebody declares; or None."""
    rows = to_declare_on(user).select_related("proposal", "form")
    submission = rows.filter(proposal=number).first() if number.isdecimal() else None
    if submission is None:
        return None
    serving = Appointment.objects.serving(user)
    appointment = serving.get(stage=submission.form.stage_id)
    return reverse("my-review", args=[appointment.pk, submission.proposal.code])


def told_of(proposal):
    """What the page of a proposal shows."""
    counts, work = proposal.counts, work_of(proposal)
    parts = []
    if counts:
        parts = parts_in(counts)
    elif proposal.office_may_read:
        parts = parts_of(json.loads(canonical(handed_in(work))), work.form)
    return {
        "proposal": proposal,
        "work": work,
        "states": states_of(work),
        "parts": parts,
        "is_closed": is_closed(proposal),
        "moves": proposal.steps.select_related("by"),
        "submissions": proposal.submissions.select_related("by"),
        "attempts": proposal.late_attempts.select_related("by", "decided_by"),
        "letters": proposal.letters.order_by("pk"),
        "windows": proposal.edit_windows.select_related("by"),
    }
