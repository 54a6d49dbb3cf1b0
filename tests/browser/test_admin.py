"""The admin in a browser: no fault of accessibility, room enough, hints in time."""

import json

import pytest

from content.readability import gulpease
from polisocial.local import accounts
from tests.browser.test_accessibility import faults
from tests.browser.test_account import code, door, press  # noqa: F401
from tests.portals import ROOT

LISTS = (
    "awards/project",
    "awards/call",
    "awards/financialyear",
    "directory/organisation",
    "polisocial/errorreport",
    "accounts/user",
    "year",
    "year/check",
)
ADDED = (
    *("awards/project", "awards/call", "awards/question", "awards/stage"),
    *("offcampus/site", "accounts/user"),
)
CHANGED = (
    "awards/project",
    "awards/financialyear",
    "cantieri/lab",
    "offcampus/site",
    "polisocial/loadedrecord",
    "accounts/user",
    "auth/group",
)
LOOKS = (("en", 360, "dark"), ("it", 1280, "light"))


@pytest.fixture(scope="module")
def staff(door, browser):  # noqa: F811
    """What a browser keeps of somebody who may do everything, once signed in."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{door}/admin/")
    press(tab, login="admin@example.org", password=accounts.password())
    press(tab, code=code())
    assert tab.url == f"{door}/admin/"
    yield context.storage_state()
    context.close()


@pytest.fixture
def desk(door, browser, staff):  # noqa: F811
    """A tab of theirs, at an address of the admin, in a language."""
    contexts = []

    def open_at(path, language="it", width=1280, scheme="light"):
        context = browser.new_context(
            storage_state=staff,
            locale=language,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
        )
        contexts.append(context)
        tab = context.new_page()
        tab.wrong = []
        tab.on("pageerror", lambda error: tab.wrong.append(str(error)))
        tab.goto(f"{door}/admin/{path}")
        return tab

    yield open_at
    for context in contexts:
        context.close()


def look(tab):
    width = tab.viewport_size["width"]
    assert tab.evaluate("document.documentElement.scrollWidth") <= width, tab.url
    assert faults(tab) == [], tab.url
    assert tab.wrong == [], tab.url


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
@pytest.mark.parametrize("kind", LISTS)
def test_list_has_no_fault(desk, kind, language, width, scheme):
    look(desk(f"{kind}/", language, width, scheme))


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
@pytest.mark.parametrize("kind", ADDED)
def test_empty_form_has_no_fault(desk, kind, language, width, scheme):
    look(desk(f"{kind}/add/", language, width, scheme))


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
@pytest.mark.parametrize("kind", CHANGED)
def test_form_has_no_fault(desk, kind, language, width, scheme):
    tab = desk(f"{kind}/")
    first = tab.locator("#result_list tbody th a").first.get_attribute("href")
    tab = desk(first.removeprefix("/admin/"), language, width, scheme)
    look(tab)


def test_switch_of_language_stays_on_the_page(desk):
    tab = desk("awards/project/?publication=public")
    assert tab.get_attribute("html", "lang") == "it"
    tab.click("#language-form button")
    assert tab.get_attribute("html", "lang") == "en"
    assert tab.url.endswith("/admin/awards/project/?publication=public")


def test_added_row_is_a_source_of_the_figure_it_is_below(desk):
    tab = desk("awards/project/add/", "en")
    group = tab.locator("#sources_award-group")
    assert group.locator("tr.form-row:visible").count() == 0
    group.locator(".add-row a").click()
    group.locator('[name="sources_award-0-address"]').fill("https://example.org/")
    assert tab.locator('[name="sources_award-TOTAL_FORMS"]').input_value() == "1"
    look(tab)


def italian(value):
    """Every Italian text in what was read from a file."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "it" and isinstance(each, str):
                yield each
            else:
                yield from italian(each)
    elif isinstance(value, list):
        for each in value:
            yield from italian(each)


def test_readability_is_counted_the_same_here_and_in_the_browser(desk):
    texts = [
        text
        for path in sorted((ROOT / "data").rglob("*.json"))
        for text in italian(json.loads(path.read_text()))
    ]
    assert len(texts) > 100
    texts += ["", "…", "Perche\u0301. È 1.250,5 euro!", "Una\r\ndue\n\ntre", "«Sì.» No"]
    tab = desk("awards/project/add/")
    address = tab.get_attribute('script[src*="gulpease"]', "src")
    counted = tab.evaluate(
        "async ([address, texts]) => texts.map((await import(address)).gulpease)",
        [address, texts],
    )
    assert counted == [gulpease(text) for text in texts]


def test_readability_is_told_while_one_types(desk):
    tab = desk("awards/project/add/", "en")
    tab.fill("#id_summary_it", "Un orto. Una scuola.")
    hint = tab.locator("#id_summary_it_gulpease")
    assert "100 of 100" in hint.inner_text()
    tab.fill("#id_summary_it", "internazionalizzazione " * 10)
    assert hint.inner_text().startswith("Readability 0 of 100: hard with upper")
    tab.fill("#id_summary_it", "")
    assert hint.inner_text() == ""
