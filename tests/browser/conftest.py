"""The portal as visitors meet it: its production server, its real content, a browser.

One server a test process, on a database of its own with the real content. Tests here
only read, so they share it.
"""

import os

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from polisocial.local.browser import ensure
from tests.originals import with_content
from tests.portals import fresh_database, served


@pytest.fixture(scope="session")
def content_database():
    """A database of this test process, with the real content; gives its address."""
    with fresh_database("content", with_content()) as address:
        yield address


@pytest.fixture(scope="session")
def portal(content_database):
    """The address of a running portal that holds the real content."""
    with served(os.environ | {"DATABASE_URL": content_database}) as server:
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
