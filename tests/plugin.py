"""What has to stand before Django reads its settings: pytest loads this first."""

import os
from contextlib import ExitStack

import pytest

from polisocial.local import browser, database, messages, prepare
from polisocial.local.trouble import Trouble

held = ExitStack()


def _stand():
    """Development settings, a database, the catalogue and the browser's path."""
    os.environ.setdefault("DEVELOPMENT", "on")
    # Playwright runs a loop of its own in the thread of the test.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    held.enter_context(database.provided(database.TESTS))
    messages.compile_catalogue()
    if found := browser.find():
        os.environ.setdefault("CHROMIUM", found)


if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker has it all from its parent
    try:
        _stand()
    except Trouble as trouble:
        pytest.exit(str(trouble), returncode=1)


def pytest_sessionstart(session):
    """Collect the static files as they will be served; workers find them there."""
    if not hasattr(session.config, "workerinput"):
        prepare.static()


def pytest_unconfigure():
    held.close()
