"""The pages of a person's account: our own, and those of django-allauth."""

from functools import partial

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.usersessions.adapter import get_adapter as get_sessions_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import person, university
from accounts.forms import ProfileForm
from content.linked_data import document
from content.pages import Crumb, Page, home_crumb, render_page

YOURS = _("Your account")
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
        context |= _described(request, title, above)
        response.context_data = context | {"university": university.name()}
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
    return own_page(request, "account/profile.html", YOURS, {"form": form})


@never_cache
@login_required
def my_data(request):
    """What there is to download, and what erasing would do."""
    return own_page(
        request, "account/my_data.html", _("Your data"), above=("account", YOURS)
    )


@never_cache
@login_required
@reauthentication_required
def my_data_file(request):
    """All that the portal knows of who asks, as one file."""
    return JsonResponse(
        person.tell(request.user),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="polisocial.json"'},
    )


@never_cache
@login_required
@reauthentication_required
def erase(request):
    """Say what is erased and what stays, and what to do first; then do it."""
    found, status = person.obstacles(request.user), 200
    if request.method == "POST":
        address = request.user.email
        try:
            person.erase(request.user)
        except ValidationError as error:
            found, status = error.messages, 409
        else:
            logout(request)
            get_adapter().send_farewell(address)
            return own_page(request, "account/erased.html", _("Your account is erased"))
    return own_page(
        request,
        "account/erase.html",
        _("Erase your account"),
        {"obstacles": found},
        above=("my-data", _("Your data")),
        status=status,
    )


@login_required
@require_POST
def end_session(request, number):
    """End one session of one's own; the present one is ended by signing out."""
    others = UserSession.objects.exclude(session_key=request.session.session_key)
    session = get_object_or_404(others, user=request.user, pk=number)
    get_sessions_adapter().end_sessions([session])
    messages.success(request, gettext("The session is ended."))
    return redirect("usersessions_list")


def own_page(request, template, title, context=None, above=None, status=200):
    """A page of ours, described as those of allauth are."""
    page = _described(request, title, above)["page"]
    return render_page(request, template, page, context, status=status)
