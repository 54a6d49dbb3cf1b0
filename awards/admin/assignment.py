"""Who judges what: the table of a stage, and the people of one proposal."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.actions.assignment import assign, end, read_table, reassign
from awards.admin.around import before_deciding, page_of
from awards.admin.pages import about_one, show
from awards.forms.assignment import AssignForm, EachForm, MoveForm, TableForm
from awards.rules.committee import who_judges
from awards.rules.given import Given, has_judged, is_open_at
from awards.rules.judged import submission_of
from awards.rules.told import title_in

MARKS = {
    "in": ("●", gettext_lazy("review handed in")),
    "open": ("○", gettext_lazy("assigned")),
    "conflict": ("✕", gettext_lazy("conflict of interest")),
    "declined": ("–", gettext_lazy("gave it back")),
}


class AssignmentsAdmin:
    """What the admin of stages has for its assignments."""

    @about_one("awards.change_assignment")
    def assignments_view(self, request, stage):
        """Who judges what; by hand, by a table, or from here by a balanced proposal."""
        given = Given(stage, request.user)
        does = request.POST.get("do", "") if request.method == "POST" else ""
        to_judge = [s.proposal for s in given.submissions if is_open_at(s, stage)]
        form = AssignForm(
            request.POST if does == "assign" else None,
            proposals=to_judge,
            people=given.people,
        )
        sent = (request.POST, request.FILES) if does == "upload" else ()
        table = TableForm(*sent)
        faults = assigned(request, given, does, form, table) if does else []
        if does and not faults:
            return redirect(request.path)
        context = {
            "title": _("Assignments"),
            "doors": before_deciding(stage),
            "faults": faults,
            "form": form,
            "table": table,
            "each": EachForm(initial={"each": stage.reviews_each}),
            "balance_address": page_of(stage, "balance"),
            "given": given,
            "is_closed": stage.has_closed(),
            "marks": MARKS.values(),
        }
        context |= table_of(given, request.POST.getlist("proposals"))
        return show(self, request, "assignments", stage, context)


def assigned(request, given, does, form, table):
    """Assign what was asked, and say so; every fault, where there is one."""
    asked = form if does == "assign" else table
    if not asked.is_valid():
        return [told for field in asked.errors.values() for told in field]
    try:
        if does == "assign":
            pairs = pairs_of(given, **form.cleaned_data)
        else:
            text = table.cleaned_data["table"]
            pairs = read_table(given.stage, text, by=request.user)
        new = assign(given.stage, pairs, by=request.user, at=timezone.now())
    except ValidationError as error:
        return error.messages
    tell(request, len(new))
    return []


def pairs_of(given, proposals, person):
    there = {each.proposal_id: each.proposal for each in given.submissions}
    who = next(each for each in given.people if each.pk == person)
    return [(who, there[key]) for key in proposals]


def tell(request, count):
    if not count:
        messages.info(request, _("All of this was assigned already."))
        return
    told = ngettext(
        "One assignment made. Its letter waits in the outbox to be released.",
        "%(count)d assignments made. One letter for each person waits in the outbox to "
        "be released.",
        count,
    )
    messages.success(request, told % {"count": count})


def table_of(given, chosen):
    """The proposals of a stage against its people, and what each has in all."""
    people = [*given.people, *gone(given)]
    columns = [
        {
            "person": each,
            "address": page_of(each),
            "has": given.loads.get(each.pk, (0, 0))[0],
            "in": given.loads.get(each.pk, (0, 0))[1],
            "serves": each in given.people,
        }
        for each in people
    ]
    rows = [
        {
            "proposal": each.proposal,
            "name": title_in(each),
            "address": page_of(each.proposal, "judges"),
            "cells": [mark(given, each.proposal_id, who.pk) for who in people],
            "is_open": is_open_at(each, given.stage),
            "is_chosen": str(each.proposal_id) in chosen,
        }
        for each in given.submissions
    ]
    wanted = given.stage.reviews_each or 0
    for row in rows:
        marks = [cell["kind"] for cell in row["cells"] if cell]
        row["has"] = marks.count("in") + marks.count("open")
        row["is_short"] = row["is_open"] and row["has"] < wanted
    return {"columns": columns, "rows": rows}


def gone(given):
    """Those who serve no more, and whose reviews still count."""
    there = {each.pk for each in given.people}
    kept = {each.appointment_id: each.appointment for each in given.open.values()}
    return [person for key, person in kept.items() if key not in there]


def mark(given, proposal, person):
    """What a cell of the table says; None where there is nothing to say."""
    pair = proposal, person
    if pair in given.open:
        kind = "in" if has_judged(given.open[pair]) else "open"
    elif pair in given.conflicted:
        kind = "conflict"
    elif pair in given.declined:
        kind = "declined"
    else:
        return None
    sign, words = MARKS[kind]
    return {"kind": kind, "sign": sign, "words": words}


class WhoJudgesAdmin:
    """What the admin of proposals has for the people who judge one."""

    @about_one("awards.change_assignment")
    def judges_view(self, request, proposal):
        """Who has it, who had it and why no more; taken back or given to another."""
        stage = proposal.stage
        people = list(who_judges(stage).order_by("name", "pk"))
        rows = list(rows_of(proposal))
        here = [each for each in rows if each.appointment.stage_id == stage.pk]
        open_ = [each for each in here if each.state == "open"]
        is_sent = request.method == "POST"
        given = request.POST if is_sent else None
        form = MoveForm(given, assignments=open_, people=people)
        faults = moved(request, form, people, open_) if is_sent else []
        if is_sent and not faults:
            return redirect(request.path)
        submission = submission_of(proposal, stage)
        context = {
            "title": _("Who judges it"),
            "name": submission and title_in(submission),
            "faults": faults,
            "stage": stage,
            "stage_address": page_of(stage, "assignments"),
            "open": [(each, has_judged(each)) for each in open_],
            "past": [each for each in rows if each not in open_],
            "people": people,
        }
        return show(self, request, "who_judges", proposal, context)


def rows_of(proposal):
    rows = proposal.assignments.select_related(
        "appointment__stage__call__competition", "appointment__user", "by", "review"
    )
    return rows.order_by("appointment__stage__number", "pk")


def moved(request, form, people, assignments):
    """Take it back from somebody, or give it to another; every fault there is."""
    if not form.is_valid():
        return [told for field in form.errors.values() for told in field]
    said, now = form.cleaned_data, timezone.now()
    [assignment] = [each for each in assignments if each.pk == said["assignment"]]
    to = next((each for each in people if each.pk == said["to"]), None)
    about = {"by": request.user, "reason": said["reason"], "at": now}
    try:
        if to:
            reassign(assignment, to, **about)
            told = _("Taken back, and given to %(name)s.") % {"name": to}
        else:
            end(assignment, **about)
            told = _("Taken back from %(name)s.") % {"name": assignment.appointment}
    except ValidationError as error:
        return error.messages
    messages.success(request, told)
    return []
