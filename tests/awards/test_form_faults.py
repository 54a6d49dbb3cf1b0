"""What keeps a stage from opening, told in sentences that say where to mend it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from awards.actions.form import freeze
from awards.form_content import faults
from awards.models import (
    Category,
    Choice,
    CostHeading,
    Criterion,
    Dimension,
    SpecialPrize,
    Stage,
)
from tests.awards.judging import allot
from tests.factories import make_question, make_section, make_stage, make_user

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def stage():
    """A stage that may open: one section that asks one question."""
    return make_question().section.stage


def changed(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    return row


def test_faults_tell_an_opening_that_has_passed_before_the_first_form(stage):
    now = timezone.now()
    changed(stage, opens_at=now - HOUR)
    assert faults(stage) == [
        "L’apertura è passata: va spostata, così il modulo si congela prima."
    ]
    changed(stage, opens_at=now + HOUR)
    freeze(stage, by=make_user())
    changed(stage, opens_at=now - HOUR)
    assert faults(stage) == []


def test_faults_tell_an_answer_before_the_deadline(stage):
    changed(stage, answer_expected_on=date(2027, 3, 30))
    assert faults(stage) == ["L’esito è atteso prima della scadenza."]
    changed(stage, answer_expected_on=date(2027, 3, 31))
    assert faults(stage) == []


def test_faults_tell_more_money_for_categories_than_there_is(stage):
    edition = stage.call.competition

    def told():
        found = faults(Stage.objects.get(pk=stage.pk))
        return [each.replace("\xa0", " ") for each in found]

    one = edition.categories.create(name_it="Attivazione", budget=70_000)
    assert told() == []  # nobody knows how much there is
    two = edition.categories.create(name_it="Ricerca")
    assert told() == ["Alcune categorie hanno un budget e altre no."]
    changed(two, budget=40_000)
    allot(edition, 110_000)
    assert told() == []
    changed(one, budget=80_000)
    assert told() == ["Le categorie hanno 120.000 € in tutto, e ce ne sono 110.000 €."]


def test_faults_tell_a_second_stage_before_the_first_one_closes(stage):
    second = make_stage(
        call=stage.call,
        number=2,
        opens_at=stage.closes_at - HOUR,
        closes_at=stage.closes_at + HOUR,
    )
    make_question(section=make_section(stage=second))
    assert faults(second) == ["La seconda fase si apre prima che si chiuda la prima."]
    changed(second, opens_at=stage.closes_at)
    second = type(second).objects.get(pk=second.pk)
    assert faults(second) == []
    stage.delete()
    second = type(second).objects.get(pk=second.pk)
    assert faults(second) == ["C’è una seconda fase senza la prima."]


def test_faults_tell_two_caps_that_differ(stage):
    changed(stage.call.competition, project_cap=Decimal(100_000))
    assert faults(stage) == []
    stage = type(stage).objects.get(pk=stage.pk)
    changed(stage.call, project_cap=Decimal(90_000))
    (told,) = faults(stage)
    assert told == (
        "Qui un progetto può chiedere 90.000\N{NO-BREAK SPACE}€, nell’edizione "
        "100.000\N{NO-BREAK SPACE}€."
    )
    assert told.about == stage.call


def test_faults_tell_a_heading_above_the_whole(stage):
    changed(stage.call, project_cap=Decimal(1000))
    heading = CostHeading.objects.create(call=stage.call, name_it="Viaggi", cap=1001)
    (told,) = faults(stage)
    assert told == "«Viaggi» può costare più di quanto un progetto intero può chiedere."
    assert told.about == heading


def test_faults_tell_a_form_that_may_stay_empty(stage):
    stage.sections.get().questions.update(is_required=False)
    assert faults(stage) == [
        "Nessuna domanda è obbligatoria: si potrebbe presentare una proposta vuota."
    ]


def test_faults_name_every_row_without_an_italian_text(stage):
    call, section = stage.call, stage.sections.get()
    section.questions.update(label_it=" ", label_en="Why?", help_en="Say it.")
    question = make_question(section=section, kind="one", label_it="Quale?", position=1)
    for key in ("a", "b"):
        Choice.objects.create(question=question, key=key, label_it="", label_en="")
    Dimension.objects.create(call=call, name_it="", name_en="Society")
    SpecialPrize.objects.create(call=call, name_it="")
    Category.objects.create(competition=call.competition, name_it="")
    CostHeading.objects.create(call=call, name_it="Viaggi", note_en="Trains only.")
    Criterion.objects.create(stage=stage, name_it="", weight=100)
    type(section).objects.filter(pk=section.pk).update(name_it="", name_en="")
    type(call).objects.filter(pk=call.pk).update(about_en="A call.")
    assert faults(type(stage).objects.get(pk=stage.pk)) == [
        "Bando: manca «a che cosa serve (italiano)».",
        "Dimensione «Society»: manca «nome (italiano)».",
        "Premio speciale 1: manca «nome (italiano)».",
        "Categoria 1: manca «nome (italiano)».",
        "Voce di costo «Viaggi»: manca «nota (italiano)».",
        "Criterio 1: manca «nome (italiano)».",
        "Sezione 1: manca «nome (italiano)».",
        "Domanda «Why?»: manca «domanda (italiano)».",
        "Domanda «Why?»: manca «aiuto (italiano)».",
        "Scelta «a»: manca «risposta (italiano)».",
        "Scelta «b»: manca «risposta (italiano)».",
    ]


def test_faults_speak_the_language_of_the_reader():
    with translation.override("en"):
        assert faults(make_stage()) == ["The form has no section."]


@pytest.mark.parametrize("size", [1, 5])
def test_faults_cost_the_same_whatever_the_form(size, django_assert_num_queries):
    stage = make_stage()
    for place in range(size):
        section = make_section(stage=stage, position=place)
        for _n in range(size):
            question = make_question(section=section, kind="one")
            question.choices.create(key="a", label_it="A")
            question.choices.create(key="b", label_it="B")
    stage = type(stage).objects.get(pk=stage.pk)
    with django_assert_num_queries(12):
        assert faults(stage) == []


def test_freeze_refuses_a_form_that_is_not_the_one_that_was_seen(stage):
    with pytest.raises(ValidationError) as told:
        freeze(stage, by=make_user(), seen="0" * 64)
    assert told.value.code == "changed"
    assert not stage.versions.exists()
