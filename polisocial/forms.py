from django import forms
from django.utils.translation import gettext_lazy as _

from polisocial.models import ErrorReport, ReportKind


class ErrorReportForm(forms.ModelForm):
    """What a reader tells us about a page."""

    kind = forms.ChoiceField(
        label=_("What happens"),
        choices=ReportKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens.")},
    )
    # People do not see this field; programs that fill in every field do.
    trap = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = ErrorReport
        fields = ["page", "kind", "text", "email"]
        labels = {
            "page": _("Page"),
            "text": _("Tell us more"),
            "email": _("Your e-mail, if you want an answer"),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 8, "aria-describedby": "text-hint"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {
            "text": {"required": _("Write what is wrong, in a few words.")},
            "email": {"invalid": _("Check the e-mail address, or leave it empty.")},
        }

    @property
    def is_from_a_program(self):
        return bool(self.data.get("trap"))
