from django import forms
from django.utils.translation import gettext_lazy as _

from polisocial.models import ErrorReport


class ErrorReportForm(forms.ModelForm):
    """What a reader tells us about a page."""

    # People do not see this field; programs that fill in every field do.
    website = forms.CharField(required=False, label=_("Leave this empty"))

    class Meta:
        model = ErrorReport
        fields = ["page", "kind", "text", "email"]
        labels = {
            "page": _("Page"),
            "kind": _("What happens"),
            "text": _("Tell us more"),
            "email": _("Your e-mail, if you want an answer"),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 8, "aria-describedby": "text-hint"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {
            "text": {"required": _("Write what is wrong, in a few words.")},
            "kind": {"required": _("Choose what happens.")},
            "email": {"invalid": _("Check the e-mail address, or leave it empty.")},
        }

    @property
    def is_from_a_program(self):
        return bool(self.data.get("website"))
