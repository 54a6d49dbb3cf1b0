"""What somebody of a committee may see and do, proposal by proposal."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from awards.models import (
    JUDGING,
    LEADING_COMMITTEE,
    Appointment,
    AppointmentState,
    Assignment,
    CommitteeRole,
    Decision,
    Declaration,
    Proposal,
    ProposalState,
    Ranking,
    Review,
    ReviewState,
    Submission,
)
from awards.rules.conflict import (
    closed_to,
    declaration_of,
    hidden_from,
    is_hidden_from,
)
from awards.rules.judged import eligible, form_of, judged, submission_of


@dataclass(frozen=True)
class Seat:
    """A person of a committee before one proposal of their stage."""

    appointment: Appointment
    proposal: Proposal

    @property
    def user(self):
        return self.appointment.user

    @cached_property
    def declaration(self):
        return declaration_of(self.user, self.proposal)

    @cached_property
    def is_hidden(self):
        """They have a conflict with it, or are in its team: it does not exist here."""
        return is_hidden_from(self.user, self.proposal)

    @cached_property
    def submission(self):
        """What is judged; None where nothing is, or no more."""
        return submission_of(self.proposal, self.appointment.stage)

    @cached_property
    def form(self):
        """That whose criteria all are judged by."""
        return form_of(self.appointment.stage)

    @cached_property
    def assignment(self):
        rows = Assignment.objects.open().filter(appointment=self.appointment)
        return rows.filter(proposal=self.proposal).select_related("review").first()

    @cached_property
    def review(self):
        return getattr(self.assignment, "review", None)

    @cached_property
    def chairs(self):
        """They chair; or, for this proposal, take the place of a chair in conflict."""
        if self.appointment.role == CommitteeRole.CHAIR:
            return True
        return substituted_by(self.appointment).filter(pk=self.proposal.pk).exists()

    @property
    def leads(self):
        return self.appointment.role in LEADING_COMMITTEE or self.chairs

    @property
    def can_declare(self):
        """Before it is read; who reads it already may still find a conflict."""
        return self.submission is not None and not self.is_hidden

    @property
    def has_declared(self):
        return self.declaration is not None and not self.declaration.has_conflict

    @property
    def can_read(self):
        """Its text: once they declared that there is no conflict, if it is for them.

        Who judges reads what is given to them, who leads the committee all.
        """
        is_theirs = self.assignment is not None or self.leads
        return self.can_declare and self.has_declared and is_theirs

    @property
    def can_write(self):
        """Their own review, until it is handed in, and while nothing is decided."""
        is_open = self.proposal.state == ProposalState.SUBMITTED
        at_its_stage = self.proposal.stage_id == self.appointment.stage_id
        is_draft = self.review is None or self.review.state == ReviewState.DRAFT
        assigned = self.assignment is not None
        return self.can_read and assigned and is_open and at_its_stage and is_draft

    @property
    def has_judged(self):
        return self.review is not None and self.review.counts_id is not None

    @property
    def sees_reviews(self):
        """Others' scores, comments and discussion: not before their own are in."""
        if not self.can_read:
            return False
        return self.has_judged if self.assignment is not None else self.leads

    @property
    def can_reopen(self):
        is_undecided = self.proposal.state == ProposalState.SUBMITTED
        return is_undecided and self.sees_reviews and self.chairs


def substituted_by(appointment):
    """The proposals for which somebody takes the place of the chair of their stage."""
    chairing = Appointment.objects.filter(
        user=OuterRef("person"),
        stage=appointment.stage_id,
        role=CommitteeRole.CHAIR,
        state=AppointmentState.ACCEPTED,
    )
    rows = appointment.substitutions.filter(Exists(chairing))
    return Proposal.objects.filter(pk__in=rows.values("proposal"))


def who_judges(stage):
    """Those of a committee who may be given proposals: they accepted, and judge."""
    return Appointment.objects.filter(
        stage=stage, state=AppointmentState.ACCEPTED, role__in=JUDGING
    ).select_related("user", "department")


def seat_before(appointment, code):
    """The seat before what is judged of one proposal; None where nothing is."""
    hidden = hidden_from(appointment.user).filter(pk=OuterRef("proposal"))
    rows = judged(appointment.stage).annotate(is_hidden=Exists(hidden))
    submission = (
        rows.filter(proposal__code=code)
        .select_related("proposal__stage__call__competition")
        .first()
    )
    if submission is None:
        return None
    seat = Seat(appointment, submission.proposal)
    seat.__dict__.update(submission=submission, is_hidden=submission.is_hidden)
    return seat


def with_what_they_read(people, stage):
    """Those who judge, each with `may_have_read`: the keys of what others judged.

    Of what they declared on, and do not judge themselves: a chair reads it, who judged
    anything finds it in the ranking, and once that is closed everybody does.
    """
    of_stage = Review.objects.filter(
        counts__isnull=False, assignment__appointment__stage=stage
    )
    wrote = of_stage.filter(assignment__appointment=OuterRef("pk"))
    is_open_to = Q(role=CommitteeRole.CHAIR) | Exists(wrote)
    is_open_to |= Exists(Ranking.objects.filter(stage=stage))
    given = Assignment.objects.open().filter(appointment=OuterRef(OuterRef("pk")))
    declared = Declaration.objects.filter(
        person=OuterRef("user"),
        has_conflict=False,
        proposal__in=of_stage.counting().values("assignment__proposal"),
    ).exclude(proposal__in=given.values("proposal"))
    read = ArraySubquery(declared.values("proposal"))
    none = Value([], output_field=ArrayField(models.BigIntegerField()))
    return people.annotate(
        may_have_read=Case(When(is_open_to, then=read), default=none)
    )


def undecided(assignments):
    """Those of a proposal of which nothing is decided at their stage."""
    decided = Decision.objects.in_force().filter(
        proposal=OuterRef("proposal"), stage=OuterRef("appointment__stage")
    )
    return assignments.exclude(Exists(decided))


def can_judge(appointment):
    """Whoever may be given proposals to judge."""
    return appointment.role in JUDGING


def has_finished(stage):
    """Each proposal that a stage judges has an answer, and it is public."""
    answered = Decision.objects.published().filter(stage=stage).values("proposal")
    waiting = judged(stage).exclude(proposal__in=answered)
    return stage.has_closed() and not waiting.exists()


def sees_ranking(appointment):
    """Who keeps the papers; who judges, once some of theirs is in and none is missing.

    A chair who judges nothing sees it once no review of the stage is missing; and all
    of them once it is closed.
    """
    if appointment.role == CommitteeRole.SECRETARY:
        return True
    theirs = appointment.assignments.open().aggregate(
        judged=Count("pk", filter=Q(review__counts__isnull=False)),
        missing=Count("pk", filter=Q(pk__in=to_hand_in(appointment))),
    )
    if theirs["judged"] and not theirs["missing"]:
        return True
    is_free = appointment.role == CommitteeRole.CHAIR and not theirs["missing"]
    is_closed = appointment.stage.rankings.exists()
    return is_closed or (is_free and is_all_in(appointment))


def is_all_in(appointment):
    """All that a stage scores has a review, and none that was asked for is missing.

    What is hidden from who asks does not count.
    """
    asked = Assignment.objects.open().filter(appointment__stage=appointment.stage)
    missing = asked.filter(review__counts__isnull=True).values("proposal")
    judged_once = asked.exclude(review__counts__isnull=True).values("proposal")
    rows = eligible(appointment.stage).exclude(
        proposal__in=hidden_from(appointment.user)
    )
    unfinished = Q(proposal__in=missing) | ~Q(proposal__in=judged_once)
    return not rows.filter(unfinished).exists()


def sees_results(user, stage):
    """Who serves in its committee sees them as a member of it; the office, always."""
    serving = Appointment.objects.serving(user).filter(stage=stage)
    seat = serving.select_related("stage", "user").first()
    return seat is None or sees_ranking(seat)


def reads_minutes(appointment):
    """They name all that was handed in, with its results: who sees less, does not."""
    named = Submission.objects.filter(form__stage=appointment.stage)
    closed = named.filter(proposal__in=closed_to(appointment.user))
    return sees_ranking(appointment) and not closed.exists()


def to_hand_in(appointment):
    """What somebody was given and has still to judge, while it is judged at all."""
    return (
        appointment.assignments.open()
        .filter(proposal__in=eligible(appointment.stage).values("proposal"))
        .exclude(proposal__in=hidden_from(appointment.user))
        .exclude(review__counts__isnull=False)
    )
