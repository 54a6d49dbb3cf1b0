"""Everything works with JavaScript off."""

import pytest


@pytest.fixture
def plain_tab(browser):
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_search_facets_sort_and_pages_work(portal, plain_tab):
    tab = plain_tab
    tab.goto(portal + "/it/progetti/")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.locator("input[name=department][value=DESIGN]").check()
    tab.locator(".facets button").first.click()
    assert "department=DESIGN" in tab.url
    assert "DESIGN" in tab.locator("h1").inner_text()
    tab.locator(".chips a").first.click()
    assert "department" not in tab.url


def test_search_from_any_page_works(portal, plain_tab):
    plain_tab.goto(portal + "/en/privacy/")
    plain_tab.locator("header input[name=q]").fill("nolo")
    plain_tab.locator("header input[name=q]").press("Enter")
    assert "/en/search/?q=nolo" in plain_tab.url
    assert plain_tab.locator("main a", has_text="SOSpesa").count()


def test_language_leads_to_the_same_page(portal, plain_tab):
    plain_tab.goto(portal + "/it/progetti/sospesa-2021/")
    plain_tab.locator("a[hreflang=en]").first.click()
    assert plain_tab.url == portal + "/en/projects/sospesa-2021/"


def test_report_keeps_what_was_typed_and_is_thanked(portal, plain_tab):
    tab = plain_tab
    tab.goto(portal + "/it/progetti/sospesa-2021/")
    tab.locator("footer a[href*='page=']").click()
    assert tab.locator("[name=page]").input_value() == "/it/progetti/sospesa-2021/"
    tab.locator("[name=text]").fill("La data non torna.")
    tab.locator("main button").click()
    assert tab.locator("[role=alert]").count() == 1
    assert tab.locator("[name=text]").input_value() == "La data non torna."
    tab.locator("[name=kind]").first.check()
    tab.locator("main button").click()
    assert tab.locator("[role=status]").count() == 1
