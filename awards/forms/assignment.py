from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 1_000_000


class AssignForm(forms.Form):
    """Some proposals, and who is to judge them."""

    proposals = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose at least one proposal."),
            "invalid_choice": gettext_lazy("Choose among those that are to be judged."),
        },
    )
    person = forms.TypedChoiceField(
        label=gettext_lazy("Who is to judge those chosen"),
        coerce=int,
        error_messages={"required": gettext_lazy("Choose who is to judge them.")},
    )

    def __init__(self, *args, proposals, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposals"].choices = [(each.pk, each.code) for each in proposals]
        self.fields["person"].choices = choices_of(people)


class TableForm(forms.Form):
    """A table of assignments, as a file."""

    table = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "In each row the code of a proposal and the e-mail of who is to judge it."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_table(self):
        file = self.cleaned_data["table"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is too large for a table of these."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            told = _("The file is not a text in UTF-8: save it as “CSV UTF-8”.")
            raise ValidationError(told) from None


class EachForm(forms.Form):
    """How many reviews each proposal is to have."""

    each = forms.IntegerField(
        label=gettext_lazy("Reviews for each proposal"), min_value=1, max_value=20
    )


class MoveForm(forms.Form):
    """Why a proposal is taken back, and to whom else it goes, if to anybody."""

    assignment = forms.TypedChoiceField(coerce=int)
    reason = forms.CharField(
        max_length=2000, error_messages={"required": gettext_lazy("Say why.")}
    )
    to = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)

    def __init__(self, *args, assignments, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignment"].choices = [(each.pk, each) for each in assignments]
        self.fields["to"].choices = choices_of(people)


def choices_of(people):
    return [("", "---------"), *((each.pk, each.name) for each in people)]
