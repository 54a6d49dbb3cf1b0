"""The trail: every act of those who run and judge a call leaves a row."""

from awards.models import Act


def note(deed, *, by, at, stage=None, proposal=None, about="", why=""):
    """Write who did what, about what and why, in the transaction of the deed itself.

    What is rehearsed leaves no trace. The stage is that of the proposal, unless given.
    """
    if proposal is not None and proposal.rehearsal_id:
        return None
    return Act.objects.create(
        deed=deed,
        by=by,
        at=at,
        stage=stage or proposal.stage,
        proposal=proposal,
        about=str(about)[:300],
        why=why,
    )
