"""Sources edited beside the figure they support."""

from django.db.models import prefetch_related_objects
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from content.admin.base import ContentInline, RowsFormSet


class SourcesFormSet(RowsFormSet):
    """The sources of one figure, or of whatever has no rows of its own here."""

    about = ""
    others = ()

    @classmethod
    def get_default_prefix(cls):
        prefix = super().get_default_prefix()
        return f"{prefix}_{cls.about}" if cls.about else prefix

    def get_queryset(self):
        if not hasattr(self, "_queryset"):
            self._queryset = [row for row in self.all_sources() if self.takes(row)]
        return self._queryset

    def all_sources(self):
        """Those of every figure, read once for all the formsets of a page."""
        if self.queryset.query.is_empty():  # a new thing, or one may not see them
            return []
        name = self.fk.remote_field.get_accessor_name()
        prefetch_related_objects([self.instance], name)
        return getattr(self.instance, name).all()

    def takes(self, source):
        return source.about not in self.others and self.about in ("", source.about)

    def save_new(self, form, commit=True):
        form.instance.about = self.about
        return super().save_new(form, commit)


class SourcesInline(ContentInline):
    formset = SourcesFormSet
    fields = ["address", "as_of", "note_it", "note_en", "position"]
    about = ""
    others = ()

    def __init__(self, parent_model, admin_site):
        super().__init__(parent_model, admin_site)
        if self.about:
            figure = parent_model._meta.get_field(self.about).verbose_name
            self.verbose_name_plural = format_lazy("{}: {}", _("sources"), figure)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.about, formset.others = self.about, self.others
        return formset


def sources_of(model, *figures):
    """Inlines of a table of sources: one beside each figure, one for all the rest.

    `figures` are fields of the thing described, of those that `Source.about` names.
    """
    kinds = [
        type(
            f"{model.__name__}{figure.title()}Inline",
            (SourcesInline,),
            {
                "model": model,
                "about": figure,
                "beside": figure,
                "others": () if figure else figures,
            },
        )
        for figure in (*figures, "")
    ]
    return kinds


def figures_of(model_admin):
    """The figures of an admin that have sources beside them."""
    kinds = [kind for kind in model_admin.inlines if issubclass(kind, SourcesInline)]
    return [kind.about for kind in kinds if kind.about]
