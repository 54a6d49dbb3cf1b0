"""Publishing, scheduling and withdrawing in the admin: one thing, or those chosen."""

from functools import partial

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import quote
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    FieldDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.admin.history import HistoryAdmin
from content.admin.steps import STEPS, where_it_stands
from content.publication import PublishedModel

MOST = 200


class PublicationAdmin(HistoryAdmin):
    """The two instants move by these steps only; each says first what it will do."""

    @property
    def is_published(self):
        return issubclass(self.model, PublishedModel)

    def get_urls(self):
        if not self.is_published:
            return super().get_urls()
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        ours = [
            path(f"{step}/", wrap(self.step_view), {"name": step}, f"{name}_{step}")
            for step in STEPS
        ]
        return [*ours, *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *PublishedModel.moments] if self.is_published else fields

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if self.is_published and obj:
            context["publication"] = where_it_stands(obj)
            context["steps"] = list(self.steps_of(request, obj))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def steps_of(self, request, thing):
        """The label and the address of each step that may be taken from here."""
        if not self.has_change_permission(request, thing):
            return
        state = thing.publication()
        for step in STEPS.values():
            if state in step.starts_from:
                yield step.label, f"{self.address(step.name)}?things={quote(thing.pk)}"

    def get_actions(self, request):
        actions = super().get_actions(request)
        is_popup = IS_POPUP_VAR in request.GET
        if self.is_published and not is_popup and self.has_change_permission(request):
            for step in STEPS.values():
                choose = partial(choose_step, step=step)
                actions[step.name] = choose, step.name, step.chosen
        return actions

    def step_view(self, request, name):
        """Say what a step will do to some things (GET), or take it (POST)."""
        step = STEPS[name]
        given = request.POST if request.method == "POST" else request.GET
        things = self.things_of(request, given.get("things", ""))
        if request.method != "POST":
            return self.confirm(request, step, things, step.form())
        form = step.form(request.POST)
        if form and not form.is_valid():
            return self.confirm(request, step, things, form)
        at = {"at": form.cleaned_data["at"]} if form else {}
        self.take(request, step, things, at)
        if len(things) == 1:
            return redirect(self.address("change", quote(things[0].pk)))
        return redirect(self.address("changelist"))

    def things_of(self, request, keys):
        """The things named in an address or a form, all of which one may change."""
        keys = [key for key in keys.split(",") if key.isdecimal()]
        things = list(self.get_queryset(request).filter(pk__in=keys[:MOST]))
        things.sort(key=lambda thing: thing.pk)  # two people lock in one order
        if not things:
            raise Http404
        if not all(self.has_change_permission(request, thing) for thing in things):
            raise PermissionDenied
        return things

    def confirm(self, request, step, things, form):
        warnings = step.warnings(things)
        rows = [
            {
                "name": thing,
                "address": self.address("change", quote(thing.pk)),
                "stands": where_it_stands(thing),
                "outlook": step.outlook(thing, thing.publication()),
                "warnings": warnings[thing.pk],
            }
            for thing in things
        ]
        only = things[0] if len(things) == 1 else None
        context = {
            "title": step.label,
            "rows": rows,
            "will_do": any(row["outlook"] for row in rows),
            "form": form,
            "action": self.address(step.name),
            "keys": ",".join(str(thing.pk) for thing in things),
            "back": self.address("change", quote(only.pk))
            if only
            else self.address("changelist"),
        }
        return self.show(request, "publication", only, only and only.pk, context)

    @transaction.atomic
    def take(self, request, step, things, at):
        """Take a step for each thing; what is refused keeps nothing else from it."""
        done = []
        refused = False
        for thing in things:
            try:
                if step.act(thing, by=request.user, **at):
                    done.append(thing)
                    fields = ["public from", "public until"]
                    self.log_change(request, thing, [{"changed": {"fields": fields}}])
            except ValidationError as error:
                refused = True
                for sentence in sentences(error, self.model):
                    messages.error(request, f"{thing}: {sentence}")
        if done:
            messages.success(request, step.done(len(done), done[0]))
        elif not refused:
            messages.info(request, _("Nothing had to change."))


def choose_step(admin, request, queryset, *, step):
    """An action of the list: what a step would do to what is chosen."""
    things = list(queryset.order_by("pk")[: MOST + 1])
    if len(things) > MOST:
        told = ngettext(
            "Choose one at most.", "Choose %(count)s at most at a time.", MOST
        )
        messages.error(request, told % {"count": MOST})
        return None
    if not all(admin.has_change_permission(request, thing) for thing in things):
        raise PermissionDenied
    return admin.confirm(request, step, things, step.form())


def sentences(error, model):
    """What a validation found, each with the name of its field."""
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for name, told in error.message_dict.items():
        label = label_of(model, name)
        for sentence in told:
            yield f"{label}: {sentence}" if label else sentence


def label_of(model, name):
    if name == NON_FIELD_ERRORS:
        return ""
    try:
        return model._meta.get_field(name).verbose_name
    except FieldDoesNotExist:
        return name
