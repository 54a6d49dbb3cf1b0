"""The answers that teams and everybody read, and the project's page, in a browser."""

import os
import re

import pytest

from tests.browser.test_accessibility import faults, width_needed
from tests.browser.test_account import press
from tests.originals import migrated
from tests.portals import fresh_database, manage, served

PREPARE = """
from datetime import timedelta
from awards.actions import minutes
from awards.actions.decision import announce
from awards.actions.ranking import close
from tests.awards.judging import *
from tests.awards.test_decision_actions import FUND, LEAVE, settle
from tests.factories import make_user
from tests.factories import make_call, make_competition
call = make_call(competition=make_competition(year=2026))
rules = {"tells_scores": True, "publishes_ranking": True}
stage = make_judged_stage(proposals=0, call=call, **rules)
stage.answer_expected_on = LATER.date()
stage.save()
anna = make_user(email="anna@example.org", first_name="Anna", last_name="Rossi")
anna.verify_email()
first = make_handed_in(stage, "Acqua di quartiere", coordinator=anna)
for title in ("Orti di cortile", "Scuola aperta"):
    make_handed_in(stage, title)
waiting = make_judged_stage(proposals=0)
make_handed_in(waiting, "Pane", coordinator=anna)
chair = make_appointment(stage, role="chair")
other = make_appointment(stage)
for each in proposals_of(stage):
    judge(chair, each, applicant="Il metodo è solido.\\n\\nManca il piano dei costi.")
    judge(other, each, method="7", impact="3", applicant="Chiaro e utile.")
close(stage, by=chair.user, at=LATER)
one, *others = proposals_of(stage)
settle(one, **FUND)
for each in others:
    settle(each, **LEAVE)
announce(stage, by=make_user(), instant=LATER, at=LATER)
minutes.publish(
    minutes.make(stage, by=chair.user, at=LATER), by=chair.user, at=LATER
)
"""
LOOKS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
WORDS = {
    "it": ("mie/proposte", "premio", "L’esito: finanziata", "progetto", "Salvato."),
    "en": ("my/proposals", "award", "The answer: funded", "project", "Saved."),
}


@pytest.fixture(scope="module")
def portal():
    """The address of a portal where one competition is judged and told."""
    with fresh_database("answers", migrated()) as database:
        environment = os.environ | {"DATABASE_URL": database}
        manage(environment, "shell", "--no-imports", "-c", PREPARE)
        with served(environment) as server:
            yield server.address


@pytest.fixture
def tab(browser, portal):
    context = browser.new_context(base_url=portal)
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    yield tab
    context.close()


def looked_at(tab):
    for width, scheme in LOOKS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        assert faults(tab) == [], f"{tab.url}, {width} px, {scheme}"
    assert width_needed(tab, 320) <= 320, tab.url


def enter(tab, language):
    tab.goto(f"/{language}/account/login/")
    password = "a long and boring passphrase"  # noqa: S105
    press(tab, login="anna@example.org", password=password)


@pytest.mark.parametrize("language", WORDS)
def test_team_reads_its_answer_and_completes_its_page(tab, language):
    proposals, _award, answer, project, saved = WORDS[language]
    enter(tab, language)
    tab.goto(f"/{language}/{proposals}/")
    tab.get_by_role("link", name=re.compile("Pane")).click()
    looked_at(tab)
    tab.goto(f"/{language}/{proposals}/")
    tab.get_by_role("link", name=re.compile("Acqua")).click()
    assert tab.locator("#answer h2").inner_text() == answer
    looked_at(tab)
    tab.click(f"#answer a[href$='/{project}/']")
    tab.fill("[name=title_en]", "Water in the district")
    tab.fill("[name=place]", "Orto di via Rossi")
    looked_at(tab)
    tab.locator("main form button").last.press("Enter")
    tab.locator("[role=status]", has_text=saved).wait_for()
    looked_at(tab)
    tab.click(f"a[href$='/{project}/en/']")
    assert "Water in the district" in tab.inner_text("main")


@pytest.mark.parametrize("language", WORDS)
def test_everybody_reads_what_was_decided(tab, language):
    tab.goto(f"/{language}/{WORDS[language][1]}/2026/")
    assert (
        "Acqua di quartiere"
        in tab.locator("section[aria-labelledby=answer-1]").inner_text()
    )
    looked_at(tab)
