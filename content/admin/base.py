"""What every admin of content has in common: a form in two columns, a list that tells.

A concrete admin says what is its own: fieldsets, columns, filters, rows.
"""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Count, GeneratedField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.forms import BaseInlineFormSet, Textarea
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.admin.meanwhile import MeanwhileAdmin
from content.admin.preview import PreviewAdmin
from content.admin.publication import PublicationAdmin
from content.admin.widgets import AddressInput, ItalianTextarea, NamedSelect
from content.bilingual import LANGUAGES, bilingual_names
from content.lines import LinesField

PUBLICATION = (
    _("Publication"),
    {
        "fields": [("published_from", "published_until")],
        "description": _(
            "Without a first instant it is a draft, which only the staff sees. After "
            "the second one its address answers that it was withdrawn."
        ),
    },
)


def pair(name):
    """The two columns of a text, side by side in one row of a form."""
    return tuple(f"{name}_{language}" for language in LANGUAGES)


def relations(model):
    """The names of the fields that choose another thing."""
    return [
        field.name
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.is_relation
        and (not field.many_to_many or field.remote_field.through._meta.auto_created)
    ]


def is_prose(field):
    """An Italian text in sentences: a list of keywords has no readability."""
    return (
        isinstance(field, models.TextField)
        and not isinstance(field, LinesField)
        and field.name.endswith("_it")
    )


class ContentForms(admin.options.BaseModelAdmin):
    """How a field is edited, in a form and in its rows."""

    def get_autocomplete_fields(self, request):
        return relations(self.model)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", NamedSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if is_prose(db_field):
            kwargs.setdefault("widget", ItalianTextarea)
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("widget", AddressInput)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        *_rest, language = db_field.name.rpartition("_")
        if language in LANGUAGES:
            field.widget.attrs["lang"] = language
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            # One may add what is not there yet; what is there has its own page.
            field.widget.can_delete_related = field.widget.can_view_related = False
        if isinstance(field.widget, Textarea):
            field.widget.attrs["rows"] = 4
        if isinstance(db_field, models.DateTimeField):
            name_parts(field.widget, db_field.verbose_name)
        return field


def name_parts(widget, name):
    """Tell a date and its time apart for who hears the form: they have one label."""
    for part, word in zip(widget.widgets, (_("date"), _("time")), strict=True):
        part.attrs["aria-label"] = format_lazy("{}: {}", name, word)


class RowsFormSet(BaseInlineFormSet):
    """Rows whose choices are named from what was read with them."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        cached = form.instance._state.fields_cache
        for name, field in form.fields.items():
            chooser = getattr(field.widget, "widget", field.widget)
            if isinstance(chooser, NamedSelect):
                chooser.chosen = cached.get(name)
        return form


class ContentInline(ContentForms, admin.TabularInline):
    """Rows of a thing. `beside` names a field: they stand after its fieldset."""

    template = "admin/content/rows.html"
    formset = RowsFormSet
    extra = 0
    beside = ""

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*relations(self.model))


class ContentAdmin(ContentForms, MeanwhileAdmin, PreviewAdmin, PublicationAdmin):
    change_form_template = "admin/content/change_form.html"
    list_per_page = 50
    save_on_top = True
    # Counts beside every choice would double the queries of a list.
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        """Rows without their long search columns, and with `source_count`."""
        vectors = [
            field.name
            for field in self.opts.fields
            if isinstance(field, GeneratedField)
            and isinstance(field.output_field, SearchVectorField)
        ]
        rows = super().get_queryset(request).defer(*vectors)
        if not hasattr(self.model, "sources"):
            return rows
        relation = self.opts.get_field("sources")
        key = relation.field.name
        counted = (
            relation.related_model.objects.filter(**{key: OuterRef("pk")})
            .order_by()
            .values(key)
            .annotate(count=Count("pk"))
        )
        return rows.annotate(
            source_count=Coalesce(Subquery(counted.values("count")), Value(0))
        )

    def view_on_site(self, thing):
        """Its page, once there is one that everybody can read."""
        is_public = getattr(thing, "is_public", None)
        if not hasattr(thing, "get_absolute_url") or (is_public and not is_public()):
            return None
        return thing.get_absolute_url()

    @admin.display(description=_("publication"), ordering="published_from")
    def state(self, thing):
        return thing.publication().label

    @admin.display(description=_("English to write"), empty_value=_("nothing"))
    def english_to_write(self, thing):
        missing = [
            str(self.opts.get_field(f"{name}_en").verbose_name)
            for name in bilingual_names(self.model)
            if getattr(thing, f"{name}_it") and not getattr(thing, f"{name}_en")
        ]
        return ", ".join(missing)

    @admin.display(description=_("sources"), ordering="source_count")
    def sources_known(self, thing):
        return thing.source_count or pgettext_lazy("sources", "none")
