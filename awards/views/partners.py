"""The partners of a proposal: organisations outside the university, and their say."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from awards.actions import partners
from awards.forms.proposal import PartnerForm
from awards.models import ProposalPartner
from awards.rules.proposal import title_of
from awards.rules.requirements import PARTNERS
from awards.views import kept
from awards.views.proposal_pages import (
    began_at,
    of_the_team,
    page_called,
    render_answer,
    render_desk,
)
from content.files.checks import MOST_BYTES
from directory.models import Organisation


def known_names():
    """What the directory suggests while one writes a name."""
    return Organisation.objects.public().values_list("name", flat=True)


@of_the_team
def show(request, desk):
    """The partners, and the form that names one more."""
    blank = ProposalPartner(proposal=desk.proposal)
    form = PartnerForm(request.POST or None, instance=blank)
    if request.method == "POST" and not desk.can_lead:
        raise PermissionDenied
    if form.is_valid():
        try:
            partners.add(
                desk.proposal,
                by=desk.member,
                partner=form.instance,
                at=began_at(request, desk.proposal),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            told = _("A letter goes to %(email)s, who confirms or declines.")
            messages.success(request, told % {"email": form.instance.contact_email})
            kept.forget(request)
            return redirect("proposal-partners", desk.proposal.code)
    page = page_called(desk, PARTNERS)
    kept.fill(form, kept.kept_for(request))
    context = {
        "current": page,
        "form": form,
        "partners": desk.work.partners,
        "known": known_names(),
    }
    return render_desk(
        request, "awards/proposal/partners.html", desk, page.title, context
    )


@of_the_team
def one(request, desk, number):
    """One partner: what is said of it, and what can be done."""
    if not desk.can_lead:
        raise Http404
    partner = get_object_or_404(
        desk.proposal.partners.select_related("organisation"), pk=number
    )
    name, form = str(partner), PartnerForm(request.POST or None, instance=partner)
    if request.method == "POST" and _act(request, desk, partner, form):
        kept.forget(request)
        return redirect("proposal-partners", desk.proposal.code)
    kept.fill(form, kept.kept_for(request))
    context = {
        "current": page_called(desk, PARTNERS),
        "form": form,
        "partner": partner,
        "known": known_names(),
        "most_bytes": MOST_BYTES,
    }
    return render_desk(request, "awards/proposal/partner.html", desk, name, context)


def _act(request, desk, partner, form):
    """Do what the button says; true where it was done, or cannot be done."""
    does, at = request.POST.get("do", "change"), began_at(request, desk.proposal)
    try:
        if does == "again":
            partners.ask_again(partner, by=desk.member, at=at)
            messages.success(request, _("A new letter is on its way."))
        elif does == "out":
            partners.take_out(partner, by=desk.member)
            messages.success(request, _("Taken out of the partners."))
        elif form.is_valid():
            partners.change(
                form.instance, by=desk.member, changed=_changed(form), at=at
            )
            messages.success(request, _("Saved."))
        else:
            return False
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return True


def _changed(form):
    """The fields of the partner that the form changed; its name is one of two."""
    return {"organisation" if name == "name" else name for name in form.changed_data}


def answer(request, token):
    """Where the link of a partner's letter leads. A GET decides nothing."""
    partner = partners.asked_by(token)
    if partner is None:
        return render_answer(request, "gone", _("This link is no longer valid"), 404)
    if request.method == "POST":
        confirms = request.POST.get("answer") == "confirm"
        at = began_at(request, partner.proposal)
        partners.answer(partner, confirms=confirms, at=at)
        return redirect(request.path)
    context = {
        "partner": partner,
        "proposal": partner.proposal,
        "title": title_of(partner.proposal),
        "coordinator": partner.proposal.members.get(role="coordinator"),
    }
    title = _("Partner of a proposal")
    return render_answer(request, "partner_answer", title, 200, context)
