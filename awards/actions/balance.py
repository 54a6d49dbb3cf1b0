"""A balanced proposal of assignments, applied exactly as somebody was shown it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.assignment import assign, lock
from awards.models import Proposal
from awards.rules.given import Given, Wanted


@transaction.atomic
def assign_as_shown(stage, pairs, *, each, seen, by, at):
    """Assign these pairs of keys, (proposal, appointment), or say that they are stale.

    `seen` is what the proposal that was shown was made from: where anything of it
    changed since, nothing is assigned and nothing is computed anew.
    """
    lock(Proposal.objects.filter(stage=stage))
    given = Given(stage, by)
    people = {person.pk: person for person in given.people}
    proposals = {s.proposal_id: s.proposal for s in given.submissions}
    is_known = all(p in proposals and a in people for p, a in pairs)
    if not is_known or Wanted(given, each).seen != seen:
        told = _(
            "Something changed since this was computed: nothing was assigned. Look at "
            "what is proposed now."
        )
        raise ValidationError(told, code="stale")
    chosen = [(people[person], proposals[proposal]) for proposal, person in pairs]
    return assign(stage, chosen, by=by, at=at)
