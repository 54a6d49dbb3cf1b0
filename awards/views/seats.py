"""What the pages of a committee have in common: who may come in, and the frame."""

from functools import wraps

from django.http import Http404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts.factor import lead_to_factor
from accounts.rules import has_used_factor
from awards.models import LEADING_COMMITTEE, Appointment
from awards.rules.committee import seat_before
from awards.rules.told import title_in
from awards.views.kept import of_another, refuse, sign_in_again, who_types
from content.pages import Crumb, Page, home_crumb, render_page


def with_factor(view):
    """A page for who is signed in with a second factor; what was sent is kept."""

    @wraps(view)
    def shown(request, **arguments):
        if not request.user.is_authenticated:
            return sign_in_again(request)
        if answer := of_another(request):
            return answer
        if not has_used_factor(request):
            if request.method == "POST":
                refuse(request, _("Use your second factor first."))
            return lead_to_factor(request, request.path)
        response = view(request, **arguments)
        add_never_cache_headers(response)
        return response

    return shown


def serving(view):
    """A page for somebody who serves in a committee; else it does not exist."""

    @with_factor
    @wraps(view)
    def shown(request, number, **arguments):
        rows = Appointment.objects.serving(request.user).select_related(
            "stage__call__competition", "department", "user"
        )
        appointment = rows.filter(pk=number).first()
        if appointment is None:
            raise Http404
        return view(request, appointment, **arguments)

    return shown


def leading(view):
    """A page for who chairs the committee or keeps its papers."""

    @serving
    @wraps(view)
    def shown(request, appointment, **arguments):
        if appointment.role not in LEADING_COMMITTEE:
            raise Http404
        return view(request, appointment, **arguments)

    return shown


def seated(view):
    """A page about one proposal of one's stage, for who has no conflict with it."""

    @serving
    @wraps(view)
    def shown(request, appointment, code, **arguments):
        seat = seat_before(appointment, code)
        if seat is None or not seat.can_declare:  # or they must not see it
            raise Http404
        return view(request, seat, **arguments)

    return shown


def address_of(seat, name="my-review", *more):
    return reverse(name, args=[seat.appointment.pk, seat.proposal.code, *more])


def crumbs(appointment=None, seat=None):
    trail = [home_crumb(), Crumb(_("My reviews"), reverse("my-reviews"))]
    if appointment:
        address = reverse("my-committee", args=[appointment.pk])
        trail.append(Crumb(str(appointment.stage), address))
    if seat:
        trail.append(Crumb(title_in(seat.submission), address_of(seat)))
    return tuple(trail)


def render_committee(request, name, title, trail, context, status=200):
    """A page of a committee, which nobody else finds."""
    page = Page(title, crumbs=trail, section="apply", part="award", robots="noindex")
    template = f"awards/committee/{name}.html"
    said = {"who": who_types(request.user), **context}
    return render_page(request, template, page, said, status=status)
