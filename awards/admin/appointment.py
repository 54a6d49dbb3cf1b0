"""The people of a stage: called to serve, asked once more, dismissed."""

from django.contrib import admin
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from awards.actions.appointment import appoint, appoint_again, dismiss
from awards.admin.around import page_of
from awards.admin.pages import about_one, carried_out, paths_of, short_day
from awards.models import LIVE, Appointment, AppointmentState, AssignmentState
from awards.rules.conflict import hidden_from
from content.admin.base import ContentForms

WHO = ["stage", "role", "name", "email"]
HOW_MUCH = ["department", "most"]
ANSWERED = ["state", "user", "by", "invited_at", "confidential_at", "ended_at"]


class AppointmentForm(ModelForm):
    """Who is called: what else the database asks depends on the state, never typed."""

    class Meta:
        model = Appointment
        fields = [*WHO, *HOW_MUCH]

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"state"}


@admin.register(Appointment)
class AppointmentAdmin(ContentForms, admin.ModelAdmin):
    """Committees: who was called, what they answered, how far they are.

    Nobody is deleted from one: who is dismissed stays, with the reason.
    """

    change_form_template = "admin/awards/appointment.html"
    form = AppointmentForm
    list_display = [
        *("name", "role", "stage", "of_department", "state", "answered"),
        *("assigned", "handed_in"),
    ]
    list_filter = ["state", "role", "stage__call__competition", "stage__number"]
    list_select_related = ["stage__call__competition", "department"]
    search_fields = ["name", "email"]

    def get_queryset(self, request):
        """With what each has, of the proposals that are not hidden from who looks."""
        shown = Q(assignments__state=AssignmentState.OPEN)
        shown &= ~Q(assignments__proposal__in=hidden_from(request.user))
        is_in = shown & Q(assignments__review__counts__isnull=False)
        rows = super().get_queryset(request)
        return rows.annotate(
            has=Count("assignments", filter=shown),
            is_in=Count("assignments", filter=is_in),
            answer_at=Coalesce("confidential_at", "ended_at"),
        )

    @admin.display(description=gettext_lazy("department"), ordering="department")
    def of_department(self, appointment):
        return appointment.department and appointment.department.code.upper()

    @admin.display(description=gettext_lazy("answered"), ordering="answer_at")
    def answered(self, appointment):
        return appointment.answer_at and short_day(appointment.answer_at)

    @admin.display(
        description=pgettext_lazy("proposals to judge", "assigned"), ordering="has"
    )
    def assigned(self, appointment):
        if appointment.most is None:
            return appointment.has
        told = _("%(has)d, at most %(most)d")
        return told % {"has": appointment.has, "most": appointment.most}

    @admin.display(
        description=pgettext_lazy("proposals to judge", "reviews in"), ordering="is_in"
    )
    def handed_in(self, appointment):
        return appointment.is_in

    def get_fieldsets(self, request, obj=None):
        asked = (None, {"fields": [("stage", "role"), ("name", "email"), HOW_MUCH]})
        if obj is None:
            return [asked]
        return [
            asked,
            (
                _("What they answered"),
                {"fields": [*ANSWERED, *(["reason"] if obj.reason else [])]},
            ),
            (_("What they judge"), {"fields": [("assigned", "handed_in")]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        """How much somebody judges may change while they serve; who they are, not."""
        if obj is None:
            return []
        kept = [*WHO, *ANSWERED, "reason", "assigned", "handed_in"]
        return kept if obj.state in LIVE else [*kept, *HOW_MUCH]

    def get_changeform_initial_data(self, request):
        return super().get_changeform_initial_data(request) or {"role": "evaluator"}

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            appoint(obj, by=request.user, at=timezone.now())

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        may = obj is not None and self.has_change_permission(request, obj)
        context["may_dismiss"] = may and obj.state in LIVE
        context["may_ask"] = may and obj.state == AppointmentState.INVITED
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self):
        ours = paths_of(self, again=self.again_view, dismiss=self.dismiss_view)
        return [*ours, *super().get_urls()]

    @about_one("awards.change_appointment", from_a_form=True)
    def again_view(self, request, appointment):
        told = _("A new link is on its way to %(email)s; the earlier one is void.")
        told %= {"email": appointment.email}
        carried_out(request, appoint_again, appointment, at=timezone.now(), told=told)
        return redirect(page_of(appointment))

    @about_one("awards.change_appointment", from_a_form=True)
    def dismiss_view(self, request, appointment):
        told = _("%(name)s serves no more.") % {"name": appointment}
        why = request.POST.get("why", "")
        now = timezone.now()
        carried_out(request, dismiss, appointment, reason=why, at=now, told=told)
        return redirect(page_of(appointment))
