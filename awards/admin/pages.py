"""Pages of the admin about one thing, beside those that Django makes."""

from functools import wraps

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format

from awards.admin.around import page_of


def about_one(permission, *, from_a_form=False):
    """A page about one thing, for who has a right; what is not there leads back.

    One that comes from a form is sent by a button, and never opened.
    """

    def decorated(view):
        @wraps(view)
        def shown(self, request, object_id):
            if from_a_form and request.method != "POST":
                raise Http404
            if not request.user.has_perm(permission):
                raise PermissionDenied
            thing = self.get_object(request, unquote(object_id))
            if thing is None:
                return self._get_obj_does_not_exist_redirect(
                    request, self.opts, object_id
                )
            return view(self, request, thing)

        return shown

    return decorated


def show(model_admin, request, template, thing, context):
    """A page about one thing, within the frame of the admin."""
    request.current_app = model_admin.admin_site.name
    known = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "object": thing,
        "subtitle": thing,
        "change_address": page_of(thing),
        "media": model_admin.media,
        "body": f"admin/awards/{template}.html",
    }
    return TemplateResponse(request, "admin/awards/judging.html", known | context)


def paths_of(model_admin, **views):
    """The addresses of pages about one thing, each by its name."""
    meta, wrap = model_admin.opts, model_admin.admin_site.admin_view
    of = f"{meta.app_label}_{meta.model_name}"
    return [
        path(f"<path:object_id>/{page}/", wrap(view), name=f"{of}_{page}")
        for page, view in views.items()
    ]


def short_day(at):
    return date_format(timezone.localtime(at), "SHORT_DATE_FORMAT")


def carried_out(request, act, *arguments, told, **named):
    """Do it and say so, or say every fault; whether it was done."""
    try:
        act(*arguments, by=request.user, **named)
    except ValidationError as error:
        for fault in error.messages:
            messages.error(request, fault)
        return False
    messages.success(request, told)
    return True
