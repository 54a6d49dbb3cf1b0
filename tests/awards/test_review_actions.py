"""Judging: written, handed in once, hidden until one's own is in, opened again."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from awards.actions.assignment import end
from awards.actions.conflict import declare
from awards.actions.decision import decide
from awards.actions.form import freeze
from awards.actions.review import Unready, remark, reopen, review_of, submit
from awards.models import Letter, Remark, Review, ReviewVersion
from awards.rules.judged import form_of, judged
from awards.rules.results import results_of
from awards.rules.review import as_read, fields_of, total
from tests.awards.judging import (
    LATER,
    give,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
    seat_of,
    write,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_judged_stage()


@pytest.fixture
def proposal(stage):
    return proposals_of(stage)[0]


@pytest.fixture
def ada(stage):
    return make_appointment(stage)


def test_review_is_what_was_written(stage, proposal, ada):
    version = judge(ada, proposal, "7,5", "4")
    method, impact = stage.criteria.all()
    said = json.loads(version.content)
    assert said["scores"] == {str(method.pk): "7.5", str(impact.pk): "4.0"}
    assert (said["applicant"], said["number"]) == ("Buona idea.", 1)
    assert said["submission"] == proposal.counts.sha256
    review = Review.objects.get()
    assert (review.state, review.counts) == ("submitted", version)
    # 7.5 of 10 by 60 %, 4 of 5 by 40 %
    assert as_read(version, form_of(stage)).total == 77
    assert total(form_of(stage), {method.pk: 10, impact.pk: 5}) == 100


def test_review_tells_all_that_is_missing(stage, proposal, ada):
    give(ada, proposal)
    seat = seat_of(ada, proposal)
    review = review_of(seat, at=LATER)
    method, impact = stage.criteria.all()
    write(review, ada.user, {f"score.{method.pk}": "11"}, LATER)
    with pytest.raises(Unready) as refused:
        submit(seat_of(ada, proposal), at=LATER)
    places = [each.place for each in refused.value.faults]
    assert places == [f"score.{method.pk}", f"score.{impact.pk}", "applicant"]
    assert not ReviewVersion.objects.exists()


def test_review_handed_in_twice_is_one_version(proposal, ada):
    version = judge(ada, proposal)
    assert submit(seat_of(ada, proposal), at=LATER) == version
    assert ReviewVersion.objects.count() == 1


def test_others_are_hidden_until_ones_own_is_in(stage, proposal, ada):
    eva, chair = make_appointment(stage), make_appointment(stage, role="chair")
    secretary = make_appointment(stage, role="secretary")
    judge(eva, proposal)
    give(ada, proposal)
    assert not seat_of(ada, proposal).sees_reviews
    with pytest.raises(PermissionDenied):
        remark(seat_of(ada, proposal), text="Che ne dite?", at=LATER)
    judge(ada, proposal)
    assert seat_of(ada, proposal).sees_reviews
    for leading in (chair, secretary):
        assert not seat_of(leading, proposal).sees_reviews  # nothing declared yet
        declare(proposal, by=leading.user, has_conflict=False, at=LATER)
        assert seat_of(leading, proposal).sees_reviews
    give(chair, proposals_of(stage)[1])
    assert not seat_of(chair, proposals_of(stage)[1]).sees_reviews


def test_chair_opens_a_review_again_and_the_old_version_counts_meanwhile(
    stage, proposal, ada
):
    chair = make_appointment(stage, role="chair")
    first = judge(ada, proposal)
    give(chair, proposal)
    judge(chair, proposal)
    review = Review.objects.get(assignment__appointment=ada)
    with pytest.raises(PermissionDenied):
        reopen(review, seat=seat_of(ada, proposal), reason="Mah.", at=LATER)
    with pytest.raises(ValidationError):
        reopen(review, seat=seat_of(chair, proposal), reason=" ", at=LATER)
    reopen(review, seat=seat_of(chair, proposal), reason="Motiva.", at=LATER)
    assert (review.state, review.counts) == ("draft", first)
    assert Letter.objects.get(kind="reopened").user == ada.user
    write(review, ada.user, {"applicant": "Ottima idea."}, LATER)
    second = submit(seat_of(ada, proposal), at=LATER)
    assert (second.number, review.versions.count()) == (2, 2)
    assert first.said()["applicant"] == "Buona idea."


def test_nothing_is_judged_once_it_is_decided(stage, proposal, ada):
    give(ada, proposal)
    review = review_of(seat_of(ada, proposal), at=LATER)
    decide(proposal, by=make_user(), outcome="ineligible", reason="No.", at=LATER)
    assert not seat_of(ada, proposal).can_write
    with pytest.raises(PermissionDenied):
        submit(seat_of(ada, proposal), at=LATER)
    assert review.counts is None


def test_versions_and_remarks_are_never_changed(stage, proposal, ada):
    judge(ada, proposal)
    remark(seat_of(ada, proposal), text="Convince.", at=LATER)
    for rows in (ReviewVersion.objects.all(), Remark.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(at=LATER.replace(year=2030))


def test_criteria_stay_once_somebody_has_judged(stage, proposal, ada):
    judge(ada, proposal)
    criterion = stage.criteria.first()
    criterion.name_it = "Altro"
    criterion.save()
    with pytest.raises(ValidationError, match="versione 1"):
        freeze(stage, by=make_user(), reason_it="Perché.", at=LATER)


def test_ranking_counts_what_counts(stage, proposal, ada):
    judge(ada, proposal, "10", "5")
    eva = make_appointment(stage)
    judge(eva, proposal, "0", "0")
    best, other = results_of(stage).ranking().rows
    assert (best.candidate.key, best.place, best.result) == (proposal.pk, 1, 50)
    assert (other.place, other.result) == (None, None)
    end(eva.assignments.get(), by=make_user(), reason="Sostituita.", at=LATER)
    assert results_of(stage).ranking().rows[0].result == 100


def test_ranking_leaves_out_what_a_person_must_not_see(stage, proposal, ada):
    first, second = proposals_of(stage)
    for each in (first, second):
        judge(make_appointment(stage), each)
    declare(first, by=ada.user, has_conflict=True, grounds="Zio.", at=LATER)
    results = results_of(stage, ada.user)
    assert (results.hidden, results.ranking().rows) == (1, ())
    assert [each.proposal for each in results.to_declare] == [second]
    declare(second, by=ada.user, has_conflict=False, at=LATER)
    results = results_of(stage, ada.user)
    assert (results.hidden, results.to_declare) == (1, ())
    [row] = results.ranking().rows
    assert (row.candidate.label, row.place) == (second.code, 1)
    assert judged(stage).count() == 2


def test_fields_are_two_for_each_criterion_and_two_texts(stage):
    method, impact = stage.criteria.all()
    assert list(fields_of(form_of(stage))) == [
        *(f"score.{method.pk}", f"note.{method.pk}"),
        *(f"score.{impact.pk}", f"note.{impact.pk}"),
        *("committee", "applicant"),
    ]


def test_what_breaks_a_rule_is_not_scored_and_stays_in_sight_of_who_decides(
    stage, proposal, ada
):
    judge(ada, proposal, "10", "5")
    judge(ada, proposals_of(stage)[1])
    decide(proposal, by=make_user(), outcome="ineligible", reason="No.", at=LATER)
    [row] = results_of(stage).ranking().rows
    assert (row.candidate.key, row.place) == (proposals_of(stage)[1].pk, 1)
    whole = results_of(stage, is_whole=True).ranking().rows
    assert [(each.candidate.key, each.place) for each in whole] == [
        (proposals_of(stage)[1].pk, 1),
        (proposal.pk, None),
    ]
