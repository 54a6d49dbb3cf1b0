from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


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
