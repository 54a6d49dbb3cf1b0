"""Declaring at once on many proposals that nothing ties somebody to."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.actions.conflict import declare
from awards.models import Declaration, Proposal
from awards.rules.committee import Seat
from awards.rules.conflict import hidden_from
from awards.rules.frozen import read
from awards.rules.judged import judged
from awards.rules.ties import Ties
from awards.rules.told import title_in, work_in
from awards.views.proposal_pages import began_at
from awards.views.seats import address_of, crumbs, render_committee, serving


@dataclass(frozen=True)
class Line:
    """A proposal not declared on yet: who is in it by now, and what may tie to it.

    `version` is the submission that names them: what is declared is declared of it.
    """

    proposal: Proposal
    version: int
    title: str
    work: dict
    is_anonymous: bool
    ties: list
    address: str


@serving
def show(request, appointment):
    """All that waits for a declaration; one button for what nothing ties one to.

    What is chosen, and what the portal finds a tie with, is left to its own page.
    """
    lines = lines_of(appointment)
    if request.method == "POST":
        declare_free(request, lines)
        return redirect("my-committee", appointment.pk)
    context = {
        "appointment": appointment,
        "free": [each for each in lines if not each.ties],
        "tied": [each for each in lines if each.ties],
    }
    title, trail = _("Conflicts of interest"), crumbs(appointment)
    return render_committee(request, "declarations", title, trail, context)


def lines_of(appointment):
    """What somebody may see of a stage and has declared nothing on, by its code."""
    declared = Declaration.objects.standing().filter(person=appointment.user)
    rows = (
        judged(appointment.stage)
        .exclude(proposal__in=hidden_from(appointment.user))
        .exclude(proposal__in=declared.values("proposal"))
        .select_related("proposal__counts__form")
    )
    named = [each.proposal.counts or each for each in rows]
    ties = Ties([appointment], named)
    return [
        Line(
            proposal=each.proposal,
            version=version.pk,
            title=title_in(each),
            work=work_in(version),
            is_anonymous=read(version.form.content).rules.is_anonymous,
            ties=list(ties.between(appointment, each.proposal)),
            address=address_of(Seat(appointment, each.proposal)),
        )
        for each, version in zip(rows, named, strict=True)
    ]


def declare_free(request, lines):
    """Declare on what the page showed as it is now, but for what was chosen."""
    shown = set(request.POST.getlist("shown")) - set(request.POST.getlist("tied"))
    done = 0
    for each in lines:
        if each.ties or str(each.version) not in shown:
            continue
        said = {"by": request.user, "has_conflict": False, "at": began_at(request)}
        try:
            declare(each.proposal, **said)
        except ValidationError as error:  # a conflict, declared in another tab
            messages.error(request, error.messages[0])
        else:
            done += 1
    told = ngettext(
        "Declared: nothing ties you to one proposal.",
        "Declared: nothing ties you to %(count)d proposals.",
        done,
    )
    messages.success(request, told % {"count": done})
