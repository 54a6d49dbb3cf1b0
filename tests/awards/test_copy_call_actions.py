"""A call made out of an earlier one."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from awards.actions.copy_call import copy
from awards.actions.form import freeze
from awards.form_content import content_of
from awards.models import Call, Category, Choice, Question, Stage
from content.canonical import canonical
from tests.factories import (
    make_call,
    make_competition,
    make_question,
    make_section,
    make_stage,
    make_user,
)

pytestmark = pytest.mark.django_db
HALF = Decimal(50_000)


@pytest.fixture
def call():
    """A call with something of each kind in it, two stages and a frozen form."""
    call = make_call(
        about_it="Perché.",
        coordinators=["tenured", "fellow"],
        durations=[12, 18],
        project_cap=Decimal(90_000),
        co_funding="required",
        co_funding_least=Decimal(10),
    )
    call.dimensions.create(name_it="Società", name_en="Society", position=2)
    call.prizes.create(name_it="Olimpiadi", amount=Decimal(50_000))
    call.cost_headings.create(name_it="Viaggi", cap_share=Decimal(10))
    call.documents.create(name_it="Testo", sha256="a" * 64, size=1)
    call.competition.categories.create(
        name_it="Attivazione", durations=[12], budget=HALF
    )
    first = make_stage(call=call, grace_minutes=5)
    for stage in (first, make_stage(call=call, number=2)):
        stage.criteria.create(name_it="Impatto", weight=100, threshold=6)
        section = make_section(stage=stage, note_en="Note", note_it="Nota")
        make_question(section=section, key="why", word_limit=300)
        other = make_question(section=section, key="which", kind="several")
        for key in ("one", "two"):
            other.choices.create(key=key, label_it=key.title(), position=1)
    freeze(first, by=make_user())
    return call


def content(stage):
    """What would be frozen, without what is another in every competition."""
    plain = json.loads(canonical(content_of(Stage.objects.get(pk=stage.pk))))
    del plain["competition"]
    for name in ("dimensions", "prizes", "categories", "cost_headings", "criteria"):
        for row in plain[name]:
            del row["id"]
    for section in plain["sections"]:
        del section["id"]
    return plain


def test_copy_gives_the_same_forms_and_rules(call):
    made = copy(call, make_competition(), by=make_user())
    assert [content(stage) for stage in made.stages.all()] == [
        content(stage) for stage in call.stages.all()
    ]
    assert (made.about_it, made.stages.first().grace_minutes) == ("Perché.", 5)


def test_copy_leaves_dates_versions_and_documents_behind(call):
    made = copy(call, make_competition(), by=make_user())
    for stage in made.stages.all():
        assert (stage.opens_at, stage.closes_at) == (None, None)
        assert stage.answer_expected_on is None
        assert not stage.versions.exists()
    assert not made.documents.exists()


def test_copy_then_freeze_keeps_the_keys_of_questions(call):
    made = copy(call, make_competition(), by=make_user())
    stage = made.stages.first()
    stage.opens_at = timezone.now() + timedelta(days=1)
    stage.closes_at = stage.opens_at + timedelta(days=30)
    stage.save()
    now = json.loads(freeze(stage, by=make_user()).content)
    before = json.loads(call.stages.first().versions.get().content)
    for form in (now, before):
        for section in form["sections"]:
            del section["id"]
    assert now["sections"] == before["sections"]


def test_copy_shares_no_row_with_what_it_copies(call):
    before = content(call.stages.first())
    made = copy(call, make_competition(), by=make_user())
    Question.objects.filter(section__stage__call=made).update(label_it="Altro")
    Choice.objects.filter(question__section__stage__call=made).delete()
    assert content(call.stages.first()) == before


def test_copy_is_one_change_by_its_author(call):
    user = make_user()
    made = copy(call, make_competition(), by=user)
    rows = [made, *made.stages.all(), *Choice.objects.all()[4:]]
    assert {row.history.get().history_user_id for row in rows} == {user.pk}
    assert len({row.history.get().history_date for row in rows}) == 1


def test_copy_leaves_a_competition_its_own_categories(call):
    target = make_competition()
    Category.objects.create(competition=target, name_it="Sua")
    copy(call, target, by=make_user())
    assert [each.name_it for each in target.categories.all()] == ["Sua"]


def test_copy_refuses_a_competition_that_has_a_call(call):
    target = make_call().competition
    with pytest.raises(ValidationError) as told:
        copy(call, target, by=make_user())
    assert told.value.messages == [f"{target} ha già un bando: non si è copiato nulla."]
    assert Call.objects.count() == 2
    assert not target.call.stages.exists()
