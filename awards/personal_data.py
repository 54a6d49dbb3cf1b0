"""What calls and proposals know of a person."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.person import Part, of_them, register, rows
from awards import personal_data_of_judging as judging
from awards.emails.answers import KIND as ANSWER
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
    ProposalPartner,
    ProposalState,
    ProposalStep,
    Submission,
    Writer,
)
from awards.rules.proposal import (
    has_others,
    shown_state,
    title_of,
    was_handed_in,
)

# What was told about a proposal that was handed in is proof, like its steps.
TOLD = (LetterState.SENT, LetterState.SENDING)
# A letter of a decision that is not public is not theirs yet, and may never be.
NOT_TOLD = (LetterState.HELD, LetterState.DISCARDED)


def tell(user):
    """Teams, what they wrote, what they handed in, what waits for them."""
    return {
        "teams": [_team(member) for member in members_of(user)],
        "partners": [_partner(each) for each in answered_for_by(user)],
        "answers": rows(Answer, "proposal__code", "key", "value", "at", by=user),
        "other_texts": rows(OtherText, "proposal__code", "key", "value", "at", by=user),
        "steps": rows(
            ProposalStep, "proposal__code", "origin", "target", "reason", "at", by=user
        ),
        "submissions": rows(
            Submission,
            *("proposal__code", "number", "sha256", "submitted_at", "content"),
            by=user,
        ),
        "late_attempts": rows(
            LateAttempt,
            *("proposal__code", "began_at", "seconds_late", "work", "state", "reason"),
            by=user,
        ),
        "extensions": rows(Extension, "until", "reason", "at", person=user),
        "kept_texts": rows(KeptText, "path", "typed", "at", user=user),
        "letters": list(
            Letter.objects.filter(of_them(user))
            .exclude(kind=ANSWER, state__in=NOT_TOLD)
            .order_by("pk")
            .values("subject", "body", "email", "state", "created_at", "sent_at")
        ),
        "open_pages": rows(Writer, "proposal__code", "page", "seen_at", user=user),
        "judging": judging.tell(user),
    }


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
        "language": member.language,
        "state": member.state,
        "invited_at": member.invited_at,
        "consented_at": member.consented_at,
    }


def members_of(user):
    """The places of a person in teams, also where they were only asked by e-mail."""
    return (
        Member.objects.filter(of_them(user))
        .select_related(
            "proposal__stage__call__competition", "proposal__decision", "department"
        )
        .order_by("pk")
    )


def _partner(partner):
    return {
        "proposal": partner.proposal.code,
        "call": str(partner.proposal.stage.call),
        "organisation": str(partner),
        "role": partner.role,
        "contribution": partner.contribution,
        "value": partner.value,
        "contact_name": partner.contact_name,
        "contact_email": partner.contact_email,
        "asked_at": partner.asked_at,
        "confirmed_at": partner.confirmed_at,
        "declined_at": partner.declined_at,
    }


def answered_for_by(user):
    """The partners that a person answers for, by an address proved theirs."""
    theirs = Q(pk=None)
    addresses = user.emailaddress_set.filter(verified=True)
    for address in addresses.values_list("email", flat=True):
        theirs |= Q(contact_email__iexact=address)
    return (
        ProposalPartner.objects.filter(theirs)
        .select_related("proposal__stage__call__competition", "organisation")
        .order_by("pk")
    )


def obstacles(user):
    """Proposals that nobody would answer for any more."""
    yield from judging.obstacles(user)
    led = Proposal.objects.of(user).filter(
        members__user=user, members__role=MemberRole.COORDINATOR
    )
    for proposal in led.select_related("decision").distinct():
        title = title_of(proposal)
        if shown_state(proposal) == ProposalState.SUBMITTED:
            yield _(
                "“%(title)s” is handed in and you coordinate it: hand its coordination "
                "over to somebody else of the team, or withdraw it."
            ) % {"title": title}
        elif proposal.state == ProposalState.DRAFT and has_others(proposal, user):
            yield _(
                "You write “%(title)s” with others and coordinate it: hand its "
                "coordination over to one of them, or take them out of the team."
            ) % {"title": title}


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
    for partner in answered_for_by(user):
        _leave_partner(partner)
    judging.erase(user)
    KeptText.objects.filter(user=user).delete()
    Writer.objects.filter(user=user).delete()


def _leave_partner(partner):
    """Who answered for a partner of what was handed in did so by name; else nobody."""
    changed = {"contact_email": f"erased-partner-{partner.pk}@erased.invalid"}
    if not was_handed_in(partner.proposal):
        nobody = {"contact_name": "", "contact_email": ""}
        changed = nobody | {"confirmed_at": None, "declined_at": None}
    for name, value in (changed | {"token_hash": ""}).items():
        setattr(partner, name, value)
    partner.save(update_fields=[*changed, "token_hash"])


register(Part("awards", tell, erase, obstacles))
