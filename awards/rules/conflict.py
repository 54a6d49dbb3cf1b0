"""Conflicts of interest: what somebody must not see, and what could tie them to it."""

from functools import cache

from django.db.models import Exists, OuterRef, Q

from awards.models import (
    JUDGING,
    Appointment,
    Declaration,
    Extension,
    Member,
    MemberState,
    Proposal,
)
from awards.rules.judged import judged, judged_anywhere
from awards.rules.told import work_in


def hidden_from(user):
    """The proposals whose judging a person sees nothing of, whatever else they are.

    Those they declared a conflict with, and those they are in the team of.
    """
    declared = Declaration.objects.filter(person=user, has_conflict=True)
    own = Member.objects.filter(user=user, state=MemberState.ACCEPTED)
    return Proposal.everything.filter(
        Q(pk__in=declared.values("proposal")) | Q(pk__in=own.values("proposal"))
    )


def to_declare_on(user):
    """The submissions that somebody serves to judge, and has declared nothing on."""
    serving = Appointment.objects.serving(user).filter(role__in=JUDGING)
    declared = Declaration.objects.standing().filter(person=user)
    return (
        judged_anywhere()
        .filter(form__stage__in=serving.values("stage"))
        .exclude(proposal__in=declared.values("proposal"))
        .exclude(proposal__in=hidden_from(user))
    )


def closed_to(user):
    """The proposals that a person finds nothing of in the admin, nor in results.

    Those that are hidden from them; and, until they declare, those that they serve to
    judge: it holds for the staff who evaluate too.
    """
    waiting = to_declare_on(user).values("proposal")
    return Proposal.everything.filter(
        Q(pk__in=hidden_from(user).values("pk")) | Q(pk__in=waiting)
    )


def sees_all(user, stage):
    """Whether nothing that a stage judges is closed to a person."""
    return not judged(stage).filter(proposal__in=closed_to(user)).exists()


def hidden_pairs(users):
    """What is hidden from each of some people, in one query: (person, proposal)."""
    declared = Declaration.objects.filter(person__in=users, has_conflict=True)
    own = Member.objects.filter(user__in=users, state=MemberState.ACCEPTED)
    pairs = declared.order_by().values_list("person", "proposal")
    return set(pairs.union(own.order_by().values_list("user", "proposal")))


def is_hidden_from(user, proposal):
    return hidden_from(user).filter(pk=proposal.pk).exists()


@cache
def way_to_proposal(model):
    """How a kind of thing is about a proposal: `assignment__proposal`, or None.

    It is the shortest way along its keys: no new kind has to be named anywhere.
    """
    if model is Proposal:
        return "pk"
    ways, been = [((), model)], {model}
    for names, kind in ways:  # it grows while it is walked: the nearest come first
        for field in kind._meta.concrete_fields:
            target = field.related_model
            if target is Proposal:
                return "__".join((*names, field.name))
            if target and target not in been and target._meta.app_label == "awards":
                been.add(target)
                ways.append(((*names, field.name), target))
    return None


def about(model, proposals):
    """How rows of a kind are picked that are about some of these proposals, or None."""
    if model is Extension:  # of a person: for each proposal of theirs in that call
        theirs = {"members__user": OuterRef("person")}
        same_call = {"stage__call": OuterRef("stage__call")}
        return Exists(proposals.filter(**theirs, **same_call))
    way = way_to_proposal(model)
    return Q(**{f"{way}__in": proposals}) if way else None


def seen_by(user, rows):
    """Rows of any kind, but for those about a proposal that is closed to a person."""
    closed = about(rows.model, closed_to(user))
    return rows if closed is None else rows.exclude(closed)


def declaration_of(user, proposal):
    """What this person declared on this proposal, if it stands; None before."""
    rows = Declaration.objects.standing().filter(person=user, proposal=proposal)
    return rows.first()


def named_in(submission):
    """Whom a version names that somebody could be tied to: its team, its partners."""
    work = work_in(submission)
    team = {("team", each["name"], each["department"]) for each in work["team"]}
    return team | {("partner", each["name"], None) for each in work["partners"]}
