"""A stage that has closed, its committee, what was handed in: as judging begins."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from awards.actions.appointment import accept, appoint
from awards.actions.assignment import assign
from awards.actions.conflict import declare
from awards.actions.form import freeze
from awards.actions.review import review_of, submit
from awards.actions.submission import submit as hand_in
from awards.actions.working_copy import Change, save
from awards.models import Allotment, Appointment, Receipt
from awards.rules.committee import Seat
from tests.factories import (
    make_call,
    make_financial_year,
    make_member,
    make_proposal,
    make_question,
    make_section,
    make_stage,
    make_user,
    number,
)

OPENS = datetime(2026, 2, 1, 8, tzinfo=UTC)
CLOSES = datetime(2026, 3, 31, 10, tzinfo=UTC)
IN_TIME = CLOSES - timedelta(hours=1)
LATER = CLOSES + timedelta(days=2)
HALF = Decimal(50_000)


def make_judged_stage(proposals=2, allotted=100_000, stages=1, **fields):
    """A frozen stage with two criteria, and proposals handed in that ask for half each.

    With two stages the second opens two months later.
    """
    call = fields.pop("call", None) or make_call()
    stage = make_stage(call=call, opens_at=OPENS, closes_at=CLOSES, **fields)
    heading = call.cost_headings.create(name_it="Personale")
    stage.criteria.create(name_it="Metodo", name_en="Method", weight=60, most=10)
    stage.criteria.create(name_it="Impatto", name_en="Impact", weight=40, most=5)
    _ask(stage)
    if stages == 2:
        month = timedelta(days=30)
        second = make_stage(
            call=call,
            number=2,
            opens_at=CLOSES + 2 * month,
            closes_at=CLOSES + 3 * month,
        )
        second.criteria.create(name_it="Metodo", name_en="Method", weight=100, most=10)
        _ask(second)
        freeze(second, by=make_user(), at=OPENS - timedelta(days=1))
    freeze(stage, by=make_user(), at=OPENS - timedelta(days=1))
    if allotted:
        allot(call.competition, allotted)
    stage.heading = heading
    for _n in range(proposals):
        make_handed_in(stage)
    return stage


def _ask(stage):
    section = make_section(stage=stage, name_it="Il problema", name_en="The problem")
    named = {"label_it": "Bisogno", "label_en": "Need"}
    make_question(section=section, key="need", **named)


def allot(competition, amount):
    """Money of a year of five per thousand, given to a competition."""
    receipt = Receipt.objects.create(financial_year=make_financial_year())
    return Allotment.objects.create(
        receipt=receipt, competition=competition, amount=amount
    )


def make_handed_in(stage, title="Acqua", at=IN_TIME, asked="50000", **fields):
    """A proposal that was handed in, by its coordinator."""
    who = fields.pop("coordinator", None) or make_user(first_name=f"Nome{next(number)}")
    proposal = make_proposal(stage=stage, coordinator=who)
    for user in fields.pop("team", ()):
        make_member(proposal=proposal, user=user)
    heading = stage.call.cost_headings.get()
    texts = {
        "title": f"{title} {next(number)}",
        "duration": "12",
        "q.need": "Sete.",
        "unit.1": "DASTU",
        f"cost.{heading.pk}.1": asked,
        **fields.pop("texts", {}),
    }
    write(proposal, who, texts, at)
    hand_in(proposal, by=who, began_at=at)
    proposal.refresh_from_db()
    return proposal


def write(copy, by, texts, at=IN_TIME):
    """Type into the fields of a proposal or a review, as one page does."""
    page = copy.writers.create(client=uuid4(), user=by, seen_at=at)
    save(
        copy,
        by=by,
        client=page.client,
        number=1,
        changes=[Change(key, text, _base(copy, key)) for key, text in texts.items()],
        at=at,
    )


def _base(copy, key):
    answer = copy.answers.filter(key=key).first()
    return answer.revision if answer else 0


def make_appointment(stage, role="evaluator", user=None, at=LATER, **fields):
    """Somebody who accepted to serve."""
    user = user or make_user(first_name=f"Nome{next(number)}", last_name="Giudice")
    appointment = Appointment(
        stage=stage,
        role=role,
        name=user.get_full_name() or str(user),
        email=user.email,
        **fields,
    )
    appoint(appointment, by=make_user(), at=at)
    return accept(appointment, user=user, at=at)


def seat_of(appointment, proposal):
    """Where somebody stands before a proposal now."""
    proposal.refresh_from_db()
    return Seat(appointment, proposal)


def give(appointment, proposal, at=LATER):
    """Assign a proposal to somebody, who declares no conflict."""
    [assignment] = assign(
        appointment.stage, [(appointment, proposal)], by=make_user(), at=at
    )
    declare(proposal, by=appointment.user, has_conflict=False, at=at)
    return assignment


def declare_on_all(appointment, at=LATER):
    """Say of each proposal of the stage, so far, that nothing ties them to it."""
    for proposal in proposals_of(appointment.stage):
        declare(proposal, by=appointment.user, has_conflict=False, at=at)


def judge(appointment, proposal, method="8", impact="4", at=LATER, **texts):
    """Hand in a review with these scores, assigned first where it is not."""
    seat = seat_of(appointment, proposal)
    if seat.assignment is None:
        give(appointment, proposal, at)
        seat = seat_of(appointment, proposal)
    review = review_of(seat, at=at)
    criteria = list(appointment.stage.criteria.all())
    scores = dict(zip((each.pk for each in criteria), (method, impact), strict=False))
    said = {f"score.{key}": score for key, score in scores.items()}
    write(review, seat.user, said | {"applicant": "Buona idea."} | texts, at)
    return submit(seat_of(appointment, proposal), at=at)


def proposals_of(stage):
    return list(stage.proposals.order_by("pk"))
