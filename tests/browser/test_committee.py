"""A day of an evaluator and of the chair, in a browser and by keyboard alone."""

import os
import re

import pytest

from tests.browser.test_accessibility import faults, width_needed
from tests.browser.test_account import code, press
from tests.originals import migrated
from tests.portals import fresh_database, manage, served

PREPARE = """
from allauth.mfa.models import Authenticator
from awards.actions.appointment import appoint
from awards.models import Appointment
from awards.models.proposal_team import hashed
from polisocial.local import accounts
from tests.awards.judging import (
    give, judge, make_appointment, make_judged_stage, proposals_of,
)
from tests.factories import make_user
stage = make_judged_stage()
first, second = proposals_of(stage)
people = {}
for name in ("Ada", "Eva", "Ivo"):
    user = make_user(
        email=f"{name.lower()}@example.org", first_name=name, last_name="Verdi"
    )
    user.verify_email()
    data = {"secret": accounts.secret()}
    Authenticator.objects.create(user=user, type="totp", data=data)
    people[name] = user
eva = make_appointment(stage, user=people["Eva"])
chair = make_appointment(stage, role="chair", user=people["Ivo"])
other = make_appointment(stage)
from awards.actions.assignment import assign
assign(stage, [(eva, first)], by=make_user(), at=stage.closes_at)
judge(other, first, "3", "2", committee="Il metodo non convince.")
judge(other, second)
ada = Appointment(stage=stage, role="evaluator", name="Ada", email="ada@example.org")
appoint(ada, by=make_user(), at=stage.closes_at)
ada.token_hash = hashed("ada")
ada.save()
"""
PASSWORD = "a long and boring passphrase"  # noqa: S105


@pytest.fixture(scope="module")
def portal():
    """The address of a portal with a stage that is being judged."""
    with fresh_database("committee", migrated()) as database:
        environment = os.environ | {"DATABASE_URL": database}
        manage(environment, "shell", "--no-imports", "-c", PREPARE)
        with served(environment) as server:
            yield server.address


@pytest.fixture
def come(browser, portal):
    """Somebody who opens a page and signs in on the way; gives their tab."""
    contexts = []

    def signed_in(name, page, language="it"):
        size = {"width": 360, "height": 800}
        context = browser.new_context(base_url=portal, viewport=size)
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(10_000)
        tab.goto(f"/{language}/{page}/")
        if "/account/" in tab.url:
            enter(tab, name)
        return tab

    yield signed_in
    for context in contexts:
        context.close()


def enter(tab, name):
    press(tab, login=f"{name}@example.org", password=PASSWORD)
    if tab.locator("[name=code]").count():
        press(tab, code=code())


def looked_at(tab):
    assert faults(tab) == [], tab.url
    size = tab.viewport_size
    assert width_needed(tab, 320) <= 320, tab.url
    tab.set_viewport_size(size)


def open_by_key(tab, words):
    """Go to a link or a button and press Enter on it."""
    main = tab.locator("main")
    place = main.locator(f"a:has-text('{words}'), button:has-text('{words}')")
    place.first.focus()
    with tab.expect_navigation():
        place.first.press("Enter")


def test_link_of_an_appointment_is_accepted(come):
    tab = come("ada", "commissioni/ada")
    looked_at(tab)
    open_by_key(tab, "Accedi")
    enter(tab, "ada")
    assert tab.url.endswith("/it/commissioni/ada/")
    looked_at(tab)
    tab.locator("[name=confidential]").press("Space")
    open_by_key(tab, "Accetta")
    assert re.search(r"/it/mie/valutazioni/\d+/$", tab.url)
    looked_at(tab)


def test_evaluator_declares_writes_and_hands_in(come):
    tab = come("eva", "mie/valutazioni")
    looked_at(tab)
    open_by_key(tab, "prima fase")
    looked_at(tab)
    open_by_key(tab, "Acqua")
    looked_at(tab)
    assert "Sete." not in tab.locator("main").inner_text()
    tab.locator("[name=has_conflict][value='0']").press("Space")
    open_by_key(tab, "Dichiara")
    assert "Sete." in tab.locator("main").inner_text()
    assert "non convince" not in tab.locator("main").inner_text()
    looked_at(tab)
    open_by_key(tab, "Scrivi la tua valutazione")
    tab.locator("[name=applicant]").press_sequentially("Si capisce bene.")
    tab.locator("[data-saved]", has_text="salvato alle").wait_for()
    looked_at(tab)
    open_by_key(tab, "Consegna")
    assert "manca" in tab.locator("[role=alert]").inner_text()
    looked_at(tab)
    for field in tab.locator("input[name^='score.']").all():
        field.press_sequentially("4")
    tab.context.set_offline(True)
    tab.locator("[name=committee]").press_sequentially("Scritto senza rete.")
    tab.locator("[data-saved]", has_text="custodito").wait_for()
    tab.context.set_offline(False)
    tab.locator("[data-saved]", has_text="salvato alle").wait_for()
    open_by_key(tab, "Consegna")
    text = tab.locator("main").inner_text()
    assert "Il metodo non convince." in text
    assert "Scritto senza rete." in text
    tab.locator("#discussion textarea").press_sequentially("Parliamone.")
    open_by_key(tab, "Dillo")
    assert "Parliamone." in tab.locator("#discussion").inner_text()
    looked_at(tab)


def test_chair_reads_the_ranking_closes_it_and_makes_the_minutes(come):
    tab = come("ivo", "my/reviews", "en")
    open_by_key(tab, "first stage")
    looked_at(tab)
    open_by_key(tab, "Ranking")
    looked_at(tab)
    tab.set_viewport_size({"width": 1280, "height": 800})
    looked_at(tab)
    open_by_key(tab, "Close the ranking")
    assert "Number 1" in tab.locator("main").inner_text()
    tab.goto(tab.url.replace("ranking/", "minutes/"))
    open_by_key(tab, "Make the minutes")
    looked_at(tab)
    address = tab.locator("a", has_text="Whole (PDF)").get_attribute("href")
    paper = tab.request.get(address)
    assert paper.body()[:5] == b"%PDF-"
