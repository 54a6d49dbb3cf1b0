"""A day of the award office in the admin, in a browser, step by step."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from polisocial.local import accounts
from tests.browser.test_account import PREPARE, code, look, press
from tests.originals import with_content
from tests.portals import ROOT, fresh_database, served

LIST = "/admin/awards/project/"
PUBLIC = "/en/projects/casa-aperta/"


@pytest.fixture(scope="module")
def office():
    """The address of a portal of our own, with its content: here much is written."""
    with fresh_database("staff", with_content()) as database:
        environment = os.environ | {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "polisocial.settings",
        }
        script = [sys.executable, "-c", PREPARE + "a.prepare()"]
        subprocess.run(script, cwd=ROOT, env=environment, check=True)
        with served(environment) as server:
            yield server.address


@pytest.fixture(scope="module")
def desk(browser, office):
    """Somebody of the award office who signed in."""
    context = browser.new_context(base_url=office, locale="en-GB")
    tab = context.new_page()
    tab.goto("/admin/")
    press(tab, login="office@example.org", password=accounts.password())
    press(tab, code=code())
    assert tab.url == f"{office}/admin/"
    yield context
    context.close()


@pytest.fixture
def tab(desk):
    tab = desk.new_page()
    yield tab
    tab.close()


@pytest.fixture
def visitor(browser, office):
    """Somebody else, who reads the public pages."""
    context = browser.new_context(base_url=office)
    yield context.new_page()
    context.close()


def choose(tab, field, words):
    """Type into a field that looks things up, and take the first found."""
    tab.click(f"[name={field}] ~ .select2")
    tab.locator(".select2-search__field").last.fill(words)
    tab.locator(".select2-results__option--highlighted", has_text=words).click()


def add_row(tab, rows):
    tab.click(f"#{rows}-group .add-row a")


def save(tab):
    tab.click("[name=_save] >> nth=0")
    assert tab.locator(".errornote").all_inner_texts() == []


def previewed(tab, label):
    """The page that a preview opens beside the form."""
    with tab.expect_popup() as popup:
        tab.click(f"text={label}")
    popup.value.wait_for_load_state()
    return popup.value


def test_project_is_added_previewed_scheduled_published_corrected_restored(
    tab, visitor
):
    tab.goto("/admin/")
    look(tab)
    tab.goto(f"{LIST}add/")
    look(tab)
    tab.fill("[name=acronym]", "CASA APERTA")
    tab.fill("[name=title_it]", "La casa che si apre")
    tab.fill("[name=title_en]", "The house that opens")
    tab.fill("[name=summary_it]", "Il cortile diventa un luogo per tutti.")
    tab.fill("[name=summary_en]", "The courtyard becomes a place for everyone.")
    choose(tab, "competition", "Polisocial Award 2024")
    add_row(tab, "partnerships")
    choose(tab, "partnerships-0-organisation", "Comune di Milano")
    add_row(tab, "project_places")
    choose(tab, "project_places-0-place", "Milano")
    assert tab.input_value("[name=slug]") == "casa-aperta"

    page = previewed(tab, "Preview in English")
    for words in ("Preview", "The house that opens", "Comune di Milano"):
        assert words in page.inner_text("body")
    look(page)
    page.close()
    assert visitor.goto(PUBLIC).status == 404
    save(tab)
    assert visitor.goto(PUBLIC).status == 404

    tab.click("text=CASA APERTA")
    tab.click(".object-tools >> text=Schedule")
    look(tab)
    tomorrow = timezone.localtime() + timedelta(days=1)
    tab.fill("input[name=at]", f"{tomorrow:%Y-%m-%dT%H:%M}")
    tab.click("main [type=submit]")
    assert "Scheduled" in tab.inner_text(".publication-state")
    assert visitor.goto(PUBLIC).status == 404
    tab.click(".object-tools >> text=Publish")
    look(tab)
    tab.click("main [type=submit]")
    assert visitor.goto(PUBLIC).status == 200
    assert "The house that opens" in visitor.inner_text("main")

    tab.fill("[name=award]", "30000")
    save(tab)
    tab.click("text=CASA APERTA")
    tab.fill("[name=award]", "35000")
    add_row(tab, "sources_award")
    tab.fill("[name=sources_award-0-address]", "https://www.polimi.it/award-2024")
    save(tab)
    visitor.reload()
    assert "35,000" in visitor.inner_text("main")
    assert visitor.locator("[href='https://www.polimi.it/award-2024']").count()

    tab.click("text=CASA APERTA")
    tab.click(".object-tools >> text=History")
    look(tab)
    assert "35,000" in tab.inner_text("main")
    assert "office@example.org" in tab.inner_text("main")
    tab.click("text=Bring back >> nth=0")
    look(tab)
    tab.click("main [type=submit]")
    visitor.reload()
    assert "30,000" in visitor.inner_text("main")
    assert "35,000" not in visitor.inner_text("main")


def test_deleting_what_others_refer_to_is_refused_with_the_list(tab):
    tab.goto("/admin/directory/organisation/?q=Comune+di+Milano")
    tab.click("#result_list tbody a >> nth=0")
    tab.click("text=Delete >> nth=0")
    look(tab)
    assert "Cantiere: Sperimentazione 5G a Milano" in tab.inner_text("main")
    assert tab.locator("main [type=submit]").count() == 0
