"""Conflicts of interest: what somebody must not see, and what could tie them to it."""

from django.db.models import Q

from awards.models import Declaration, Member, MemberState, Proposal


def hidden_from(user):
    """The proposals whose judging a person sees nothing of, whatever else they are.

    Those they declared a conflict with, and those they are in the team of.
    """
    declared = Declaration.objects.filter(person=user, has_conflict=True)
    own = Member.objects.filter(user=user, state=MemberState.ACCEPTED)
    return Proposal.everything.filter(
        Q(pk__in=declared.values("proposal")) | Q(pk__in=own.values("proposal"))
    )


def hidden_pairs(users):
    """What is hidden from each of some people, in one query: (person, proposal)."""
    declared = Declaration.objects.filter(person__in=users, has_conflict=True)
    own = Member.objects.filter(user__in=users, state=MemberState.ACCEPTED)
    pairs = declared.order_by().values_list("person", "proposal")
    return set(pairs.union(own.order_by().values_list("user", "proposal")))


def is_hidden_from(user, proposal):
    return hidden_from(user).filter(pk=proposal.pk).exists()


def declaration_of(user, proposal):
    """What this person declared on this proposal; None before they did."""
    return Declaration.objects.filter(person=user, proposal=proposal).first()
