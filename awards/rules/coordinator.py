"""Who may coordinate what is handed in to a call, by its rules."""

from django.utils.translation import ngettext

from awards.models import MemberRole, Proposal, ProposalState
from awards.rules.requirements import of_coordinator


def too_many(proposal, coordinator, rules):
    """What to say of who coordinates as many as the call lets one person already.

    What was withdrawn does not count; what went on to the next stage does.
    """
    most = rules.proposals_per_coordinator
    if not most:
        return
    others = Proposal.everything.filter(
        rehearsal=proposal.rehearsal_id,
        stage__call=proposal.stage.call_id,
        counts__isnull=False,
        members__user=coordinator.user_id,
        members__role=MemberRole.COORDINATOR,
    ).exclude(state=ProposalState.WITHDRAWN)
    if others.exclude(pk=proposal.pk).count() >= most:
        yield ngettext(
            "%(name)s coordinates a proposal of this call already: no more are "
            "allowed.",
            "%(name)s coordinates %(most)d proposals of this call already: no more are "
            "allowed.",
            most,
        ) % {"name": coordinator.name, "most": most}


def unfit(proposal, coordinator, rules):
    """Every reason why this member may not coordinate what is handed in."""
    return [
        *of_coordinator(coordinator, rules),
        *too_many(proposal, coordinator, rules),
    ]
