"""What the preliminary check finds by itself, and the evidence it gives."""

from datetime import timedelta

import pytest
from django.utils import translation

from awards.actions.check import check
from awards.actions.form import freeze
from awards.actions.minutes import make
from awards.actions.submission import admit, submit
from awards.models import EditWindow, Extension
from awards.rules.check import findings, findings_of
from awards.rules.judged import judged
from awards.rules.minutes import said
from tests.awards.judging import (
    CLOSES,
    IN_TIME,
    LATER,
    make_handed_in,
    make_judged_stage,
    proposals_of,
    write,
)
from tests.factories import make_call, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CLOSED = "scadenza 31 marzo 2026, 12:00:00"


def found(submission, rule):
    """What is found of one rule: (finding, evidence)."""
    rules = {each.rule: each for each in findings(submission)}
    return (rules[rule].finding, rules[rule].evidence)


def bare_stage(**rules):
    return make_judged_stage(proposals=0, call=make_call(**rules))


# When it arrived


def test_in_time_is_told_by_the_instant_and_the_deadline():
    proposal = make_handed_in(bare_stage(), at=CLOSES - timedelta(seconds=1))
    told = f"consegnata il 31 marzo 2026, 11:59:59; {CLOSED}"
    assert found(proposal.counts, "deadline") == ("met", told)


def granted(kind, until, **about):
    return kind.objects.create(
        until=until, reason="Guasto.", by=make_user(), at=IN_TIME, **about
    )


def test_an_extension_is_told_with_its_reason():
    stage, ada = bare_stage(), make_user(first_name="Ada", last_name="Neri")
    granted(Extension, CLOSES + 2 * HOUR, stage=stage, person=ada)
    proposal = make_handed_in(stage, at=CLOSES + HOUR, coordinator=ada)
    finding, told = found(proposal.counts, "deadline")
    assert finding == "met"
    assert told.startswith(f"consegnata il 31 marzo 2026, 13:00:00; {CLOSED}; ")
    assert "Ada Neri fino al 31 marzo 2026, 14:00:00: Guasto." in told


def test_an_edit_window_is_told_with_its_reason():
    proposal = make_handed_in(bare_stage())
    section = proposal.stage.sections.get()
    until, sections = CLOSES + 2 * HOUR, [f"s{section.pk}"]
    granted(EditWindow, until, proposal=proposal, sections=sections)
    who = proposal.members.get().user
    write(proposal, who, {"q.need": "Molta sete."}, at=CLOSES + HOUR)
    submission = submit(proposal, by=who, began_at=CLOSES + HOUR)
    assert submission.number == 2
    finding, told = found(submission, "deadline")
    assert finding == "met"
    assert "fino al 31 marzo 2026, 14:00:00: Guasto." in told


def test_the_grace_is_told_as_such():
    stage = bare_stage()
    stage.grace_minutes = 5
    stage.save()
    proposal = make_handed_in(stage, at=CLOSES + timedelta(minutes=5))
    finding, told = found(proposal.counts, "deadline")
    assert (finding, told.rsplit("; ", 1)[1]) == ("met", "entro la tolleranza")


def test_what_was_admitted_late_is_for_a_person_to_say():
    stage, ada = bare_stage(), make_user(first_name="Ada", last_name="Neri")
    proposal = make_handed_in(stage)
    who = proposal.members.get().user
    write(proposal, who, {"q.need": "Molta sete."})
    attempt = submit(proposal, by=who, began_at=CLOSES + HOUR)
    attempt = admit(attempt, by=ada, reason="Rete guasta.", at=LATER)
    finding, told = found(attempt.submission, "deadline")
    assert finding == "unknown"
    assert "3.600 secondi di ritardo; ammessa da Ada Neri: Rete guasta." in told


def test_a_deadline_that_was_moved_back_is_for_a_person_to_look_at():
    proposal = make_handed_in(bare_stage())
    stage = proposal.stage
    stage.closes_at = IN_TIME - HOUR
    stage.save()
    assert found(proposal.counts, "deadline")[0] == "unknown"


# What the call allows


def test_proposals_of_one_coordinator_are_counted_while_they_are_judged():
    stage, ada = bare_stage(), make_user(first_name="Ada", last_name="Neri")
    first, second = (make_handed_in(stage, coordinator=ada) for _n in range(2))
    make_handed_in(stage)
    stage.call.proposals_per_coordinator = 1
    stage.call.save()
    freeze(stage, by=make_user(), reason_it="Una a testa.")
    assert "coordinated" not in {each.rule for each in findings(first.counts)}
    first.counts.form = stage.versions.first()
    finding, told = found(first.counts, "coordinated")
    assert finding == "not_met"
    assert told.endswith("2 consegnate a questo bando; al massimo 1")
    stage.proposals.filter(pk=second.pk).update(state="withdrawn")
    assert found(first.counts, "coordinated")[0] == "met"


def test_lengths_of_the_category_hold_in_place_of_those_of_the_call():
    stage = bare_stage(durations=[12, 24])
    category = stage.call.competition.categories.create(name_it="Avvio")
    proposal = make_handed_in(stage)
    told = "12 mesi; ammessi: 12 o 24"
    assert found(proposal.counts, "length") == ("met", told)
    category.durations = [18]
    category.save()
    freeze(stage, by=make_user(), reason_it="Avvio.")
    submission = proposal.counts
    submission.form = stage.versions.first()
    content = submission.content.replace(
        '"answers":{', f'"answers":{{"category":"{category.pk}",'
    )
    submission.content = content
    told = "Avvio: 12 mesi; ammessi: 18"
    assert found(submission, "length") == ("not_met", told)


def test_a_name_in_the_texts_of_an_anonymous_call_is_shown_to_a_person():
    stage = bare_stage(is_anonymous=True)
    ada = make_user(email="neri@example.org")
    told = "nelle risposte non ce n’è nessuno; i file non si leggono"
    proposal = make_handed_in(stage, coordinator=ada)
    assert found(proposal.counts, "anonymity") == ("met", told)
    named = make_handed_in(stage, title="L’acqua di neri@example.org", coordinator=ada)
    finding, told = found(named.counts, "anonymity")
    assert finding == "unknown"
    assert "“neri@example.org”" in told


@pytest.mark.parametrize(
    ("rules", "finding"),
    [
        ({"co_funding": "none"}, "met"),
        ({"co_funding": "required"}, "not_met"),
    ],
)
def test_co_funding_is_looked_at_wherever_the_call_says_something_of_it(rules, finding):
    stage = bare_stage()
    proposal = make_handed_in(stage)
    for name, value in rules.items():
        setattr(stage.call, name, value)
    stage.call.save()
    freeze(stage, by=make_user(), reason_it="Cofinanziamento.")
    proposal.counts.form = stage.versions.first()
    assert found(proposal.counts, "co_funding")[0] == finding


# Many at once, and on paper


@pytest.mark.parametrize("size", [1, 3])
def test_looking_at_many_asks_as_much_as_at_one(size, django_assert_num_queries):
    stage = bare_stage(proposals_per_coordinator=1)
    people = [make_user() for _n in range(size)]
    for who in people:
        granted(Extension, CLOSES + 2 * HOUR, stage=stage, person=who)
        make_handed_in(stage, at=CLOSES + HOUR, coordinator=who)
    submissions = list(judged(stage))
    with django_assert_num_queries(4):  # of three kinds of leave, and who coordinates
        assert len(findings_of(stage, submissions)) == size


@pytest.mark.parametrize(
    ("language", "named"), [("it", "Costi: Personale"), ("en", "Costs: Staff")]
)
def test_minutes_name_the_rule_that_was_overruled(language, named):
    stage = make_judged_stage(proposals=0)
    stage.heading.cap, stage.heading.name_en = 60_000, "Staff"
    stage.heading.save()
    freeze(stage, by=make_user(), reason_it="Tetto.")
    make_handed_in(stage)
    [proposal] = proposals_of(stage)
    rule = f"heading.{stage.heading.pk}"
    against = {rule: (False, "Fuori misura."), "theme": (True, "Letta.")}
    check(proposal.counts, against, by=make_user(), at=LATER)
    minutes = make(stage, by=make_user(), at=LATER)
    with translation.override(language):
        parts = said(minutes, is_public=False)["parts"]
    rows = {row[4]: row[1] for part in parts for row in part["rows"] if len(row) == 6}
    assert rows["Fuori misura."] == named
    assert set(rows) == {"Fuori misura.", "Letta."}
