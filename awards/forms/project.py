"""What the team of a funded proposal writes of its project, for everybody to read."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from awards.models import Project
from content.admin.widgets import ItalianTextarea
from directory.models import Place


class CompleteForm(forms.ModelForm):
    """The public page of a project in both languages, and where it happens.

    `seen` is the instant of what the page was made from: who stored something since
    is not overwritten unread.
    """

    seen = forms.DateTimeField(widget=forms.HiddenInput)
    place = forms.CharField(
        label=_("Add a place"),
        help_text=_("Choose one that appears while you write, or write a new one."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-places", "autocomplete": "off"}),
    )

    class Meta:
        model = Project
        fields = (
            *("acronym", "title_it", "title_en", "summary_it", "summary_en"),
            *("keywords_it", "keywords_en", "website", "started", "ended"),
        )
        widgets = {"summary_it": ItalianTextarea(attrs={"rows": 10})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.updated_at.isoformat()
        self.fields["acronym"].help_text = _("What it is called in short.")
        if months := self.instance.duration_months:
            told = ngettext(
                "In what was handed in it lasts %(n)d month.",
                "In what was handed in it lasts %(n)d months.",
                months,
            )
            self.fields["ended"].help_text = told % {"n": months}
        self.fields["summary_it"].help_text = _(
            "The first sentence stands alone in lists: it says what you do, and for "
            "whom."
        )

    def stored_otherwise(self):
        """What is stored now of the fields where this form says something else."""
        stored = type(self.instance).objects.get(pk=self.instance.pk)
        return [
            (self[name].label, self.fields[name].prepare_value(getattr(stored, name)))
            for name in self.Meta.fields
            if getattr(stored, name) != self.cleaned_data.get(name)
        ]

    def places(self, there):
        """Of the places there are, those still ticked; one of the directory more."""
        ticked = set(self.data.getlist("places"))
        kept = [place for place in there if str(place.pk) in ticked]
        known = self.known_place
        return [*kept, known] if known and known not in kept else kept

    @property
    def known_place(self):
        name = self.cleaned_data["place"].strip()
        return Place.objects.filter(name_it__iexact=name).first() if name else None

    @property
    def new_place(self):
        return "" if self.known_place else self.cleaned_data["place"].strip()
