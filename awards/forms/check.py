from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from awards.models import Finding

ANSWERS = [("1", pgettext_lazy("rule", "met")), ("0", pgettext_lazy("rule", "not met"))]
PROPOSED = {Finding.MET: "1", Finding.NOT_MET: "0"}


class CheckForm(forms.Form):
    """What a person says of each rule; what the portal found is chosen already."""

    def __init__(self, *args, found, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.found, self.rows = found, rows
        for each in found:
            row = rows.get(each.rule)
            said = PROPOSED.get(each.finding)
            if row:
                said = "1" if row.is_met else "0"
            self.fields[f"met.{each.rule}"] = forms.ChoiceField(
                label=each.label,
                choices=ANSWERS,
                initial=said,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"why.{each.rule}"] = forms.CharField(
                label=_("Why: %(rule)s") % {"rule": each.label},
                initial=row.reason if row else "",
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self):
        cleaned = super().clean()
        untold = [
            _("“%(rule)s”: say whether it is met.") % {"rule": each.label}
            for each in self.found
            if cleaned.get(f"why.{each.rule}") and not cleaned.get(f"met.{each.rule}")
        ]
        if untold:
            raise ValidationError(untold)
        return cleaned

    def said(self):
        """Of each rule that something was said of: is it met, and why."""
        return {
            each.rule: (met == "1", self.cleaned_data[f"why.{each.rule}"])
            for each in self.found
            if (met := self.cleaned_data[f"met.{each.rule}"])
        }

    def lines(self):
        """Each rule as a page shows it."""
        return [
            {
                "found": each,
                "met": self[f"met.{each.rule}"],
                "why": self[f"why.{each.rule}"],
                "row": self.rows.get(each.rule),
            }
            for each in self.found
        ]
