"""Starting a proposal, from nothing or from an earlier one, and throwing it away."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Member, MemberRole, MemberState, Proposal
from awards.rules.deadline import can_start
from awards.rules.fields import all_fields
from awards.rules.frozen import read
from awards.rules.proposal import can_throw_away, has_others, membership
from awards.rules.work import work_of

OTHERS_WRITE = gettext_lazy(
    "Others write it with you, and would lose their words: hand its coordination over "
    "to one of them, or take them out of the team first."
)


@transaction.atomic
def start(stage, *, by, name, at, source=None, rehearsal=None, **about):
    """Make a draft that this person coordinates.

    `about` is what they are at the university: role_group, department. `source` is an
    earlier proposal of theirs: answers are copied where the question is the same.
    Raises ValidationError where the stage is not open to them.
    """
    if not can_start(stage, by, at):
        raise ValidationError(_("This call is not open now."), code="closed")
    proposal = Proposal.everything.create(
        stage=stage, started_at=at, rehearsal=rehearsal
    )
    Member.objects.create(
        proposal=proposal,
        user=by,
        name=name,
        email=by.email,
        role=MemberRole.COORDINATOR,
        **about,
        state=MemberState.ACCEPTED,
        invited_at=at,
        consented_at=at,
    )
    if source is not None:
        _copy_answers(source, proposal, by=by, at=at)
    return proposal


def _copy_answers(source, proposal, *, by, at):
    """The answers whose field is the same in both forms: its key and its kind.

    Of choices, those that the new form offers; files are not copied, since what they
    say is mostly of the year they were made in.
    """
    earlier, client = work_of(source), uuid4()
    now = all_fields(read(proposal.form().content))
    for key, field in now.items():
        before = earlier.fields.get(key)
        value = earlier.answers.get(key)
        if not value or before is None or before.kind != field.kind:
            continue
        offered = {option.key for option in field.choices}
        chosen = {value} if isinstance(value, str) else set(value)
        if isinstance(value, dict) or (offered and not chosen <= offered):
            continue
        proposal.answers.create(key=key, value=value, client=client, by=by, at=at)


@transaction.atomic
def throw_away(proposal, *, by):
    """Delete a draft for ever: what is written in it, its files, whom it asked.

    Raises PermissionDenied for who may not, and ValidationError while somebody else is
    in the team, who would lose what they wrote.
    """
    proposal = Proposal.everything.select_for_update(of=("self",)).get(pk=proposal.pk)
    member = membership(by, proposal)
    if member is None or not can_throw_away(member, proposal):
        raise PermissionDenied
    if has_others(proposal, by):
        raise ValidationError(OTHERS_WRITE, code="others")
    proposal.delete()
