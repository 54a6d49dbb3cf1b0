"""Handing in: all of it or nothing, once, at the instant the request began."""

import json
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from awards.actions.form import freeze
from awards.actions.submission import (
    Unready,
    admit,
    refuse,
    revive,
    submit,
    withdraw,
)
from awards.actions.working_copy import Change, save
from awards.models import Extension, LateAttempt, Submission
from content.canonical import canonical, digest
from content.signing import Signature, is_genuine
from content.states import IllegalMove
from tests.factories import (
    make_member,
    make_proposal,
    make_question,
    make_section,
    make_stage,
    make_user,
)

DEADLINE = datetime(2027, 3, 31, 10, tzinfo=UTC)
IN_TIME = DEADLINE - timedelta(hours=1)


def make_open_stage(**fields):
    """A stage with a frozen form of one question, `need`, of at most ten words."""
    stage = make_stage(closes_at=DEADLINE, **fields)
    section = make_section(stage=stage)
    make_question(section=section, key="need", label_it="Bisogno", word_limit=10)
    freeze(stage, by=make_user())
    return stage


def write(proposal, by, **texts):
    changes = [Change(key.replace("_", "."), text, 0) for key, text in texts.items()]
    client = proposal.pk and getattr(proposal, "_page", None) or uuid4()
    proposal._page = client
    proposal._saves = getattr(proposal, "_saves", 0) + 1
    save(
        proposal,
        by=by,
        client=client,
        number=proposal._saves,
        changes=changes,
        at=IN_TIME,
    )


@pytest.fixture
def anna(db):
    return make_user(email="anna@example.org")


@pytest.fixture
def proposal(anna):
    """One that may be handed in."""
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    return proposal


def test_submission_is_what_was_written(proposal, anna):
    submission = submit(proposal, by=anna, began_at=IN_TIME)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.counts) == ("submitted", submission)
    assert submission.submitted_at == IN_TIME
    content = json.loads(submission.content)
    assert content["work"]["answers"] == {
        "title": "Acqua",
        "duration": "12",
        "q.need": "Sete.",
    }
    assert content["work"]["team"][0]["name"] == "anna@example.org"
    assert content["submitted_at"] == "2027-03-31T09:00:00.000000+00:00"
    assert content["form"] == submission.form.sha256
    [step] = proposal.steps.all()
    assert (step.origin, step.target, step.by) == ("draft", "submitted", anna)


def test_hash_and_signature_are_of_what_is_stored(proposal, anna):
    submission = submit(proposal, by=anna, began_at=IN_TIME)
    stored = submission.content.encode()
    assert submission.sha256 == digest(stored)
    assert canonical(json.loads(stored)) == stored
    signature = Signature(submission.key_id, submission.signature)
    assert is_genuine(stored, signature)


def test_nothing_is_handed_in_while_something_is_missing(proposal, anna):
    write(proposal, anna, title=" ", duration="x", q_need="parola " * 11)
    with pytest.raises(Unready) as told:
        submit(proposal, by=anna, began_at=IN_TIME)
    assert [(fault.place, fault.text) for fault in told.value.faults] == [
        ("title", "«Titolo del progetto» non ha ancora risposta."),
        (
            "duration",
            "«Durata del progetto, in mesi» vuole un numero, in cifre.",
        ),
        ("q.need", "«Bisogno» ha 11 parole: possono restarne al massimo 10."),
    ]
    assert not Submission.objects.exists()
    proposal.refresh_from_db()
    assert proposal.state == "draft"


def test_pressed_twice_is_handed_in_once(proposal, anna):
    first = submit(proposal, by=anna, began_at=IN_TIME)
    again = submit(proposal, by=anna, began_at=IN_TIME + timedelta(seconds=1))
    assert first == again
    assert proposal.steps.count() == 1


def test_new_version_counts_in_place_of_the_old_one(proposal, anna):
    first = submit(proposal, by=anna, began_at=IN_TIME)
    write(proposal, anna, q_need="Sete e fame.")
    second = submit(proposal, by=anna, began_at=IN_TIME)
    proposal.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert proposal.counts == second


def test_later_edit_that_is_invalid_takes_nothing_back(proposal, anna):
    first = submit(proposal, by=anna, began_at=IN_TIME)
    write(proposal, anna, title="")
    with pytest.raises(Unready):
        submit(proposal, by=anna, began_at=IN_TIME)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.counts) == ("submitted", first)


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_who_does_not_lead_cannot_hand_in(proposal, role):
    member = make_member(proposal=proposal, user=make_user(), role=role)
    with pytest.raises(PermissionDenied):
        submit(proposal, by=member.user, began_at=IN_TIME)


def test_stranger_cannot_hand_in(proposal):
    with pytest.raises(PermissionDenied):
        submit(proposal, by=make_user(is_superuser=True), began_at=IN_TIME)


def test_submission_is_never_changed_nor_deleted(proposal, anna):
    submission = submit(proposal, by=anna, began_at=IN_TIME)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(content="{}")
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk)._raw_delete("default")


@pytest.mark.parametrize(
    ("after", "late"),
    [
        (timedelta(seconds=-1), 0),
        (timedelta(0), 0),
        (timedelta(minutes=15), 0),
        (timedelta(minutes=15, microseconds=1), 901),
        (timedelta(minutes=15, seconds=1), 901),
    ],
)
def test_grace_is_applied_and_the_instant_is_when_the_request_began(anna, after, late):
    stage = make_open_stage(grace_minutes=15)
    proposal = make_proposal(stage=stage, coordinator=anna)
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    came = submit(proposal, by=anna, began_at=DEADLINE + after)
    assert isinstance(came, LateAttempt if late else Submission)
    assert came.seconds_late == late


def test_late_attempt_counts_once_it_is_admitted(proposal, anna):
    late = DEADLINE + timedelta(seconds=7)
    attempt = submit(proposal, by=anna, began_at=late)
    proposal.refresh_from_db()
    assert (proposal.state, attempt.seconds_late) == ("draft", 7)
    office = make_user()
    attempt = admit(attempt, by=office, reason="Guasto nostro.", at=late)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.counts) == ("submitted", attempt.submission)
    assert attempt.submission.submitted_at == late
    assert attempt.submission.seconds_late == 7
    assert proposal.steps.get().by == anna


def test_refused_late_attempt_leaves_what_counted(proposal, anna):
    first = submit(proposal, by=anna, began_at=IN_TIME)
    write(proposal, anna, q_need="Fame.")
    attempt = submit(proposal, by=anna, began_at=DEADLINE + timedelta(hours=1))
    refuse(attempt, by=make_user(), reason="Fuori termine.", at=DEADLINE)
    proposal.refresh_from_db()
    assert proposal.counts == first
    with pytest.raises(ValidationError, match="già deciso"):
        admit(attempt, by=make_user(), reason="Ripensamento.", at=DEADLINE)


def test_same_late_work_is_one_attempt(proposal, anna):
    for seconds in (7, 9):
        submit(proposal, by=anna, began_at=DEADLINE + timedelta(seconds=seconds))
    assert LateAttempt.objects.get().seconds_late == 7


@pytest.mark.parametrize("decide", [admit, refuse])
def test_late_attempt_is_decided_with_a_reason(proposal, anna, decide):
    attempt = submit(proposal, by=anna, began_at=DEADLINE + timedelta(hours=1))
    with pytest.raises(ValidationError, match="perché"):
        decide(attempt, by=make_user(), reason=" ", at=DEADLINE)


def extend(proposal, person, until):
    return Extension.objects.create(
        stage=proposal.stage,
        person=person,
        until=until,
        reason="Malattia.",
        by=make_user(),
        at=IN_TIME,
    )


@pytest.mark.parametrize(("after", "late"), [(0, 0), (1, 3601)])
def test_extension_is_exact(proposal, anna, after, late):
    until = DEADLINE + timedelta(hours=1)
    extend(proposal, anna, until)
    came = submit(proposal, by=anna, began_at=until + timedelta(seconds=after))
    assert came.seconds_late == late


def test_extension_is_of_one_person_and_one_stage(proposal, anna):
    until = DEADLINE + timedelta(hours=1)
    extend(proposal, make_user(), until)
    extend(make_proposal(stage=make_open_stage()), anna, until)
    assert isinstance(submit(proposal, by=anna, began_at=until), LateAttempt)


def test_withdrawn_proposal_counts_again_before_the_deadline(proposal, anna):
    first = submit(proposal, by=anna, began_at=IN_TIME)
    withdraw(proposal, by=anna, reason="Fondi altrove.", at=IN_TIME)
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    revive(proposal, by=anna, began_at=DEADLINE)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.counts) == ("submitted", first)
    assert [step.reason for step in proposal.steps.all()] == ["", "Fondi altrove.", ""]


def test_withdrawn_proposal_stays_so_after_the_deadline(proposal, anna):
    submit(proposal, by=anna, began_at=IN_TIME)
    withdraw(proposal, by=anna, reason="Fondi altrove.", at=IN_TIME)
    with pytest.raises(ValidationError, match="scadenza è passata"):
        revive(proposal, by=anna, began_at=DEADLINE + timedelta(seconds=1))


def test_draft_cannot_be_withdrawn(proposal, anna):
    with pytest.raises(IllegalMove):
        withdraw(proposal, by=anna, reason="Perché sì.", at=IN_TIME)


def test_withdrawal_says_why(proposal, anna):
    submit(proposal, by=anna, began_at=IN_TIME)
    with pytest.raises(ValidationError, match="perché"):
        withdraw(proposal, by=anna, reason=" ", at=IN_TIME)


def test_one_coordinator_hands_in_as_many_as_the_call_lets(anna):
    stage = make_stage(closes_at=DEADLINE)
    stage.call.proposals_per_coordinator = 1
    stage.call.save()
    make_question(section=make_section(stage=stage), key="need")
    freeze(stage, by=make_user())
    two = [make_proposal(stage=stage, coordinator=anna) for _n in range(2)]
    for proposal in two:
        write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    submit(two[0], by=anna, began_at=IN_TIME)
    with pytest.raises(Unready) as told:
        submit(two[1], by=anna, began_at=IN_TIME)
    assert [fault.place for fault in told.value.faults] == ["team"]
    withdraw(two[0], by=anna, reason="Meglio l’altra.", at=IN_TIME)
    submit(two[1], by=anna, began_at=IN_TIME)


def at_once(*functions):
    """What each gives or raises, all begun at the same instant."""
    begun, results = Barrier(len(functions)), [None] * len(functions)

    def run(n, function):
        try:
            begun.wait()
            results[n] = function()
        except Exception as error:
            results[n] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_members_at_once_make_one_submission():
    anna, bruno = make_user(), make_user()
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    make_member(proposal=proposal, user=bruno, role="manager")
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    came = at_once(
        *[
            lambda by=by: submit(proposal, by=by, began_at=IN_TIME)
            for by in (anna, bruno, anna, bruno)
        ]
    )
    assert {each.pk for each in came} == {Submission.objects.get().pk}
    assert proposal.steps.count() == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawing_against_handing_in_leaves_one_of_the_two():
    anna = make_user()
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    submit(proposal, by=anna, began_at=IN_TIME)
    write(proposal, anna, q_need="Fame.")
    at_once(
        lambda: submit(proposal, by=anna, began_at=IN_TIME),
        lambda: withdraw(proposal, by=anna, reason="Basta.", at=IN_TIME),
    )
    proposal.refresh_from_db()
    assert proposal.counts.number == 2
    states = [step.target for step in proposal.steps.all().order_by("pk")]
    assert states[-1] == proposal.state
    assert sorted(states[1:]) == ["submitted", "withdrawn"]
