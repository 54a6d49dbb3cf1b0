"""Until when: the deadline of a stage, and what the award office granted."""

from awards.models import Extension, ProposalState
from awards.rules.call import version


def extension_of(stage, user):
    """The later deadline that one person was granted, if any."""
    return Extension.objects.filter(stage=stage, person=user).first()


def closes_at(stage, user):
    """The deadline as this person reads it. The grace is never in it."""
    extension = extension_of(stage, user)
    return max(stage.closes_at, extension.until) if extension else stage.closes_at


def can_start(stage, user, at):
    """Whether this person may begin a proposal: while it is open, at least to them."""
    is_begun = stage.has_opened(at) and version(stage)
    return bool(is_begun) and at <= closes_at(stage, user)


def deadlines(proposals, user):
    """The same for many proposals of one person, by the number of the stage."""
    stages = {each.stage for each in proposals}
    later = dict(Extension.objects.filter(person=user).values_list("stage", "until"))
    return {
        stage.pk: max(stage.closes_at, later.get(stage.pk, stage.closes_at))
        for stage in stages
    }


def seconds_late(stage, user, began_at):
    """How late a request of this person began; 0 is in time.

    An extension is exact: it has no grace of its own, and takes none away.
    """
    late = stage.seconds_late(began_at)
    extension = extension_of(stage, user) if late else None
    return 0 if extension and began_at <= extension.until else late


def open_window(proposal, at):
    """The edit window that is open, if any: of a proposal that was handed in."""
    if proposal.state != ProposalState.SUBMITTED:
        return None
    return proposal.edit_windows.filter(at__lte=at, until__gte=at).first()
