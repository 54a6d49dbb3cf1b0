"""The portal as visitors meet it: its production server, its real content, a browser.

One server a test process, on a database of its own with the real content. Tests here
only read, so they share it.
"""

import os

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from polisocial.local.browser import ensure
from tests.portals import fresh_database, manage, served


@pytest.fixture(scope="session")
def content_database():
    """An empty database of this test process; gives its address."""
    with fresh_database("content") as address:
        yield address


@pytest.fixture(scope="session")
def portal(content_database, tmp_path_factory):
    """The address of a running portal that holds the real content."""
    environment = os.environ | {
        "DATABASE_URL": content_database,
        "STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
    }
    for command in (["migrate"], ["load_content"], ["collectstatic", "--no-input"]):
        manage(environment, *command)
    with served(environment) as server:
        yield server.address


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=ensure(), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()
        # Playwright's loop gave the tests after its start a connection of their own.
        connections.close_all()


@pytest.fixture
def tab(browser):
    """A fresh visitor: no cookies, nothing cached."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
