"""What a person says of each rule, beside what the portal finds by itself."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.trail import note
from awards.models import CheckedRule, Deed, Finding, ProposalState, Submission
from awards.rules.check import findings
from awards.rules.conflict import is_hidden_from
from awards.rules.judged import submission_of


@transaction.atomic
def check(submission, said, *, by, at):
    """Say of rules whether they are met; `said` is (is it met, why) by rule.

    Where it is not what the portal found, why is required. Raises ValidationError
    with every fault, and then nothing is stored.
    """
    Submission.objects.select_for_update(of=("self",), no_key=True).get(
        pk=submission.pk
    )
    proposal = submission.proposal
    if is_hidden_from(by, proposal):
        raise PermissionDenied
    if proposal.state == ProposalState.DECIDED:
        raise ValidationError(_("It is decided already."), code="decided")
    if submission_of(proposal, proposal.stage) != submission:
        told = _("Another version was handed in, or none is any more: look again.")
        raise ValidationError(told, code="stale")
    found = {each.rule: each for each in findings(submission)}
    faults = [
        _("“%(rule)s”: say why.") % {"rule": found[rule].label}
        for rule, (is_met, reason) in said.items()
        if not reason.strip() and _agrees(found[rule], is_met) is False
    ]
    if faults:
        raise ValidationError(faults, code="faults")
    for rule, (is_met, reason) in said.items():
        _store(submission, found[rule], is_met, reason.strip(), by, at)


def _agrees(found, is_met):
    """Whether somebody says what was found; what was not found needs its reason."""
    return found.finding == (Finding.MET if is_met else Finding.NOT_MET)


def _store(submission, found, is_met, reason, by, at):
    row = CheckedRule.objects.filter(submission=submission, rule=found.rule).first()
    if row and (row.is_met, row.reason) == (is_met, reason):
        return
    row = row or CheckedRule(submission=submission, rule=found.rule)
    row.finding, row.evidence = found.finding, found.evidence
    row.is_met, row.reason, row.by, row.at = is_met, reason, by, at
    row.full_clean()
    row.save()
    otherwise = found.finding != Finding.UNKNOWN and not _agrees(found, is_met)
    note(
        Deed.OVERRULED if otherwise else Deed.CHECKED,
        by=by,
        at=at,
        stage=submission.form.stage,
        proposal=submission.proposal,
        about=found.label,
        why=reason,
    )
