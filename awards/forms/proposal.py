from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.role_groups import RoleGroup
from awards.models import Member, MemberRole
from directory.models import Department

INVITABLE = [
    (role.value, role.label)
    for role in (MemberRole.MANAGER, MemberRole.EDITOR, MemberRole.READER)
]


class StartForm(forms.Form):
    """Who coordinates, and which earlier proposal to begin from."""

    name = forms.CharField(label=_("Your name and surname"), max_length=200)
    role_group = forms.ChoiceField(label=_("What you are at the university"))
    department = forms.ModelChoiceField(
        label=_("Your department"),
        queryset=Department.objects.all(),
        required=False,
    )
    source = forms.ModelChoiceField(
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
        if not earlier.exists():
            del self.fields["source"]


class MemberForm(forms.ModelForm):
    """Somebody to name in the team, and what they may do."""

    role = forms.ChoiceField(label=_("Role"), choices=INVITABLE)

    class Meta:
        model = Member
        fields = ("name", "email", "role", "role_group", "department")


class ReasonForm(forms.Form):
    """Why, in the words of who does it."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea, max_length=2000)
