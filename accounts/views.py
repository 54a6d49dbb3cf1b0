"""The pages of a person's account: our own, and those of django-allauth."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.forms import ProfileForm
from content.linked_data import document
from content.pages import Crumb, Page, home_crumb, render_page

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password, again"),
    "code": pgettext_lazy("second factor", "Code"),
    "first_name": _("Name"),
    "last_name": _("Surname"),
    "name": pgettext_lazy("of a passkey", "Name"),
}


def account_page(name, title, above=None):
    """A view of allauth's, imported when somebody first asks for it.

    `above` is the address and the title of the page that leads to it.
    """
    return partial(_show, name, title, above)


def _show(name, title, above, request, **arguments):
    response = import_string(f"allauth.{name}")(request, **arguments)
    add_never_cache_headers(response)
    if isinstance(response, TemplateResponse):
        context = response.context_data or {}
        _in_our_words(context.get("form"))
        response.context_data = context | _described(request, title, above)
    return response


def _described(request, title, above):
    crumbs = [home_crumb()]
    if above:
        crumbs.append(Crumb(str(above[1]), reverse(above[0])))
    page = Page(str(title), crumbs=tuple(crumbs), robots="noindex")
    return {"page": page, "linked_data": document(request, page)}


def _in_our_words(form):
    """Labels that say the same everywhere, and above the fields only."""
    for name, field in getattr(form, "fields", {}).items():
        field.label = LABELS.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)
        if name == "code":
            field.widget.attrs["inputmode"] = "numeric"


@never_cache
@login_required
def profile(request):
    """Who the person is: read and changed by them."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, gettext("Saved."))
        return redirect("account")
    return own_page(request, "account/profile.html", _("Your account"), {"form": form})


def own_page(request, template, title, context=None, above=None):
    """A page of ours, described as those of allauth are."""
    page = _described(request, title, above)["page"]
    return render_page(request, template, page, context)
