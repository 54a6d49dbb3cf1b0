from django import forms
from django.utils.translation import gettext_lazy as _

from awards.actions.decision import outcomes_at
from awards.forms.proposal import SumField
from awards.models import Decision


class DecideForm(forms.Form):
    """What becomes of a proposal at its stage, and why."""

    outcome = forms.ChoiceField(label=_("Outcome"))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=Decision._meta.get_field("reason").help_text,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    amount = SumField(
        label=_("Award (EUR)"),
        help_text=_("Only of what is funded."),
        required=False,
        max_digits=12,
        decimal_places=2,
    )

    def __init__(self, *args, stage, **kwargs):
        super().__init__(*args, **kwargs)
        outcomes = outcomes_at(stage)
        self.fields["outcome"].choices = [
            ("", "—"),
            *((each.value, each.label) for each in outcomes),
        ]

    def add_refusal(self, error):
        """Say what an action refused, beside the field it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class CallOffForm(forms.Form):
    """Why a publication that is to come is taken back."""

    reason = forms.CharField(
        label=_("Why it is called off"), max_length=2000, widget=forms.Textarea
    )
