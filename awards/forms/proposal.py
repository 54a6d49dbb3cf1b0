from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.role_groups import RoleGroup
from awards.models import Member, MemberRole, ProposalPartner
from awards.rules.numbers import typed_number
from awards.rules.proposal import title_of
from directory.models import Department, Organisation, OrganisationKind

INVITABLE = [
    (role.value, role.label)
    for role in (MemberRole.MANAGER, MemberRole.EDITOR, MemberRole.READER)
]


class EarlierField(forms.ModelChoiceField):
    """One of somebody's proposals, by its title and call."""

    def label_from_instance(self, proposal):
        return f"{title_of(proposal)} ({proposal.stage.call})"


class StartForm(forms.Form):
    """Who coordinates, and which earlier proposal to begin from."""

    name = forms.CharField(label=_("Your name and surname"), max_length=200)
    role_group = forms.ChoiceField(label=_("What you are at the university"))
    department = forms.ModelChoiceField(
        label=_("Your department"),
        queryset=Department.objects.all(),
        required=False,
        empty_label="—",
    )
    source = EarlierField(
        label=_("Begin from an earlier proposal of yours"),
        help_text=_("Answers are copied where the question is the same."),
        queryset=None,
        required=False,
        empty_label=_("No, from nothing"),
    )

    def __init__(self, *args, earlier, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role_group"].choices = [("", "—"), *RoleGroup.choices]
        self.fields["source"].queryset = earlier
        if not earlier:
            del self.fields["source"]


def known_of(person):
    """What a person need not type again: their account says it."""
    return {
        "name": person.get_full_name(),
        "role_group": person.role_group,
        "department": Department.objects.filter(code=person.department_code).first(),
    }


class MemberForm(forms.ModelForm):
    """Somebody to name in the team, and what they may do."""

    class Meta:
        model = Member
        fields = ("name", "email", "role", "role_group", "department")

    def __init__(self, *args, is_oneself=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name and surname")
        self.fields["email"].label = _("E-mail")
        self.fields["role"].label = _("Role")
        self.fields["role_group"].label = _("At the university")
        self.fields["role_group"].choices = [("", "—"), *RoleGroup.choices]
        self.fields["department"].label = _("Department")
        self.fields["department"].empty_label = "—"
        if self.instance.pk:  # a letter went to that address: another is another person
            del self.fields["email"]
        if is_oneself or self.instance.role == MemberRole.COORDINATOR:
            del self.fields["role"]
        else:
            self.fields["role"].choices = INVITABLE
            if not self.instance.pk:
                self.initial["role"] = MemberRole.EDITOR
            self.fields["role"].help_text = _(
                "A project manager also names people and hands in; who writes changes "
                "the texts; who reads changes nothing."
            )


class SumField(forms.DecimalField):
    """A sum in euro, typed as people write it in either language: 1.234,50."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(localize=True, **kwargs)

    def to_python(self, value):
        typed = typed_number(value) if isinstance(value, str) else value
        return super().to_python(value if typed is None else typed)


class PartnerForm(forms.ModelForm):
    """A partner by its name: one of the directory, or a new one with its kind."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        help_text=_("Choose one that appears while you write, or write a new one."),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "known-partners", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("What it is, if it is new"),
        choices=[("", "—"), *OrganisationKind.choices],
        required=False,
    )
    value = SumField(
        label=_("Worth (EUR)"),
        required=False,
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
    )

    class Meta:
        model = ProposalPartner
        fields = ("role", "contribution", "value", "contact_name", "contact_email")

    field_order = ("name", "kind", "role", "contribution", "value")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].label = _("What it does in the project")
        self.fields["contribution"].label = _("Contribution")
        self.fields["contact_name"].label = _("Who answers for it")
        self.fields["contact_email"].label = _("E-mail of who answers for it")
        if self.instance.pk:
            self.initial["name"] = str(self.instance)
            self.initial["kind"] = self.instance.proposed_kind

    def clean(self):
        """The directory's organisation of that name, or a new one that has a kind."""
        cleaned = super().clean()
        name, kind = cleaned.get("name", "").strip(), cleaned.get("kind", "")
        known = Organisation.objects.public().filter(name__iexact=name).first()
        if name and known is None and not kind:
            self.add_error("kind", _("It is new to us: say what it is."))
        self.instance.organisation = known
        self.instance.proposed_name = "" if known else name
        self.instance.proposed_kind = "" if known else kind
        return cleaned


class ReasonForm(forms.Form):
    """Why, in the words of who does it."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea, max_length=2000)
