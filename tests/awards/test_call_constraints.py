"""What must always be true of a call, tried from both sides: the form's and the
database's."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.models import (
    CallDocument,
    Category,
    Choice,
    CostHeading,
    Criterion,
    Dimension,
    FormVersion,
    Question,
    Section,
    SpecialPrize,
    Stage,
)
from tests.factories import (
    make_call,
    make_competition,
    make_question,
    make_section,
    make_stage,
    make_user,
)
from tests.refusing import changed, refused

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ZERO, LESS = Decimal(0), Decimal("-0.01")


@pytest.mark.parametrize(
    "fields",
    [
        {"coordinators": ["tenured", "king"]},
        {"partner_kinds": ["circus"]},
        {"durations": [12, 0]},
        {"project_cap": ZERO},
        {"departments_least": 3, "departments_most": 2},
        {"proposals_per_coordinator": 0},
        {"co_funding": "perhaps"},
        {"co_funding": "optional", "co_funding_least": Decimal(10)},
        {"co_funding": "required", "co_funding_least": ZERO},
        {"co_funding": "required", "co_funding_least": Decimal(100)},
    ],
)
def test_call_refuses(fields):
    refused(changed(make_call(), **fields))


@pytest.mark.parametrize(
    "fields", [{"cap": ZERO}, {"cap_share": ZERO}, {"cap_share": Decimal("100.01")}]
)
def test_cost_heading_refuses(fields):
    refused(CostHeading(call=make_call(), name_it="Personale", **fields))


def test_stage_refuses_to_close_as_it_opens():
    stage = make_stage()
    refused(changed(stage, closes_at=stage.opens_at))


def test_call_has_one_stage_of_a_number():
    refused(changed(make_stage(call=make_stage(number=1).call, number=2), number=1))


@pytest.mark.parametrize(
    "fields",
    [
        {"weight": ZERO},
        {"weight": Decimal("100.01")},
        {"weight": Decimal(50), "most": 0},
        {"weight": Decimal(50), "most": 10, "threshold": Decimal("10.5")},
        {"weight": Decimal(50), "most": 10, "threshold": LESS},
    ],
)
def test_criterion_refuses(fields):
    refused(Criterion(stage=make_stage(), name_it="Impatto", **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "song"},
        {"kind": "number", "word_limit": 100},
        {"kind": "long_text", "word_limit": 0},
        {"kind": "long_text", "least": Decimal(1)},
        {"kind": "number", "least": Decimal(2), "most": Decimal(1)},
    ],
)
def test_question_refuses(fields):
    refused(changed(make_question(), **fields))


def test_later_form_needs_its_reason():
    made = {"stage": make_stage(), "content": "{}", "by": make_user(), "at": NOW}
    refused(FormVersion(number=2, **made))
    FormVersion(number=2, reason_it="Un errore.", **made).save()


def test_call_allows_what_limits_nothing():
    call = changed(make_call(), coordinators=["tenured"], durations=[12, 18])
    changed(call, co_funding="required", co_funding_least=Decimal("0.01"))
    changed(call, departments_least=2, departments_most=2)
    call.validate_constraints()
    call.save()


def test_call_is_one_a_competition():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_call(competition=make_call().competition)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Dimension, {}),
        (CostHeading, {}),
        (SpecialPrize, {}),
        (CallDocument, {"sha256": "a" * 64, "size": 1}),
    ],
)
def test_part_of_a_call_is_named_once(model, fields):
    call = make_call()
    model.objects.create(call=call, name_it="Uno", **fields)
    refused(model(call=call, name_it="Uno", **fields))
    model.objects.create(call=make_call(), name_it="Uno", **fields)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (SpecialPrize, {"amount": ZERO}),
        (CallDocument, {"sha256": "A" * 64, "size": 1}),
        (CallDocument, {"sha256": "a" * 63, "size": 1}),
        (CallDocument, {"sha256": "a" * 64, "size": 0}),
    ],
)
def test_part_of_a_call_refuses(model, fields):
    refused(model(call=make_call(), name_it="Uno", **fields))


def test_category_refuses_a_length_of_no_months():
    refused(Category(competition=make_competition(), name_it="A", durations=[0]))


def test_stage_is_one_of_two():
    stage = make_stage()
    refused(Stage(call=stage.call, number=3))
    Stage(call=stage.call, number=2).save()


def test_parts_of_a_form_are_told_apart():
    section = make_section(name_it="Idea")
    refused(Section(stage=section.stage, name_it="Idea"))
    question = make_question(section=section, key="idea", kind="one")
    refused(Question(section=section, key="idea", kind="one", label_it="B"))
    question.choices.create(key="yes", label_it="Sì")
    refused(Choice(question=question, key="yes", label_it="Certo"))
