"""Serving, declaring, being given proposals: who may, and what each leaves behind."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from awards.actions.appointment import (
    accept,
    appoint,
    appointed_by,
    decline,
    dismiss,
)
from awards.actions.assignment import assign, end, read_table, reassign
from awards.actions.assignment import decline as give_back
from awards.actions.conflict import declare, lift, substitute
from awards.actions.decision import decide
from awards.models import Act, Appointment, Declaration, Letter
from awards.rules.conflict import hidden_from, hidden_pairs
from awards.rules.ties import Ties
from tests.awards.judging import (
    LATER,
    give,
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    proposals_of,
    seat_of,
)
from tests.factories import (
    make_department,
    make_member,
    make_project,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_judged_stage()


def make_invited(stage, **fields):
    given = {"role": "evaluator", "name": "Ada", "email": "ada@example.org"}
    appointment = Appointment(stage=stage, **given | fields)
    return appoint(appointment, by=make_user(), at=LATER)


def secret_of(letter):
    return letter.secret


def test_appointment_is_asked_by_a_letter_and_used_up_once(stage):
    make_invited(stage)
    letter = Letter.objects.get(kind="appointment")
    appointment = appointed_by(secret_of(letter))
    ada = make_user()
    accept(appointment, user=ada, at=LATER)
    appointment.refresh_from_db()
    assert (appointment.state, appointment.user) == ("accepted", ada)
    assert appointment.confidential_at == LATER
    assert appointed_by(secret_of(letter)) is None
    acts = Act.objects.filter(stage=stage).exclude(deed="froze").order_by("pk")
    deeds = acts.values_list("deed", "by")
    assert list(deeds) == [("appointed", appointment.by_id), ("accepted", ada.pk)]


def test_appointment_is_declined_without_an_account(stage):
    appointment = make_invited(stage)
    decline(appointment, at=LATER, reason="Non ho tempo.")
    act = Act.objects.get(deed="declined")
    assert (act.by, act.why) == (None, "Non ho tempo.")
    with pytest.raises(ValidationError, match="già"):
        accept(appointment, user=make_user(), at=LATER)
    make_invited(stage)  # the same person may be asked again


def test_stage_has_one_chair_and_a_person_serves_once(stage):
    make_invited(stage, role="chair")
    with pytest.raises(ValidationError, match="presiede"):
        make_invited(stage, role="chair", email="eva@example.org")
    with pytest.raises(ValidationError, match="già"):
        make_invited(stage, email="ADA@example.org")
    other = make_invited(stage, email="eva@example.org")
    user = make_user()
    accept(other, user=user, at=LATER)
    third = make_invited(stage, email="ivo@example.org")
    with pytest.raises(ValidationError, match="questo account"):
        accept(third, user=user, at=LATER)


def test_dismissal_ends_what_was_not_judged_and_keeps_the_rest(stage):
    first, second = proposals_of(stage)
    ada = make_appointment(stage)
    judge(ada, first)
    give(ada, second)
    dismiss(ada, by=make_user(), reason="Trasferita.", at=LATER)
    states = ada.assignments.order_by("proposal").values_list("state", flat=True)
    assert list(states) == ["open", "ended"]
    assert first.assignments.get().review.counts is not None


def test_nobody_reads_before_declaring(stage):
    proposal = proposals_of(stage)[0]
    ada = make_appointment(stage)
    assign(stage, [(ada, proposal)], by=make_user(), at=LATER)
    assert not seat_of(ada, proposal).can_read
    declare(proposal, by=ada.user, has_conflict=False, at=LATER)
    seat = seat_of(ada, proposal)
    assert (seat.can_read, seat.can_write, seat.sees_reviews) == (True, True, False)


def test_conflict_hides_the_proposal_and_ends_the_assignment(stage):
    proposal = proposals_of(stage)[0]
    ada = make_appointment(stage)
    give(ada, proposal)
    declare(proposal, by=ada.user, has_conflict=True, grounds="Zio.", at=LATER)
    seat = seat_of(ada, proposal)
    assert (seat.is_hidden, seat.can_read, seat.assignment) == (True, False, None)
    assert list(hidden_from(ada.user)) == [proposal]
    with pytest.raises(ValidationError, match="conflitto"):
        assign(stage, [(ada, proposal)], by=make_user(), at=LATER)
    with pytest.raises(ValidationError, match="ufficio"):
        declare(proposal, by=ada.user, has_conflict=False, at=LATER)


def test_conflict_is_declared_with_grounds(stage):
    with pytest.raises(ValidationError, match="in poche parole"):
        declare(proposals_of(stage)[0], by=make_user(), has_conflict=True, at=LATER)


def test_team_of_a_proposal_never_judges_it(stage):
    proposal = proposals_of(stage)[0]
    ada = make_appointment(stage)
    make_member(proposal=proposal, user=ada.user)
    with pytest.raises(ValidationError, match="conflitto"):
        assign(stage, [(ada, proposal)], by=make_user(), at=LATER)


def test_conflict_is_lifted_by_somebody_else_with_a_reason(stage):
    proposal, ada = proposals_of(stage)[0], make_appointment(stage)
    said = declare(proposal, by=ada.user, has_conflict=True, grounds="Zio.", at=LATER)
    with pytest.raises(ValidationError, match="altra persona"):
        lift(said, by=ada.user, reason="Errore.", at=LATER)
    with pytest.raises(ValidationError):
        lift(said, by=make_user(), reason=" ", at=LATER)
    lift(said, by=make_user(), reason="Omonimo.", at=LATER)
    assert not hidden_from(ada.user).exists()
    assert Act.objects.get(deed="lifted").why == "Omonimo."


def test_substitute_serves_in_the_same_committee_without_a_conflict(stage):
    proposal = proposals_of(stage)[0]
    ada, eva = make_appointment(stage, role="chair"), make_appointment(stage)
    said = declare(proposal, by=ada.user, has_conflict=True, grounds="Zio.", at=LATER)
    office, why = make_user(), "Conosce il tema."
    with pytest.raises(ValidationError):
        substitute(said, by=office, appointment=ada, reason=why, at=LATER)
    stranger = make_appointment(make_judged_stage(proposals=0, allotted=None))
    with pytest.raises(ValidationError, match="stessa commissione"):
        substitute(said, by=office, appointment=stranger, reason=why, at=LATER)
    with pytest.raises(ValidationError, match="perché"):
        substitute(said, by=office, appointment=eva, reason=" ", at=LATER)
    substitute(said, by=office, appointment=eva, reason=why, at=LATER)
    assert said.substitute == eva
    assert Act.objects.get(deed="substituted").why == why
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.filter(pk=said.pk).update(has_conflict=False)


def test_assignment_is_all_or_nothing_and_writes_one_letter_each(stage):
    first, second = proposals_of(stage)
    ada, eva = make_appointment(stage), make_appointment(stage, role="secretary")
    with pytest.raises(ValidationError) as refused:
        assign(stage, [(ada, first), (eva, second)], by=make_user(), at=LATER)
    assert len(refused.value.messages) == 1
    assert not ada.assignments.exists()
    pairs = [(ada, first), (ada, second), (ada, first)]
    assert len(assign(stage, pairs, by=make_user(), at=LATER)) == 2
    assert not assign(stage, pairs, by=make_user(), at=LATER)
    letter = Letter.objects.get(kind="assigned")
    assert (letter.state, letter.user) == ("held", ada.user)
    assert "2" in letter.subject


def test_nothing_is_assigned_before_the_deadline(stage):
    ada = make_appointment(stage)
    stage.closes_at = LATER.replace(year=2100)
    stage.save()
    with pytest.raises(ValidationError, match="non è ancora chius"):
        assign(stage, [(ada, proposals_of(stage)[0])], by=make_user(), at=LATER)


def test_assignment_counts_the_instant_it_is_asked_for(stage, time_machine):
    ada = make_appointment(stage)
    time_machine.move_to(stage.closes_at - timedelta(days=9))
    assert give(ada, proposals_of(stage)[0], at=LATER).at == LATER


def test_assignment_is_given_back_or_given_to_somebody_else(stage):
    first, second = proposals_of(stage)
    ada, eva = make_appointment(stage), make_appointment(stage)
    one, two = give(ada, first), give(ada, second)
    give_back(one, by=ada.user, reason="Non è il mio campo.", at=LATER)
    reassign(two, eva, by=make_user(), reason="Carico.", at=LATER)
    assert not ada.assignments.open().exists()
    assert eva.assignments.open().get().proposal == second
    with pytest.raises(ValidationError, match="già"):
        give_back(one, by=ada.user, reason="Di nuovo.", at=LATER)


def test_table_of_assignments_tells_every_fault(stage):
    (first, second), office = proposals_of(stage), make_user()
    ada = make_appointment(stage)
    table = f"codice;e-mail\n{first.code};{ada.email.upper()}\n\nxx;{ada.email}\n"
    with pytest.raises(ValidationError) as refused:
        read_table(stage, table + f"{second.code};nobody@example.org\n", by=office)
    assert [m.partition(":")[0] for m in refused.value.messages] == ["Riga 4", "Riga 5"]
    row = f"{first.code},{ada.email}\n"
    assert read_table(stage, f"\ufeff{row}", by=office) == [(ada, first)]
    declare(first, by=office, has_conflict=True, grounds="Zio.", at=LATER)
    with pytest.raises(ValidationError, match=f"“{first.code}”"):
        read_table(stage, row, by=office)
    with pytest.raises(ValidationError, match="righe"):
        read_table(stage, "codice,e-mail\n", by=office)


def test_faults_of_a_table_are_told_in_one_pass(stage):
    (first, second), office = proposals_of(stage), make_user()
    ada, eva = make_appointment(stage), make_appointment(stage)
    decide(first, by=office, outcome="ineligible", reason="Fuori tema.", at=LATER)
    declare(second, by=eva.user, has_conflict=True, grounds="Zio.", at=LATER)
    table = (
        f"{second.code},{eva.email}\n{second.code},{ada.email}\nxx,{ada.email}\n"
        f"{first.code},{ada.email}\n{second.code},{ada.email}\n"
    )
    with pytest.raises(ValidationError) as refused:
        read_table(stage, table, by=office)
    assert refused.value.messages == [
        f"Riga 1: {eva} ha un conflitto di interessi con {second}.",
        "Riga 3: nessuna proposta “xx” è in valutazione in questa fase.",
        f"Riga 4: {first} è già decisa.",
        "Riga 5: ripete la riga 2.",
    ]


def test_ties_are_suggested_by_what_the_portal_knows(django_assert_num_queries):
    stage = make_judged_stage(proposals=0)
    dastu = make_department(code="dastu")
    bruno = make_user()
    proposal = make_handed_in(stage, coordinator=bruno)
    ada = make_appointment(stage, department=dastu)
    project = make_project()
    for name in (ada.name, str(bruno)):
        project.team.create(name=name, role="member")
    submission = proposal.counts
    eva = make_appointment(stage)
    for people in ([ada], [ada, eva]):
        with django_assert_num_queries(3):
            ties = Ties(people, [submission])
    said = list(ties.between(ada, proposal))
    assert said == [f"Ha lavorato con {bruno}: {project.acronym}."]
    assert list(ties.between(eva, proposal)) == []


def test_what_is_decided_is_assigned_no_more(stage):
    first, second = proposals_of(stage)
    ada, office = make_appointment(stage), make_user()
    decide(first, by=office, outcome="ineligible", reason="Fuori tema.", at=LATER)
    with pytest.raises(ValidationError, match=f"{first.code} è già decisa"):
        assign(stage, [(ada, first), (ada, second)], by=office, at=LATER)


def test_who_has_a_conflict_assigns_nothing_of_it(stage):
    first, second = proposals_of(stage)
    ada, eva, office = make_appointment(stage), make_appointment(stage), make_user()
    assignment = give(ada, first)
    declare(first, by=office, has_conflict=True, grounds="Zio.", at=LATER)
    with pytest.raises(PermissionDenied):
        assign(stage, [(eva, second), (eva, first)], by=office, at=LATER)
    with pytest.raises(PermissionDenied):
        end(assignment, by=office, reason="Carico.", at=LATER)
    assert not eva.assignments.exists()
    assert ada.assignments.open().get() == assignment


def test_what_is_hidden_from_many_is_what_is_hidden_from_each(stage):
    first, second = proposals_of(stage)
    ada, eva, ivo = (make_appointment(stage).user for _n in range(3))
    declare(first, by=ada, has_conflict=True, grounds="Zio.", at=LATER)
    declare(first, by=ivo, has_conflict=False, at=LATER)
    make_member(proposal=second, user=ada)
    make_member(proposal=second, user=eva, state="invited", consented_at=None)
    make_member(proposal=first, user=eva)
    pairs = hidden_pairs([ada, eva, ivo])
    assert pairs == {(ada.pk, first.pk), (ada.pk, second.pk), (eva.pk, first.pk)}
    each = {(user.pk, p.pk) for user in (ada, eva, ivo) for p in hidden_from(user)}
    assert pairs == each
