from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import departments, orcid
from accounts.models import User
from accounts.role_groups import RoleGroup

AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "organisation_name": "organization",
}


class NameForm(forms.Form):
    """What signing up asks besides e-mail and password: the name a team reads."""

    first_name = forms.CharField(label=_("Name"), max_length=150)
    last_name = forms.CharField(label=_("Surname"), max_length=150)
    field_order = ("first_name", "last_name", "email", "password1")

    def signup(self, request, user):
        """Called by django-allauth once the account is made.

        Letters will be in the language in which the person read this page.
        """
        user.language = get_language()
        user.save(update_fields=["language"])


class ProfileForm(forms.ModelForm):
    """What a person says of themselves."""

    first_name = forms.CharField(label=_("Name"), max_length=150)
    last_name = forms.CharField(label=_("Surname"), max_length=150)
    role_group = forms.ChoiceField(
        label=_("What you are at the university"), required=False
    )
    department_code = forms.ChoiceField(label=_("Your department"), required=False)
    orcid = forms.CharField(
        label=_("ORCID iD"),
        help_text=_("Like 0000-0002-1825-0097, or its address at orcid.org."),
        max_length=60,
        required=False,
    )

    class Meta:
        model = User
        fields = (
            "first_name",
            "last_name",
            "language",
            "role_group",
            "department_code",
            "organisation_name",
            "orcid",
        )
        labels = {
            "language": _("Language of our letters to you"),
            "organisation_name": _("Your organisation, if it is not the university"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role_group"].choices = [("", "—"), *RoleGroup.choices]
        offered = [("", "—"), *departments.choices()]
        self.fields["department_code"].choices = offered
        for name, purpose in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose

    def clean_orcid(self):
        text = self.cleaned_data["orcid"]
        return orcid.clean(text) if text else ""
