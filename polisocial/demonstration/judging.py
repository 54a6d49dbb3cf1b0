"""The committee of a demonstration: appointed, declaring, judging, ranking."""

from awards.actions import appointment as appointments
from awards.actions import assignment as assignments
from awards.actions import ranking
from awards.actions.check import check
from awards.actions.conflict import declare, substitute
from awards.actions.letters import release
from awards.actions.review import remark, reopen, review_of, submit
from awards.models import (
    LEADING_COMMITTEE,
    Appointment,
    Assignment,
    CommitteeRole,
    Declaration,
    Finding,
    Letter,
    LetterState,
    Review,
)
from awards.rules.balance import EvaluatorToAsk, ProposalToJudge, balance
from awards.rules.check import findings
from awards.rules.committee import who_judges
from awards.rules.conflict import hidden_from
from awards.rules.judged import judged, submission_of
from awards.rules.ties import Ties
from polisocial.demonstration.taking_part import type_into
from polisocial.demonstration.texts import GOOD, INSIDE, REMARKS, TO_MEND

EACH = 3


def appoint(play, stage, evaluators):
    """A letter asks the chair, the secretary and these evaluators."""
    people = play.people
    asked = [
        (CommitteeRole.CHAIR, people.chair),
        (CommitteeRole.SECRETARY, people.secretary),
        *((CommitteeRole.EVALUATOR, each) for each in evaluators),
    ]
    for number, (role, person) in enumerate(asked):
        # Every third evaluator is of another university.
        inside = role != CommitteeRole.EVALUATOR or number % 3
        appointment = Appointment(
            stage=stage,
            role=role,
            name=person.get_full_name(),
            email=person.email,
            department=people.department(number) if inside else None,
        )
        appointments.appoint(appointment, by=people.office, at=play.at(9, number))


def accept(play, stage):
    """Each accepts by their own account."""
    people = [play.people.chair, play.people.secretary, *play.people.evaluators]
    accounts = {each.email: each for each in people}
    for appointment in stage.appointments.filter(state="invited"):
        user = accounts[appointment.email]
        appointments.accept(appointment, user=user, at=play.at(10))


def declare_conflicts(play, stage, conflicts):
    """Who has one says so, seeing titles and teams alone; another takes their place.

    `conflicts` are (account, number of the proposal, grounds).
    """
    for person, number, grounds in conflicts:
        proposal = play.entries[number].proposal
        declaration = declare(
            proposal, by=person, has_conflict=True, grounds=grounds, at=play.at(11)
        )
        _replace(play, stage, declaration)
    for leading in stage.appointments.filter(role__in=LEADING_COMMITTEE):
        _declare_on_the_rest(play, stage, leading.user)


def _declare_on_the_rest(play, stage, person):
    """Chair and secretary, who read all, say of all the others that they have none."""
    tied = hidden_from(person)
    for entry in play.judged(stage):
        if not tied.filter(pk=entry.proposal.pk).exists():
            said = {"by": person, "has_conflict": False, "at": play.at(12)}
            declare(entry.proposal, **said)


def _replace(play, stage, declaration):
    """The first of the committee who has no conflict there."""
    serving = who_judges(stage).exclude(user=declaration.person)
    tied = Declaration.objects.filter(
        proposal=declaration.proposal, has_conflict=True
    ).values("person")
    return substitute(
        declaration,
        by=play.people.office,
        appointment=serving.exclude(user__in=tied).order_by("pk").first(),
        reason="È la prima persona della commissione senza conflitti su questa.",
        at=play.at(15),
    )


def check_rules(play, stage, ineligible):
    """The office looks at every rule of every proposal.

    `ineligible` are the reasons, by number of the proposal: of these a rule that the
    portal found met is said not to be, or the theme.
    """
    for entry in play.judged(stage):
        submission = submission_of(entry.proposal, stage)
        reason = ineligible.get(entry.number, "")
        rule = "theme" if entry.number % 2 else "partners"
        said = {
            found.rule: _checked(found, reason if found.rule == rule else "")
            for found in findings(submission)
        }
        check(submission, said, by=play.people.office, at=play.at(10, 30))


def _checked(found, against):
    """What a person says of a rule: whether it is met, and why where that is asked."""
    if against:
        return False, against
    if found.finding == Finding.UNKNOWN:
        return True, "Letto: la regola è rispettata."
    return found.finding == Finding.MET, ""


def assign_evenly(play, stage):
    """The balanced proposal of the portal, as it stands.

    In the order in which they were begun: that of their codes is never the same.
    """
    entries, serving = play.judged(stage), list(who_judges(stage))
    evaluators = [each for each in serving if each.role == CommitteeRole.EVALUATOR]
    by_key = {each.pk: each for each in evaluators}
    hidden = {each.pk: set(hidden_from(each.user)) for each in evaluators}
    ties = Ties(evaluators, list(judged(stage)))
    proposals = {each.proposal.pk: each.proposal for each in entries}
    pairs = [(p, e) for p in proposals.values() for e in evaluators]
    found = balance(
        [ProposalToJudge(key, _departments(p)) for key, p in proposals.items()],
        [EvaluatorToAsk(each.pk, each.department_id) for each in evaluators],
        EACH,
        forbidden=[(p.pk, e.pk) for p, e in pairs if p in hidden[e.pk]],
        discouraged=[(p.pk, e.pk) for p, e in pairs if any(ties.between(e, p))],
    )
    given = [(by_key[pair.evaluator], proposals[pair.proposal]) for pair in found.pairs]
    assignments.assign(stage, given, by=play.people.office, at=play.at(12))
    _release(play, stage)


def _departments(proposal):
    keys = proposal.members.values_list("department", flat=True)
    return frozenset(keys) - {None}


def _release(play, stage):
    """The office has read who is given what: the letters may leave."""
    letters = Letter.objects.filter(kind="assigned", state=LetterState.HELD)
    for letter in letters.filter(user__appointments__stage=stage):
        release(letter, by=play.people.office, at=play.at(17))


def give_back(play, stage, person):
    """One has no time for a proposal and gives it back; somebody else takes it."""
    mine = open_ones(stage).filter(appointment__user=person)
    assignment = mine.order_by("pk").first()
    reason = "In quelle settimane sono in missione: non farei in tempo."
    assignments.decline(assignment, by=person, reason=reason, at=play.at(9))
    _give(play, stage, assignment.proposal, play.at(11))


def take_back(play, stage, person):
    """The office moves a proposal from one who has too many to somebody else."""
    mine = open_ones(stage).filter(appointment__user=person)
    assignment = mine.order_by("pk").last()
    assignments.reassign(
        assignment,
        _free(stage, assignment.proposal),
        by=play.people.office,
        reason="Per dividere meglio il lavoro.",
        at=play.at(12),
    )


def find_conflict(play, stage, person):
    """One finds out, at the title of what was assigned, that they have a conflict."""
    mine = open_ones(stage).filter(appointment__user=person)
    proposal = mine.order_by("pk").first().proposal
    declaration = declare(
        proposal,
        by=person,
        has_conflict=True,
        grounds="Ho scritto un articolo con chi coordina la proposta.",
        at=play.at(14),
    )
    _give(play, stage, proposal, play.at(15))
    _replace(play, stage, declaration)


def _give(play, stage, proposal, at):
    pair = (_free(stage, proposal), proposal)
    assignments.assign(stage, [pair], by=play.people.office, at=at)
    _release(play, stage)


def _free(stage, proposal):
    """Who has the least to judge, and nothing to do with this one."""
    had = Assignment.objects.filter(proposal=proposal, appointment__stage=stage)
    tied = Declaration.objects.filter(proposal=proposal, has_conflict=True)
    may = (
        who_judges(stage)
        .filter(role=CommitteeRole.EVALUATOR)
        .exclude(pk__in=had.values("appointment"))
        .exclude(user__in=tied.values("person"))
    )
    return min(may.order_by("pk"), key=lambda each: each.assignments.open().count())


def open_ones(stage):
    return Assignment.objects.open().filter(appointment__stage=stage)


def review_some(play, stage, share, of):
    """One share of the reviews, out of so many, comes in; the last brings all.

    Whom a developer signs in as leaves theirs to the last.
    """
    waiting = open_ones(stage).exclude(review__counts__isnull=False)
    is_last = share == of - 1
    if not is_last:
        waiting = waiting.exclude(appointment__user=play.people.evaluators[0])
    rows = waiting.select_related("appointment__user", "proposal").order_by("pk")
    for number, assignment in enumerate(rows):
        if is_last or number % (of - share) == 0:
            _review(play, assignment, play.at(9 + number % 9, number % 60))


def _review(play, assignment, at):
    entry = play.entry(assignment.proposal)
    user = assignment.appointment.user
    declare(entry.proposal, by=user, has_conflict=False, at=at)
    seat = play.seat(assignment.appointment, entry)
    type_into(play, review_of(seat, at=at), _written(play, seat, entry), user, at)
    submit(play.seat(assignment.appointment, entry), at=at)


def _written(play, seat, entry):
    """Scores around what the proposal is worth, and two sentences to the team."""
    stage, rng = seat.appointment.stage, play.rng
    scores = {
        f"score.{each.pk}": str(_score(rng, entry.quality, each.most))
        for each in stage.criteria.all()
    }
    told = f"{rng.choice(GOOD)} {rng.choice(TO_MEND)}"
    return scores | {"applicant": told, "committee": rng.choice(INSIDE)}


def _score(rng, quality, most):
    share = 0.45 + 0.45 * quality + rng.uniform(-0.08, 0.1)
    return round(most * share)


def reopen_some(play, stage, how_many):
    """The chair, who reads without judging, asks for some reviews once more."""
    chair = stage.appointments.get(role=CommitteeRole.CHAIR)
    hidden = hidden_from(chair.user)
    rows = Review.objects.counting().filter(assignment__appointment__stage=stage)
    for review in rows.exclude(assignment__proposal__in=hidden)[:how_many]:
        entry = play.entry(review.assignment.proposal)
        reopen(
            review,
            seat=play.seat(chair, entry),
            reason="Il commento al gruppo non dice che cosa migliorare.",
            at=play.at(10),
        )


def hand_in_again(play, stage):
    """Those whose reviews were reopened write more, and hand in."""
    rows = Review.objects.filter(
        state="draft", assignment__appointment__stage=stage, counts__isnull=False
    )
    for review in rows:
        appointment = review.assignment.appointment
        entry = play.entry(review.assignment.proposal)
        told = f"{GOOD[0]} {TO_MEND[0]} {TO_MEND[2]}"
        type_into(play, review, {"applicant": told}, appointment.user, play.at(11))
        submit(play.seat(appointment, entry), at=play.at(12))


def discuss(play, stage, how_many):
    """The committee talks of the first proposals, each of those who judged them."""
    for entry in play.judged(stage)[:how_many]:
        rows = open_ones(stage).filter(proposal=entry.proposal).order_by("pk")
        for minute, assignment in enumerate(rows):
            remark(
                play.seat(assignment.appointment, entry),
                text=REMARKS[minute % len(REMARKS)],
                at=play.at(15, entry.number % 55 + minute),
            )


def close(play, stage):
    return ranking.close(stage, by=play.people.secretary, at=play.at(18))
