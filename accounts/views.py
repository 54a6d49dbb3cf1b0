"""The pages of django-allauth, as pages of the portal."""

from functools import partial

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string

from content.linked_data import document
from content.pages import Crumb, Page, home_crumb


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
        _without_placeholders(context.get("form"))
        response.context_data = context | _described(request, title, above)
    return response


def _described(request, title, above):
    crumbs = [home_crumb()]
    if above:
        crumbs.append(Crumb(str(above[1]), reverse(above[0])))
    page = Page(str(title), crumbs=tuple(crumbs), robots="noindex")
    return {"page": page, "linked_data": document(request, page)}


def _without_placeholders(form):
    """Labels stand above the fields; a word inside would only repeat them."""
    for field in getattr(form, "fields", {}).values():
        field.widget.attrs.pop("placeholder", None)
