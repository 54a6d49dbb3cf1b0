"""A whole call, as tests of its pages want it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from awards.actions.form import freeze
from tests.factories import (
    make_call,
    make_competition,
    make_question,
    make_section,
    make_stage,
    make_user,
)

OPENS = datetime(2027, 2, 1, 8, tzinfo=UTC)
CLOSES = datetime(2027, 3, 31, 10, tzinfo=UTC)
FROZEN = datetime(2027, 1, 10, 9, tzinfo=UTC)
GRACE = 4321  # minutes; no other number of a page is like it
RULES = {
    "coordinators": ["tenured", "fellow"],
    "needs_project_manager": True,
    "proposals_per_coordinator": 1,
    "departments_least": 2,
    "departments_most": 5,
    "partners_least": 1,
    "partner_kinds": ["public_body", "association"],
    "durations": [18, 12],
    "project_cap": Decimal("100000.50"),
    "co_funding": "required",
    "co_funding_least": Decimal("12.50"),
    "is_anonymous": True,
}


def make_bare_call(year=2027, opens_at=OPENS, closes_at=CLOSES, **fields):
    """The only stage of a call without rules, not frozen; its form asks one thing."""
    if "competition" not in fields:
        fields["competition"] = make_competition(
            year=year, label=f"Polisocial Award {year}", theme_en="The outskirts"
        )
    stage = make_stage(
        call=make_call(**fields),
        opens_at=opens_at,
        closes_at=closes_at,
        grace_minutes=GRACE,
    )
    section = make_section(stage=stage, name_en="The problem")
    make_question(section=section, key="why", label_en="Why?", word_limit=300)
    return stage


def make_whole_call(**fields):
    """A stage with something of everything, frozen before it opens."""
    stage = make_bare_call(**RULES | fields)
    stage.answer_expected_on = date(2027, 6, 30)
    stage.save()
    call = stage.call
    call.about_it, call.about_en = "A che cosa serve.", "What it is for."
    call.save()
    call.dimensions.create(
        name_it="Salute", name_en="Health", note_it="Di tutti", note_en="Of all of us"
    )
    call.competition.categories.create(name_it="Avvio", name_en="Activation")
    call.cost_headings.create(
        name_it="Personale", name_en="Staff", cap=8000, cap_share=Decimal("37.50")
    )
    stage.criteria.create(
        name_it="Metodo", name_en="Method", weight=60, most=5, threshold=Decimal("2.5")
    )
    stage.criteria.create(name_it="Gruppo", name_en="Team", weight=40, position=1)
    section = make_section(
        stage=stage, name_it="Il lavoro", name_en="The work", position=1
    )
    which = ask(section, "which", "one", "Which kind?", is_required=False)
    which.choices.create(key="a", label_it="Ricerca", label_en="Research")
    which.choices.create(key="b", label_it="Azione", label_en="Action", position=1)
    ask(section, "people", "number", "How many people?", least=1, most=5000)
    signed = {"help_it": "IT Firmata e datata.", "help_en": "Signed & dated."}
    ask(section, "letter", "file", "A letter?", **signed)
    freeze(stage, by=make_user(), at=FROZEN)
    return stage


def ask(section, key, kind, label, **fields):
    position = section.questions.count()
    named = {"key": key, "kind": kind, "label_it": f"IT {label}", "label_en": label}
    return make_question(section=section, position=position, **named | fields)


def make_call_open_now():
    """A stage open since an hour, for two hours more, that asks one question."""
    hour = timedelta(hours=1)
    opens_at = timezone.now() - hour
    stage = make_stage(opens_at=opens_at, closes_at=opens_at + 3 * hour)
    section = make_section(stage=stage, name_it="Il problema", name_en="The problem")
    named = {"label_it": "Bisogno", "label_en": "Need"}
    make_question(section=section, key="need", word_limit=10, **named)
    freeze(stage, by=make_user(), at=opens_at - hour)
    return stage
