"""The pages of the year in the admin: at a glance, and what is not as it must be."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.rules.conflict import hidden_from
from awards.rules.invariants import offences
from polisocial.year import words
from polisocial.year.gathering import years


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
        "acts": words.address(words.ACTS),
    }
    return _render(request, "year", context)


@for_the_office
def invariants(request):
    """Look now for what must always be true and is not, as the nightly command does.

    Who has a conflict of interest would read of proposals that are hidden from them.
    """
    may_read = not hidden_from(request.user).exists()
    context = {
        "title": _("What must always be true"),
        "may_read": may_read,
        "offences": list(offences()) if may_read else [],
    }
    return _render(request, "invariants", context)


def _render(request, name, context):
    known = admin.site.each_context(request)
    return TemplateResponse(request, f"admin/{name}.html", known | context)
