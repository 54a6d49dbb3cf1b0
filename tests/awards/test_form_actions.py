import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from awards.actions.form import freeze
from awards.form_content import faults
from awards.models import Criterion, FormVersion
from content.canonical import digest
from tests.factories import (
    make_question,
    make_section,
    make_stage,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    """A stage that may open: one section that asks one question."""
    return make_question().section.stage


def test_faults_are_none_for_a_stage_that_may_open(stage):
    assert faults(stage) == []


def test_faults_of_an_empty_stage():
    assert faults(make_stage(opens_at=None, closes_at=None)) == [
        "Manca l’apertura della fase.",
        "Manca la scadenza della fase.",
        "Il modulo non ha sezioni.",
    ]


def test_faults_tell_weights_that_do_not_add_up(stage):
    for name, weight in (("Impatto", 60), ("Metodo", Decimal("39.50"))):
        Criterion.objects.create(stage=stage, name_it=name, weight=weight)
    assert faults(stage) == ["I pesi dei criteri danno in tutto 99,5, non 100."]


def test_faults_tell_what_a_section_lacks(stage):
    make_section(stage=stage, name_it="Vuota", position=1)
    other = make_section(stage=stage, name_it="Scelte", position=2)
    make_question(section=other, kind="one", label_it="Quale?")
    assert faults(stage) == [
        "La sezione «Vuota» non chiede nulla.",
        "«Quale?» ha bisogno di almeno due risposte tra cui scegliere.",
    ]


def test_faults_tell_two_questions_with_one_key(stage):
    first = stage.sections.get().questions.get()
    other = make_section(stage=stage, position=1)
    make_question(section=other, key=first.key, label_it="Ancora?")
    assert faults(stage) == [f"«{first}» e «Ancora?» hanno la stessa chiave."]


def test_freeze_keeps_the_form_and_its_hash(stage):
    version = freeze(stage, by=make_user())
    assert version.number == 1
    assert version.sha256 == digest(version.content.encode())
    (section,) = json.loads(version.content)["sections"]
    (question,) = section["questions"]
    assert question["key"] == stage.sections.get().questions.get().key


def test_freeze_keeps_prizes_and_the_lengths_of_categories(stage):
    call = stage.call
    call.prizes.create(name_it="Olimpiadi", amount=Decimal(50_000))
    call.competition.categories.create(name_it="Attivazione", durations=[12])
    content = json.loads(freeze(stage, by=make_user()).content)
    (prize,), (category,) = content["prizes"], content["categories"]
    assert "budget" not in category  # forms frozen before have none
    assert (prize["name_it"], prize["amount"]) == ("Olimpiadi", "50000.00")
    assert (category["name_it"], category["durations"]) == ("Attivazione", [12])


def test_freeze_makes_nothing_of_a_stage_with_faults():
    stage = make_stage()
    with pytest.raises(ValidationError) as told:
        freeze(stage, by=make_user())
    assert told.value.messages == ["Il modulo non ha sezioni."]
    assert not FormVersion.objects.exists()


def test_freeze_wants_a_reason_for_a_second_version(stage):
    first = freeze(stage, by=make_user())
    stage.sections.update(name_it="Altro titolo")
    with pytest.raises(ValidationError) as told:
        freeze(stage, by=make_user())
    assert told.value.messages == ["Scrivi perché il modulo cambia."]
    second = freeze(stage, by=make_user(), reason_it="Un refuso")
    assert (first.number, second.number) == (1, 2)


def test_freeze_makes_no_second_version_of_the_same(stage):
    freeze(stage, by=make_user())
    with pytest.raises(ValidationError) as told:
        freeze(stage, by=make_user(), reason_it="Ancora")
    assert told.value.code == "unchanged"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_form_version_is_never_changed(stage, change):
    version = freeze(stage, by=make_user())
    rows = FormVersion.objects.filter(pk=version.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(content="{}") if change == "update" else rows._raw_delete("default")


@pytest.mark.parametrize(
    ("after", "late"),
    [
        (timedelta(seconds=-1), 0),
        (timedelta(0), 0),
        (timedelta(minutes=5), 0),
        (timedelta(minutes=5, milliseconds=1), 301),
        (timedelta(minutes=5, seconds=1), 301),
    ],
)
def test_seconds_late_forgives_the_grace_and_no_more(after, late):
    stage = make_stage(grace_minutes=5)
    assert stage.seconds_late(stage.closes_at + after) == late
