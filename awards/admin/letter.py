from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from awards.actions.letters import discard, release, rewrite, send_again
from awards.admin.hidden import OfProposalAdmin
from awards.emails.answers import is_released, waits_for_publication
from awards.models import Letter, LetterState
from awards.models.letter import by_need

TO_HANDLE = (LetterState.HELD, LetterState.FAILED)


KINDS = {
    "invitation": _("invitation to a team"),
    "partner": _("question to a partner"),
    "coordination": _("coordination handed over"),
    "submitted": _("handed in"),
    "withdrawn": _("withdrawn"),
    "reminder": _("reminder"),
    "deadline": _("new deadline"),
    "extension": _("later deadline granted"),
    "edit_window": _("sections open again"),
    "late_kept": _("late: kept"),
    "late_decided": _("late: decided"),
    "appointment": _("appointment to a committee"),
    "assigned": _("proposals to judge"),
    "reopened": _("review opened again"),
    "decision": _("decision"),
}


def discard_because(request):
    """Discarding for the reason that was typed beside the button."""
    return partial(discard, reason=request.POST.get("why", ""))


class WhyActionForm(ActionForm):
    """What to do with what is chosen, and why where it is discarded."""

    why = forms.CharField(label=_("why, to discard"), required=False)


class ByKind(admin.SimpleListFilter):
    """What letters tell, in words; of the kinds that were written."""

    title = _("what it tells")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        letters = model_admin.get_queryset(request).order_by()
        written = set(letters.values_list("kind", flat=True))
        return [(kind, words) for kind, words in KINDS.items() if kind in written]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Letter)
class LetterAdmin(OfProposalAdmin):
    """The outbox: what is held is read, mended and released; what failed is on top."""

    change_form_template = "admin/awards/letter.html"
    list_display = ["subject", "name", "email", "state", "created_at", "sent_at"]
    list_filter = ["state", ByKind, "language"]
    search_fields = ["subject", "name", "email", "proposal__code"]
    date_hierarchy = "created_at"
    action_form = WhyActionForm
    actions = ["release_chosen", "send_chosen_again", "discard_chosen"]
    fieldsets = [
        (None, {"fields": [("name", "email", "language"), "subject", "body"]}),
        (
            _("Its journey"),
            {
                "fields": [
                    ("state", "tries", "trouble"),
                    ("created_at", "due_at", "sent_at"),
                    ("handled_by", "handled_at"),
                ]
            },
        ),
    ]

    def get_queryset(self, request):
        """Rehearsed letters are read where the rehearsal is."""
        return super().get_queryset(request).exclude(state=LetterState.REHEARSED)

    def get_ordering(self, request):
        return by_need()

    def get_readonly_fields(self, request, obj=None):
        is_held = obj is not None and obj.state == LetterState.HELD
        may_write = is_held and not is_released(obj)
        written = {"subject", "body"} if may_write else set()
        return [n for n in flatten_fieldsets(self.fieldsets) if n not in written]

    def has_add_permission(self, request):
        return False  # the portal writes them

    def has_delete_permission(self, request, obj=None):
        return False  # discarded ones stay to be seen

    def has_change_permission(self, request, obj=None):
        is_over = obj is not None and (obj.state not in TO_HANDLE or is_released(obj))
        return not is_over and super().has_change_permission(request, obj)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["waits"] = obj is not None and waits_for_publication(obj)
        context["is_released"] = obj is not None and is_released(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as error:  # it left, or was released, this very moment
            self.message_user(request, error.messages[0], messages.ERROR)
            return redirect(request.path)

    def save_model(self, request, obj, form, change):
        said = {"subject": obj.subject, "body": obj.body}
        if form.changed_data:
            rewrite(obj, by=request.user, at=timezone.now(), **said)

    def response_change(self, request, obj):
        ways = {
            "_release": release,
            "_again": send_again,
            "_discard": discard_because(request),
        }
        for name, act in ways.items():
            if name in request.POST:
                self.carry_out(request, act, [obj])
        return super().response_change(request, obj)

    @admin.action(description=_("Release what is chosen"), permissions=["change"])
    def release_chosen(self, request, letters):
        self.carry_out(request, release, letters)

    @admin.action(description=_("Send again what is chosen"), permissions=["change"])
    def send_chosen_again(self, request, letters):
        self.carry_out(request, send_again, letters)

    @admin.action(description=_("Discard what is chosen"), permissions=["change"])
    def discard_chosen(self, request, letters):
        self.carry_out(request, discard_because(request), letters)

    def carry_out(self, request, act, letters):
        """Do it to each letter, and say of which it could not be done."""
        done = 0
        for letter in letters:
            try:
                moved = act(letter, by=request.user, at=timezone.now())
            except ValidationError as error:
                self.message_user(request, error.messages[0], messages.WARNING)
                continue
            done += 1
            self.log_change(request, moved, f"{moved.get_state_display()}.")
        told = ngettext("One letter: done.", "%(n)d letters: done.", done)
        self.message_user(request, told % {"n": done})
