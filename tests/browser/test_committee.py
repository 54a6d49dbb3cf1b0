"""A day of an evaluator, the chair, the secretary: in a browser, by keyboard alone."""

import json
import os
import re

import pytest

from tests.browser.keyboard import (
    choose_radio,
    follow,
    tab_to,
    tab_to_field,
)
from tests.browser.test_accessibility import faults, width_needed
from tests.browser.test_account import code
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
for name in ("Ada", "Eva", "Ivo", "Ugo"):
    user = make_user(
        email=f"{name.lower()}@example.org", first_name=name, last_name="Verdi"
    )
    user.verify_email()
    data = {"secret": accounts.secret()}
    Authenticator.objects.create(user=user, type="totp", data=data)
    people[name] = user
eva = make_appointment(stage, user=people["Eva"])
chair = make_appointment(stage, role="chair", user=people["Ivo"])
make_appointment(stage, role="secretary", user=people["Ugo"])
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
# Another stage, as the office has it in the admin while it decides.
DECIDING = """
import json, os
from django.urls import reverse
from awards.actions import minutes
from awards.actions.decision import approve, decide
from awards.models import Declaration
told = make_judged_stage()
judge_of_it = make_appointment(told)
now = told.closes_at + (told.closes_at - told.opens_at)
first, second = proposals_of(told)
judge(judge_of_it, first)
said = {"outcome": "not_selected", "reason": "Non convince."}
decision = decide(first, by=make_user(), at=now, **said)
approve(decision, by=make_user(), at=now)
record = minutes.make(told, by=make_user(), at=now)
sara = make_user(
    email="sara@example.org", first_name="Sara", is_staff=True, is_superuser=True
)
sara.verify_email()
data = {"secret": accounts.secret()}
Authenticator.objects.create(user=sara, type="totp", data=data)
def place(page, thing):
    return reverse(f"admin:awards_{thing._meta.model_name}_{page}", args=[thing.pk])
addresses = [
    *(place(page, told) for page in
      ("checks", "assignments", "balance", "decisions", "announce")),
    *(place(page, second) for page in ("check", "judges", "decide", "change")),
    place("change", decision), place("change", record),
    place("change", judge_of_it), place("change", first.letters.last()),
    place("change", Declaration.objects.filter(proposal=first).get()),
    *(reverse(f"admin:awards_{kind}_add") for kind in ("extension", "editwindow")),
    *(reverse(f"admin:awards_{kind}_changelist") for kind in
      ("decision", "minutes", "appointment", "declaration", "letter", "act")),
]
with open(os.environ["ADDRESSES"], "w") as file:
    json.dump(addresses, file)
"""
PASSWORD = "a long and boring passphrase"  # noqa: S105


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    """Where the portal writes down the pages of the admin about deciding."""
    return tmp_path_factory.mktemp("committee") / "addresses.json"


@pytest.fixture(scope="module")
def portal(addresses):
    """The address of a portal with a stage that is being judged, and one decided."""
    with fresh_database("committee", migrated()) as database:
        environment = os.environ | {"DATABASE_URL": database}
        environment["ADDRESSES"] = str(addresses)
        manage(environment, "shell", "--no-imports", "-c", PREPARE + DECIDING)
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
    """Sign in: a password, then a code, where one is asked."""
    for field, text in (("login", f"{name}@example.org"), ("password", PASSWORD)):
        tab_to_field(tab, field)
        tab.keyboard.type(text)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    if tab.locator("[name=code]").count():
        tab_to_field(tab, "code")
        with tab.expect_navigation():
            tab.keyboard.type(code())
            tab.keyboard.press("Enter")


def looked_at(tab):
    assert faults(tab) == [], tab.url
    size = tab.viewport_size
    assert width_needed(tab, 320) <= 320, tab.url
    tab.set_viewport_size(size)


def open_by_key(tab, words):
    """Go with Tab to a link or a button that has these words, and press Enter."""
    follow(tab, words, matches=str.__contains__)


def write(tab, field, text):
    tab_to_field(tab, field)
    tab.keyboard.type(text)


def test_link_of_an_appointment_is_accepted(come):
    tab = come("ada", "commissioni/ada")
    looked_at(tab)
    open_by_key(tab, "Accedi")
    enter(tab, "ada")
    assert "/it/commissioni/ada/" in tab.url
    looked_at(tab)
    tab_to_field(tab, "confidential")
    tab.keyboard.press("Space")
    open_by_key(tab, "Accetta")
    assert re.search(r"/it/mie/valutazioni/\d+/", tab.url)
    looked_at(tab)


def test_evaluator_declares_writes_and_hands_in(come):
    tab = come("eva", "mie/valutazioni")
    looked_at(tab)
    open_by_key(tab, "prima fase")
    looked_at(tab)
    open_by_key(tab, "Acqua")
    looked_at(tab)
    assert "Sete." not in tab.locator("main").inner_text()
    choose_radio(tab, "has_conflict", "0")
    open_by_key(tab, "Dichiara")
    assert "Sete." in tab.locator("main").inner_text()
    assert "non convince" not in tab.locator("main").inner_text()
    looked_at(tab)
    open_by_key(tab, "Scrivi la tua valutazione")
    write(tab, "applicant", "Si capisce bene.")
    tab.locator("[data-saved]", has_text="salvato alle").wait_for()
    looked_at(tab)
    open_by_key(tab, "Consegna")
    assert "manca" in tab.locator("[aria-labelledby=missing]").inner_text()
    looked_at(tab)
    for field in tab.locator("input[name^='score.']").all():
        write(tab, field.get_attribute("name"), "4")
    tab.context.set_offline(True)
    write(tab, "committee", "Scritto senza rete.")
    tab.locator("[data-saved]", has_text="custodito").wait_for()
    tab.context.set_offline(False)
    tab.locator("[data-saved]", has_text="salvato alle").wait_for()
    open_by_key(tab, "Consegna")
    text = tab.locator("main").inner_text()
    assert "Il metodo non convince." in text
    assert "Scritto senza rete." in text
    write(tab, "text", "Parliamone.")
    open_by_key(tab, "Dillo")
    assert "Parliamone." in tab.locator("#discussion").inner_text()
    looked_at(tab)


def test_chair_reads_the_ranking_closes_it_and_makes_the_minutes(come):
    tab = come("ivo", "my/reviews", "en")
    open_by_key(tab, "first stage")
    looked_at(tab)
    declare_on_all(tab, "Declare")
    open_by_key(tab, "Ranking")
    looked_at(tab)
    tab.set_viewport_size({"width": 1280, "height": 800})
    looked_at(tab)
    open_by_key(tab, "Close the ranking")
    assert "Number 1" in tab.locator("main").inner_text()
    open_by_key(tab, "first stage")
    open_by_key(tab, "Minutes")
    make_minutes(tab, "Make the minutes")
    looked_at(tab)
    address = tab.locator("a", has_text="Whole (PDF)").get_attribute("href")
    paper = tab.request.get(address)
    assert paper.body()[:5] == b"%PDF-"


def declare_on_all(tab, button):
    """No conflict with any: only then does what a proposal says open. Gives them."""
    stage, titles = tab.url, tab.locator("main ul a").all_inner_texts()
    for title in titles:
        open_by_key(tab, title)
        assert "Sete." not in tab.inner_text("main")
        looked_at(tab)
        choose_radio(tab, "has_conflict", "0")
        open_by_key(tab, button)
        assert "Sete." in tab.inner_text("main")
        looked_at(tab)
        tab.goto(stage)
    return titles


def make_minutes(tab, button):
    if tab.locator("[name=reason]").count():  # some are made already
        write(tab, "reason", "Mancava una firma.")
    open_by_key(tab, button)


def test_secretary_follows_the_judging_and_keeps_the_papers(come):
    tab = come("ugo", "mie/valutazioni")
    looked_at(tab)
    open_by_key(tab, "prima fase")
    looked_at(tab)
    titles = declare_on_all(tab, "Dichiara")
    open_by_key(tab, "Graduatoria")
    looked_at(tab)
    ranked = tab.locator("main table").first.inner_text()
    assert all(title in ranked for title in titles)
    open_by_key(tab, "prima fase")
    open_by_key(tab, "Verbale")
    looked_at(tab)
    make_minutes(tab, "il verbale")
    looked_at(tab)
    tab_to(tab, "Intero (PDF)")
    paper = tab.request.get(tab.evaluate("document.activeElement.href"))
    assert paper.body()[:5] == b"%PDF-"


def test_pages_of_deciding_have_no_fault_on_a_wide_screen(browser, portal, addresses):
    size = {"width": 1280, "height": 900}
    door = browser.new_context(base_url=portal)
    door.new_page().goto("/admin/")
    enter(door.pages[0], "sara")
    kept, places = door.storage_state(), json.loads(addresses.read_text())
    door.close()
    for language, some in (("it", places[::2]), ("en", places[1::2])):
        look = {"viewport": size, "locale": language, "storage_state": kept}
        context = browser.new_context(base_url=portal, **look)
        tab = context.new_page()
        for place in some:
            assert tab.goto(place).status == 200, place
            assert tab.get_attribute("html", "lang") == language, place
            assert width_needed(tab, 1280) <= 1280, place
            assert faults(tab) == [], place
        context.close()
