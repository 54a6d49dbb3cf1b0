"""The pages where a team writes: shown, saved by a button, saved by themselves."""

import json
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions.working_copy import Change, be_here, clean, news, save, settle
from awards.models import Contribution, QuestionKind
from awards.rules.budget import ROWS, keys_of
from awards.rules.fields import Field, Option
from awards.rules.files import FileAnswer
from awards.rules.requirements import BUDGET
from awards.rules.words import count_words
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
from content.canonical import canonical, digest
from content.files.checks import MOST_BYTES

STATE = "awards/proposal/state.html"
SPARE = 1  # empty rows of the budget after those written


@dataclass(frozen=True)
class Input:
    """A field as a page shows it: with what is written, and what was read there."""

    field: Field
    value: object
    base: str
    others: list

    @property
    def words(self):
        return count_words(self.value) if isinstance(self.value, str) else 0

    @property
    def is_over(self):
        limit = self.field.word_limit
        return bool(limit and self.words > limit)

    @property
    def file(self):
        """The file that is kept in it, if any."""
        return FileAnswer.of(self.value)

    @property
    def revision(self):
        return self.base.partition(":")[0]

    @property
    def width(self):
        """How much of the limit is used, as the bar draws it."""
        limit = self.field.word_limit
        return min(100, self.words * 100 // limit) if limit else 0


def fingerprint(value):
    """What a page had in a field when it was made: what is the same was not changed."""
    return digest(canonical(value))[:12]


class Sheet:
    """One page of a proposal with what is stored of it, or kept of what was typed."""

    def __init__(self, desk, page, typed=None):
        self.desk, self.page, self.typed = desk, page, typed or {}
        rows = desk.proposal.answers.filter(key__in=self.keys)
        self.stored = {answer.key: answer for answer in rows}
        open_texts = desk.proposal.other_texts.filter(settled_at=None)
        self.others = {}
        for other in open_texts.filter(key__in=self.keys).select_related("by"):
            self.others.setdefault(other.key, []).append(other)

    @property
    def keys(self):
        if self.page.name == BUDGET:
            return list(keys_of(self.desk.work.form))
        return self.page.keys

    @property
    def typed_keys(self):
        """The fields that are typed: a file comes by an address of its own."""
        files = {f.key for f in self.page.fields if f.kind == QuestionKind.FILE}
        return [key for key in self.keys if key not in files]

    def inputs(self):
        return [self.input(field) for field in self.page.fields]

    def input(self, field):
        several = field.kind == QuestionKind.SEVERAL
        answer = self.stored.get(field.key)
        value = answer.value if answer else ([] if several else "")
        base = f"{answer.revision if answer else 0}:{fingerprint(value)}"
        if typed := self.typed.get(field.key):
            value = typed if several else typed[-1]
            base = self.typed.get(f"base.{field.key}", [base])[-1]
        return Input(field, value, base, self.others.get(field.key, []))

    def changes(self, post):
        """What the person who sent the page changed in it, field by field."""
        several = {f.key for f in self.page.fields if f.kind == QuestionKind.SEVERAL}
        for key in self.typed_keys:
            if f"base.{key}" not in post:
                continue
            value = post.getlist(key) if key in several else post.get(key, "")
            base, _colon, was = post[f"base.{key}"].partition(":")
            if fingerprint(clean(key, value)) != was and base.isdecimal():
                yield Change(key, value, int(base))


@dataclass(frozen=True)
class Row:
    """A row of the budget's tables."""

    number: int
    cells: list
    total: object = None


def budget_rows(sheet):
    """The rows that somebody wrote in and one more, of costs and of co-funding."""
    form, budget = sheet.desk.work.form, sheet.desk.work.budget

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
    waiting = kept.kept_for(request)
    if request.method == "POST":
        return save_page(request, desk, page, waiting)
    sheet = Sheet(desk, page, waiting.typed if waiting else None)
    budget = budget_rows(sheet) if page.name == BUDGET else {}
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
            "who": kept.who_types(request.user),
            "most_bytes": MOST_BYTES,
            "onward": onward(desk, page),
            **budget,
        },
    )


def save_page(request, desk, page, waiting):
    """Save what the page changed, where its own person sent it and may write."""
    if kept.typist(request) != request.user.pk or not desk.can_write:
        kept.keep(request)
        messages.error(
            request,
            _(
                "Not saved: this page belongs to somebody else, or you may not write "
                "here. What was typed is kept for a day for whoever typed it."
            ),
        )
        return redirect(request.path)
    try:
        saved = _save(request, desk, page)
    except ValidationError as error:
        kept.keep(request)
        messages.error(request, error.messages[0])
        return redirect(request.path)
    except ValueError:
        return HttpResponseBadRequest()
    if waiting:
        waiting.delete()
    if saved.clashes:
        clash = _("Somebody else changed the same text: both are below, choose one.")
        messages.warning(request, clash)
    else:
        messages.success(request, _("Saved."))
    is_well = put_files(request, desk, page) and not saved.clashes
    following = onward(desk, page) if "next" in request.POST else None
    return redirect(following.url if following and is_well else request.path)


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


def _save(request, desk, page):
    """Store what a page sent by its button changed. ValueError: it is no page of ours.

    Such a page is sent once, so its save has the number 1; a page that has saved by
    itself goes on from the number it has reached.
    """
    return save(
        desk.proposal,
        by=request.user,
        client=UUID(request.POST.get("client", "")),
        number=int(request.POST.get("number", "1")),
        changes=list(Sheet(desk, page).changes(request.POST)),
        at=began_at(request, desk.proposal),
    )


@of_the_team
def choose(request, desk, page, other):
    """Choose between two texts of one field."""
    if request.method != "POST" or not desk.can_write:
        raise Http404
    text = desk.proposal.other_texts.filter(pk=other).first()
    if text is None:
        raise Http404
    take = request.POST.get("take") == "other"
    settle(
        text,
        take=take,
        by=request.user,
        client=uuid4(),
        at=began_at(request, desk.proposal),
    )
    return redirect("proposal-page", desk.proposal.code, page)


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
    try:
        sent = json.loads(request.body)
        changes = [
            Change(each["key"], _value(each["value"]), int(each["base"]))
            for each in sent["changes"]
        ]
        client, number = UUID(sent["client"]), int(sent["number"])
        known = {str(key): int(base) for key, base in sent["known"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponseBadRequest()
    if not desk.can_write or sent.get("user") != request.user.pk:
        return JsonResponse({"error": _("You may not write here.")}, status=409)
    keys = set(Sheet(desk, page).typed_keys)
    if not {change.key for change in changes} <= keys:
        return HttpResponseBadRequest()
    now = began_at(request, desk.proposal)
    try:
        saved = save(
            desk.proposal,
            by=request.user,
            client=client,
            number=number,
            changes=changes,
            at=now,
        )
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=422)
    here = be_here(
        desk.proposal, user=request.user, client=client, page=page.name, at=now
    )
    mine = {change.key for change in changes}
    others = {key: base for key, base in known.items() if key in keys - mine}
    return JsonResponse(_told(desk, saved, here, news(desk.proposal, others), now))


def _value(value):
    """A text, or a list of short ones: a page sends nothing else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [each[:80] for each in value[:100]]
    raise ValueError


def _told(desk, saved, here, changed, now):
    fresh = Desk(desk.proposal, desk.member, desk.version)
    return {
        "changed": fresh.is_changed,
        "at": timezone.localtime(now).strftime("%H:%M"),
        "saved": {key: answer.revision for key, answer in saved.answers.items()},
        "news": [
            {"key": answer.key, "value": answer.value, "revision": answer.revision}
            for answer in changed
        ],
        "clashes": sorted({other.key for other in saved.clashes}),
        "here": [writer.user.get_full_name() or str(writer.user) for writer in here],
        "pages": {
            state.page.name: {
                "word": state.word,
                "text": render_to_string(STATE, {"each": state}).strip(),
            }
            for state in fresh.states
        },
    }
