"""What the people of a proposal are told, each in their own language."""

from awards.emails.outbox import Addressee, put
from awards.models import SECRET, MemberState, Proposal
from awards.rules.call import FIRST, named
from awards.rules.pages import titles_of
from awards.rules.proposal import title_of


def submitted(submission):
    """Everybody in the team has the number of the receipt."""
    _tell_team("submitted", submission.pk, submission.proposal, submission=submission)


def withdrawn(proposal):
    step = proposal.steps.select_related("by").last()
    _tell_team("withdrawn", step.pk, proposal, step=step)


def late_kept(attempt):
    """Exactly how late it came, and that nothing of it is lost."""
    _tell_team("late_kept", attempt.pk, attempt.proposal, attempt=attempt)


def late_decided(attempt):
    """Held: somebody reads a decision before it leaves."""
    _tell_team(
        "late_decided", attempt.pk, attempt.proposal, is_held=True, attempt=attempt
    )


def deadline_moved(stage, before, at):
    """Held: it goes to everybody who has begun or handed in; gives how many."""
    said = {"stage": stage, "before": before, "is_held": True}
    return sum(
        _tell_team("deadline", f"{proposal.pk}:{at:%Y%m%d%H%M%S%f}", proposal, **said)
        for proposal in Proposal.objects.filter(stage=stage)
    )


def extended(extension, at):
    """Who has more time, by themselves, and where they may use it."""
    person, stage = extension.person, extension.stage
    begun = Proposal.objects.of(person).filter(stage=stage).first()
    begin = ("start-proposal", stage.call.competition.year)
    put(
        "extension",
        f"{extension.pk}:{at:%Y%m%d%H%M%S%f}",
        Addressee.of_user(person),
        path=("my-proposals",) if begun or stage.number != FIRST else begin,
        proposal=begun,
        extension=extension,
        stage=named(stage),
        has_begun=begun is not None,
    )


def open_again(window, at):
    """Which sections, until when and why."""
    form, about = window.proposal.counts.form, f"{window.pk}:{at:%Y%m%d%H%M%S%f}"
    said = {"window": window, "sections": lambda: titles_of(form, window.sections)}
    _tell_team("edit_window", about, window.proposal, **said)


def reminder(proposal, at):
    """Held: what was started and not handed in, to who may hand it in."""
    about = f"{proposal.pk}:{at:%Y%m%d}"
    return _tell_team("reminder", about, proposal, is_held=True)


def coordination(proposal, *, by, at):
    coordinator = proposal.members.get(role="coordinator")
    about = f"{proposal.pk}:{at:%Y%m%d%H%M%S%f}"
    _tell_team("coordination", about, proposal, by=by.name, coordinator=coordinator)


def invitation(member, *, by, token, at):
    """The link by which somebody accepts or declines to be in a team."""
    put(
        "invitation",
        f"{member.pk}:{at:%Y%m%d%H%M%S%f}",
        Addressee.of_member(member),
        path=("invitation", SECRET),
        proposal=member.proposal,
        secret=token,
        member=member,
        by=by.name,
        title=title_of(member.proposal),
    )


def partner(partner, *, by, token, at, language):
    """The link by which an organisation says whether it is a partner."""
    put(
        "partner",
        f"{partner.pk}:{at:%Y%m%d%H%M%S%f}",
        Addressee(partner.contact_name, partner.contact_email, language),
        path=("partner-answer", SECRET),
        proposal=partner.proposal,
        secret=token,
        partner=partner,
        by=by.name,
        title=title_of(partner.proposal),
    )


def _tell_team(kind, about, proposal, **said):
    accepted = proposal.members.filter(state=MemberState.ACCEPTED)
    members = accepted.exclude(user__is_active=False).select_related("user")
    title, path = title_of(proposal), ("proposal", proposal.code)
    for member in members:
        to = Addressee.of_member(member)
        put(kind, about, to, path=path, proposal=proposal, title=title, **said)
    return len(members)
