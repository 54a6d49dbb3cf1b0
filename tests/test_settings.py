"""Production starts only with what it needs, and says in a sentence what it lacks."""

import os
import re
import secrets
import subprocess
import sys
from base64 import b64encode
from datetime import date

import pytest
from django.core.checks import run_checks

from polisocial import checks
from polisocial.local.folders import ROOT

PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "RECEIPT_KEY": b64encode(secrets.token_bytes(32)).decode(),
    "ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgres://somebody:pass-word@127.0.0.1:1/nothing",
}
READ = {*PRODUCTION, "DEVELOPMENT", "DEBUG", "SECURE_SSL_REDIRECT", "CONTACT_EMAIL"}
READ |= {"ACCESSIBILITY_STATEMENT_URL", "ACCESSIBILITY_REVIEWED_ON"}
READ |= {"EMAIL_URL", "DEFAULT_FROM_EMAIL", "TRUSTED_PROXIES"}
READ |= {"OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME"}
READ |= {"DJANGO_ALLOW_ASYNC_UNSAFE"}  # the tests set it


def manage(*arguments, **settings):
    """The exit code and the words of manage.py with these settings and no others."""
    kept = {name: text for name, text in os.environ.items() if name not in READ}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_production_passes_the_deploy_check():
    code, words = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert words == "System check identified no issues (0 silenced).\n"
    assert code == 0


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_does_not_start_without(missing):
    code, words = manage("check", **PRODUCTION | {missing: ""})
    assert code == 1
    assert words.startswith(f"Set {missing}: ")
    assert words.count("\n") == 1


@pytest.mark.parametrize("key", ["short", b64encode(b"x" * 31).decode()])
def test_key_of_receipts_of_another_length_is_refused(key):
    code, words = manage("check", **PRODUCTION | {"RECEIPT_KEY": key})
    assert (code, words) == (1, "RECEIPT_KEY must be 32 bytes in base64.\n")


OIDC = {
    "OIDC_ISSUER": "https://sign-in.example.org/",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "between us",
}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Politecnico di Milano https://sign-in.example.org"),
        ({"OIDC_NAME": "Us"}, "Us https://sign-in.example.org"),
    ],
)
def test_provider_to_sign_in_with_is_told_by_the_environment(given, says):
    show = (
        "from django.conf import settings;"
        "[app] = settings.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'];"
        "print(app['name'], app['settings']['server_url'])"
    )
    told = manage("shell", "-v", "0", "-c", show, **PRODUCTION | OIDC | given)
    assert told == (0, f"{says}\n")


@pytest.mark.parametrize("missing", OIDC)
def test_half_a_provider_is_refused(missing):
    code, words = manage("check", **PRODUCTION | OIDC | {missing: ""})
    assert (code, words) == (
        1,
        "Set all of OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, or none.\n",
    )


def test_provider_is_only_spoken_to_in_secret():
    given = OIDC | {"OIDC_ISSUER": "http://sign-in.example.org"}
    code, words = manage("check", **PRODUCTION | given)
    assert (code, words) == (1, "OIDC_ISSUER must begin with https://.\n")


def test_database_of_another_kind_is_refused_without_telling_its_password():
    url = "mysql://somebody:pass-word@127.0.0.1/nothing"
    code, words = manage("check", **PRODUCTION | {"DATABASE_URL": url})
    assert (code, words) == (1, "DATABASE_URL must begin with postgres://.\n")


@pytest.mark.parametrize(("given", "debug"), [({}, "False"), ({"DEBUG": "on"}, "True")])
def test_debug_is_off_unless_asked_for(given, debug):
    show = "from django.conf import settings; print(settings.DEBUG)"
    code, words = manage("shell", "-v", "0", "-c", show, **PRODUCTION | given)
    assert (code, words) == (0, f"{debug}\n")


def deploy_warnings():
    """Our own warnings, not Django's on these settings of development."""
    found = run_checks(include_deployment_checks=True)
    return [warning.id for warning in found if warning.id.startswith("polisocial.")]


def test_hosts_of_any_name_are_warned_of(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert deploy_warnings() == ["polisocial.W001"]
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    assert deploy_warnings() == []


@pytest.mark.parametrize(
    ("reviewed", "warnings"),
    [
        ("2026-09-23", []),
        ("2026-11-02", []),
        ("2026-09-22", ["polisocial.W003"]),
        ("", ["polisocial.W002"]),
        ("last September", ["polisocial.W002"]),
    ],
)
def test_accessibility_review_is_due_each_september(
    settings, time_machine, reviewed, warnings
):
    time_machine.move_to("2026-11-05T12:00:00+01:00")
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    settings.ACCESSIBILITY_STATEMENT_URL = "https://form.example.org/declaration"
    settings.ACCESSIBILITY_REVIEWED_ON = reviewed
    assert deploy_warnings() == warnings


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 9, 22), date(2025, 9, 23)),
        (date(2026, 9, 23), date(2026, 9, 23)),
        (date(2028, 2, 29), date(2027, 9, 23)),
    ],
)
def test_last_review_due_is_the_last_23_september(today, due):
    assert checks.last_review_due(today) == due


def test_every_setting_has_a_row_of_its_own_in_the_manual():
    table = (ROOT / "docs/operations.md").read_text().split("\n\n")[3]
    rows = [re.split(r"(?<!\\)\|", row) for row in table.splitlines()[2:]]
    assert {len(row) for row in rows} == {5}  # three cells between the ends
    assert all(cell.strip() for row in rows for cell in row[1:4])
    told = [name for row in rows for name in re.findall("`([A-Z_]+)`", row[1])]
    read = (ROOT / "polisocial/settings.py").read_text()
    called = re.findall(r'(?:\benv\.\w+|\brequired)\(\s*"([A-Z_]+)"', read)
    assert sorted(told) == sorted({*called, *OIDC})
