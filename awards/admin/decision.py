"""Deciding of what a stage judges: taken by one person, approved by another."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.actions.decision import approve, check_may_change, decide
from awards.admin.around import page_of
from awards.admin.hidden import OfProposalAdmin
from awards.emails.answers import letters_of
from awards.forms.decision import DecideForm
from awards.models import CheckedRule, Decision, LetterState
from awards.rules.closed_ranking import closed_ranking
from awards.rules.committee import sees_results
from awards.rules.conflict import seen_by
from awards.rules.judged import submission_of
from awards.rules.money import purse_of
from awards.rules.ranking_table import MONEY_WORDS
from awards.rules.results import results_of
from awards.rules.told import title_in
from content.formats import euro_text


@dataclass(frozen=True)
class Checks:
    """How many rules of the call somebody has looked at, and how many are not met."""

    said: int = 0
    not_met: int = 0


@dataclass
class Line:
    """A proposal that is judged: where it stands, what was checked, what is decided."""

    row: object
    title: str
    category: str
    funds: str
    checks: Checks
    decision: Decision | None
    decide_address: str
    may_approve: bool
    closed: object = None

    @property
    def has_moved(self):
        """Whether it does not stand where the committee put it."""
        return stood(self.closed) != stood(self.row)


def stood(row):
    """Where one stands; None where it has no place."""
    return (row.place, row.result, row.money) if row and row.place else None


def may_decide(request):
    return request.user.has_perm("awards.change_decision")


def kept_waiting(request, about):
    """Who judges too sees no result before their own reviews are in."""
    told = _("You judge at this stage: its results open to you as to its committee.")
    messages.warning(request, told)
    return redirect(page_of(about))


def checks_of(stage):
    """The checks of a stage, by proposal, in one query."""
    rows = CheckedRule.objects.filter(submission__form__stage=stage)
    said, not_met = Counter(), Counter()
    for proposal, is_met in rows.values_list("submission__proposal", "is_met"):
        said[proposal] += 1
        not_met[proposal] += not is_met
    found = {key: Checks(count, not_met[key]) for key, count in said.items()}
    return defaultdict(Checks, found)


def decisions_of(stage):
    """The decisions in force at a stage, by proposal."""
    rows = Decision.objects.in_force().filter(stage=stage)
    rows = rows.select_related("decided_by", "approved_by", "announcement", "proposal")
    return {each.proposal_id: each for each in rows}


def lines_of(stage, user, results, closed=None):
    """What is judged and may be seen, from the best placed down.

    `closed` is the ranking as the committee closed it.
    """
    put = closed.rows if closed else {}
    decisions, checks = decisions_of(stage), checks_of(stage)
    names = {each.id: each.name for each in results.categories}
    for row in results.ranking().rows:
        key = row.candidate.key
        decision, submission = decisions.get(key), results.submissions[key]
        is_open = decision is not None and decision.approved_at is None
        yield Line(
            row=row,
            title=title_in(submission),
            category=names.get(row.candidate.category, ""),
            funds=MONEY_WORDS[row.money],
            checks=checks[key],
            decision=decision,
            decide_address=page_of(submission.proposal, "decide"),
            may_approve=is_open and decision.decided_by_id != user.pk,
            closed=put.get(row.candidate.label),
        )


class DecisionsAdmin:
    """What the admin of a stage has to decide of all that it judges."""

    def decisions_view(self, request, object_id):
        stage = self.get_object(request, unquote(object_id))
        if not may_decide(request):
            raise PermissionDenied
        if stage is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not sees_results(request.user, stage):
            return kept_waiting(request, stage)
        if request.method == "POST":
            self.approve_chosen(request, stage)
            return redirect(request.path)
        results = results_of(stage, request.user, is_whole=True)
        ranking = stage.rankings.select_related("by").first()
        closed = closed_ranking(ranking, request.user) if ranking else None
        lines = list(lines_of(stage, request.user, results, closed))
        context = {
            "title": _("Decisions"),
            "stage": stage,
            "lines": lines,
            "hidden": results.hidden,
            "to_declare": results.to_declare,
            "purse": purse_of(stage.call.competition, request.user),
            "ranking": ranking,
            "moved": sum(each.has_moved for each in lines) if ranking else 0,
            "undecided": sum(each.decision is None for each in lines),
            "to_approve": [each for each in lines if each.may_approve],
            "announce_address": page_of(stage, "announce"),
        }
        page = "admin/awards/decisions.html"
        return self.show(request, page, stage, stage.pk, context)

    def approve_chosen(self, request, stage):
        """Approve one or several, and say of which it could not be done."""
        numbers = [n for n in request.POST.getlist("decision") if n.isdecimal()]
        rows = Decision.objects.filter(stage=stage, pk__in=numbers)
        chosen = seen_by(request.user, rows).select_related("proposal")
        if not chosen:
            messages.warning(request, _("Choose what to approve."))
            return
        done = 0
        for decision in chosen:
            try:
                approve(decision, by=request.user, at=timezone.now())
            except ValidationError as error:
                told = _("Not approved, %(code)s: %(why)s")
                why = " ".join(error.messages)
                said = {"code": decision.proposal.code, "why": why}
                messages.error(request, told % said)
            else:
                done += 1
        if done:
            told = ngettext(
                "One decision is approved. Its letters wait to be read and released.",
                "%(count)d decisions are approved. Their letters wait to be read and "
                "released.",
                done,
            )
            messages.success(request, told % {"count": done})


class DecideAdmin:
    """What the admin of a proposal has to decide of one."""

    def decide_view(self, request, object_id):
        proposal = self.get_object(request, unquote(object_id))
        if not may_decide(request):
            raise PermissionDenied
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        stage, obstacle = proposal.stage, obstacle_of(proposal)
        if not sees_results(request.user, stage):
            return kept_waiting(request, proposal)
        form = DecideForm(
            request.POST if request.method == "POST" else None,
            stage=stage,
            initial=said_before(proposal),
        )
        if form.is_valid() and decided(request, proposal, form):
            return redirect("admin:awards_stage_decisions", stage.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Decide of %(code)s") % {"code": proposal.code},
            "opts": self.opts,
            "object": proposal,
            "change_address": page_of(proposal),
            "proposal": proposal,
            "form": form,
            "obstacle": "" if form.errors else obstacle,
            "purse": purse_of(stage.call.competition, request.user),
            "standing": standing_of(proposal, request.user),
            "replaced": replaced_by(proposal),
            "earlier": earlier_of(proposal),
            "back": page_of(stage, "decisions"),
        }
        return TemplateResponse(request, "admin/awards/decide.html", context)


def decided(request, proposal, form):
    """Take the decision that was typed; false where it is refused, with why."""
    try:
        decide(
            proposal,
            by=request.user,
            at=timezone.now(),
            seen=request.POST.get("seen", ""),
            **form.cleaned_data,
        )
    except ValidationError as error:
        form.add_refusal(error)
        return False
    told = _("%(code)s is decided. Somebody else has to approve it.")
    messages.success(request, told % {"code": proposal.code})
    return True


def obstacle_of(proposal):
    """Why nothing can be decided of it now; "" where something can."""
    try:
        check_may_change(proposal, timezone.now())
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def said_before(proposal):
    """What the form begins from: the decision so far."""
    if decision := proposal.decision:
        amount = euro_text(decision.amount) if decision.amount else ""
        return {
            "outcome": decision.outcome,
            "reason": decision.reason,
            "amount": amount,
        }
    return {}


def standing_of(proposal, user):
    """Where it stands in the ranking; None where nothing of it is judged."""
    if submission_of(proposal, proposal.stage) is None:
        return None
    results = results_of(proposal.stage, user, is_whole=True)
    lines = lines_of(proposal.stage, user, results)
    return next((x for x in lines if x.row.candidate.key == proposal.pk), None)


def replaced_by(proposal):
    """The decision that another would take the place of, and its unsent letters."""
    decision = proposal.decision
    if decision is None:
        return None
    held = [x for x in letters_of([decision]) if x.state == LetterState.HELD]
    return {"decision": decision, "letters": len(held)}


def earlier_of(proposal):
    rows = proposal.decisions.exclude(superseded_at=None)
    return rows.select_related("decided_by", "approved_by").order_by("-decided_at")


@admin.register(Decision)
class DecisionAdmin(OfProposalAdmin):
    """Every decision, those that another took the place of included: read only."""

    list_display = [
        *("proposal", "outcome", "sum", "decided_at", "approved_at"),
        *("published_at", "superseded_at"),
    ]
    list_filter = [
        *("outcome", "stage__call__competition"),
        ("approved_at", admin.EmptyFieldListFilter),
        ("published_at", admin.EmptyFieldListFilter),
        ("superseded_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["proposal"]
    search_fields = ["proposal__code", "reason"]
    date_hierarchy = "decided_at"
    fields = readonly_fields = [
        *("proposal", "stage", "submission", "outcome", "reason", "amount"),
        *("decided_by", "decided_at", "approved_by", "approved_at"),
        *("announcement", "published_at", "superseded_at", "project"),
    ]

    @admin.display(description=gettext_lazy("award (EUR)"), ordering="amount")
    def sum(self, decision):
        return euro_text(decision.amount) if decision.amount else "—"

    def has_add_permission(self, request):
        return False  # one is taken on the page of its proposal

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
