"""What the award office decides about late comers, deadlines and new partners."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from awards.actions.deadline import extend, reopen
from awards.actions.partners import add_to_directory, merge
from awards.actions.submission import admit, refuse
from awards.admin.hidden import OfProposalAdmin
from awards.models import (
    EditWindow,
    Extension,
    LateAttempt,
    LateState,
    MemberRole,
    Proposal,
    ProposalPartner,
    ProposalState,
)
from awards.rules.coordinator import unfit
from awards.rules.frozen import read
from awards.rules.pages import pages_of
from awards.rules.proposal import is_closed
from awards.rules.requirements import BUDGET, PARTNERS, TEAM
from awards.rules.told import parts_of
from content.admin.base import ContentForms
from content.formats import instant_text

# What a team says of a partner, besides which it is.
DETAILS = [
    *("role", "contribution", "value"),
    *("contact_name", "contact_email", "confirmed_at"),
]
WAYS = {"_admit": admit, "_refuse": refuse}


@admin.register(LateAttempt)
class LateAttemptAdmin(OfProposalAdmin):
    """What came late, with its seconds: admitted or not, by a person, with a reason."""

    change_form_template = "admin/awards/late.html"
    list_display = ["proposal", "seconds_late", "began_at", "by", "state", "decided_by"]
    list_filter = ["state", "proposal__stage__call__competition"]
    list_select_related = ["proposal", "by", "decided_by"]
    search_fields = ["proposal__code", "by__email"]
    ordering = ["-state", "began_at"]  # waiting first
    fields = [
        *("proposal", "began_at", "seconds_late", "by", "state", "reason"),
        *("decided_by", "decided_at", "submission"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(proposal__rehearsal=None)

    def get_readonly_fields(self, request, obj=None):
        is_waiting = obj is not None and obj.state == LateState.WAITING
        return [name for name in self.fields if not is_waiting or name != "reason"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        is_over = obj is not None and obj.state != LateState.WAITING
        return not is_over and super().has_change_permission(request, obj)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            form = read(obj.form.content)
            context["parts"] = parts_of(obj.handed_in(), form)
            coordinator = obj.proposal.members.get(role=MemberRole.COORDINATOR)
            context["warnings"] = unfit(obj.proposal, coordinator, form.rules)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """Nothing is stored but by a decision."""

    def response_change(self, request, obj):
        act = next((act for name, act in WAYS.items() if name in request.POST), None)
        if act:
            reason = request.POST.get("reason", "")
            try:
                act(obj, by=request.user, reason=reason, at=timezone.now())
            except ValidationError as error:
                self.message_user(request, error.messages[0], messages.ERROR)
            else:
                told = _("Decided. Its letters wait in the outbox to be released.")
                self.message_user(request, told, messages.WARNING)
        return super().response_post_save_change(request, obj)


class GrantedAdmin(ContentForms, OfProposalAdmin):
    """Something granted until an instant, for a reason, by whoever is signed in.

    `grant` is the action that stores it and tells it.
    """

    readonly_fields = ["by", "at"]

    def get_changeform_initial_data(self, request):
        return {"until": None} | super().get_changeform_initial_data(request)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.by, obj.at = request.user, timezone.now()
        if form.has_changed():
            self.grant(obj, by=request.user, at=timezone.now())
            self.message_user(request, _("A letter tells it."))


class GrantedForm(forms.ModelForm):
    def clean_until(self):
        until = self.cleaned_data["until"]
        if "until" in self.changed_data and until <= timezone.now():
            raise ValidationError(_("It has passed already: write a later instant."))
        return until


class ExtensionForm(GrantedForm):
    """Whom it is for, by the e-mail of their account: the office lists no accounts."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the person's account"))

    class Meta:
        model = Extension
        fields = ["stage", "until", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["email"] = self.instance.person.email

    def clean_email(self):
        person = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if person is None:
            raise ValidationError(_("No account has this e-mail address."))
        self.instance.person = person
        return person.email

    def clean(self):
        super().clean()
        stage, until = map(self.cleaned_data.get, ("stage", "until"))
        is_new = "until" in self.changed_data and stage and until
        if is_new and stage.closes_at and until <= stage.closes_at:
            told = _("It is not later than the deadline, which is on %(when)s.")
            when = instant_text(stage.closes_at)
            self.add_error("until", ValidationError(told, params={"when": when}))


@admin.register(Extension)
class ExtensionAdmin(GrantedAdmin):
    form = ExtensionForm
    list_display = ["person", "stage", "until", "by", "at"]
    list_filter = ["stage__call__competition"]
    list_select_related = ["person", "stage__call__competition", "by"]
    search_fields = ["person__email", "person__last_name"]
    fields = ["stage", "email", "until", "reason", "by", "at"]

    grant = staticmethod(extend)


class EditWindowForm(GrantedForm):
    """The sections are those of the form that the proposal answered."""

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        number = self.initial.get("proposal") or self.data.get("proposal")
        number = number or self.instance.proposal_id
        number = str(number or "")
        # Those that may be chosen: of others not even the sections are told.
        rows = (
            self.fields["proposal"].queryset
            if "proposal" in self.fields
            else Proposal.objects
        )
        known = rows.filter(pk=number) if number.isdecimal() else []
        choices = {page.name: page.title for each in known for page in pages_open(each)}
        self.fields["sections"].choices = choices.items()
        if not choices:
            self.fields["sections"].help_text = _("Choose the proposal, then save.")

    def clean_proposal(self):
        proposal = self.cleaned_data["proposal"]
        if proposal.state != ProposalState.SUBMITTED:
            raise ValidationError(
                _("Only what is handed in, and not decided, can be opened again.")
            )
        return proposal


def pages_open(proposal):
    """The pages that may be opened again: those whose fields a version holds."""
    form = read((proposal.counts.form if proposal.counts else proposal.form()).content)
    others = (TEAM, PARTNERS, BUDGET)
    return [page for page in pages_of(form) if page.name not in others]


@admin.register(EditWindow)
class EditWindowAdmin(GrantedAdmin):
    form = EditWindowForm
    list_display = ["proposal", "__str__", "until", "by", "at"]
    list_select_related = ["proposal", "by"]
    search_fields = ["proposal__code"]
    fields = ["proposal", "sections", "until", "reason", "by", "at"]

    grant = staticmethod(reopen)


@admin.register(ProposalPartner)
class ProposalPartnerAdmin(ContentForms, OfProposalAdmin):
    """Partners that a team proposed: which organisation of the directory each is.

    Of a draft that the office may not read, that is all that is told.
    """

    change_form_template = "admin/awards/partner.html"
    list_display = ["__str__", "proposal", "proposed_kind", "merged_into"]
    list_filter = [("merged_into", admin.EmptyFieldListFilter), "proposed_kind"]
    list_select_related = ["proposal", "organisation", "merged_into"]
    search_fields = ["proposed_name", "proposal__code"]
    fields = ["proposed_name", "proposed_kind", "merged_into", "proposal"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.filter(organisation=None, proposal__rehearsal=None)

    def get_fields(self, request, obj=None):
        is_told = obj is not None and not is_closed(obj.proposal)
        return self.fields + (DETAILS if is_told else [])

    def get_readonly_fields(self, request, obj=None):
        fields = self.get_fields(request, obj)
        return [name for name in fields if name != "merged_into"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.to_directory_view)
        name = "awards_proposalpartner_to_directory"
        place = path("<path:object_id>/to-directory/", view, name=name)
        return [place, *super().get_urls()]

    def may_add(self, request, partner):
        """Who writes both what was proposed and the directory."""
        may = request.user.has_perm("directory.add_organisation")
        return may and self.has_change_permission(request, partner)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        is_new = obj is not None and obj.merged_into_id is None
        context["may_add"] = is_new and self.may_add(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def to_directory_view(self, request, object_id):
        """Add what was proposed to the directory: sent by a button, never opened."""
        if request.method != "POST":
            raise Http404
        partner = self.get_object(request, unquote(object_id))
        if not self.may_add(request, partner):
            raise PermissionDenied
        if partner is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        try:
            organisation, count = add_to_directory(
                partner, by=request.user, at=timezone.now()
            )
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect("admin:awards_proposalpartner_change", partner.pk)
        told = _("It is in the directory, as a draft. Said of %(count)d proposals.")
        self.message_user(request, told % {"count": count})
        return redirect("admin:directory_organisation_change", organisation.pk)

    def save_model(self, request, obj, form, change):
        """The same for everybody who proposed it by the same name."""
        if "merged_into" not in form.changed_data:
            return
        count = merge(obj, obj.merged_into, by=request.user, at=timezone.now())
        told = _("Said of %(count)d proposals that name it.") % {"count": count}
        self.message_user(request, told)
