"""A form that changes under an open page, in a browser: nothing typed is lost."""

import os

import pytest

from tests.browser.test_proposal import looked_at, signed_in, wait_for
from tests.originals import migrated
from tests.portals import fresh_database, manage, served

PREPARE = """
from tests.awards.calls import make_call_open_now
from tests.factories import make_proposal, make_question, make_user
stage = make_call_open_now()
anna = make_user(email="anna@example.org", first_name="Anna")
anna.verify_email()
make_proposal(stage=stage, coordinator=anna, code="changing")
"""
CHANGE = """
from awards.actions.form import freeze
from datetime import timedelta
from awards.models import Stage
from tests.factories import make_question, make_user
stage = Stage.objects.get()
section = stage.sections.get()
section.questions.all().delete()
make_question(section=section, key="other", label_it="Altro", label_en="Other")
freeze(stage, by=make_user(), reason_it="Era la domanda sbagliata.")
stage.closes_at += timedelta(days=3)
stage.save()
"""


@pytest.fixture
def environment():
    with fresh_database("form_changes", migrated()) as database:
        environment = os.environ | {"DATABASE_URL": database}
        manage(environment, "shell", "--no-imports", "-c", PREPARE)
        yield environment


def test_page_says_that_the_form_changed_and_loses_nothing(browser, environment):
    with served(environment) as server:
        context = browser.new_context(base_url=server.address)
        tab = signed_in(context, "anna")
        tab.goto("/it/mie/proposte/changing/")
        page = tab.locator(".steps a").nth(1).get_attribute("href")
        tab.goto(page)
        tab.locator(".clock", has_text="minuti").wait_for()
        tab.fill("textarea", "Sete.")
        wait_for(tab, "salvato alle")
        context.set_offline(True)
        tab.fill("textarea", "Sete di quartiere.")
        wait_for(tab, "custodito")
        manage(environment, "shell", "--no-imports", "-c", CHANGE)
        context.set_offline(False)
        tab.locator("[data-reload]", has_text="Era la domanda sbagliata.").wait_for()
        tab.locator(".clock", has_text="3 giorni").wait_for()
        looked_at(tab)
        tab.click("[data-reload] a")
        assert tab.locator("#q-other").input_value() == ""
        assert "Sete di quartiere." in tab.locator("main details .facts").text_content()

        store = store_of(tab)
        tab.goto("/it/")
        gone = '{"q.gone": {"value": "Da parte.", "base": 0}}'
        tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [store, gone])
        tab.goto(page)
        tab.locator("[data-left] li", has_text="Da parte.").wait_for()
        looked_at(tab)
        tab.click("[data-left] button")
        assert tab.locator("[data-left]").is_hidden()
        assert tab.evaluate("key => localStorage.getItem(key)", store) is None
        context.close()


def store_of(tab):
    return tab.evaluate(
        "(({user, store}) => `polisocial/${user}/${store}`)"
        "(document.querySelector('form[data-save]').dataset)"
    )
