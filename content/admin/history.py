"""The history of a thing in the admin: what changed, and how to bring it back."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from content import past
from content.admin.deletion import DeletionAdmin
from content.bring_back import Plan, Refused, bring_back
from content.changes import changes, entries
from content.formats import instant_text

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_number(at):
    """An instant as it stands in an address, to the microsecond."""
    return (at - EPOCH) // timedelta(microseconds=1)


def to_instant(number):
    try:
        return EPOCH + timedelta(microseconds=number)
    except OverflowError:
        raise Http404 from None


class HistoryAdmin(DeletionAdmin):
    """Shows what each save changed; brings things back as they were."""

    entries_per_page = 20

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        ours = [
            path("deleted/", wrap(self.deleted_view), name=f"{name}_deleted"),
            path(
                "<path:object_id>/history/<int:number>/",
                wrap(self.bring_back_view),
                name=f"{name}_bring_back",
            ),
        ]
        return [*ours, *super().get_urls()] if self.has_history else super().get_urls()

    @property
    def has_history(self):
        return hasattr(self.model, "history")

    def address(self, page, *args):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args, current_app=self.admin_site.name)

    def save_model(self, request, obj, form, change):
        """Store it; a form sent back as it was leaves no record of the thing."""
        if change and self.has_history and not form.has_changed():
            obj.skip_history_when_saving = True
        super().save_model(request, obj, form, change)
        vars(obj).pop("skip_history_when_saving", None)

    def key_or_404(self, object_id):
        try:
            return self.opts.pk.to_python(unquote(object_id))
        except ValidationError:
            raise Http404 from None

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_history:
            return super().history_view(request, object_id, extra_context)
        thing = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        key = self.key_or_404(object_id)
        paginator = Paginator(past.moments(self.model, key), self.entries_per_page)
        page = paginator.get_page(request.GET.get("p"))
        if not page.object_list:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        found = entries(self.model, key, list(page.object_list))
        for number, entry in enumerate(found):
            is_newest = page.number == 1 and number == 0
            if entry.leaves_it and not (is_newest and thing):
                entry.address = self.address(
                    "bring_back", quote(key), to_number(entry.at)
                )
        context = {
            "title": _("History"),
            "page": page,
            "entries": found,
            "may_bring_back": self.may_bring_back(request, thing),
        }
        return self.show(
            request, "history", thing, key, context | (extra_context or {})
        )

    def may_bring_back(self, request, thing):
        """Who may change a thing; once it is deleted, who may add one too."""
        may_add = thing is not None or self.has_add_permission(request)
        return may_add and self.has_change_permission(request, thing)

    def bring_back_view(self, request, object_id, number):
        thing = self.get_object(request, unquote(object_id))
        if not self.may_bring_back(request, thing):
            raise PermissionDenied
        key, at = self.key_or_404(object_id), to_instant(number)
        if request.method == "POST":
            return self.bring_back(request, key, at)
        plan = Plan(self.model, key, at)
        pairs = {
            row: (plan.now.get(row), plan.then.get(row))
            for row in [*plan.to_save, *plan.to_delete]
        }
        context = {
            "title": _("Bring back"),
            "instant": instant_text(at),
            "plan": plan,
            "touched": changes(self.model, key, pairs, plan.names),
            "obstacles": list(plan.lost()),
        }
        return self.show(request, "bring_back", thing, key, context)

    def bring_back(self, request, key, at):
        try:
            thing = bring_back(
                self.model, key, at, by=request.user, seen=request.POST.get("seen")
            )
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
            return redirect(request.path)
        told = _("“%(name)s” was brought back.") % {"name": thing}
        messages.success(request, told)
        return redirect(self.address("history", quote(key)))

    def deleted_view(self, request):
        """What was deleted and is not there again, the last first."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        page = Paginator(past.deleted(self.model), self.entries_per_page).get_page(
            request.GET.get("p")
        )
        rows = [
            {
                "name": record.history_object,
                "when": instant_text(record.history_date),
                "address": self.address("history", quote(record.id)),
            }
            for record in page.object_list
        ]
        context = {"title": _("Deleted"), "page": page, "rows": rows}
        return self.show(request, "deleted", None, None, context)

    def show(self, request, template, thing, key, context):
        request.current_app = self.admin_site.name
        known = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": thing,
            "subtitle": thing,
            "change_address": thing and self.address("change", quote(key)),
            "history_address": key and self.address("history", quote(key)),
            "media": self.media,
        }
        if "/" not in template:
            template = f"admin/content/{template}.html"
        return TemplateResponse(request, template, known | context)
