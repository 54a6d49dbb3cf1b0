"""The preliminary check (istruttoria) in the admin: of a proposal, and of a stage."""

from collections import Counter, defaultdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from awards.actions.check import check
from awards.admin.around import before_deciding, page_of
from awards.admin.pages import about_one, show
from awards.forms.check import CheckForm
from awards.models import CheckedRule, ProposalState, Stage
from awards.rules.check import findings, findings_of, standing_of
from awards.rules.conflict import closed_to, to_declare_on
from awards.rules.judged import judged, submission_of
from awards.rules.told import title_in

STANDINGS = {
    "nothing": gettext_lazy("Nothing checked"),
    "partly": pgettext_lazy("check", "Begun"),
    "all_met": gettext_lazy("All met"),
    "not_met": gettext_lazy("Something not met"),
}


class CheckAdmin:
    """What the admin of proposals has for the check of one."""

    @about_one("awards.change_proposal")
    def check_view(self, request, proposal):
        """Each rule with what was found of it: confirmed, or said otherwise and why."""
        stage = stage_asked(request, proposal)
        submission = submission_of(proposal, stage)
        context = {
            "title": _("Preliminary check"),
            "stage": stage,
            "stage_address": page_of(stage, "checks"),
            "submission": submission,
        }
        if submission is None:
            return show(self, request, "check", proposal, context)
        form = form_of_check(submission, request.POST or None)
        if form.is_valid() and self.checked(request, submission, form):
            return redirect(request.get_full_path())
        may_say = proposal.stage_id == stage.pk
        may_say &= proposal.state == ProposalState.SUBMITTED
        context |= {
            "form": form,
            "name": title_in(submission),
            "may_say": may_say,
            "is_closed": stage.has_closed(),
            "standing": STANDINGS[standing_of(form.found, form.rows.values()).state],
        }
        return show(self, request, "check", proposal, context)

    def checked(self, request, submission, form):
        """Store what was said, of the version that it was said of; or tell why not."""
        if request.POST.get("seen") != submission.receipt_number:
            stale = _("Another version was handed in meanwhile: look at it first.")
            form.add_error(None, stale)
            return False
        try:
            check(submission, form.said(), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
            return False
        messages.success(request, _("What you said of the rules is stored."))
        return True


def stage_asked(request, proposal):
    """The stage that the address names, of the same call; else where it is now."""
    number = request.GET.get("stage", "")
    if not number.isdecimal():
        return proposal.stage
    stages = Stage.objects.select_related("call__competition")
    same_call = stages.filter(call=proposal.stage.call_id, number=number[:4])
    return same_call.first() or proposal.stage


def form_of_check(submission, given):
    rows = submission.checked_rules.select_related("by")
    said = {each.rule: each for each in rows}
    return CheckForm(given, found=findings(submission), rows=said)


class ChecksAdmin:
    """What the admin of stages has for the checks of all its proposals."""

    @about_one("awards.change_proposal")
    def checks_view(self, request, stage):
        """All that is judged at a stage, each with how far its check is."""
        lines = lines_of(stage, request.user)
        chosen = request.GET.get("standing", "")
        counts = Counter(each["standing"].state for each in lines)
        context = {
            "title": _("Preliminary check"),
            "doors": before_deciding(stage),
            "lines": [
                each
                for each in lines
                if chosen not in STANDINGS or each["standing"].state == chosen
            ],
            "all": len(lines),
            "chosen": chosen if chosen in STANDINGS else "",
            "standings": [
                (state, words, counts[state]) for state, words in STANDINGS.items()
            ],
            "is_closed": stage.has_closed(),
            "to_declare": to_declare_on(request.user).filter(form__stage=stage),
        }
        return show(self, request, "checks", stage, context)


def lines_of(stage, user):
    """A line for each submission that a stage judges, without what is closed."""
    submissions = list(judged(stage).exclude(proposal__in=closed_to(user)))
    rows = defaultdict(list)
    for row in CheckedRule.objects.filter(submission__in=submissions):
        rows[row.submission_id].append(row)
    found, lines = findings_of(stage, submissions), []
    for each in submissions:
        standing = standing_of(found[each.pk], rows[each.pk])
        lines.append(
            {
                "proposal": each.proposal,
                "name": title_in(each),
                "address": f"{page_of(each.proposal, 'check')}?stage={stage.number}",
                "standing": standing,
                "words": STANDINGS[standing.state],
            }
        )
    return lines
