from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.forms.proposal import SumField
from content.formats import euro_text


class AcceptForm(forms.Form):
    """To serve, and to keep confidential what is read."""

    confidential = forms.BooleanField(
        label=_(
            "I keep confidential what I read here, and use it only to judge; of each "
            "proposal I say first whether I have a conflict of interest."
        )
    )


class DeclareForm(forms.Form):
    """Whether there is a conflict of interest with one proposal, and which."""

    has_conflict = forms.TypedChoiceField(
        label=_("Do you have a conflict of interest with it?"),
        choices=[("0", _("No, I have none")), ("1", _("Yes, I have one"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    grounds = forms.CharField(
        label=_("If you have one: which, in a few words"),
        help_text=_(
            "You will see nothing more of this proposal: not its text, its scores, nor "
            "its place."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("has_conflict") and not cleaned.get("grounds", "").strip():
            self.add_error("grounds", _("Say in a few words what the conflict is."))
        return cleaned


class RemarkForm(forms.Form):
    """Something to say to the committee of a proposal."""

    text = forms.CharField(
        label=_("What you say to the committee"),
        help_text=_("It stays as you write it, with your name."),
        max_length=10_000,
        widget=forms.Textarea,
    )


class PotForm(forms.Form):
    """Another sum of money, to see how far it would go; one for each category."""

    def __init__(self, *args, categories=(), **kwargs):
        super().__init__(*args, **kwargs)
        least = Decimal(0)
        self.fields["pot"] = SumField(
            label=_("With this money in all (EUR)"),
            required=False,
            max_digits=12,
            decimal_places=2,
            min_value=least,
        )
        for each in categories:
            self.fields[f"pot.{each.id}"] = SumField(
                label=_("For “%(name)s” (EUR)") % {"name": each.name},
                initial=each.budget and euro_text(each.budget),
                required=False,
                max_digits=12,
                decimal_places=2,
                min_value=least,
            )

    def pots(self):
        """What was said, by category: None unless it was said of one at least."""
        said = {
            int(name.partition(".")[2]): sum_
            for name, sum_ in self.cleaned_data.items()
            if name.startswith("pot.") and sum_ is not None
        }
        return said or None


class WhyForm(forms.Form):
    """Why something is done once more; not asked the first time."""

    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea, max_length=2000, required=False
    )

    def __init__(self, *args, is_again, **kwargs):
        super().__init__(*args, **kwargs)
        if is_again:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
