from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Call, CallDocument, Competition, Question, QuestionKind
from content.files.checks import Unfit
from content.files.store import NoRoom, keep


class CopyForm(forms.Form):
    """Which call to copy, and for which competition."""

    call = forms.ModelChoiceField(
        label=gettext_lazy("Copy the call of"),
        queryset=Call.objects.select_related("competition"),
    )
    competition = forms.ModelChoiceField(
        label=gettext_lazy("For the competition"),
        queryset=Competition.objects.filter(call=None),
        help_text=gettext_lazy("Those that have no call yet."),
    )


class FreezeForm(forms.Form):
    """Why a form changes: asked in both languages, and not of the first version."""

    reason_it = forms.CharField(
        label=gettext_lazy("Why the form changes (Italian)"),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "it"}),
        help_text=gettext_lazy("Those who are writing read it."),
    )
    reason_en = forms.CharField(
        label=gettext_lazy("Why the form changes (English)"),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )

    def __init__(self, *args, asks_reason, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_reason:
            self.fields.clear()


class QuestionRowForm(forms.ModelForm):
    """A question as a row of its section, which shows some of its columns."""

    class Meta:
        model = Question
        fields = ["key", "kind", "label_it", "label_en", "is_required", "position"]

    def clean(self):
        super().clean()
        kind, question = self.cleaned_data.get("kind"), self.instance
        of_words = question.word_limit is not None
        of_numbers = question.least is not None or question.most is not None
        if (of_words and kind != QuestionKind.LONG_TEXT) or (
            of_numbers and kind != QuestionKind.NUMBER
        ):
            told = _("It has limits of another kind: open it and take them away first.")
            self.add_error("kind", told)


class DocumentForm(forms.ModelForm):
    """A file that anybody may download; another may take its place."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("At most 20 MB."),
        required=False,
    )

    class Meta:
        model = CallDocument
        fields = ["name_it", "name_en", "note_it", "note_en", "position"]

    def clean_file(self):
        """Keep what arrived; what the row says of it is told by its bytes."""
        upload = self.cleaned_data["file"]
        if upload is None:
            if not self.instance.sha256:
                raise ValidationError(_("Choose the file."))
            return None
        try:
            kept = keep(upload)
        except Unfit as error:
            raise ValidationError(str(error)) from error
        except NoRoom as error:
            raise ValidationError(_("There is no room for the file now.")) from error
        self.instance.sha256, self.instance.size = kept.sha256, kept.size
        self.instance.original_name = kept.name
        self.instance.mime = kept.looked.kind.media_type
        return upload
