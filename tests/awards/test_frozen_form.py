import json
from decimal import Decimal

import pytest
from django.utils.translation import override

from awards.actions.form import freeze
from awards.models import CostHeading, Criterion
from awards.rules.frozen import read
from tests.factories import make_question, make_section, make_stage, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    """A stage with something of everything."""
    stage = make_stage()
    call = stage.call
    call.coordinators, call.durations = ["tenured", "fellow"], [12, 18]
    call.project_cap = Decimal("100000.50")
    call.save()
    call.dimensions.create(name_it="Salute", note_it="Di tutti", note_en="Of all")
    call.competition.categories.create(name_it="Avvio", name_en="Activation")
    CostHeading.objects.create(call=call, name_it="Viaggi", cap_share=Decimal("12.50"))
    Criterion.objects.create(
        stage=stage, name_it="Metodo", weight=100, most=5, threshold=Decimal(3)
    )
    section = make_section(stage=stage, note_it="Da leggere")
    make_question(section=section, key="why", word_limit=300, help_it="Perché?")
    asked = make_question(section=section, key="which", kind="one", is_required=False)
    asked.choices.create(key="a", label_it="Uno", label_en="One")
    asked.choices.create(key="b", label_it="Due", position=1)
    return stage


@pytest.fixture
def form(stage):
    return read(freeze(stage, by=make_user()).content)


def test_frozen_rules_are_those_of_the_call(form):
    assert form.rules.coordinators == ("tenured", "fellow")
    assert form.rules.durations == (12, 18)
    assert form.rules.project_cap == Decimal("100000.50")
    assert form.rules.departments_most is None
    assert form.rules.co_funding == "optional"


def test_frozen_parts_are_read_with_their_sums(form):
    (heading,), (criterion,) = form.cost_headings, form.criteria
    assert (heading.cap, heading.cap_share) == (None, Decimal("12.50"))
    assert (criterion.weight, criterion.most, criterion.threshold) == (
        Decimal(100),
        5,
        Decimal(3),
    )


def test_frozen_texts_are_read_in_both_languages(form):
    (dimension,) = form.dimensions
    with override("en"):
        assert (str(dimension.note), dimension.name.is_fallback) == ("Of all", True)
    with override("it"):
        assert (str(dimension.note), str(dimension.name)) == ("Di tutti", "Salute")
    assert form.question("which").choices[1].label.lang == "it"


def test_frozen_questions_are_in_order_and_found_by_key(form):
    assert [each.key for each in form.questions] == ["why", "which"]
    assert form.question("why").word_limit == 300
    assert form.question("which").is_required is False
    assert form.question("never") is None


def test_frozen_form_does_not_follow_the_tables(stage):
    version = freeze(stage, by=make_user())
    stage.sections.update(name_it="Altro")
    assert read(version.content).sections[0].name_it != "Altro"


def test_frozen_form_of_before_and_after_what_is_known_now(stage):
    said = json.loads(freeze(stage, by=make_user()).content)
    said.pop("prizes", None)
    said["new"] = said["rules"]["new"] = 1
    for category in said["categories"]:
        category.pop("durations", None)
    form = read(json.dumps(said))
    assert (form.prizes, form.categories[0].durations) == ((), ())
