"""One proposal before its committee: declared on, read, judged, discussed."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules import has_used_factor
from awards.actions import review as actions
from awards.actions.assignment import decline as decline_assignment
from awards.actions.conflict import declare as declare_on
from awards.actions.working_copy import be_here, news
from awards.forms.committee import DeclareForm, RemarkForm
from awards.forms.proposal import ReasonForm
from awards.models import Remark, Review
from awards.rules.files import files_in
from awards.rules.frozen import read
from awards.rules.review import as_read, scored, texts
from awards.rules.ties import Ties
from awards.rules.told import parts_in, work_in
from awards.views import kept
from awards.views.proposal_pages import began_at
from awards.views.readable import readable
from awards.views.seats import address_of, crumbs, render_committee, seated, title_in
from awards.views.writing import (
    Sent,
    Sheet,
    choose_text,
    saved_by_button,
    store,
    told,
)
from content.files.serve import attachment


@seated
def show(request, seat):
    """One proposal: the declaration first, then all that this person may read of it."""
    if not seat.can_read:
        address = address_of(seat, "my-review-declare")
        waiting = kept.waiting_at(request, [address])
        form = DeclareForm(initial={"has_conflict": "1"} if seat.has_declared else None)
        return _ask(request, seat, kept.fill(form, waiting.get(address)))
    submission = seat.submission
    reviews = reviews_of(seat) if seat.sees_reviews else []
    forms = _forms(request, seat, reviews)
    context = {
        "seat": seat,
        "submission": submission,
        "parts": text_for(seat),
        "reviews": [(*each, forms[each[0]]) for each in reviews],
        "remarks": remarks_of(seat) if seat.sees_reviews else [],
        "forms": forms,
    }
    trail = crumbs(seat.appointment)
    return render_committee(request, "read", title_in(submission), trail, context)


def _forms(request, seat, reviews):
    """What can be done from the page, each form with what waits where it is sent."""
    forms = {"remark": RemarkForm(), "decline": ReasonForm(), "declare": DeclareForm()}
    sent_to = {what: address_of(seat, f"my-review-{what}") for what in forms}
    for review, _read in reviews:
        forms[review] = ReasonForm(auto_id=f"%s-{review.pk}")
        sent_to[review] = address_of(seat, "my-review-reopen", review.pk)
    waiting = kept.waiting_at(request, sent_to.values())
    return {
        what: kept.fill(form, waiting.get(sent_to[what]))
        for what, form in forms.items()
    }


def text_for(seat):
    """All that this person may read of a proposal, with where its files are."""
    submission = seat.submission
    named = not read(submission.form.content).rules.is_anonymous

    def address(file):
        return address_of(seat, "my-review-file", file.sha256)

    return readable(parts_in(submission, is_named=named), address)


def _ask(request, seat, form, status=200):
    """What is told of a proposal before its text: enough to know who is in it by now.

    Whoever declares does so on all that was handed in, a later stage included.
    """
    submission = seat.proposal.counts or seat.submission
    work, rules = work_in(submission), read(submission.form.content).rules
    ties = Ties([seat.appointment], [submission])
    context = {
        "seat": seat,
        "form": form,
        "work": work,
        "is_anonymous": rules.is_anonymous,
        "ties": list(ties.between(seat.appointment, seat.proposal)),
    }
    trail = crumbs(seat.appointment)
    title = title_in(seat.submission)
    return render_committee(request, "declare", title, trail, context, status)


@seated
def declare(request, seat):
    """Say whether there is a conflict; who finds one later says so here too."""
    if request.method != "POST":
        return redirect(address_of(seat))
    form = DeclareForm(request.POST)
    if not form.is_valid():
        return _ask(request, seat, form, 422)
    said = form.cleaned_data
    kept.forget(request)
    try:
        declare_on(seat.proposal, by=request.user, at=began_at(request), **said)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    if said["has_conflict"]:
        told_of = _("You see nothing more of it: somebody else takes your place.")
        messages.success(request, told_of)
        return redirect("my-committee", seat.appointment.pk)
    return redirect(address_of(seat))


def reviews_of(seat):
    """The reviews that count, as the committee reads them, with who wrote each."""
    rows = (
        Review.objects.counting()
        .filter(assignment__proposal=seat.proposal)
        .filter(assignment__appointment__stage=seat.appointment.stage_id)
        .select_related("counts", "assignment__appointment")
        .order_by("pk")
    )
    for each in rows:
        each.counts.review = each  # whose author it is asked for
    return [(each, as_read(each.counts, seat.form)) for each in rows]


def remarks_of(seat):
    rows = Remark.objects.filter(stage=seat.appointment.stage, proposal=seat.proposal)
    return rows.select_related("by")


# My own review


def writing(view):
    """A page of one's own review, begun where it was given to them."""

    def shown(request, seat, **arguments):
        if not seat.can_read or seat.assignment is None:
            raise Http404
        actions.review_of(seat, at=began_at(request))
        return view(request, seat, **arguments)

    return seated(shown)


def sheet_of(seat, typed=None):
    """The fields of a review with what is stored of them."""
    form = seat.form
    fields = [f for each in scored(form) for f in (each.score, each.note)]

    def choose(other):
        return address_of(seat, "my-review-choose", other.pk)

    return Sheet(seat.review, [*fields, *texts()], typed, choose=choose)


@writing
def write(request, seat):
    """One's own review; a POST saves it and stays."""
    if request.method == "POST":
        return _save_page(request, seat)
    return _render(request, seat, kept.kept_for(request))


def _render(request, seat, waiting=None, found=(), status=200):
    form = seat.form
    sheet = sheet_of(seat, waiting.typed if waiting else None)
    inputs = {each.field.key: each for each in sheet.inputs()}
    context = {
        "seat": seat,
        "desk": seat,  # what fields ask whether one may write
        "saving": {
            "address": address_of(seat, "my-review-save"),
            "store": f"review/{seat.review.pk}",
            "where": kept.where_it_is(address_of(seat, "my-review-write")),
        },
        "review": seat.review,
        "rows": [
            (each.criterion, inputs[each.score.key], inputs[each.note.key])
            for each in scored(form)
        ],
        "texts": [inputs[field.key] for field in texts()],
        "parts": text_for(seat),
        "submission": seat.submission,
        "waiting": waiting,
        "found": found,
        "client": uuid4(),
        "steps": seat.review.steps.select_related("by"),
    }
    title = _("Your review of “%(title)s”") % {"title": title_in(seat.submission)}
    trail = crumbs(seat.appointment, seat)
    return render_committee(request, "write", title, trail, context, status)


def _save_page(request, seat):
    """Save what the page changed, where the person may write."""
    saved = _save(request, seat)
    if saved and saved.clashes:
        said = _("The same text was changed on another device: both are below.")
        messages.warning(request, said)
    elif saved:
        messages.success(request, _("Saved."))
    return redirect(request.path)


def _save(request, seat):
    """What became of a page sent by its button; None where it is not stored."""
    if not seat.can_write:
        return kept.refuse(request, _("Not saved: the review is closed."))
    return saved_by_button(request, seat.review, sheet_of(seat), at=began_at(request))


def save_by_itself(request, number, code):
    """What the page sends while somebody types; 401 where nobody is signed in."""
    if not request.user.is_authenticated or not has_used_factor(request):
        return JsonResponse({"sign_in": reverse("account_login")}, status=401)
    return _save_by_itself(request, number=number, code=code)


@writing
def _save_by_itself(request, seat):
    sheet = sheet_of(seat)
    try:
        sent = Sent.by_itself(request, sheet)
    except ValueError:
        return HttpResponseBadRequest()
    if not seat.can_write or sent.user != request.user.pk:
        return JsonResponse({"error": _("You may not write here.")}, status=409)
    review, now = seat.review, began_at(request)
    try:
        saved = store(review, sent, by=request.user, at=now)
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=422)
    here = be_here(review, user=request.user, client=sent.client, page="", at=now)
    changed = news(review, sent.others(sheet, saved))
    return JsonResponse(told(sent, saved, here, changed, now) | {"pages": {}})


@writing
def choose(request, seat, other):
    """Choose between two texts of one field, once the rest of the page is saved."""
    if request.method != "POST":
        raise Http404
    text = get_object_or_404(seat.review.other_texts, pk=other)
    if saved := _save(request, seat):
        choose_text(request, seat.review, text, saved, at=began_at(request))
    return redirect(address_of(seat, "my-review-write"))


@writing
def submit(request, seat):
    """Hand the review in, or say all that is missing."""
    if request.method != "POST":
        return redirect(address_of(seat, "my-review-write"))
    try:
        actions.submit(seat, at=began_at(request))
    except actions.Unready as unready:
        return _render(request, seat, found=unready.faults, status=409)
    messages.success(request, _("Handed in. Now you read what the others wrote."))
    return redirect(address_of(seat))


# What is done with a proposal or a review, each by its own address


@seated
def give_back(request, seat):
    """Decline what was assigned, with the reason."""
    if request.method != "POST":
        return redirect(address_of(seat))
    if seat.assignment is None or seat.has_judged:
        raise Http404
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        decline_assignment(
            seat.assignment, by=request.user, reason=reason, at=began_at(request)
        )
    except ValidationError as error:
        kept.refuse(request, error.messages[0])
        return redirect(address_of(seat))
    kept.forget(request)
    messages.success(request, _("You gave it back; the office assigns it anew."))
    return redirect("my-committee", seat.appointment.pk)


@seated
def reopen(request, seat, review):
    """The chair opens somebody's review again, with the reason."""
    if request.method != "POST":
        return redirect(address_of(seat))
    if not seat.can_reopen:
        raise Http404
    row = get_object_or_404(
        Review.objects.counting(),
        pk=review,
        assignment__proposal=seat.proposal,
        assignment__appointment__stage=seat.appointment.stage_id,
    )
    reason = request.POST.get("reason", "")
    try:
        actions.reopen(row, seat=seat, reason=reason, at=began_at(request))
    except ValidationError as error:
        kept.refuse(request, error.messages[0])
    else:
        kept.forget(request)
        messages.success(request, _("Open again: who wrote it has a letter."))
    return redirect(address_of(seat))


@seated
def say(request, seat):
    """Something said of a proposal to the committee."""
    if request.method != "POST":
        return redirect(address_of(seat))
    if not seat.sees_reviews:
        raise Http404
    form = RemarkForm(request.POST)
    if form.is_valid():
        actions.remark(seat, text=form.cleaned_data["text"], at=began_at(request))
        kept.forget(request)
    else:
        kept.refuse(request, form.errors["text"][0])
    return redirect(address_of(seat) + "#discussion")


@seated
def file(request, seat, sha256):
    """A file of what is judged."""
    if not seat.can_read:
        raise Http404
    for each in files_in(work_in(seat.submission)):
        if each.sha256 == sha256:
            return attachment(each.sha256, each.name, each.media_type)
    raise Http404
