"""Staff come in with a browser: a password, then a code or a passkey."""

import os
import subprocess
import sys
import time

import pytest

from polisocial.local import accounts
from tests.browser.kinds import EVERY_OF_ACCOUNTS, address
from tests.browser.test_accessibility import faults
from tests.portals import ROOT

PREPARE = "import django; django.setup(); from polisocial.local import accounts as a; "
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def door(portal, content_database):
    """The portal with the accounts of a developer's machine; keys want a name."""
    subprocess.run(
        [sys.executable, "-c", PREPARE + "a.prepare()"],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": content_database,
            "DJANGO_SETTINGS_MODULE": "polisocial.settings",
        },
        check=True,
    )
    return portal.replace("127.0.0.1", "localhost")


def look(tab):
    """At the page as it is now, on a small screen and at night, then on a wide one."""
    tab.wait_for_load_state()  # a click has led to it, perhaps a moment ago
    for width, scheme in ((360, "dark"), (1280, "light")):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, tab.url
        assert faults(tab) == [], f"{tab.url}, {width} px, {scheme}"


def press(tab, **answers):
    for name, text in answers.items():
        tab.fill(f"[name={name}]", text)
    tab.click("main form .btn")


def code():
    """What the app shows, once it leaves us the time to type it."""
    while accounts.STEP - time.time() % accounts.STEP < 2:
        time.sleep(0.1)
    return accounts.code()


@pytest.mark.parametrize(("kind", "language"), EVERY_OF_ACCOUNTS)
def test_page_without_an_account_has_no_fault(portal, tab, kind, language):
    tab.goto(portal + address(kind, language))
    look(tab)


def test_a_first_visit_to_the_sign_in_is_light(door, tab):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{door}/it/account/login/", wait_until="networkidle")
    assert all(url.startswith(door) for url in asked)
    assert not any(".js" in url for url in asked)
    assert len(asked) <= 5


def test_password_code_and_passkey_open_the_admin(door, tab):
    """One journey: wrong password, right one, the code; a passkey; in with it."""
    wrong = []
    tab.on("console", lambda m: wrong.append(m.text) if "Policy" in m.text else None)
    tab.goto(f"{door}/admin/")
    press(tab, login="editor@example.org", password="no")  # noqa: S106
    look(tab)
    press(tab, login="editor@example.org", password=accounts.password())
    look(tab)
    press(tab, code=code())
    assert tab.url == f"{door}/admin/"

    for page in ("password/change", "logout"):
        tab.goto(f"{door}/it/account/{page}/")
        look(tab)
    tab.goto(f"{door}/it/account/factor/passkeys/add/")
    press(tab, password=accounts.password())
    look(tab)
    keys = tab.context.new_cdp_session(tab)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    press(tab, name="La chiave di casa")
    tab.wait_for_url("**/account/factor/codes/")
    for page in ("", "codes/", "codes/new/", "app/remove/"):
        tab.goto(f"{door}/it/account/factor/{page}")
        look(tab)
    tab.goto(f"{door}/it/account/factor/")
    assert "La chiave di casa" in tab.inner_text("main")

    tab.goto(f"{door}/admin/")
    tab.click("#logout-form button")
    tab.goto(f"{door}/admin/")
    press(tab, login="editor@example.org", password=accounts.password())
    tab.click("form[data-passkey] .btn")
    tab.wait_for_url("**/admin/")
    assert wrong == []


def test_passkey_that_fails_says_so(door, tab):
    tab.goto(f"{door}/admin/")
    press(tab, login="office@example.org", password=accounts.password())
    press(tab, code=code())
    tab.goto(f"{door}/it/account/factor/passkeys/add/")
    press(tab, password=accounts.password())
    tab.evaluate("() => { navigator.credentials.create = () => Promise.reject() }")
    press(tab, name="Nessuna")
    tab.wait_for_selector("[data-trouble]:not([hidden])")
    look(tab)


def test_setting_up_an_app_has_no_fault(door, tab):
    tab.goto(f"{door}/admin/")
    press(tab, login="reader@example.org", password=accounts.password())
    press(tab, code=code())
    for page in ("codes", "app/remove"):
        tab.goto(f"{door}/it/account/factor/{page}/")
        if "reauthenticate" in tab.url:
            press(tab, password=accounts.password())
    press(tab)
    tab.goto(f"{door}/it/account/factor/app/")
    look(tab)
    assert tab.evaluate("document.querySelector('main img').naturalWidth") > 0
    press(tab, code="1")
    look(tab)


def test_pages_of_ones_own_have_no_fault(door, tab):
    tab.goto(f"{door}/it/account/login/")
    press(tab, login=accounts.APPLICANT, password=accounts.password())
    for page in ("", "sessions/", "data/"):
        tab.goto(f"{door}/it/account/{page}")
        look(tab)
    tab.goto(f"{door}/it/account/")
    press(tab, first_name="", orcid="0000-0002-1825-0098")
    look(tab)
    press(tab, first_name="Anna", last_name="Rossi", orcid="0000000218250097")
    assert tab.input_value("[name=orcid]") == "0000-0002-1825-0097"
    tab.goto(f"{door}/it/account/erase/")
    press(tab, password=accounts.password())
    look(tab)
    tab.goto(f"{door}/en/account/erase/")
    look(tab)
    press(tab)
    assert "Your account is erased" in tab.inner_text("main")
    look(tab)
