"""Deciding and publishing: two acts, two people, one lock on the money."""

import json
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from awards.actions.conflict import declare
from awards.actions.decision import (
    announce,
    approve,
    call_off,
    carry_out,
    carry_out_due,
    decide,
)
from awards.actions.ranking import close
from awards.actions.submission import admit, submit, withdraw
from awards.models import Act, Announcement, Decision, Extension, Letter, Project
from awards.rules.answer import answers_of, standing_text
from awards.rules.invariants import offences
from tests.awards.judging import (
    HALF,
    LATER,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
    write,
)
from tests.factories import make_stage, make_user

pytestmark = pytest.mark.django_db
FUND = {"outcome": "funded", "reason": "Convince.", "amount": HALF}
LEAVE = {"outcome": "not_selected", "reason": "Non convince."}


@pytest.fixture
def stage():
    return make_judged_stage()


def settle(proposal, at=LATER, **said):
    """Decided by one, approved by another."""
    decision = decide(proposal, by=make_user(), at=at, **said)
    return approve(decision, by=make_user(), at=at)


def test_decision_is_taken_by_one_and_approved_by_another(stage):
    proposal, ada = proposals_of(stage)[0], make_user()
    decision = decide(proposal, by=ada, at=LATER, **FUND)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision) == ("decided", decision)
    with pytest.raises(ValidationError, match="anche approv"):
        approve(decision, by=ada, at=LATER)
    approve(decision, by=make_user(), at=LATER)
    with pytest.raises(ValidationError, match="prima"):
        approve(decision, by=make_user(), at=LATER)


def test_nothing_is_told_until_it_is_published(stage):
    proposal = proposals_of(stage)[0]
    judge(make_appointment(stage), proposal, applicant="Bello il metodo.")
    settle(proposal, **FUND)
    letter = Letter.objects.get(kind="decision")
    assert (letter.state, standing_text(proposal, LATER)) == (
        "held",
        "in valutazione",
    )
    assert "Bello il metodo." in letter.body
    assert not answers_of(proposal)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    letter.refresh_from_db()
    proposal.refresh_from_db()
    assert (letter.state, standing_text(proposal)) == ("ready", "finanziata")
    assert answers_of(proposal).get().reason == "Convince."


def test_publication_to_come_is_carried_out_once_by_itself(stage):
    for each in proposals_of(stage):
        settle(each, **LEAVE)
    soon = LATER + timedelta(hours=1)
    announcement = announce(stage, by=make_user(), instant=soon, at=LATER)
    assert carry_out_due(LATER) == 0
    assert not Decision.objects.published().exists()
    assert carry_out_due(soon) == 1
    assert set(Decision.objects.values_list("published_at", flat=True)) == {soon}
    carry_out(announcement, at=soon)
    assert carry_out_due(soon) == 0
    assert Act.objects.filter(deed="published").count() == 2
    assert list(offences()) == []


def test_publication_is_called_off_with_a_reason(stage):
    proposal = proposals_of(stage)[0]
    settle(proposal, **LEAVE)
    soon = LATER + timedelta(hours=1)
    announcement = announce(stage, by=make_user(), instant=soon, at=LATER)
    with pytest.raises(ValidationError, match="annulla"):
        decide(proposal, by=make_user(), at=LATER, **FUND)
    call_off(announcement, by=make_user(), reason="Errore.", at=LATER)
    assert not Announcement.objects.exists()
    decide(proposal, by=make_user(), at=LATER, **FUND)
    with pytest.raises(ValidationError):
        call_off(announcement, by=make_user(), reason="Errore.", at=LATER)


def test_another_decision_takes_the_place_of_one_and_of_its_letter(stage):
    proposal = proposals_of(stage)[0]
    first = settle(proposal, **LEAVE)
    second = settle(proposal, **FUND)
    first.refresh_from_db()
    assert first.superseded_at == LATER
    states = Letter.objects.filter(kind="decision").order_by("pk")
    assert list(states.values_list("state", flat=True)) == ["discarded", "held"]
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert answers_of(proposal).get() == second
    assert list(offences()) == []


def test_what_is_published_stays_but_for_a_reserve(stage):
    first, second = proposals_of(stage)
    settle(first, **LEAVE)
    settle(second, outcome="reserve", reason="Buona, ma il denaro è finito.")
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    with pytest.raises(ValidationError, match="riserva"):
        decide(first, by=make_user(), at=LATER, **FUND)
    settle(second, **FUND)
    second.refresh_from_db()
    assert standing_text(second, LATER) == "in riserva"
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    second.refresh_from_db()
    assert standing_text(second) == "finanziata"
    assert [each.outcome for each in answers_of(second)] == ["funded", "reserve"]
    assert list(offences()) == []


def test_awards_never_exceed_what_there_is(stage):
    first, second = proposals_of(stage)
    stage.call.competition.allotments.update(amount=80_000)
    decide(first, by=make_user(), at=LATER, **FUND)
    with pytest.raises(ValidationError, match="30.000"):
        decide(second, by=make_user(), at=LATER, **FUND)
    stage.call.other_sources = Decimal(20_000)
    stage.call.save()
    decide(second, by=make_user(), at=LATER, **FUND)
    with pytest.raises(ValidationError, match="chiesto"):
        decide(first, by=make_user(), at=LATER, **FUND | {"amount": HALF + 1})


def test_nothing_is_funded_with_money_that_nobody_allotted():
    stage = make_judged_stage(allotted=None)
    with pytest.raises(ValidationError, match="assegnat"):
        decide(proposals_of(stage)[0], by=make_user(), at=LATER, **FUND)


@pytest.mark.parametrize(
    "said",
    [
        {"outcome": "funded", "reason": "Sì.", "amount": None},
        {"outcome": "not_selected", "reason": " "},
        {"outcome": "next_stage", "reason": "Sì."},
        {"outcome": "sold", "reason": "Sì."},
    ],
)
def test_decision_needs_all_of_it(stage, said):
    with pytest.raises(ValidationError):
        decide(proposals_of(stage)[0], by=make_user(), at=LATER, **said)


def test_nothing_is_decided_while_somebody_may_hand_in(stage):
    proposal = proposals_of(stage)[0]
    early = stage.closes_at - timedelta(minutes=1)
    with pytest.raises(ValidationError, match="chius"):
        decide(proposal, by=make_user(), at=early, **LEAVE)
    Extension.objects.create(
        stage=stage,
        person=proposal.members.get().user,
        until=LATER + timedelta(days=1),
        reason="Malattia.",
        by=make_user(),
        at=LATER,
    )
    with pytest.raises(ValidationError, match="concess"):
        decide(proposal, by=make_user(), at=LATER, **LEAVE)


def test_who_has_a_conflict_neither_decides_nor_approves_nor_releases(stage):
    proposal, ada = proposals_of(stage)[0], make_user()
    declare(proposal, by=ada, has_conflict=True, grounds="Zio.", at=LATER)
    with pytest.raises(PermissionDenied):
        decide(proposal, by=ada, at=LATER, **LEAVE)
    decision = decide(proposal, by=make_user(), at=LATER, **LEAVE)
    with pytest.raises(PermissionDenied):
        approve(decision, by=ada, at=LATER)
    approve(decision, by=make_user(), at=LATER)
    with pytest.raises(ValidationError, match="conflitto"):
        announce(stage, by=ada, instant=LATER, at=LATER)


def test_team_withdraws_what_is_decided_until_it_is_told(stage):
    first, second = proposals_of(stage)
    decision = settle(first, **FUND)
    settle(second, **LEAVE)
    soon = LATER + timedelta(hours=1)
    announce(stage, by=make_user(), instant=soon, at=LATER)
    withdraw(first, by=first.members.get().user, reason="Basta.", at=LATER)
    carry_out_due(soon)
    decision.refresh_from_db()
    assert (decision.published_at, decision.superseded_at) == (None, LATER)
    assert decision.project is None
    told = Letter.objects.filter(kind="decision").order_by("pk")
    assert [letter.state for letter in told] == ["discarded", "ready"]
    assert list(offences()) == []
    with pytest.raises(PermissionDenied):
        withdraw(second, by=second.members.get().user, reason="Basta.", at=soon)


def test_what_came_late_is_not_admitted_after_the_answer(stage):
    proposal = proposals_of(stage)[0]
    who = proposal.members.get().user
    write(proposal, who, {"q.need": "Sete e fame."})
    attempt = submit(proposal, by=who, began_at=LATER)
    settle(proposal, **LEAVE)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    with pytest.raises(ValidationError, match="già pubblico"):
        admit(attempt, by=make_user(), reason="Sì.", at=LATER)


def test_next_stage_needs_its_form_before_anybody_is_admitted():
    stage = make_judged_stage(proposals=1)
    make_stage(call=stage.call, number=2)
    settle(proposals_of(stage)[0], outcome="next_stage", reason="Avanti.")
    with pytest.raises(ValidationError, match="congelato"):
        announce(stage, by=make_user(), instant=LATER, at=LATER)


def test_next_stage_opens_with_what_was_written():
    stage = make_judged_stage(stages=2)
    first, second = proposals_of(stage)
    with pytest.raises(ValidationError, match="ultima"):
        decide(first, by=make_user(), at=LATER, **FUND)
    settle(first, outcome="next_stage", reason="Avanti.")
    settle(second, **LEAVE)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    first.refresh_from_db()
    assert (first.stage.number, first.state, first.decision) == (2, "draft", None)
    assert first.answers.get(key="q.need").value == "Sete."
    assert list(offences()) == []
    who = first.members.get().user
    write(first, who, {"q.need": "Sete e fame."})
    now = first.stage.opens_at + timedelta(days=1)
    submission = submit(first, by=who, began_at=now)
    assert (submission.number, submission.form.stage) == (2, first.stage)
    competition = stage.call.competition
    competition.refresh_from_db()
    assert (competition.submitted_count, competition.shortlisted_count) == (2, 1)


def test_funded_proposal_becomes_a_project_that_nobody_reads_yet(stage):
    first, second = proposals_of(stage)
    decision = settle(first, **FUND)
    settle(second, **LEAVE)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    decision.refresh_from_db()
    project = decision.project
    assert (project.award, project.summary_it) == (HALF, "Sete.")
    assert project.published_from is None
    assert [each.role for each in project.team.all()] == ["coordinator"]
    assert Project.objects.count() == 1
    competition = stage.call.competition
    competition.refresh_from_db()
    assert (competition.submitted_count, competition.funded_count) == (2, 1)
    sources = competition.sources.filter(about="funded_count")
    assert sources.get().address.endswith(f"/it/premio/{competition.year}/")


def test_reserve_that_follows_leaves_the_day_of_the_choice(stage):
    first, second = proposals_of(stage)
    settle(first, **FUND)
    settle(second, outcome="reserve", reason="I fondi finiscono prima.")
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    competition = stage.call.competition
    competition.refresh_from_db()
    competition.ceremony = competition.selected
    competition.save()
    much_later = LATER + timedelta(days=90)
    settle(second, at=much_later, **FUND)
    announce(stage, by=make_user(), instant=much_later, at=much_later)
    competition.refresh_from_db()
    assert (competition.funded_count, str(competition.selected)) == (2, "2026-04-02")


def test_ineligible_is_left_out_of_the_ranking(stage):
    out, judged = proposals_of(stage)
    secretary = make_appointment(stage, role="secretary").user
    judge(make_appointment(stage), judged)
    settle(out, outcome="ineligible", reason="Non riguarda il tema.")
    ranking = close(stage, by=secretary, at=LATER)
    rows = json.loads(ranking.content)["rows"]
    assert [row["proposal"] for row in rows] == [judged.code]


def test_acts_are_never_changed(stage):
    decide(proposals_of(stage)[0], by=make_user(), at=LATER, **LEAVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.update(why="Altro.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.all().delete()


def test_invariants_find_what_somebody_changed_behind_our_back(stage):
    proposal = proposals_of(stage)[0]
    settle(proposal, **FUND)
    Decision.objects.update(amount=100_001)
    Letter.objects.filter(kind="decision").update(state="ready")
    said = {each.text for each in offences()}
    assert "more is awarded than there is" in said
    assert "it tells of a decision that is not public" in said


def together(*deeds):
    """Do all of it at the same instant; gives what each answered or raised."""
    barrier, answers = Barrier(len(deeds)), []

    def run(deed):
        barrier.wait()
        try:
            answers.append(deed())
        except ValidationError as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def refusals(answers):
    return [each for each in answers if isinstance(each, ValidationError)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_spend_the_last_money_one_is_told():
    stage = make_judged_stage(allotted=60_000)
    first, second = proposals_of(stage)
    ada, eva = make_user(), make_user()
    answers = together(
        lambda: decide(first, by=ada, at=LATER, **FUND),
        lambda: decide(second, by=eva, at=LATER, **FUND),
    )
    assert len(refusals(answers)) == 1
    assert Decision.objects.get().amount == HALF
    assert list(offences()) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_or_release_at_once_one_is_told():
    stage = make_judged_stage(proposals=1)
    decision = decide(proposals_of(stage)[0], by=make_user(), at=LATER, **FUND)
    ada, eva = make_user(), make_user()
    answers = together(
        lambda: approve(decision, by=ada, at=LATER),
        lambda: approve(decision, by=eva, at=LATER),
    )
    assert len(refusals(answers)) == 1
    answers = together(
        lambda: announce(stage, by=ada, instant=LATER, at=LATER),
        lambda: announce(stage, by=eva, instant=LATER, at=LATER),
    )
    assert len(refusals(answers)) == 1
    assert (
        Project.objects.count(),
        Letter.objects.filter(kind="decision").count(),
    ) == (1, 1)
