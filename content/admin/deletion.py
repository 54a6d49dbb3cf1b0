"""Deleting in the admin: refused where others refer to it, with the list of them."""

from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.references import own_counts, references


class DeletionAdmin(admin.ModelAdmin):
    """Says who refers to a thing before Django would find out by deleting it."""

    delete_confirmation_template = "admin/content/delete_confirmation.html"
    delete_selected_confirmation_template = (
        "admin/content/delete_selected_confirmation.html"
    )

    def get_deleted_objects(self, objs, request):
        """What goes, how many of each kind, what may not go, and what forbids it."""
        things = list(objs)
        counts = {self.opts.verbose_name_plural: len(things)}
        forbidden = set()
        if not all(self.has_delete_permission(request, thing) for thing in things):
            forbidden.add(self.opts.verbose_name)
        for model, count in own_counts(self.model, things):
            if count:
                counts[model._meta.verbose_name_plural] = count
            kind = self.admin_site._registry.get(model)
            if count and kind and not kind.has_delete_permission(request):
                forbidden.add(model._meta.verbose_name)
        told = [self.named(request, thing) for thing in things]
        protecting = []
        for reference in references(self.model, things):
            protecting += self.told(request, reference)
        return told, counts, forbidden, protecting

    def named(self, request, thing):
        """The kind and the name of a thing, with a link where one may follow it.

        Of what its own admin hides from a person only the kind is told.
        """
        meta = thing._meta
        kind = self.admin_site._registry.get(type(thing))
        if hasattr(kind, "is_hidden") and kind.is_hidden(request, thing):
            return capfirst(meta.verbose_name)
        if kind is None or not kind.has_view_or_change_permission(request):
            return format_html("{}: {}", capfirst(meta.verbose_name), thing)
        address = reverse(
            f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(thing.pk)]
        )
        name = capfirst(meta.verbose_name)
        return format_html('{}: <a href="{}">{}</a>', name, address, thing)

    def told(self, request, reference):
        """A heading, and below it the things; as `unordered_list` takes them."""
        rows = [self.named(request, row) for row in dict.fromkeys(reference.rows)]
        if reference.more:
            more = ngettext("and %(count)s more", "and %(count)s more", reference.more)
            rows.append(more % {"count": reference.more})
        name = capfirst(reference.model._meta.verbose_name_plural)
        return [f"{name} ({reference.count})", rows]

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            return self.refused(request)

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except ProtectedError:
            return self.refused(request)

    def refused(self, request):
        """Somebody made something refer to it while it was being deleted."""
        told = _("Nothing was deleted: something refers to it since a moment ago.")
        messages.error(request, told)
        return redirect(request.path)
