"""The way of an applicant, from the page of a call to a proposal brought back.

By keyboard alone: only the links of letters are opened as a letter opens them. Each
screen is looked at where it comes.
"""

import email
import re
from email import policy
from urllib.parse import urlsplit

from django.utils.translation import gettext, override

from tests.browser.keyboard import choose_file, choose_next, follow, tab_to, type_in
from tests.browser.test_accessibility import faults, width_needed

PASSWORD = "a long and boring passphrase"  # noqa: S105
MINUTE = 60_000  # milliseconds


def looked_at(tab):
    assert faults(tab) == [], tab.url
    assert width_needed(tab, 320) <= 320, tab.url
    tab.set_viewport_size({"width": 360, "height": 800})


def wait_for(tab, text):
    tab.locator("[data-saved]", has_text=text).wait_for()


def link_to(address, folder):
    """Where the last letter to somebody leads."""
    for path in sorted(folder.iterdir(), reverse=True):
        for one in reversed(re.split(rb"\n-{79}\n", path.read_bytes())):
            letter = email.message_from_bytes(one, policy=policy.default)
            if letter["To"] == address:
                return urlsplit(
                    re.search(r"https?://\S+", letter.get_content())[0]
                ).path
    raise AssertionError(f"no letter to {address}")


class Applicant:
    """Somebody without an account yet, and their browser."""

    def __init__(self, tab, language, letters):
        self.tab, self.language, self.letters = tab, language, letters
        self.email = f"ida-{language}@example.org"

    def say(self, words):
        """How the portal says it in their language."""
        with override(self.language):
            return gettext(words)

    def follow(self, words):
        follow(self.tab, self.say(words))
        looked_at(self.tab)
        assert self.tab.get_attribute("html", "lang") == self.language

    def type_in(self, words, text):
        type_in(self.tab, self.say(words), text)

    def choose_next(self, words):
        choose_next(self.tab, self.say(words))

    def wait_until_saved(self):
        wait_for(self.tab, self.say("saved at {time}").partition("{")[0])

    def open_the_call(self):
        name = self.tab.locator("main article a, main h3 a").first.inner_text()
        follow(self.tab, name)
        looked_at(self.tab)
        self.follow("Start a proposal")

    def sign_up(self):
        self.tab.goto(f"/{self.language}/{self.say('apply/')}")
        looked_at(self.tab)
        self.open_the_call()
        self.follow("Create an account")
        self.type_in("Name", "Ida")
        self.type_in("Surname", "Rossi")
        self.type_in("E-mail", self.email)
        type_in(self.tab, self.tab.inner_text("[for=id_password1]"), PASSWORD)
        self.follow("Create an account")
        self.tab.goto(link_to(self.email, self.letters))
        looked_at(self.tab)
        self.follow("Yes, it is mine")
        self.type_in("E-mail", self.email)
        self.type_in("Password", PASSWORD)
        self.follow("Sign in")

    def start(self):
        self.follow("See the calls")
        self.open_the_call()
        self.choose_next("What you are at the university")
        self.follow("Start a proposal")
        assert self.say("NOT SUBMITTED") in self.tab.inner_text(".banner")
        self.follow("Go on with:")

    def write(self, word, plan):
        """The pages with fields; for a minute, in the middle, there is no network."""
        tab = self.tab
        self.type_in("Title of the project", "Acqua")
        self.type_in("Length of the project, in months", "12")
        self.wait_until_saved()
        self.follow("Save and go on")

        tab.context.set_offline(True)
        type_in(tab, "Bisogno" if self.language == "it" else "Need", "Sete di ")
        wait_for(tab, self.say("not saved yet: kept on this device"))
        tab.clock.run_for(MINUTE)
        tab.keyboard.type("quartiere.")
        wait_for(tab, self.say("not saved yet: kept on this device"))
        tab.clock.run_for(MINUTE / 10)
        looked_at(tab)
        tab.context.set_offline(False)
        tab.clock.run_for(MINUTE)
        self.wait_until_saved()
        assert tab.input_value("textarea") == "Sete di quartiere."

        label = "Piano" if self.language == "it" else "Plan"
        choose_file(tab, label, word)
        tab.locator("[data-wrong]", has_text="Word").wait_for()
        looked_at(tab)
        choose_file(tab, label, plan)
        tab.locator(".file a", has_text=plan.name).wait_for()
        looked_at(tab)

    def name_others(self):
        self.go_to("Team")
        self.type_in("Name and surname", "Bruno Bo")
        self.type_in("E-mail", f"bruno-{self.language}@example.org")
        self.follow("Send the invitation")
        self.go_to("Partners")
        self.type_in("Name of the organisation", "Orti")
        self.choose_next("What it is, if it is new")
        self.type_in("What it does in the project", "Coltiva")
        self.type_in("Who answers for it", "Dario")
        self.type_in("E-mail", f"dario-{self.language}@example.org")
        self.follow("Name it and ask")

    def go_to(self, page):
        """By the list of the pages, which is folded on a narrow screen."""
        tab_to(self.tab, self.say("Pages of the proposal"))
        self.tab.keyboard.press("Enter")
        self.follow(page)

    def ask_for_money(self):
        self.go_to("Budget")
        self.type_in("Department or lab", "DASTU")
        heading = "Persone" if self.language == "it" else "Staff"
        beyond = self.tab.locator("tfoot [data-beyond]").first
        type_in(self.tab, heading, "1.000,51")
        beyond.wait_for()
        looked_at(self.tab)
        self.tab.keyboard.press("Backspace")
        self.tab.keyboard.type("0")
        beyond.wait_for(state="hidden")
        self.wait_until_saved()
        total = {"it": "1.000,50 €", "en": "€1,000.50"}[self.language]
        assert self.tab.inner_text("[data-total]").replace("\u00a0", " ") == total

    def hand_in(self):
        """Gives the number of the receipt."""
        self.follow("Check and hand in")
        self.follow("Hand in")
        assert self.say("SUBMITTED") in self.tab.inner_text(".banner")
        return self.tab.locator("main tbody th a").first.inner_text()

    def verify(self, receipt):
        follow(self.tab, receipt)
        looked_at(self.tab)
        follow(self.tab, receipt)
        looked_at(self.tab)
        said = self.tab.inner_text("main .note")
        assert receipt in said
        assert self.say("Genuine") in said
        self.tab.go_back()

    def change_the_title(self):
        self.go_to("The project")
        self.type_in("Title of the project", "Acqua e ombra")
        self.wait_until_saved()

    def see_it_as_evaluators(self):
        tab_to(self.tab, self.say("Pages of the proposal"))
        self.tab.keyboard.press("Enter")
        self.follow("See it as evaluators read it")
        assert "Acqua e ombra" in self.tab.inner_text("main")

    def withdraw_and_come_back(self, address):
        self.tab.goto(address)
        self.follow("Withdraw the proposal")
        self.type_in("Why", "Ci ripensiamo.")
        self.follow("Withdraw the proposal")
        assert self.say("WITHDRAWN") in self.tab.inner_text(".banner")
        self.follow("Make the last version count again")
        assert self.say("SUBMITTED") in self.tab.inner_text(".banner")


def answer_letter(tab, address, letters, button):
    """What the link of a letter asks, without an account."""
    tab.goto(link_to(address, letters))
    looked_at(tab)
    follow(tab, button)
    tab.locator("main .note").wait_for()
    looked_at(tab)
