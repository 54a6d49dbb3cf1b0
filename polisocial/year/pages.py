"""The pages of the year in the admin: at a glance, and what is not as it must be."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from awards.actions.inspection import inspect
from awards.models import Offence
from awards.rules.conflict import hidden_from, seen_by
from polisocial.year import words
from polisocial.year.gathering import last_inspection, years


def may_see(user):
    """What applicants write is for the office alone, and so is where it stands."""
    return user.has_perm("awards.view_proposal")


def for_the_office(view):
    @wraps(view)
    def shown(request):
        if not may_see(request.user):
            raise PermissionDenied
        return view(request)

    return shown


@for_the_office
def show(request):
    """Every competition with a call: its line of time, its numbers, what waits."""
    context = {
        "title": _("The year at a glance"),
        "years": years(request.user, timezone.now()),
        "hidden": hidden_from(request.user).count(),
        "inspection": last_inspection(request.user),
        "acts": words.address(words.ACTS),
    }
    return _render(request, "year", context)


@for_the_office
def invariants(request):
    """What is not as it must be, each with its page, as it was last found."""
    inspection = last_inspection(request.user)
    rows = Offence.objects.filter(inspection=inspection)
    offences = [
        (each, words.page_of_offence(each)) for each in seen_by(request.user, rows)
    ]
    context = {
        "title": _("What must always be true"),
        "inspection": inspection,
        "offences": offences,
    }
    return _render(request, "invariants", context)


@for_the_office
@require_POST
def check_invariants(request):
    """Look at all of it now, as the nightly command does."""
    inspect(at=timezone.now())
    return redirect("admin:invariants")


def _render(request, name, context):
    known = admin.site.each_context(request)
    return TemplateResponse(request, f"admin/{name}.html", known | context)
