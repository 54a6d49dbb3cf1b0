"""What calls and proposals know of a person."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.person import Part, register
from awards.models import (
    Answer,
    Extension,
    KeptText,
    LateAttempt,
    Letter,
    LetterState,
    Member,
    MemberRole,
    MemberState,
    OtherText,
    Proposal,
    ProposalState,
    ProposalStep,
    Submission,
    Writer,
)
from awards.rules.proposal import shown_state, title_of

# What was told about a proposal that was handed in is proof, like its steps.
TOLD = (LetterState.SENT, LetterState.SENDING)


def tell(user):
    """Teams, what they wrote, what they handed in, what waits for them."""
    return {
        "teams": [_team(member) for member in members_of(user)],
        "answers": _rows(Answer, "proposal__code", "key", "value", "at", by=user),
        "other_texts": _rows(
            OtherText, "proposal__code", "key", "value", "at", by=user
        ),
        "steps": _rows(
            ProposalStep, "proposal__code", "origin", "target", "reason", "at", by=user
        ),
        "submissions": _rows(
            Submission,
            *("proposal__code", "number", "sha256", "submitted_at", "content"),
            by=user,
        ),
        "late_attempts": _rows(
            LateAttempt,
            *("proposal__code", "began_at", "seconds_late", "work", "state", "reason"),
            by=user,
        ),
        "extensions": _rows(Extension, "until", "reason", "at", person=user),
        "kept_texts": _rows(KeptText, "path", "typed", "at", user=user),
        "letters": list(
            Letter.objects.filter(of_them(user))
            .order_by("pk")
            .values("subject", "body", "email", "state", "created_at", "sent_at")
        ),
        "open_pages": _rows(Writer, "proposal__code", "page", "seen_at", user=user),
    }


def _rows(model, *names, **whose):
    return list(model.objects.filter(**whose).order_by("pk").values(*names))


def _team(member):
    department = member.department
    return {
        "proposal": member.proposal.code,
        "call": str(member.proposal.stage.call),
        "state_of_proposal": shown_state(member.proposal),
        "name": member.name,
        "email": member.email,
        "role": member.role,
        "role_group": member.role_group,
        "department": department.code if department else None,
        "state": member.state,
        "invited_at": member.invited_at,
        "consented_at": member.consented_at,
    }


def of_them(user):
    """Rows of their account, and those without one at an address proved theirs."""
    own = Q(user=user)
    addresses = user.emailaddress_set.filter(verified=True)
    for address in addresses.values_list("email", flat=True):
        own |= Q(user=None, email__iexact=address)
    return own


def members_of(user):
    """The places of a person in teams, also where they were only asked by e-mail."""
    return (
        Member.objects.filter(of_them(user))
        .select_related(
            "proposal__stage__call__competition", "proposal__decision", "department"
        )
        .order_by("pk")
    )


def obstacles(user):
    """Proposals that nobody would answer for any more."""
    led = Proposal.objects.of(user).filter(
        members__user=user, members__role=MemberRole.COORDINATOR
    )
    for proposal in led.distinct():
        title = title_of(proposal)
        if proposal.state == ProposalState.SUBMITTED:
            yield _(
                "“%(title)s” is handed in and you coordinate it: hand its coordination "
                "over to somebody else of the team, or withdraw it."
            ) % {"title": title}
        elif proposal.state == ProposalState.DRAFT and has_others(proposal, user):
            yield _(
                "You write “%(title)s” with others and coordinate it: hand its "
                "coordination over to one of them, or take them out of the team."
            ) % {"title": title}


def has_others(proposal, user):
    team = proposal.members.filter(state=MemberState.ACCEPTED)
    return team.exclude(user=user).exists()


def erase(user):
    """Take the person out of what was never handed in; the rest keeps their name.

    A draft of theirs alone goes with them. What was handed in is signed with the
    names in it, and its working copy says the same.
    """
    members, letters = list(members_of(user)), Letter.objects.filter(of_them(user))
    keys = [member.proposal_id for member in members]
    locked = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    proposals = {proposal.pk: proposal for proposal in locked.order_by("pk")}
    if found := list(obstacles(user)):  # somebody was quicker
        raise ValidationError(found)
    told = Q(state__in=TOLD, proposal__counts__isnull=False)
    letters.exclude(told).delete()
    letters.update(name="", email=f"erased-{user.pk}@erased.invalid", secret="")
    for member in members:
        proposal = proposals[member.proposal_id]
        if member.state != MemberState.ACCEPTED:
            member.delete()
        elif was_handed_in(proposal):
            member.email = f"erased-{member.pk}@erased.invalid"
            member.token_hash = ""
            member.save(update_fields=["email", "token_hash"])
        elif has_others(proposal, user):
            member.delete()
        else:
            proposal.delete()
    KeptText.objects.filter(user=user).delete()
    Writer.objects.filter(user=user).delete()


def was_handed_in(proposal):
    return proposal.submissions.exists() or proposal.late_attempts.exists()


register(Part("awards", tell, erase, obstacles))
