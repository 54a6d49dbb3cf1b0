"""The pages where a team writes: shown, saved by a button, saved by themselves."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.actions.working_copy import be_here, news
from awards.models import Contribution, QuestionKind
from awards.rules.budget import ROWS, keys_of
from awards.rules.fields import Field, Option
from awards.rules.requirements import BUDGET
from awards.views import kept
from awards.views.proposal_files import put
from awards.views.proposal_pages import (
    Desk,
    began_at,
    of_the_team,
    onward,
    page_called,
    render_desk,
)
from awards.views.writing import (
    Sent,
    Sheet,
    choose_text,
    saved_by_button,
    store,
    told,
)
from content.files.checks import MOST_BYTES
from content.formats import instant_text

STATE = "awards/proposal/state.html"
SPARE = 1  # empty rows of the budget after those written


def sheet_of(desk, page, typed=None):
    """One page of a proposal with what is stored of it, or kept of what was typed."""
    keys = keys_of(desk.work.form) if has_budget(desk, page) else None

    def choose(other):
        return reverse("proposal-choose", args=[*place_of(desk, page), other.pk])

    return Sheet(
        desk.proposal,
        page.fields,
        typed,
        choose=choose,
        keys=keys,
        elsewhere=desk.fields_elsewhere,
    )


def has_budget(desk, page):
    return page.name == BUDGET and bool(desk.work.form.cost_headings)


def place_of(desk, page):
    """What names a page of a proposal in its addresses."""
    return desk.proposal.code, page.name


@dataclass(frozen=True)
class Row:
    """A row of the budget's tables."""

    number: int
    cells: list
    total: object = None


def budget_rows(desk, sheet):
    """The rows that somebody wrote in and one more, of costs and of co-funding."""
    form, budget = desk.work.form, desk.work.budget

    def cell(key, label):
        return sheet.input(Field(key, QuestionKind.NUMBER, label))

    units = {unit.number: unit for unit in budget.units}
    costs = [
        Row(
            n,
            [
                sheet.input(Field(f"unit.{n}", "", _("Department or lab"))),
                *(cell(f"cost.{h.id}.{n}", h.name) for h in form.cost_headings),
            ],
            units[n].total if n in units else None,
        )
        for n in _shown(units)
    ]
    funds = [
        Row(
            n,
            [
                sheet.input(Field(f"fund.{n}.who", "", _("Who gives it"))),
                sheet.input(kind_of_fund(n)),
                cell(f"fund.{n}.sum", _("How much (EUR)")),
            ],
        )
        for n in _shown({fund.number for fund in budget.funds})
    ]
    return {"costs": costs, "funds": funds, "budget": budget, "most_rows": ROWS}


def kind_of_fund(n):
    """Money, or something worth it."""
    kinds = (Contribution.MONEY, Contribution.IN_KIND)
    options = tuple(Option(each.value, each.label) for each in kinds)
    return Field(f"fund.{n}.kind", "contribution", _("What it is"), choices=options)


def _shown(numbers):
    last = max(numbers, default=0)
    return range(1, min(ROWS, last + SPARE) + 1)


@of_the_team
def write(request, desk, page):
    """One page of the form; a POST saves it and stays, or goes to the next one."""
    page = page_called(desk, page)
    if request.method == "POST":
        return save_page(request, desk, page)
    waiting = kept.kept_for(request)
    sheet = sheet_of(desk, page, waiting.typed if waiting else None)
    budget = budget_rows(desk, sheet) if has_budget(desk, page) else {}
    return render_desk(
        request,
        f"awards/proposal/{'budget' if budget else 'page'}.html",
        desk,
        page.title,
        {
            "current": page,
            "inputs": sheet.inputs(),
            "waiting": waiting,
            "client": uuid4(),
            "saving": {
                "address": reverse("proposal-save", args=place_of(desk, page)),
                "store": "/".join(place_of(desk, page)),
                "where": kept.where_it_is(request.path),
            },
            "most_bytes": MOST_BYTES,
            "onward": onward(desk, page),
            **budget,
        },
    )


def save_page(request, desk, page):
    """Save what the page changed, where the person may write."""
    saved = _save(request, desk, page)
    if saved is None:
        return redirect(request.path)
    if saved.clashes:
        clash = _("Somebody else changed the same text: both are below, choose one.")
        messages.warning(request, clash)
    else:
        messages.success(request, _("Saved."))
    is_well = put_files(request, desk, page) and not saved.clashes
    following = onward(desk, page) if "next" in request.POST else None
    return redirect(following.url if following and is_well else request.path)


def _save(request, desk, page):
    """What became of a page sent by its button; None where it is not stored."""
    if not desk.can_write:
        return kept.refuse(request, _("Not saved: you may not write here."))
    at = began_at(request, desk.proposal)
    return saved_by_button(request, desk.proposal, sheet_of(desk, page), at=at)


def put_files(request, desk, page):
    """Keep the files that came with the page, or take out the one it says.

    Gives whether all went well.
    """
    is_well = True
    for field in page.fields:
        upload = request.FILES.get(f"file.{field.key}")
        if field.kind == QuestionKind.FILE and (
            upload or request.POST.get("remove") == field.key
        ):
            base = request.POST.get(f"filebase.{field.key}", "")
            told, status = put(request, desk, field, upload, base)
            (messages.success if status == 200 else messages.error)(request, told)
            is_well = is_well and status == 200
    return is_well


@of_the_team
def choose(request, desk, page, other):
    """Choose between two texts of one field, once the rest of the page is saved."""
    page = page_called(desk, page)
    text = get_object_or_404(desk.proposal.other_texts, pk=other)
    if request.method != "POST":
        raise Http404
    if saved := _save(request, desk, page):
        put_files(request, desk, page)
        at = began_at(request, desk.proposal)
        choose_text(request, desk.proposal, text, saved, at=at)
    return redirect("proposal-page", *place_of(desk, page))


def save_by_itself(request, code, page):
    """What a page sends while somebody types; answers in JSON.

    401 where nobody is signed in: the page keeps the text and tries again.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"sign_in": reverse("account_login")}, status=401)
    return _save_by_itself(request, code, page=page)


@of_the_team
def _save_by_itself(request, desk, page):
    page = page_called(desk, page)
    sheet = sheet_of(desk, page)
    try:
        sent = Sent.by_itself(request, sheet)
    except ValueError:
        return HttpResponseBadRequest()
    if not desk.can_write or sent.user != request.user.pk:
        return JsonResponse({"error": _("You may not write here.")}, status=409)
    now = began_at(request, desk.proposal)
    try:
        saved = store(desk.proposal, sent, by=request.user, at=now)
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=422)
    here = be_here(
        desk.proposal, user=request.user, client=sent.client, page=page.name, at=now
    )
    changed = news(desk.proposal, sent.others(sheet, saved))
    said = told(sent, saved, here, changed, now)
    return JsonResponse(said | {"reload": _reload(desk, sent)} | _standing(desk))


def _reload(desk, sent):
    """Why a page that shows an earlier form is to be loaded again, if it does."""
    told = _("The form changed on %(when)s: %(reason)s")
    return " ".join(
        told % {"when": instant_text(each.at), "reason": each.reason}
        for each in (desk.changes if sent.form else ())
        if each.number > sent.form
    )


def _standing(desk):
    """How far each page is, after what was saved, whether that counts, until when."""
    fresh = Desk(desk.proposal, desk.member, desk.version)
    pages = {
        state.page.name: {
            "word": state.word,
            "text": render_to_string(STATE, {"each": state}).strip(),
        }
        for state in fresh.states
    }
    return {
        "changed": fresh.is_changed,
        "closes": fresh.closes_at.isoformat(),
        "pages": pages,
    }
