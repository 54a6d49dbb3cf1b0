"""The team of a proposal: who is named in it, as what, and whether they agreed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from awards.actions import team
from awards.forms.proposal import MemberForm
from awards.models import Member
from awards.rules.proposal import membership, title_of
from awards.rules.requirements import TEAM
from awards.views import kept
from awards.views.proposal_pages import (
    began_at,
    of_the_team,
    page_called,
    render_answer,
    render_desk,
)


@of_the_team
def show(request, desk):
    """The people of the team, and the form that invites one more."""
    form = MemberForm(request.POST or None, instance=Member(proposal=desk.proposal))
    if request.method == "POST" and not desk.can_lead:
        raise PermissionDenied
    if form.is_valid():
        try:
            member = team.invite(
                desk.proposal,
                by=desk.member,
                member=form.instance,
                at=began_at(request, desk.proposal),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            told = _("A letter goes to %(email)s: who receives it accepts or declines.")
            messages.success(request, told % {"email": member.email})
            kept.forget(request)
            return redirect("proposal-team", desk.proposal.code)
    page = page_called(desk, TEAM)
    kept.fill(form, kept.kept_for(request))
    context = {"current": page, "form": form, "members": desk.work.members}
    return render_desk(request, "awards/proposal/team.html", desk, page.title, context)


@of_the_team
def one(request, desk, number):
    """One member: what is said of them, and what can be done."""
    member = get_object_or_404(desk.proposal.members, pk=number)
    is_oneself = member.pk == desk.member.pk
    if not (desk.can_lead or is_oneself):
        raise Http404
    form = MemberForm(request.POST or None, instance=member, is_oneself=is_oneself)
    if request.method == "POST" and _act(request, desk, member, form):
        kept.forget(request)
        if membership(request.user, desk.proposal) is None:
            return redirect("my-proposals")
        return redirect("proposal-team", desk.proposal.code)
    kept.fill(form, kept.kept_for(request))
    context = {
        "current": page_called(desk, TEAM),
        "form": form,
        "member": member,
        "is_oneself": is_oneself,
    }
    return render_desk(
        request, "awards/proposal/member.html", desk, str(member), context
    )


def _act(request, desk, member, form):
    """Do what the button says; true where it was done, or cannot be done."""
    does, at = request.POST.get("do", "change"), began_at(request, desk.proposal)
    try:
        if does == "leave" and member.pk == desk.member.pk:
            team.decline(member)
            messages.success(request, _("You are no longer in the team."))
        elif does == "again":
            team.invite_again(member, by=desk.member, at=at)
            messages.success(request, _("A new letter is on its way."))
        elif does == "out":
            team.take_out(member, by=desk.member)
            messages.success(request, _("Taken out of the team."))
        elif does == "hand_over":
            team.hand_over(member, by=desk.member, at=at)
            messages.success(request, _("Somebody else coordinates now."))
        elif form.is_valid():
            team.change(form.instance, by=desk.member, changed=form.changed_data)
            messages.success(request, _("Saved."))
        else:
            return False
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return True


def answer(request, token):
    """Where the link of an invitation leads. A GET decides nothing."""
    member = team.invited_by(token)
    if member is None:
        return render_answer(request, "gone", _("This link is no longer valid"), 404)
    user = request.user if request.user.is_authenticated else None
    if request.method == "POST":
        try:
            return _answered(request, member, user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
    context = {
        "member": member,
        "proposal": member.proposal,
        "title": title_of(member.proposal),
        "team": member.proposal.members.exclude(pk=member.pk),
    }
    return render_answer(request, "invitation", _("An invitation"), 200, context)


def _answered(request, member, user):
    if request.POST.get("answer") == "decline":
        team.decline(member)
        return render_answer(request, "declined", _("You declined"))
    team.accept(member, user=user, at=began_at(request, member.proposal))
    if user:
        return redirect("proposal", member.proposal.code)
    return redirect(request.path)
