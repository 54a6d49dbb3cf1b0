"""Deciding and publishing, which are two acts: decided, approved, then published."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions import project as projects
from awards.actions.competition import tell_numbers
from awards.actions.purse import check_award, check_covered
from awards.actions.trail import note
from awards.emails import answers as told
from awards.models import (
    Announcement,
    Decision,
    Deed,
    Extension,
    Outcome,
    Proposal,
    ProposalState,
)
from awards.rules.conflict import hidden_from, is_hidden_from
from awards.rules.judged import submission_of
from awards.rules.proposal import is_answered
from content.canonical import canonical, digest
from content.formats import euro_text


@transaction.atomic
def decide(proposal, *, by, outcome, reason, at, amount=None, seen=None):
    """Decide of a proposal at its stage, or again in place of what was decided.

    What is published changes only for a reserve. Letters that told of the earlier
    decision, and have not left, are discarded. Raises ValidationError for what cannot
    be decided, a sum above what there is to award included.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if is_hidden_from(by, proposal):
        raise PermissionDenied
    submission = submission_of(proposal, proposal.stage)
    before = proposal.decision
    if seen is not None and seen != str(proposal.decision_id or ""):
        raise ValidationError(
            _("Somebody decided it after you opened this page: look at that first."),
            code="stale",
        )
    check_may_change(proposal, at)
    _check_outcome(outcome, proposal.stage)
    decision = Decision(
        stage=proposal.stage,
        proposal=proposal,
        submission=submission,
        outcome=outcome,
        reason=reason.strip(),
        amount=amount if outcome == Outcome.FUNDED else None,
        decided_by=by,
        decided_at=at,
    )
    if before:
        _supersede(before, by=by, at=at)
    decision.full_clean()
    check_award(decision)
    decision.save()
    proposal.move(
        ProposalState.DECIDED, by=by, at=at, reason=decision.reason, decision=decision
    )
    _note(decision)
    return decision


def _note(decision):
    about = decision.get_outcome_display()
    if decision.amount:
        about = f"{about}, {euro_text(decision.amount)}"
    note(
        Deed.DECIDED,
        by=decision.decided_by,
        at=decision.decided_at,
        proposal=decision.proposal,
        about=about,
        why=decision.reason,
    )


def check_may_change(proposal, at):
    """Raise ValidationError where nothing can be decided of a proposal, or not now."""
    before = proposal.decision
    if not proposal.stage.has_closed(at):
        raise ValidationError(_("The stage has not closed yet."), code="open")
    if may_still_come(proposal, at):
        raise ValidationError(
            _("Its team may still hand in until a later instant that was granted."),
            code="granted",
        )
    if submission_of(proposal, proposal.stage) is None:
        raise ValidationError(_("Nothing of it is judged at this stage."), code="gone")
    if before and before.published_at and before.outcome != Outcome.RESERVE:
        raise ValidationError(
            _("It is published: only a reserve may still change."), code="published"
        )
    if before and before.announcement_id and not before.published_at:
        raise ValidationError(
            _("It is about to be published: call the publication off first."),
            code="announced",
        )


def _check_outcome(outcome, stage):
    if outcome == Outcome.NEXT_STAGE and next_stage(stage) is None:
        raise ValidationError(_("This is the last stage."), code="last")
    if outcome in (Outcome.FUNDED, Outcome.RESERVE) and next_stage(stage):
        raise ValidationError(
            _("Projects are funded at the last stage of this call."), code="not_last"
        )


def may_still_come(proposal, at):
    """Whether somebody of its team has a later deadline, or sections open again."""
    extended = Extension.objects.filter(
        stage=proposal.stage_id, until__gt=at, person__memberships__proposal=proposal
    )
    return extended.exists() or proposal.edit_windows.filter(until__gt=at).exists()


def outcomes_at(stage):
    """What may be decided at a stage: projects are funded at the last one."""
    on = (
        (Outcome.NEXT_STAGE,)
        if next_stage(stage)
        else (Outcome.RESERVE, Outcome.FUNDED)
    )
    return (Outcome.INELIGIBLE, Outcome.NOT_SELECTED, *on)


def next_stage(stage):
    """The stage that comes after; None at the last one."""
    return stage.call.stages.filter(number=stage.number + 1).first()


def _supersede(decision, *, by, at):
    decision.superseded_at = at
    decision.save(update_fields=["superseded_at"])
    told.discard(decision, by=by, at=at)


def set_aside(proposal, *, by, at):
    """What was decided and not told falls: its team withdraws, or hands in anew.

    A refusal would tell that there is a decision. What the next move of the proposal
    has to store is given.
    """
    decision = proposal.decision
    if decision is None:
        return {}
    if is_answered(proposal):
        raise ValidationError(_("Its answer is public already."), code="published")
    decision.announcement = None
    decision.save(update_fields=["announcement"])
    _supersede(decision, by=by, at=at)
    return {"decision": None}


@transaction.atomic
def approve(decision, *, by, at):
    """A second person agrees; the letters are written, and wait to be read."""
    decision = _locked(decision)
    if is_hidden_from(by, decision.proposal):
        raise PermissionDenied
    if decision.superseded_at or decision.approved_at:
        raise ValidationError(
            _("Somebody changed it first: load the page again."), code="stale"
        )
    decision.approved_by, decision.approved_at = by, at
    decision.full_clean()
    decision.save(update_fields=["approved_by", "approved_at"])
    told.answer(decision)
    note(
        Deed.APPROVED,
        by=by,
        at=at,
        proposal=decision.proposal,
        stage=decision.stage,
        about=decision.get_outcome_display(),
    )
    return decision


def _locked(decision):
    Proposal.objects.select_for_update(of=("self",)).get(pk=decision.proposal_id)
    rows = Decision.objects.select_related("proposal", "stage", "submission__form")
    return rows.get(pk=decision.pk)


def _lock_proposals(decisions):
    """Before decisions are read: a team may be withdrawing what they are about."""
    rows = Proposal.objects.select_for_update(of=("self",)).order_by("pk")
    return list(rows.filter(decision__in=decisions).values_list("pk"))


def to_announce(stage):
    """What is approved and no publication has in it yet."""
    return (
        Decision.objects.in_force()
        .filter(stage=stage, approved_at__isnull=False)
        .filter(published_at=None, announcement=None)
        .select_related("proposal", "stage", "submission__form")
    )


def read_before(decisions, letters):
    """A hash of what somebody reads before they release it: decisions and letters."""
    written = [[each.pk, each.state, each.subject, each.body] for each in letters]
    return digest(canonical([[each.pk for each in decisions], written]))


@transaction.atomic
def announce(stage, *, by, instant, at, seen=None):
    """Release all that is approved, and its letters, for an instant: now or to come.

    The portal carries it out by itself when the instant has come. `seen` is the hash
    of what the person has read: where something else would leave it is refused.
    """
    if instant < at:
        raise ValidationError(
            _("It has passed already: write a later instant."), code="past"
        )
    _lock_proposals(to_announce(stage))
    decisions = list(to_announce(stage).select_for_update(of=("self",)))
    held = told.lock_held(decisions)
    _check_release(stage, decisions, by, seen)
    announcement = Announcement(stage=stage, at=instant, by=by, released_at=at)
    announcement.full_clean()
    announcement.save()
    Decision.objects.filter(pk__in=[each.pk for each in decisions]).update(
        announcement=announcement
    )
    told.release(held, by=by, at=at)
    note(Deed.RELEASED, by=by, at=at, stage=stage, about=len(decisions))
    if instant <= at:
        carry_out(announcement, at=at)
    return announcement


def _check_release(stage, decisions, by, seen):
    if not decisions:
        raise ValidationError(_("No decision is approved and waiting."), code="none")
    following = next_stage(stage)
    if following and not following.versions.exists():
        raise ValidationError(
            _("The form of the next stage is not frozen yet: teams would find none."),
            code="no_form",
        )
    if hidden_from(by).filter(decisions__in=decisions).exists():
        raise ValidationError(
            _("You have a conflict of interest: somebody else has to release them."),
            code="conflict",
        )
    read = read_before(decisions, told.letters_of(decisions))
    if seen not in (None, read):
        raise ValidationError(
            _(
                "Something changed after you opened this page. Look at it again before "
                "you release it."
            ),
            code="changed",
        )


@transaction.atomic
def call_off(announcement, *, by, reason, at):
    """Take back a publication that is still to come; its decisions may change again."""
    if not reason.strip():
        raise ValidationError(_("Say why."), code="reason")
    rows = Announcement.objects.select_for_update().filter(pk=announcement.pk)
    announcement = rows.filter(done_at=None).first()
    if announcement is None:
        raise ValidationError(_("It was carried out already."), code="done")
    note(Deed.CALLED_OFF, by=by, at=at, stage=announcement.stage, why=reason)
    told.take_back(list(announcement.decisions.all()))
    announcement.decisions.update(announcement=None)
    announcement.delete()


@transaction.atomic
def carry_out(announcement, *, at):
    """Publish its decisions, let letters leave, open what comes next: all or none.

    Carried out twice, it does nothing the second time.
    """
    rows = Announcement.objects.select_for_update().filter(pk=announcement.pk)
    announcement = rows.filter(done_at=None).select_related("by").first()
    if announcement is None:
        return
    _lock_proposals(announcement.decisions.all())
    decisions = list(
        announcement.decisions.select_related(
            "proposal__stage__call__competition", "stage", "submission__form"
        ).order_by("pk")
    )
    check_covered(announcement.stage)
    for decision in decisions:
        _publish(decision, announcement, at)
    told.let_go(decisions, at=at)
    announcement.done_at = at
    announcement.save(update_fields=["done_at"])
    tell_numbers(announcement.stage, by=announcement.by, at=at)


def _publish(decision, announcement, at):
    decision.published_at = announcement.at
    proposal = Proposal.objects.select_for_update(of=("self",)).get(
        pk=decision.proposal_id
    )
    if decision.outcome == Outcome.FUNDED:
        decision.save(update_fields=["published_at"])
        decision.project = projects.open_project(decision, by=announcement.by, at=at)
    decision.save(update_fields=["published_at", "project"])
    if decision.outcome == Outcome.NEXT_STAGE:
        proposal.move(
            ProposalState.DRAFT,
            by=announcement.by,
            at=at,
            stage=next_stage(decision.stage),
            decision=None,
        )
    note(
        Deed.PUBLISHED,
        by=announcement.by,
        at=at,
        stage=decision.stage,
        proposal=proposal,
        about=decision.get_outcome_display(),
    )


def carry_out_due(now=None):
    """Carry out each publication whose instant has come; gives how many.

    One that fails keeps no other from being tried; then ExceptionGroup tells of all.
    """
    now, failures = now or timezone.now(), []
    due = list(Announcement.objects.filter(done_at=None, at__lte=now).order_by("at"))
    for announcement in due:
        try:
            carry_out(announcement, at=now)
        except Exception as failure:  # whatever it is, it is this one's alone
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Publications that wait", failures)
    return len(due)
