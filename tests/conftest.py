import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from tests.originals import migrated


def pytest_configure():
    """What real people need and these do not: slow passwords, files for ever."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A client of a test is a server that starts: it need not list the static files.
    settings.WHITENOISE_AUTOREFRESH = True
    # What tests send is kept apart; the servers that they start keep it there too.
    folder = tempfile.mkdtemp(prefix="polisocial-files-")
    settings.FILES_ROOT, os.environ["FILES_ROOT"] = Path(folder), folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Each process copies a database that is migrated already."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(autouse=True)
def first_language():
    """A page asked for in an earlier test leaves its language behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def nobody_to_wait_for(_django_db_helper):
    """What a test's own transaction writes is never committed: no worker is to know."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL polisocial.wait = '0'")
