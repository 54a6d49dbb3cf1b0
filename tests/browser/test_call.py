"""An open call as visitors meet it, wherever they are."""

import os

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.browser.test_accessibility import LOOKS, faults, width_needed
from tests.browser.weighing import weigh
from tests.originals import migrated
from tests.portals import fresh_database, manage, served

KB = 1024
CALL = "from tests.awards.calls import make_whole_call; make_whole_call()"


@pytest.fixture(scope="module")
def portal():
    """The address of a portal with one call, whose deadline is 31 March 2027."""
    with fresh_database("call", migrated()) as database:
        environment = os.environ | {"DATABASE_URL": database}
        manage(environment, "shell", "--no-imports", "-c", CALL)
        with served(environment) as server:
            yield server.address


def address(language):
    with override(language):
        return reverse("call", args=[2027])


@pytest.mark.parametrize("language", LOOKS)
def test_call_has_no_fault_of_accessibility(portal, tab, language):
    tab.goto(portal + address(language))
    for width, scheme in LOOKS.values():
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        assert faults(tab) == [], f"{width} px, {scheme}"
    assert width_needed(tab, 320) <= 320, "small screen"
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    assert width_needed(tab, 1280) <= 1280, "double text"


def test_call_is_light_and_stays_here(portal, tab):
    weight = weigh(tab, portal, address("it"))
    assert weight.foreign == []
    assert weight.requests <= 5
    assert weight.bytes <= 40 * KB
    assert weight.html <= 16 * KB
    assert weight.css <= 10 * KB
    assert weight.js <= 1 * KB
    assert tab.context.cookies() == []


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/New_York", "(America/New_York): 31 March 2027 at 06:00"),
        ("Asia/Tokyo", "(Asia/Tokyo): 31 March 2027 at 19:00"),
        ("Europe/Rome", None),
        ("Europe/Berlin", None),  # another name for the same time
    ],
)
def test_deadline_is_told_in_the_visitors_zone_too(portal, browser, zone, words):
    context = browser.new_context(timezone_id=zone)
    tab = context.new_page()
    tab.goto(portal + address("en"), wait_until="networkidle")
    told = tab.locator("[data-own-zone] li").nth(1).inner_text()
    assert "31 March 2027, 12:00 (Rome time)" in told
    assert words in told if words else "zone" not in told
    context.close()


def test_deadline_is_romes_without_javascript(portal, browser):
    context = browser.new_context(java_script_enabled=False, timezone_id="Asia/Tokyo")
    tab = context.new_page()
    tab.goto(portal + address("en"))
    told = tab.locator("[data-own-zone] li").nth(1).inner_text()
    assert told.split("\n") == ["Deadline", "31 March 2027, 12:00 (Rome time)"]
    context.close()
