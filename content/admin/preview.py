"""The page of a thing as the public will see it: typed, perhaps not saved, not public.

What was typed is stored, the real page is made, and the transaction is rolled back.
"""

from contextlib import contextmanager
from io import BytesIO
from urllib.parse import unquote as unquoted

from django.contrib.admin.utils import flatten_fieldsets, quote, unquote
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import ProtectedError
from django.forms import all_valid
from django.http import Http404, HttpResponse
from django.urls import path, resolve, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.admin.history import HistoryAdmin
from content.bilingual import LANGUAGES
from content.publication import PublishedModel
from content.revision import never_committed


class Faults(Exception):
    """What was typed cannot be stored: (where, sentences), one for each place."""

    def __init__(self, faults):
        super().__init__(faults)
        self.faults = faults


class PreviewAdmin(HistoryAdmin):
    """Shows pages before they are saved or published; keeps nothing of it.

    `preview_page` names the page that shows things with no page of their own.
    """

    preview_page = ""

    @property
    def has_preview(self):
        return bool(self.preview_page) or hasattr(self.model, "get_absolute_url")

    def preview_address(self, thing):
        if hasattr(thing, "get_absolute_url"):
            return thing.get_absolute_url()
        return reverse(self.preview_page)

    def get_urls(self):
        if not self.has_preview:
            return super().get_urls()
        view = self.admin_site.admin_view(self.preview_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        ours = [
            path("add/preview/", view, name=f"{name}_new"),
            path("<path:object_id>/preview/", view, name=name),
        ]
        return [*ours, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if self.has_preview and not context["is_popup"]:
            may_type = (
                self.has_change_permission(request, obj)
                if obj
                else self.has_add_permission(request)
            )
            context["previews" if may_type else "stored_previews"] = [
                (_("Preview in Italian"), self.preview_link(obj, "it")),
                (_("Preview in English"), self.preview_link(obj, "en")),
            ]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def preview_link(self, thing, language):
        here = (
            self.address("preview", quote(thing.pk))
            if thing
            else self.address("preview_new")
        )
        return f"{here}?language={language}"

    def preview_view(self, request, object_id=None):
        """The page of what was typed (POST) or of what is stored (GET)."""
        thing = object_id and self.get_object(request, unquote(object_id))
        if not self.may_preview(request, thing):
            raise PermissionDenied
        if thing is None and (object_id or request.method != "POST"):
            raise Http404
        language = request.GET.get("language")
        language = language if language in LANGUAGES else LANGUAGES[0]
        try:
            return self.preview(request, thing, language)
        except Faults as found:
            return self.not_previewed(request, thing, found.faults)
        except (DatabaseError, ProtectedError) as error:
            return self.not_previewed(request, thing, [("", [sentence(error)])])

    def may_preview(self, request, thing):
        if request.method != "POST":
            return self.has_view_or_change_permission(request, thing)
        if thing is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, thing)

    def preview(self, request, thing, language):
        """The page; all that making it stores is gone when it is made."""
        with passing():
            if request.method == "POST":
                thing = self.stored_as_typed(request, thing)

            def address():
                return self.preview_address(thing)

            return as_public(request, thing, address, language)

    def stored_as_typed(self, request, thing):
        """Store what was typed, as saving the form would. Raises Faults."""
        change = thing is not None
        fields = flatten_fieldsets(self.get_fieldsets(request, thing))
        kind = self.get_form(request, thing, change=change, fields=fields)
        form = kind(request.POST, instance=thing)
        formsets, _inlines = self._create_formsets(
            request, form.instance, change=change
        )
        is_valid = form.is_valid()
        typed = self.save_form(request, form, change) if is_valid else form.instance
        if not (all_valid(formsets) and is_valid):
            raise Faults([*faults_of(form), *faults_of_rows(formsets)])
        self.save_model(request, typed, form, change)
        self.save_related(request, form, formsets, change)
        return typed

    def not_previewed(self, request, thing, faults):
        context = {"title": _("Preview"), "faults": faults}
        key = thing and thing.pk
        return self.show(request, "not_previewed", thing, key, context)


@contextmanager
def passing():
    """Whatever is stored in here is gone at its end, and nobody waits for it."""
    with transaction.atomic():
        never_committed()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
        yield
        transaction.set_rollback(True)


def as_public(request, thing, address, language):
    """The page at an address as if the thing were public; only inside `passing`."""
    if isinstance(thing, PublishedModel):
        type(thing)._base_manager.filter(pk=thing.pk).update(
            published_from=timezone.now(), published_until=None
        )
    with override(language):
        page = public_page(request, unquoted(address()))
    response = HttpResponse(page.content, status=page.status_code)
    response["Content-Type"] = page["Content-Type"]
    response["Content-Language"] = language
    response["X-Robots-Tag"] = "noindex"
    return response


def public_page(request, address):
    """What the public view at an address answers to a visitor, here and now."""
    here = {
        name: value
        for name, value in request.environ.items()
        if name not in ("HTTP_COOKIE", "CONTENT_LENGTH", "CONTENT_TYPE")
    }
    here |= {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address.encode().decode("latin-1"),
        "QUERY_STRING": "",
        "wsgi.input": BytesIO(),
    }
    visit = WSGIRequest(here)
    visit.user = AnonymousUser()
    visit.is_preview = True
    visit.resolver_match = match = resolve(address)
    return match.func(visit, *match.args, **match.kwargs)


def faults_of(form, name=""):
    """(where, sentences) for each field of a form with faults."""
    for field, errors in form.errors.items():
        label = "" if field == NON_FIELD_ERRORS else str(form.fields[field].label)
        yield ", ".join(filter(None, [name, capfirst(label)])), list(errors)


def faults_of_rows(formsets):
    for formset in formsets:
        name = capfirst(str(formset.model._meta.verbose_name))
        if whole := formset.non_form_errors():
            yield name, list(whole)
        for number, form in enumerate(formset.forms, start=1):
            if not formset._should_delete_form(form):
                yield from faults_of(form, f"{name} {number}")


def sentence(error):
    """Why the database refused, for people."""
    if isinstance(error, ProtectedError):
        return _("What you took out is referred to by something else.")
    if isinstance(error, OperationalError):
        return _("Somebody is saving it right now. Try again in a moment.")
    return _("It clashes with what somebody else has just saved. Reload the form.")
