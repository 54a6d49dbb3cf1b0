"""Money set apart for each category: its own line, wherever the ranking is read."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.actions.form import freeze
from awards.actions.minutes import make
from awards.actions.ranking import close
from awards.form_content import form_differences
from awards.models import Category, Ranking
from awards.rules.frozen import read
from awards.rules.minutes import said
from awards.rules.results import results_of
from tests.awards.judging import (
    LATER,
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
)
from tests.awards.reading import text_of
from tests.factories import make_call, make_user
from tests.signing_in import come_as, sign_in

pytestmark = pytest.mark.django_db
MONEY = {"Attivazione": 50_000, "Ricerca": 100_000}


@pytest.fixture
def stage(time_machine):
    """Two that ask for 50,000 each in a category that has 50,000, one in the other."""
    time_machine.move_to(LATER, tick=False)
    call = make_call()
    one, other = (
        call.competition.categories.create(name_it=name, budget=budget)
        for name, budget in MONEY.items()
    )
    stage = make_judged_stage(proposals=0, allotted=150_000, call=call)
    for category in (one, one, other):
        make_handed_in(stage, texts={"category": str(category.pk)})
    return stage


@pytest.fixture
def chair(stage):
    """Who judged them: from the best to the worst, as they were handed in."""
    chair = make_appointment(stage, role="chair")
    for score, proposal in zip(
        ("9", "8", "7"), stage.proposals.order_by("pk"), strict=True
    ):
        judge(chair, proposal, score)
    return chair


def test_each_category_has_its_own_line(stage, chair):
    ranking = results_of(stage).ranking()
    assert [str(row.money) for row in ranking.rows] == ["reached", "beyond", "reached"]
    assert {line.pot for line in ranking.lines} == set(map(Decimal, MONEY.values()))
    one_pot = results_of(stage, pot=Decimal(100_000)).ranking()
    assert [str(row.money) for row in one_pot.rows] == ["reached", "reached", "beyond"]


def test_closed_ranking_and_decisions_go_by_it(client, stage, chair):
    content = json.loads(close(stage, by=chair.user, at=LATER).content)
    assert sorted(content["pots"].values()) == ["100000.00", "50000.00"]
    assert [row["money"] for row in content["rows"]] == ["reached", "beyond", "reached"]
    come_as(client, "award office")
    page = reverse("admin:awards_stage_decisions", args=[stage.pk])
    shown = text_of(client.get(page))
    assert shown.count("entro i fondi") == 2
    assert shown.count("oltre i fondi") == 1


def test_minutes_tell_it(stage, chair):
    close(stage, by=chair.user, at=LATER)
    made = make(stage, by=chair.user, at=LATER)
    [told] = [
        p for p in said(made, is_public=False)["parts"] if "Fondi" in p["heading"]
    ]
    assert [row[-2:] for row in told["rows"]] == [
        ["Attivazione", "entro i fondi"],
        ["Attivazione", "oltre i fondi"],
        ["Ricerca", "entro i fondi"],
    ]
    assert {each["label"] for each in told["told"]} == set(MONEY)
    public = said(made, is_public=True)["parts"]
    assert not any("Fondi" in part["heading"] for part in public)


def test_sums_that_are_tried_do_not_close_it(client, stage, chair):
    sign_in(client, chair.user)
    page = reverse("my-ranking", args=[chair.pk])
    closing = reverse("my-ranking-close", args=[chair.pk])
    shown = client.get(page).content.decode()
    assert 'value="50.000' in shown  # what there is stands in the form
    assert closing in shown
    tried = client.get(page, {"pot": "150.000"})
    assert text_of(tried).count("entro i fondi") == 3
    assert "si chiude con quelle del bando" in text_of(tried)
    assert closing not in tried.content.decode()
    client.post(closing)
    assert "beyond" in Ranking.objects.get().content


def test_form_tells_the_money_of_each_category(client, stage):
    call = stage.call
    before = json.loads(stage.versions.get().content)
    assert [each.budget for each in read(stage.versions.get().content).categories] == [
        *map(Decimal, MONEY.values())
    ]
    assert "Denaro per questa: 50.000 €" in text_of(client.get(call.get_absolute_url()))
    Category.objects.filter(name_it="Attivazione").update(budget=40_000)
    version = freeze(stage, by=make_user(), reason_it="Meno denaro.", at=LATER)
    [told] = form_differences(before, json.loads(version.content))
    [differing] = told.differences
    assert (differing.before, differing.after) == ("50.000,00", "40.000,00")


def test_budget_is_a_sum():
    category = Category(
        competition=make_call().competition, name_it="Attivazione", budget=0
    )
    with pytest.raises(ValidationError, match="lascia vuoto"):
        category.full_clean()
