"""Conflicts of interest, as the award office treats them; and its own."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.actions.conflict import declare, lift, substitute
from awards.admin.around import page_of
from awards.admin.hidden import OfProposalAdmin
from awards.admin.pages import about_one, carried_out, paths_of, short_day, show
from awards.models import Appointment, AppointmentState, Declaration
from awards.rules.conflict import hidden_pairs


class WithoutSubstitute(admin.SimpleListFilter):
    """Conflicts of people of a committee whose place nobody takes yet."""

    title = gettext_lazy("who takes their place")
    parameter_name = "without"

    def lookups(self, request, model_admin):
        return [("1", _("Nobody yet")), ("0", _("Somebody"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        rows = queryset.filter(has_conflict=True)
        return rows.filter(substitute__isnull=self.value() == "1")


@admin.register(Declaration)
class DeclarationAdmin(OfProposalAdmin):
    """What was declared: conflicts get a substitute, or are lifted with a reason."""

    change_form_template = "admin/awards/declaration.html"
    list_display = ["proposal", "who", "conflict", "grounds", "day", "substitute"]
    list_filter = [
        *("has_conflict", WithoutSubstitute),
        *("proposal__stage__call__competition", "proposal__stage__number"),
    ]
    list_select_related = ["proposal", "person", "substitute"]
    search_fields = ["proposal__code", "person__email", "person__last_name"]
    ordering = ["-has_conflict", "-at"]
    fields = readonly_fields = [
        *("proposal", "who", "conflict", "grounds", "at", "substitute")
    ]

    @admin.display(description=gettext_lazy("person"), ordering="person__last_name")
    def who(self, declaration):
        return declaration.person.get_full_name() or declaration.person

    @admin.display(
        description=gettext_lazy("conflict of interest"), ordering="has_conflict"
    )
    def conflict(self, declaration):
        if declaration.lapsed_at:
            return _("To be declared again: a later version names somebody new")
        return _("Yes") if declaration.has_conflict else _("No")

    @admin.display(description=gettext_lazy("declared"), ordering="at")
    def day(self, declaration):
        return short_day(declaration.at)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(proposal__rehearsal=None)

    def has_add_permission(self, request):
        return False  # people declare for themselves

    def has_delete_permission(self, request, obj=None):
        return False  # a conflict is lifted, which leaves a trace

    def save_model(self, request, obj, form, change):
        """Nothing is stored but by a button."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        may = obj.has_conflict and self.has_change_permission(request, obj)
        context |= {"may_treat": may, "colleagues": colleagues_of(obj) if may else ()}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self):
        ours = paths_of(self, substitute=self.substitute_view, lift=self.lift_view)
        return [*ours, *super().get_urls()]

    @about_one("awards.change_declaration", from_a_form=True)
    def substitute_view(self, request, declaration):
        number = request.POST.get("colleague", "")
        chosen = [each for each in colleagues_of(declaration) if str(each.pk) == number]
        if not chosen:
            messages.error(request, _("Choose somebody."))
            return redirect(page_of(declaration))
        told = _("%(name)s takes their place.") % {"name": chosen[0]}
        said = {"appointment": chosen[0], "reason": request.POST.get("because", "")}
        at = timezone.now()
        carried_out(request, substitute, declaration, at=at, told=told, **said)
        return redirect(page_of(declaration))

    @about_one("awards.change_declaration", from_a_form=True)
    def lift_view(self, request, declaration):
        why, at = request.POST.get("why", ""), timezone.now()
        told = _("Lifted: %(name)s may see the proposal and declare again.")
        told %= {"name": declaration.person.get_full_name() or declaration.person}
        if carried_out(request, lift, declaration, reason=why, at=at, told=told):
            return redirect("admin:awards_declaration_changelist")
        return redirect(page_of(declaration))


def colleagues_of(declaration):
    """Who serves with somebody in a committee that judges the proposal, and may."""
    stages = declaration.person.appointments.filter(
        stage__call=declaration.proposal.stage.call_id
    ).values("stage")
    rows = Appointment.objects.filter(stage__in=stages, state=AppointmentState.ACCEPTED)
    people = list(rows.select_related("stage__call__competition").order_by("name"))
    hidden = hidden_pairs([each.user_id for each in people])
    key = declaration.proposal_id
    return [each for each in people if (each.user_id, key) not in hidden]


class ConflictForm(forms.Form):
    """Somebody's own conflict of interest, in a few words."""

    grounds = forms.CharField(
        label=gettext_lazy("What ties you to it, in a few words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclareAdmin:
    """What the admin of proposals has for a conflict of interest of the staff."""

    @about_one("awards.view_proposal")
    def declare_view(self, request, proposal):
        """Whoever works here and is tied to a proposal sees nothing of it any more."""
        form = ConflictForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            grounds, now = form.cleaned_data["grounds"], timezone.now()
            try:
                declare(
                    proposal,
                    by=request.user,
                    has_conflict=True,
                    grounds=grounds,
                    at=now,
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                told = _("Declared: you see nothing of %(code)s any more.")
                messages.success(request, told % {"code": proposal})
                return redirect("admin:awards_proposal_changelist")
        context = {"title": _("I have a conflict of interest"), "form": form}
        return show(self, request, "declare", proposal, context)
