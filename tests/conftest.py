import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation


def pytest_configure():
    """Passwords of people who do not exist need not cost what real ones do."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
