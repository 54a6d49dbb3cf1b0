"""Serving in a committee: the invitation answered, what is mine, the whole stage."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.factor import lead_to_factor
from accounts.rules import has_used_factor
from awards.actions import appointment as actions
from awards.forms.committee import AcceptForm
from awards.forms.proposal import ReasonForm
from awards.models import (
    LEADING_COMMITTEE,
    Appointment,
    Assignment,
    AssignmentState,
    Declaration,
    ProposalState,
)
from awards.rules.committee import Seat, can_judge, sees_ranking, substituted_by
from awards.rules.conflict import hidden_from
from awards.rules.judged import judged
from awards.views import kept
from awards.views.proposal_pages import began_at, render_answer
from awards.views.seats import (
    address_of,
    crumbs,
    render_committee,
    serving,
    title_in,
    with_factor,
)


def answer(request, token):
    """Where the link of an appointment leads. A GET decides nothing."""
    appointment = actions.appointed_by(token)
    if appointment is None:
        return render_answer(request, "gone", _("This link is no longer valid"), 404)
    if other := kept.of_another(request):
        return other
    form = AcceptForm(request.POST if _accepts(request) else None)
    if request.method == "POST":
        try:
            if done := _answered(request, appointment, form):
                return done
        except ValidationError as error:
            messages.error(request, error.messages[0])
    context = {"appointment": appointment, "form": form, **_declining(request)}
    return render_answer(
        request, "appointment", _("To serve in a committee"), 200, context
    )


def _declining(request):
    """The form of who says no, with what waits of it for who is signed in."""
    form = ReasonForm(use_required_attribute=False)
    if not request.user.is_authenticated:
        return {"declining": form}
    kept.fill(form, kept.kept_for(request))
    return {"declining": form, "who": kept.who_types(request.user)}


def _accepts(request):
    return request.method == "POST" and request.POST.get("answer") != "decline"


def _answered(request, appointment, form):
    """Do what the button says; None where something is missing yet."""
    user = request.user if request.user.is_authenticated else None
    at = began_at(request)
    if not _accepts(request):
        reason = request.POST.get("reason", "").strip()[:2000]
        actions.decline(appointment, user=user, reason=reason, at=at)
        return render_answer(request, "appointment_declined", _("You declined"))
    if user is None:
        raise ValidationError(_("Sign in first: you accept with an account."))
    if not has_used_factor(request):
        return lead_to_factor(request, request.path)
    if not form.is_valid():
        return None
    accepted = actions.accept(appointment, user=user, at=at)
    return redirect("my-committee", accepted.pk)


@with_factor
def mine(request):
    """Every committee that the visitor serves in."""
    open_now = Q(assignments__state=AssignmentState.OPEN)
    gone = Q(assignments__proposal__state=ProposalState.WITHDRAWN)
    to_write = open_now & Q(assignments__review__counts__isnull=True) & ~gone
    rows = (
        Appointment.objects.serving(request.user)
        .select_related("stage__call__competition")
        .annotate(waiting=Count("assignments", filter=to_write))
        .order_by("stage", "role", "name")
    )
    context = {"rows": [(each, each.waiting) for each in rows]}
    trail = crumbs()[:1]
    return render_committee(request, "mine", _("My reviews"), trail, context)


@serving
def show(request, appointment):
    """The stage of one appointment: what is given to me, and the rest of it."""
    rows = lines_of(appointment)
    context = {
        "appointment": appointment,
        "undeclared": sum(not each["is_declared"] for each in rows),
        "given": [each for each in rows if each["assignment"]],
        "others": [each for each in rows if not each["assignment"]],
        "leads": appointment.role in LEADING_COMMITTEE,
        "can_judge": can_judge(appointment),
        "sees_ranking": sees_ranking(appointment),
        "hidden": _hidden_count(appointment),
    }
    title = str(appointment.stage)
    return render_committee(request, "show", title, crumbs(), context)


def lines_of(appointment):
    """The proposals of a stage that somebody may see, each with where they stand."""
    user = appointment.user
    rows = judged(appointment.stage).exclude(proposal__in=hidden_from(user))
    assignments = {
        each.proposal_id: each
        for each in Assignment.objects.open()
        .filter(appointment=appointment)
        .select_related("review")
    }
    declared = set(
        Declaration.objects.standing()
        .filter(person=user)
        .values_list("proposal", flat=True)
    )
    chaired = set(substituted_by(appointment).values_list("pk", flat=True))
    return [
        {
            "code": each.proposal.code,
            "title": title_in(each),
            "address": address_of(Seat(appointment, each.proposal)),
            "assignment": assignments.get(each.proposal_id),
            "review": getattr(assignments.get(each.proposal_id), "review", None),
            "is_declared": each.proposal_id in declared,
            "chairs": each.proposal_id in chaired,
        }
        for each in rows
    ]


def _hidden_count(appointment):
    """How many proposals are left out for a conflict: a number, and nothing else."""
    rows = judged(appointment.stage)
    return rows.filter(proposal__in=hidden_from(appointment.user)).count()
