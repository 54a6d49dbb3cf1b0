"""How far stages are: what there is of each thing, and what waits for somebody.

However many the stages and the things counted, they are counted in one query.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from awards.models import (
    JUDGING,
    LEADING_COMMITTEE,
    LIVE,
    Appointment,
    AppointmentState,
    Assignment,
    CheckedRule,
    CommitteeRole,
    Decision,
    Declaration,
    LateAttempt,
    LateState,
    Letter,
    LetterState,
    Member,
    MemberState,
    Minutes,
    MinutesPublication,
    Project,
    ProjectPlace,
    Proposal,
    ProposalPartner,
    ProposalState,
    Review,
    Stage,
)
from awards.rules.conflict import hidden_from
from awards.rules.judged import judged_anywhere
from content.readiness import lacking_a_text

TO_COMMITTEE = ("appointment", "assigned")  # letters whose key names an appointment


@dataclass(frozen=True)
class Counted:
    """Rows of one kind. `stage` and `proposal` lead to what they are of.

    `listed` leads to the keys by which a list of them is asked for, where one is.
    """

    kind: type
    rows: Callable
    stage: str = "stage"
    proposal: str = "proposal"
    listed: str = ""


def proposals(*states):
    return Counted(
        Proposal, lambda now: Proposal.objects.filter(state__in=states), proposal="pk"
    )


def appointments(*states):
    return Counted(
        Appointment,
        lambda now: Appointment.objects.filter(state__in=states),
        proposal="",
    )


def open_assignments(now):
    return Assignment.objects.open().filter(proposal__rehearsal=None)


def missing_reviews(now):
    return _undecided(
        open_assignments(now).exclude(review__counts__isnull=False),
        "appointment__stage",
    )


def overdue_reviews(now):
    """Those that the teams' answer waited for, on a day that has passed."""
    return missing_reviews(now).filter(
        appointment__stage__answer_expected_on__lt=now.date()
    )


def undeclared(now):
    """Given to somebody who has not said yet whether they have a conflict."""
    said = Declaration.objects.standing().filter(
        person=OuterRef("appointment__user"), proposal=OuterRef("proposal")
    )
    return _undecided(open_assignments(now).exclude(Exists(said)), "appointment__stage")


def silent(now):
    """Who leads a committee, and has not said of all whether they have a conflict."""
    judged = {"proposal": OuterRef("proposal")}
    leader = OuterRef(OuterRef("user"))
    declared = Declaration.objects.filter(person=leader, **judged)
    own = Member.objects.filter(user=leader, state=MemberState.ACCEPTED, **judged)
    waiting = undecided(now).filter(form__stage=OuterRef("stage"))
    waiting = waiting.exclude(Exists(declared)).exclude(Exists(own))
    return Appointment.objects.filter(
        Exists(waiting), state=AppointmentState.ACCEPTED, role__in=LEADING_COMMITTEE
    )


def unreplaced(now):
    """Conflicts of who chairs, or was to judge, whose place nobody has taken."""
    chairing = Appointment.objects.filter(
        user=OuterRef("person"),
        stage=OuterRef("proposal__stage"),
        state=AppointmentState.ACCEPTED,
        role=CommitteeRole.CHAIR,
    )
    was_to_judge = Assignment.objects.filter(
        appointment__user=OuterRef("person"),
        appointment__stage=OuterRef("proposal__stage"),
        appointment__role__in=JUDGING,
        proposal=OuterRef("proposal"),
    )
    return _undecided(
        Declaration.objects.filter(
            Exists(chairing) | Exists(was_to_judge), has_conflict=True, substitute=None
        ),
        "proposal__stage",
    )


def _undecided(rows, stage, proposal="proposal"):
    decided = Decision.objects.in_force().filter(
        proposal=OuterRef(proposal), stage=OuterRef(stage)
    )
    return rows.exclude(Exists(decided))


def undecided(now):
    """What a stage that has closed judges, and nobody has decided of."""
    rows = judged_anywhere().filter(form__stage__closes_at__lte=now)
    return _undecided(rows, "form__stage")


def unchecked(now):
    checked = CheckedRule.objects.filter(submission=OuterRef("pk"))
    return undecided(now).exclude(Exists(checked))


def with_fewer(assignments, now):
    """What is judged, and has fewer of these assignments than its stage asks for."""
    there = (
        assignments.filter(
            appointment__stage=OuterRef("form__stage"), proposal=OuterRef("proposal")
        )
        .order_by()
        .values("proposal")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = undecided(now).alias(there=Coalesce(Subquery(there), 0))
    return rows.filter(there__lt=Coalesce("form__stage__reviews_each", 1))


def unassigned(now):
    return with_fewer(Assignment.objects.open(), now)


def with_few_reviews(now):
    return with_fewer(
        Assignment.objects.open().filter(review__counts__isnull=False), now
    )


def to_merge(now):
    """Partners that a team proposed, of which nobody has said what they are."""
    return ProposalPartner.objects.filter(
        organisation=None,
        merged_into=None,
        proposal__rehearsal=None,
        proposal__state__in=(ProposalState.SUBMITTED, ProposalState.DECIDED),
    )


def letters(state):
    """Each with the stage it is about, by its proposal or by what its key names."""
    about = Func(
        *(F("key"), Value(":"), Value(2)),
        function="split_part",
        output_field=TextField(),
    )
    appointment = Appointment.objects.filter(
        pk=Cast(OuterRef("about"), BigIntegerField())
    )
    rows = Letter.objects.alias(about=about).alias(
        of_stage=Case(
            When(proposal__isnull=False, then=F("proposal__stage")),
            When(kind__in=TO_COMMITTEE, then=Subquery(appointment.values("stage"))),
            output_field=BigIntegerField(),
        )
    )
    return Counted(
        Letter,
        lambda now: rows.filter(state=state, of_stage__isnull=False),
        stage="of_stage",
        listed="pk",
    )


def decisions(condition):
    return Counted(Decision, lambda now: Decision.objects.in_force().filter(condition))


APPROVED = Q(approved_at__isnull=False)
PUBLISHED = Q(published_at__isnull=False)


def without_minutes(now):
    """Stages that told their answers, and keep no minutes of how they came to them."""
    told = Decision.objects.published().filter(stage=OuterRef("pk"))
    made = Minutes.objects.filter(stage=OuterRef("pk"))
    return Stage.objects.filter(Exists(told)).exclude(Exists(made))


def with_unpublished_minutes(now):
    made = Minutes.objects.filter(stage=OuterRef("pk"))
    public = MinutesPublication.objects.filter(minutes__stage=OuterRef("pk"))
    return Stage.objects.filter(Exists(made)).exclude(Exists(public))


def of_project(condition):
    """Projects that a decision opened."""
    return Counted(
        Project,
        lambda now: Project.objects.filter(condition, decision__isnull=False),
        stage="decision__stage",
        proposal="decision__proposal",
        listed="pk",
    )


def _unmapped():
    """What happens in a place of which nobody has said where it is."""
    return ProjectPlace.objects.filter(place__latitude=None).values("project")


def of_submission(rows):
    return Counted(Proposal, rows, stage="form__stage")


def of_assignment(rows):
    return Counted(Assignment, rows, stage="appointment__stage")


def of_stage(rows):
    return Counted(Minutes, rows, stage="pk", proposal="")


COUNTED = {
    "drafts": proposals(ProposalState.DRAFT),
    "handed_in": of_submission(lambda now: judged_anywhere()),
    "withdrawn": proposals(ProposalState.WITHDRAWN),
    "late": Counted(
        LateAttempt,
        lambda now: LateAttempt.objects.filter(
            state=LateState.WAITING, proposal__rehearsal=None
        ),
        stage="proposal__stage",
    ),
    "partners": Counted(
        ProposalPartner, to_merge, stage="proposal__stage", listed="pk"
    ),
    "appointed": appointments(*LIVE),
    "accepted": appointments(AppointmentState.ACCEPTED),
    "unanswered": appointments(AppointmentState.INVITED),
    "assigned": of_assignment(open_assignments),
    "reviewed": Counted(
        Review,
        lambda now: Review.objects.counting().filter(
            assignment__proposal__rehearsal=None
        ),
        stage="assignment__appointment__stage",
        proposal="assignment__proposal",
    ),
    "missing": of_assignment(missing_reviews),
    "overdue": of_assignment(overdue_reviews),
    "undeclared": of_assignment(undeclared),
    "silent": Counted(Appointment, silent, proposal="", listed="pk"),
    "unreplaced": Counted(
        Declaration, unreplaced, stage="proposal__stage", listed="pk"
    ),
    "unchecked": of_submission(unchecked),
    "unassigned": of_submission(unassigned),
    "few_reviews": of_submission(with_few_reviews),
    "undecided": of_submission(undecided),
    "decided": decisions(Q()),
    "approved": decisions(APPROVED),
    "published": decisions(PUBLISHED),
    "unapproved": decisions(~APPROVED),
    "unannounced": decisions(APPROVED & ~PUBLISHED & Q(announcement=None)),
    "held": letters(LetterState.HELD),
    "failed": letters(LetterState.FAILED),
    "no_minutes": of_stage(without_minutes),
    "minutes_unpublished": of_stage(with_unpublished_minutes),
    "incomplete_projects": of_project(lacking_a_text(Project)),
    "placeless_projects": of_project(Q(project_places=None)),
    "unmapped_projects": of_project(Q(pk__in=_unmapped())),
    "draft_projects": of_project(Q(published_from=None)),
}


def may_count(user, name):
    return user.has_perm(f"awards.view_{COUNTED[name].kind._meta.model_name}")


def counts(user, now):
    """By (name, stage): how many a person may know of, and the keys of those listed.

    What a conflict of interest hides from them is not among it.
    """
    hidden = hidden_from(user)
    queries = [
        counted(name, each, hidden, now)
        for name, each in COUNTED.items()
        if may_count(user, name)
    ]
    if not queries:
        return {}
    every = queries[0].union(*queries[1:], all=True)
    return {(name, stage): (count, keys) for name, stage, count, keys in every}


def visible(each, hidden, now):
    """The rows of something counted that are of no proposal hidden from somebody."""
    rows = each.rows(now).order_by()
    return rows.exclude(**{f"{each.proposal}__in": hidden}) if each.proposal else rows


def counted(name, each, hidden, now):
    no_keys = Cast(Value(None), ArrayField(BigIntegerField()))
    return (
        visible(each, hidden, now)
        .values(asked=Value(name), its_stage=F(each.stage))
        .annotate(
            count=Count("pk"),
            keys=ArrayAgg(each.listed, distinct=True) if each.listed else no_keys,
        )
        .values_list("asked", "its_stage", "count", "keys")
    )
