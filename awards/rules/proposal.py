"""Who may do what with a proposal. Whoever may not even read it finds no such page."""

from django.utils.translation import gettext as _

from awards.models import (
    LEADING,
    WRITING,
    MemberRole,
    MemberState,
    ProposalState,
)


def membership(user, proposal):
    """What this person is in the team; None for everybody else."""
    if not user.is_authenticated:
        return None
    return proposal.members.filter(user=user, state=MemberState.ACCEPTED).first()


def is_answered(proposal):
    """Whether a decision on it, at the stage where it is, is public.

    Until then nothing that the team can do or read tells that there is one. Another
    that is to take the place of a reserve is not public yet; the reserve is.
    """
    if not proposal.decision_id:
        return False
    return bool(proposal.decision.published_at or published_answers(proposal))


def published_answers(proposal):
    """What was published of it at the stage where it is, the latest first."""
    told = [
        each
        for each in proposal.decisions.all()
        if each.published_at and each.stage_id == proposal.stage_id
    ]
    return sorted(told, key=lambda each: (each.published_at, each.pk), reverse=True)


def shown_state(proposal):
    """The state as the team reads it: decided only once that is public."""
    if proposal.state == ProposalState.DECIDED and not is_answered(proposal):
        return ProposalState.SUBMITTED
    return proposal.state


def can_write(member, proposal):
    """Whoever writes may do so until the answer: after the deadline it is kept."""
    return member.role in WRITING and not is_answered(proposal)


def can_lead(member, proposal):
    """Handing in, taking back and choosing the team are for who answers for it."""
    return member.role in LEADING and not is_answered(proposal)


def can_complete(member):
    """The text of the project that it became, until staff publish it."""
    return member.role in LEADING


def is_closed(proposal):
    """A draft is its team's: the office reads it once handed in, or if they agree."""
    return proposal.counts_id is None and not proposal.office_may_read


def was_handed_in(proposal):
    """Whether it ever came in, even late: from then on it is kept, whatever becomes."""
    return proposal.submissions.exists() or proposal.late_attempts.exists()


def has_others(proposal, user):
    """Whether somebody else is in its team, and would lose what they wrote."""
    team = proposal.members.filter(state=MemberState.ACCEPTED)
    return team.exclude(user=user).exists()


def can_throw_away(member, proposal):
    """A draft is its coordinator's to throw away, until it came in once."""
    is_theirs = member.role == MemberRole.COORDINATOR
    return is_theirs and not was_handed_in(proposal)


def title_of(proposal):
    """What the team calls it so far."""
    written = [each.value for each in proposal.answers.all() if each.key == "title"]
    title = next(filter(lambda value: isinstance(value, str), written), "")
    return title.strip() or _("Proposal without a title")
