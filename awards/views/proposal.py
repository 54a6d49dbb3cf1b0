"""My proposals: the list, a new one, one by itself, and its steps."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from awards.actions.papers import NotNow, paper_of
from awards.actions.proposal import OTHERS_WRITE
from awards.actions.proposal import start as start_proposal
from awards.actions.proposal import throw_away as delete_draft
from awards.actions.submission import (
    Unready,
    handed_in,
    revive,
    submit,
    withdraw,
)
from awards.forms.proposal import ReasonForm, StartForm, known_of
from awards.models import Answer, Call, LateAttempt, Proposal, ProposalState
from awards.rules.anonymity import hints
from awards.rules.answer import standing_text
from awards.rules.call import entry
from awards.rules.deadline import can_start, deadlines
from awards.rules.dropped import whole
from awards.rules.files import FileAnswer
from awards.rules.pages import place_of
from awards.rules.proposal import has_others, title_of
from awards.rules.told import differences, parts_in, parts_of
from awards.views import kept
from awards.views.answer import answers, timetables
from awards.views.proposal_pages import (
    began_at,
    crumbs,
    of_the_team,
    render_desk,
)
from awards.views.readable import readable
from content.canonical import canonical
from content.files.serve import attachment
from content.formats import page_language
from content.pages import Crumb, Page, render_page
from content.states import IllegalMove


@login_required
def mine(request):
    """Every proposal that the visitor is in the team of."""
    proposals = (
        Proposal.objects.of(request.user)
        .select_related("stage__call__competition", "counts", "decision")
        .prefetch_related(
            Prefetch("answers", Answer.objects.filter(key="title")), "decisions"
        )
    )
    page = Page(
        _("My proposals"),
        crumbs=crumbs()[:-1],
        section="apply",
        part="award",
        robots="noindex",
    )
    closes = deadlines(proposals, request.user)
    rows = [
        (each, title_of(each), closes[each.stage_id], standing_text(each))
        for each in proposals
    ]
    response = render_page(request, "awards/proposal/mine.html", page, {"rows": rows})
    add_never_cache_headers(response)
    return response


def earlier_of(user, call):
    """Their proposals to other calls, by title and call, the latest first."""
    others = Proposal.objects.of(user).exclude(stage__call=call)
    named = others.select_related("stage__call__competition")
    return named.prefetch_related("answers").order_by("-started_at")


def start(request, year):
    """A new proposal to an open call."""
    if not request.user.is_authenticated:
        return kept.sign_in_again(request)
    if answer := kept.of_another(request):
        return answer
    call = get_object_or_404(Call.objects.public(), competition__year=year)
    stage = entry(call)
    at = began_at(request)
    is_typed = request.method == "POST"  # in time or late, it is answered
    if stage is None or not (is_typed or can_start(stage, request.user, at)):
        raise Http404
    earlier, given = earlier_of(request.user, call), known_of(request.user)
    form = StartForm(request.POST or None, earlier=earlier, initial=given)
    if form.is_valid() and (proposal := _started(request, stage, form, at)):
        kept.forget(request)
        return redirect("proposal", proposal.code)
    page = Page(
        _("Start a proposal"),
        crumbs=(*crumbs()[:2], Crumb(str(call), call.get_absolute_url())),
        section="apply",
        part="award",
        robots="noindex",
    )
    kept.fill(form, kept.kept_for(request))
    context = {"form": form, "call": call, "who": kept.who_types(request.user)}
    response = render_page(request, "awards/proposal/start.html", page, context)
    add_never_cache_headers(response)
    return response


def _started(request, stage, form, at):
    """The draft that was started; None where it cannot be, and the form says why."""
    try:
        return start_proposal(stage, by=request.user, at=at, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None


@of_the_team
def show(request, desk):
    """One proposal: its state, its pages, its versions, what can be done."""
    proposal = desk.proposal
    told = answers(desk)
    context = {
        "answers": told,
        "timetables": timetables(desk, told),
        "submissions": proposal.submissions.select_related("by", "form").defer(
            "content", "form__content"
        ),
        "late": proposal.late_attempts.select_related("by"),
    }
    return render_desk(request, "awards/proposal/show.html", desk, desk.title, context)


@of_the_team
def check(request, desk):
    """All that is missing, or the button that hands it in."""
    if not desk.can_lead:
        raise PermissionDenied
    found, status = desk.faults, 200
    if request.method == "POST":
        try:
            came = submit(
                desk.proposal,
                by=request.user,
                began_at=began_at(request, desk.proposal),
            )
        except Unready as unready:
            found, status = unready.faults, 409
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("proposal", desk.proposal.code)
        else:
            say_what_came(request, came)
            return redirect("proposal", desk.proposal.code)
    places = [(fault, place_of(desk.work.form, fault.place)) for fault in found]
    title = _("Check and hand in")
    context = {
        "places": places,
        "tried": request.method == "POST",
        "unchosen": unchosen(desk),
        "hints": list(hints(desk.work)),
    }
    return render_desk(
        request, "awards/proposal/check.html", desk, title, context, status
    )


def unchosen(desk):
    """The fields of the form that have a second text, each with its page."""
    form, fields = desk.work.form, whole(desk.work.form)
    waiting = desk.proposal.other_texts.filter(settled_at=None, key__in=fields)
    keys = sorted(set(waiting.values_list("key", flat=True)))
    return [(fields[key], place_of(form, key)) for key in keys]


@of_the_team
def preview(request, desk):
    """What evaluators will read, if it is handed in as it stands."""
    form, work = desk.work.form, json.loads(canonical(handed_in(desk.work)))
    parts = parts_of(work, form, is_named=not form.rules.is_anonymous)
    addresses = files_now(desk)
    context = {
        "parts": readable(parts, lambda file: addresses[file.sha256]),
        "hints": list(hints(desk.work)),
    }
    title = _("As evaluators read it")
    return render_desk(request, "awards/proposal/preview.html", desk, title, context)


def files_now(desk):
    """Where the team has each file that is in the proposal now, by its hash."""
    code, form = desk.proposal.code, desk.work.form
    found = {
        partner.letter_sha256: reverse("proposal-letter", args=[code, partner.pk])
        for partner in desk.work.partners
    }
    for key in desk.work.fields:
        if file := FileAnswer.of(desk.work.answers.get(key)):
            place = [code, place_of(form, key), key]
            found[file.sha256] = reverse("proposal-field-file", args=place)
    return found


def say_what_came(request, came):
    if isinstance(came, LateAttempt):
        messages.warning(
            request,
            _(
                "It came after the deadline, so it does not count yet. It is kept "
                "whole, and the award office decides whether to admit it."
            ),
        )
    else:
        messages.success(
            request,
            _("Handed in: version %(number)d counts. Its receipt is %(receipt)s.")
            % {"number": came.number, "receipt": came.receipt_number},
        )


@of_the_team
def version(request, desk, number):
    """One version as it was handed in, and what differs from another of them."""
    submissions = desk.proposal.submissions.order_by("number")
    others = list(submissions.exclude(number=number).values("number", "submitted_at"))
    other = _compared_with(request, [each["number"] for each in others], number)
    found = submissions.select_related("form", "by").filter(number__in=[number, other])
    by_number = {each.number: each for each in found}
    if number not in by_number:
        raise Http404
    pair = list(by_number.values()) if other else []

    def address(file):
        place = [desk.proposal.code, number, file.sha256]
        return reverse("proposal-version-file", args=place)

    context = {
        "submission": by_number[number],
        "parts": readable(parts_in(by_number[number]), address),
        "others": others,
        "other": other,
        "pair": pair,
        "differences": list(differences(*pair)) if pair else [],
    }
    title = _("Version %(number)d") % {"number": number}
    return render_desk(request, "awards/proposal/version.html", desk, title, context)


def _compared_with(request, others, number):
    """The version that the address asks for, or the one just before, if any."""
    if asked := request.GET.get("with"):
        if asked not in map(str, others):
            raise Http404
        return int(asked)
    return max((each for each in others if each < number), default=None)


@of_the_team
def leave(request, desk):
    """Withdraw what was handed in, with the reason."""
    if not desk.can_lead or desk.state != ProposalState.SUBMITTED:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw(
                desk.proposal,
                by=request.user,
                reason=form.cleaned_data["reason"],
                at=began_at(request, desk.proposal),
            )
        except IllegalMove as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Withdrawn: this proposal is not judged."))
            kept.forget(request)
        return redirect("proposal", desk.proposal.code)
    kept.fill(form, kept.kept_for(request))
    title = _("Withdraw the proposal")
    return render_desk(
        request, "awards/proposal/withdraw.html", desk, title, {"form": form}
    )


@of_the_team
def throw_away(request, desk):
    """Delete a draft that was never handed in, once its coordinator has confirmed."""
    if not desk.can_throw_away:
        raise Http404
    title, status = _("Throw the draft away"), 200
    if request.method == "POST":
        try:
            delete_draft(desk.proposal, by=request.user)
        except ValidationError:
            status = 409
        else:
            said = _("“%(title)s” was thrown away.") % {"title": desk.title}
            messages.success(request, said)
            return redirect("my-proposals")
    others = has_others(desk.proposal, request.user)
    context = {"hindrance": OTHERS_WRITE if others else ""}
    return render_desk(
        request, "awards/proposal/throw_away.html", desk, title, context, status
    )


@of_the_team
def come_back(request, desk):
    """Make what was withdrawn count again."""
    if not desk.can_lead or request.method != "POST":
        raise Http404
    try:
        revive(
            desk.proposal, by=request.user, began_at=began_at(request, desk.proposal)
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The last version handed in counts again."))
    return redirect("proposal", desk.proposal.code)


@of_the_team
def paper(request, desk, number, kind):
    """The receipt, or the whole version, as an accessible PDF."""
    submissions = desk.proposal.submissions.select_related(
        "proposal__stage__call__competition", "form"
    )
    submission = get_object_or_404(submissions, number=number)
    try:
        made = paper_of(submission, kind, page_language())
    except NotNow:
        messages.warning(
            request,
            _(
                "The PDF cannot be made now: it is made by itself as soon as it can. "
                "What was handed in is safe, and its number proves it."
            ),
        )
        return redirect("proposal-version", desk.proposal.code, number)
    return attachment(made.sha256, f"{submission}-{kind}.pdf", "application/pdf")


@of_the_team
def office_reads(request, desk):
    """The team lets the award office read its draft, or no longer."""
    if not desk.can_lead or request.method != "POST":
        raise Http404
    desk.proposal.office_may_read = request.POST.get("may") == "1"
    desk.proposal.save(update_fields=["office_may_read"])
    return redirect("proposal", desk.proposal.code)


@of_the_team
def version_file(request, desk, number):
    """The bytes that were signed, to keep and to check against the public keys."""
    submission = get_object_or_404(desk.proposal.submissions, number=number)
    return HttpResponse(
        submission.content.encode(),
        headers={
            "Content-Type": "application/json",
            "Content-Disposition": f'attachment; filename="{submission}.json"',
        },
    )
