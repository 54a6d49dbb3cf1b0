"""No known fault of accessibility, on any kind of page, however it is looked at."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.kinds import EVERY, address

RULES = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
    "resultTypes": ["violations"],  # what is right need not be listed in full
}
# Each page is looked at in both widths and both schemes, one in each language.
LOOKS = {"it": (360, "dark"), "en": (1280, "light")}
VIOLATIONS = "async rules => (await axe.run(rules)).violations"


def faults(tab):
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
    return [
        (fault["id"], node["target"], node["failureSummary"])
        for fault in tab.evaluate(VIOLATIONS, RULES)
        for node in fault["nodes"]
    ]


def width_needed(tab, width):
    tab.set_viewport_size({"width": width, "height": 900})
    return tab.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_page_has_no_fault(portal, tab, kind, language):
    tab.goto(portal + address(kind, language))
    width, scheme = LOOKS[language]
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme)
    assert faults(tab) == []
    assert width_needed(tab, 320) <= 320, "small screen"
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    assert width_needed(tab, 1280) <= 1280, "double text"


@pytest.mark.parametrize("path", ["/it/progetti/never/", "/en/projects/never/"])
def test_missing_page_has_no_fault(portal, tab, path):
    tab.goto(portal + path)
    assert faults(tab) == []


def test_first_tab_skips_to_the_content(portal, tab):
    tab.goto(portal + "/it/progetti/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#main"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


FOCUSED = """() => {
    const e = document.activeElement
    if (e === document.body) return null
    const style = getComputedStyle(e)
    const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
    const top = Math.round(e.getBoundingClientRect().y + scrollY)
    return [e.outerHTML.slice(0, 200) + top, marked || !!e.closest('svg')]
}"""


@pytest.mark.parametrize("kind", ["home", "projects", "project", "five per thousand"])
def test_keyboard_reaches_everything_with_visible_focus(portal, tab, kind):
    tab.goto(portal + address(kind, "en"))
    links = tab.evaluate(
        "[...document.querySelectorAll('a, button, summary, input')]"
        ".filter(e => e.checkVisibility()).length"
    )
    reached = set()
    for _ in range(links + 20):
        tab.keyboard.press("Tab")
        seen = tab.evaluate(FOCUSED)
        if seen is None:
            break
        assert seen[1], seen[0]
        reached.add(seen[0])
    assert len(reached) >= links * 0.95
