"""A proposal from the call to its receipt, in a browser, the network gone half-way."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.journey import Applicant, answer_letter, looked_at, wait_for
from tests.browser.test_account import press
from tests.content.files.samples import DOCX_PARTS, package, pdf
from tests.originals import migrated
from tests.portals import fresh_database, manage, served

PREPARE = """
from tests.awards.calls import make_call_open_now
from tests.factories import make_user
stage = make_call_open_now()
stage.call.cost_headings.create(name_it="Persone", name_en="Staff", cap="1000.50")
named = {"label_it": "Piano", "label_en": "Plan", "is_required": False}
stage.sections.get().questions.create(key="plan", kind="file", position=9, **named)
from awards.actions.form import freeze
freeze(stage, by=make_user(), reason_it="Manca il costo.", reason_en="No costs.")
for name in ("anna", "bruno"):
    make_user(email=f"{name}@example.org", first_name=name.title()).verify_email()
"""
SAVED, KEPT = "salvato alle", "custodito su questo dispositivo"
TWO = "Anche un’altra persona"


@dataclass
class Office:
    """A portal with one call that is open now; its letters go to a folder."""

    portal: str
    letters: Path
    environment: dict

    def send_letters(self):
        manage(self.environment, "work")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    letters = tmp_path_factory.mktemp("letters")
    with fresh_database("proposal", migrated()) as database:
        environment = os.environ | {"DATABASE_URL": database}
        environment["EMAIL_URL"] = f"filemail:///{letters}"
        manage(environment, "shell", "--no-imports", "-c", PREPARE)
        with served(environment) as server:
            yield Office(server.address, letters, environment)


@pytest.fixture(scope="module")
def portal(office):
    return office.portal


def signed_in(context, name):
    """A tab of a context where somebody has signed in."""
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    tab.goto("/it/account/login/")
    password = "a long and boring passphrase"  # noqa: S105
    press(tab, login=f"{name}@example.org", password=password)
    return tab


@pytest.fixture
def come(browser, portal):
    """Somebody who has signed in; gives a tab of a narrow screen."""
    contexts = []

    def come_in(name):
        size = {"width": 360, "height": 800}
        contexts.append(browser.new_context(base_url=portal, viewport=size))
        return signed_in(contexts[-1], name)

    yield come_in
    for context in contexts:
        context.close()


def wait_until_stored(tab, page, text):
    for _ in range(100):
        if text in tab.request.get(page).text():
            return
        tab.wait_for_timeout(100)
    raise AssertionError(f"the server does not know “{text}”")


def started(tab):
    """A new proposal, from the page of the call."""
    tab.goto("/it/partecipa/")
    tab.click("main h3 a, main .rows a, main article a >> nth=0")
    tab.click("a.btn")
    tab.fill("[name=name]", "Anna Rossi")
    tab.select_option("[name=role_group]", "tenured")
    tab.click("main form .btn")
    tab.wait_for_url(re.compile("/proposte/[a-z0-9]{8}/"))


@pytest.mark.parametrize("language", ["it", "en"])
def test_journey_of_an_applicant_by_keyboard_alone(browser, office, language, tmp_path):
    size = {"width": 360, "height": 800}
    context = browser.new_context(base_url=office.portal, viewport=size)
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    tab.clock.install()
    ida = Applicant(tab, language, office.letters)
    ida.sign_up()
    ida.start()
    plan, word = tmp_path / "piano.pdf", tmp_path / "lettera.pdf"
    plan.write_bytes(pdf())
    word.write_bytes(package(DOCX_PARTS))
    ida.write(word, plan)
    ida.name_others()
    ida.ask_for_money()
    office.send_letters()
    stranger = browser.new_context(base_url=office.portal, viewport=size).new_page()
    for who, button in (("bruno", "I agree to be named"), ("dario", "Confirm")):
        address = f"{who}-{language}@example.org"
        answer_letter(stranger, address, office.letters, ida.say(button))
    stranger.context.close()
    receipt = ida.hand_in()
    address = tab.url
    ida.verify(receipt)
    ida.change_the_title()
    assert ida.hand_in() == receipt.replace("-1", "-2")
    ida.see_it_as_evaluators()
    ida.withdraw_and_come_back(address)
    context.close()


def test_a_file_leaves_when_it_is_chosen_and_takes_no_word_away(come, tmp_path):
    plan = tmp_path / "piano.pdf"
    plan.write_bytes(pdf())
    tab = come("anna")
    started(tab)
    tab.goto(tab.locator(".steps a").nth(1).get_attribute("href"))
    tab.fill("textarea", "Sete.")
    wait_for(tab, SAVED)
    tab.set_input_files("input[type=file]", plan)
    tab.locator(".file a", has_text="piano.pdf").wait_for()
    assert tab.input_value("textarea") == "Sete."
    looked_at(tab)
    tab.goto(tab.locator(".steps a").first.get_attribute("href"))
    tab.locator("#title").press("Enter")
    wait_for(tab, SAVED)
    tab.go_back()
    tab.click("[name=remove]")
    tab.locator(".file a").wait_for(state="detached")


def test_the_letter_of_a_partner_leaves_when_it_is_chosen(come, tmp_path):
    letter, tab = tmp_path / "lettera.pdf", come("anna")
    letter.write_bytes(b"hello")
    letter.with_name("altra.pdf").write_bytes(pdf())
    started(tab)
    tab.goto(tab.locator(".steps a").nth(3).get_attribute("href"))
    for name in ("name", "role", "contact_name"):
        tab.fill(f"[name={name}]", "Orti")
    tab.fill("[name=contact_email]", "dora@example.org")
    tab.select_option("[name=kind]", "association")
    tab.locator("main form button").press("Enter")
    tab.click("main tbody th a")
    looked_at(tab)
    assert not tab.locator("[data-unscripted]").is_visible()
    tab.set_input_files("input[type=file]", letter)
    tab.locator("[data-wrong]", has_text="è testo semplice").wait_for()
    assert tab.locator("[data-unscripted]").is_visible()
    tab.set_input_files("input[type=file]", letter.with_name("altra.pdf"))
    tab.locator("main a", has_text="altra.pdf").wait_for()
    assert "La lettera è conservata." in tab.inner_text("main")
    looked_at(tab)


def test_text_typed_offline_is_there_when_the_page_comes_back(come):
    tab = come("anna")
    started(tab)
    page = tab.locator(".steps a").nth(1).get_attribute("href")
    tab.goto(page)
    tab.context.set_offline(True)
    tab.fill("textarea", "Sete.")
    wait_for(tab, KEPT)
    context = tab.context
    tab.close()
    context.set_offline(False)
    tab = context.new_page()
    tab.goto(page)
    wait_for(tab, SAVED)
    assert tab.input_value("textarea") == "Sete."
    tab.reload()
    assert tab.input_value("textarea") == "Sete."


def test_the_last_words_come_along_to_the_next_page(come):
    tab = come("anna")
    started(tab)
    page = tab.locator(".steps a").nth(1).get_attribute("href")
    tab.goto(page)
    tab.fill("textarea", "Sete.")
    tab.click(".side a.btn")
    tab.wait_for_url("**/controlla/")
    assert "1 cosa" not in tab.locator(".steps li").nth(1).inner_text()
    tab.goto(page)
    tab.fill("textarea", "Sete di quartiere.")
    tab.goto("/it/")
    tab.evaluate("localStorage.clear()")
    # Sent while leaving, they may reach the server after the next page is asked for.
    wait_until_stored(tab, page, "Sete di quartiere.")
    tab.goto(page)
    assert tab.input_value("textarea") == "Sete di quartiere."


def test_words_left_on_the_device_are_told_before_handing_in(come):
    tab = come("anna")
    started(tab)
    page = tab.locator(".steps a").nth(1).get_attribute("href")
    check = tab.locator(".side a.btn").get_attribute("href")
    tab.goto(page)
    tab.route("**/salva/", lambda route: route.abort())
    tab.fill("textarea", "Sete.")
    wait_for(tab, KEPT)
    tab.goto(check)
    looked_at(tab)
    tab.unroute("**/salva/")
    tab.click("[data-unsaved] a")
    wait_for(tab, SAVED)
    tab.goto(check)
    assert tab.locator("[data-unsaved]").is_hidden()


def test_a_page_goes_on_saving_after_a_sign_in_in_another_tab(come):
    tab = come("anna")
    started(tab)
    tab.goto(tab.locator(".steps a").nth(1).get_attribute("href"))
    tab.locator("main form button").last.click()
    wait_for(tab, SAVED)
    tab.context.clear_cookies()
    tab.fill("textarea", "Sete.")
    wait_for(tab, "un’altra scheda")
    other = tab.context.new_page()
    other.goto("/it/account/login/")
    password = "a long and boring passphrase"  # noqa: S105
    press(other, login="anna@example.org", password=password)
    wait_for(tab, SAVED)


def test_two_tabs_of_the_same_page_lose_nothing(come):
    first = come("anna")
    started(first)
    page = first.locator(".steps a").nth(0).get_attribute("href")
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(page)
        tab.wait_for_load_state("networkidle")
    first.fill("#title", "Acqua")
    wait_for(first, SAVED)
    second.fill("#title", "Fuoco")
    second.fill("#duration", "12")
    second.locator(".clash", has_text=TWO).wait_for()
    second.locator("#title").press("End")
    for letter in "!?":  # whoever goes on typing goes on with the second text
        second.locator("#title").press_sequentially(letter)
        wait_for(second, KEPT)
        wait_for(second, SAVED)
    second.reload()
    assert second.input_value("#title") == "Acqua"
    assert second.input_value("#duration") == "12"
    assert "Fuoco!?" in second.inner_text("blockquote")
    second.fill("#duration", "24")
    second.fill("#title", "Acqua?")  # given up by the choice
    second.click("button[value=other]")
    second.locator(".clash").wait_for(state="detached")
    assert second.input_value("#title") == "Fuoco!?"
    assert second.input_value("#duration") == "24"


COUNTED = {
    "": 0,
    "l’acqua pubblica – e privata": 4,
    "• uno\n• due\u00a0tre": 3,
    "«Ciao!» 3,5 % 水": 3,
    "e\u0300 cosi\u0300\u200b": 2,
}


SHARES = [  # what a heading asks and its share of the whole, which it may just ask
    ((3333, 10_000), "33.33", False),
    ((3334, 10_000), "33.33", True),
    ((37_500_000_000_001, 100_000_000_000_000), "37.50", True),
    ((37_500_000_000_000, 100_000_000_000_000), "37.50", False),
    ((1, 0), "0.00", True),
]
LEFT = {
    (200_000, "it"): "2 giorni, 7 ore",
    (172_805, "en"): "2 days",
    (3600, "en"): "1 hour",
    (75, "it"): "1 minuto, 15 secondi",
}


def test_browser_and_server_count_alike(come):
    tab = come("anna")
    style = tab.evaluate("document.querySelector('link[rel=stylesheet]').href")

    def called(file, name, cases):
        call = "async ([at, name, cases]) => {const from = await import(at);"
        call += "return cases.map((each) => from[name](...each))}"
        address = f"{style.rpartition('/css/')[0]}/js/{file}.js"
        return tab.evaluate(call, [address, name, cases])

    found = called("words", "countWords", [[text] for text in COUNTED])
    assert dict(zip(COUNTED, found, strict=True)) == COUNTED
    cases = [({"share": share}, *sums) for sums, share, _over in SHARES]
    assert called("budget", "isOver", cases) == [over for *_case, over in SHARES]
    cases = [({"least": "12.50"}, *sums) for sums in ((125, 1000), (124, 1000), (0, 9))]
    assert called("budget", "isUnder", cases) == [False, True, False]
    found = called("sums", "cents", [["9" * 12], ["9" * 13], ["1.000,5"]])
    assert found == [99_999_999_999_900, None, 100_050]
    started(tab)  # a page with a clock
    assert called("clock", "timeLeft", list(LEFT)) == list(LEFT.values())
