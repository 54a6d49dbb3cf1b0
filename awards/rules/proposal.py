"""Who may do what with a proposal. Whoever may not even read it finds no such page."""

from django.utils.translation import gettext as _

from awards.models import LEADING, WRITING, MemberState, ProposalState


def membership(user, proposal):
    """What this person is in the team; None for everybody else."""
    if not user.is_authenticated:
        return None
    return proposal.members.filter(user=user, state=MemberState.ACCEPTED).first()


def can_write(member, proposal):
    """Whoever writes may do so until the answer: after the deadline it is kept."""
    return member.role in WRITING and proposal.state != ProposalState.DECIDED


def can_lead(member, proposal):
    """Handing in, taking back and choosing the team are for who answers for it."""
    return member.role in LEADING and proposal.state != ProposalState.DECIDED


def title_of(proposal):
    """What the team calls it so far."""
    written = [each.value for each in proposal.answers.all() if each.key == "title"]
    return (written and written[0].strip()) or _("Proposal without a title")
