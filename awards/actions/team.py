"""Who is in the team of a proposal: invited by a letter, named by their own consent."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from awards.emails import answers, told
from awards.models import (
    Member,
    MemberRole,
    MemberState,
    Proposal,
    ProposalState,
)
from awards.models.proposal_team import hashed, new_token
from awards.rules.coordinator import unfit
from awards.rules.frozen import read
from awards.rules.proposal import can_lead
from content.formats import page_language

MOST = 100  # people named in one proposal
PAUSE = timedelta(minutes=10)  # between two letters to the same person


def locked(proposal, by):
    """The proposal under its lock, for who may choose its team and partners."""
    proposal = Proposal.everything.select_for_update(of=("self",), no_key=True).get(
        pk=proposal.pk
    )
    by.refresh_from_db(fields=["role", "state"])
    if by.state != MemberState.ACCEPTED or not can_lead(by, proposal):
        raise PermissionDenied
    return proposal


def hold_account(member):
    """Lock an account, so that two proposals of one person cannot both be the last."""
    User.objects.select_for_update(no_key=True).get(pk=member.user_id)


@transaction.atomic
def invite(proposal, *, by, member, at):
    """Name somebody, and write the letter by which they accept or decline.

    `member` is not stored yet, and says who and as what. Raises ValidationError for
    who is in the team already, or a second project manager.
    """
    member.proposal = locked(proposal, by)
    if proposal.members.count() >= MOST:
        raise ValidationError(
            _("A team has at most %(most)d people.") % {"most": MOST}, code="many"
        )
    member.state, member.invited_at = MemberState.INVITED, at
    member.language = page_language()
    member.full_clean()
    _send_link(member, by, at)
    return member


@transaction.atomic
def invite_again(member, *, by, at):
    """A new link for who has not answered, or has declined; the old one is void."""
    locked(member.proposal, by)
    member = _stored(member)
    if member.state == MemberState.ACCEPTED:
        return member
    if at - member.invited_at < PAUSE:
        raise ValidationError(
            _("A letter left a few minutes ago: wait before sending another."),
            code="soon",
        )
    member.state, member.invited_at = MemberState.INVITED, at
    _send_link(member, by, at)
    return member


def _send_link(member, by, at):
    token = new_token()
    member.token_hash = hashed(token)
    member.save()
    told.invitation(member, by=by, token=token, at=at)


@transaction.atomic
def change(member, *, by, changed):
    """Store what was changed of what a member is called, does and belongs to.

    What one is called and belongs to is also one's own to say; not what one does. Who
    coordinates, since a colleague opened the page, goes on doing so.
    """
    said = {"name", "role_group", "department"} & set(changed)
    if by.pk != member.pk:
        locked(member.proposal, by)
        said |= {"role"} & set(changed)
    stored = _stored(member)
    if stored.role == MemberRole.COORDINATOR:
        said.discard("role")
    for name in said:
        setattr(stored, name, getattr(member, name))
    stored.full_clean()
    stored.save(update_fields=said)
    return stored


def _stored(member):
    """The member as it is now, for this transaction alone."""
    return Member.objects.select_for_update(of=("self",)).get(pk=member.pk)


@transaction.atomic
def take_out(member, *, by):
    """Out of the team; the coordination has to be handed over first."""
    locked(member.proposal, by)
    member = _stored(member)
    if member.role == MemberRole.COORDINATOR:
        raise ValidationError(
            _("Who coordinates cannot be taken out: hand the coordination over first."),
            code="coordinator",
        )
    member.delete()


@transaction.atomic
def hand_over(member, *, by, at):
    """Let another member coordinate; who did so goes on as one who writes."""
    proposal = locked(member.proposal, by)
    if by.role != MemberRole.COORDINATOR:
        raise PermissionDenied
    member = _stored(member)
    if member.state != MemberState.ACCEPTED or member.user_id is None:
        raise ValidationError(
            _("Only who has accepted, and has an account, can coordinate."),
            code="account",
        )
    if proposal.counts_id and proposal.state != ProposalState.WITHDRAWN:
        hold_account(member)
        rules = read(proposal.counts.form.content).rules
        if found := unfit(proposal, member, rules):
            raise ValidationError(found, code="coordinator")
    by.role, member.role = MemberRole.EDITOR, MemberRole.COORDINATOR
    by.save(update_fields=["role"])  # first: a proposal has one coordinator
    member.save(update_fields=["role"])
    told.coordination(proposal, by=by, at=at)


def invited_by(token):
    """Whom a link is for; None where it is void."""
    members = Member.objects.select_related("proposal__stage__call__competition")
    return members.filter(token_hash=hashed(token)).first()


@transaction.atomic
def accept(member, *, user, at):
    """Agree to be named; with an account also to read or write, as the role says.

    Without one the link stays good, so that an account can be joined later. Who comes
    in while an answer is about to be published is written to as well.
    """
    proposal = Proposal.everything.select_for_update(of=("self",), no_key=True).get(
        pk=member.proposal_id
    )
    member = _stored(member)
    if user is not None:
        if member.proposal.members.filter(user=user).exists():
            raise ValidationError(_("You are in this team already."), code="twice")
        member.user, member.token_hash = user, ""
    member.state, member.language = MemberState.ACCEPTED, page_language()
    member.consented_at = member.consented_at or at
    member.save()
    answers.who_joined(proposal)
    return member


@transaction.atomic
def decline(member):
    """Not to be named, or no longer: one's own to say at any time before the answer."""
    member = _stored(member)
    if member.role == MemberRole.COORDINATOR:
        raise ValidationError(
            _("You coordinate this proposal: hand the coordination over first."),
            code="coordinator",
        )
    member.state, member.consented_at = MemberState.DECLINED, None
    member.user, member.token_hash = None, ""
    member.save()
