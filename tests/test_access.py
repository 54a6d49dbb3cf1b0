"""Who gets which answer, address by address. One missing from the table fails."""

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from tests.factories import (
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_organisation,
    make_project,
    make_site,
    make_user,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

WHO = ("visitor", "signed in", "superuser")

#  address                 visitor, signed in, superuser
TABLE = {
    "home": (200, 200, 200),
    "projects": (200, 200, 200),
    "project": (200, 200, 200),
    "award": (200, 200, 200),
    "competition": (200, 200, 200),
    "five-per-thousand": (200, 200, 200),
    "financial-year": (200, 200, 200),
    "off-campus": (200, 200, 200),
    "site": (200, 200, 200),
    "cantieri": (200, 200, 200),
    "lab": (200, 200, 200),
    "partners": (200, 200, 200),
    "partner": (200, 200, 200),
    "departments": (200, 200, 200),
    "department": (200, 200, 200),
    "search": (200, 200, 200),
    "apply": (200, 200, 200),
    "about": (200, 200, 200),
    "report": (200, 200, 200),
    "accessibility": (200, 200, 200),
    "privacy": (200, 200, 200),
    "legal": (200, 200, 200),
    "sitemap": (200, 200, 200),
    "sitemap-xml": (200, 200, 200),
    "robots": (200, 200, 200),
    "security": (200, 200, 200),
    "health-live": (200, 200, 200),
    "health-ready": (200, 200, 200),
    "card": (200, 200, 200),
    "section-card": (200, 200, 200),
    "account_login": (200, 302, 302),
    "account_logout": (302, 200, 200),
    "account_signup": (200, 302, 302),
    "account_inactive": (200, 200, 200),
    "account_reauthenticate": (302, 200, 200),
    "account_email_verification_sent": (200, 200, 200),
    "account_confirm_email": (200, 200, 200),
    "account_change_password": (302, 200, 200),
    "account_set_password": (302, 302, 302),
    "account_reset_password": (200, 200, 200),
    "account_reset_password_done": (200, 200, 200),
    "account_reset_password_from_key": (200, 200, 200),
    "account_reset_password_from_key_done": (200, 200, 200),
    "mfa_index": (302, 200, 200),
    "mfa_authenticate": (302, 302, 302),
    "mfa_reauthenticate": (302, 302, 200),
    "mfa_activate_totp": (302, 302, 302),
    "mfa_deactivate_totp": (302, 404, 302),
    "mfa_view_recovery_codes": (302, 404, 404),
    "mfa_generate_recovery_codes": (302, 302, 302),
    "mfa_download_recovery_codes": (302, 404, 404),
    "mfa_list_webauthn": (302, 302, 302),
    "mfa_add_webauthn": (302, 302, 302),
    "mfa_reauthenticate_webauthn": (302, 302, 302),
    "mfa_remove_webauthn": (302, 302, 302),
    "mfa_edit_webauthn": (302, 302, 302),
    "language": (302, 302, 302),
    "admin:index": (302, 302, 200),
    "admin:login": (302, 403, 302),
    "admin:logout": (302, 302, 307),
    "admin:password_change": (302, 302, 302),
    "admin:password_change_done": (302, 302, 302),
    "admin:auth_user_password_change": (302, 302, 200),
    "admin:autocomplete": (302, 302, 403),
    "admin:jsi18n": (302, 302, 200),
    "admin:view_on_site": (302, 302, 404),
    "admin:app_list": (302, 302, 200),
}

ADMIN_PAGES = {"changelist": (302, 302, 200), "add": (302, 302, 200)}
MADE_BY_THEIR_OWNER = {"mfa.authenticator"}


def names_of_addresses():
    def walk(patterns, prefix=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                inner = getattr(pattern, "namespace", None)
                yield from walk(pattern.url_patterns, f"{inner}:" if inner else prefix)
            elif pattern.name:
                yield prefix + pattern.name

    return set(walk(get_resolver().url_patterns))


def names_of_models_in_the_admin():
    return {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        for model in admin.site._registry
    }


def test_every_address_is_in_the_table():
    of_models = tuple(names_of_models_in_the_admin())
    ours = {n for n in names_of_addresses() if not n.startswith(of_models)}
    assert ours == set(TABLE)


@pytest.fixture
def arguments():
    competition = make_competition()
    return {
        "project": [make_project(competition=competition).slug],
        "competition": [competition.year],
        "financial-year": [make_financial_year().year],
        "site": [make_site().slug],
        "lab": [make_lab().slug],
        "partner": [make_organisation().slug],
        "department": [make_department().code],
        "card": ["it", "project", make_project().slug],
        "section-card": ["it", "home"],
        "admin:auth_user_password_change": [make_user().pk],
        "admin:app_list": ["awards"],
        "admin:view_on_site": [0, 0],
        "account_confirm_email": ["of-nobody"],
        "account_reset_password_from_key": ["1", "of-nobody"],
        "mfa_remove_webauthn": [0],
        "mfa_edit_webauthn": [0],
    }


def come_as(client, who):
    if who == "signed in":
        sign_in(client, make_user(), second_factor=False)
    if who == "superuser":
        sign_in(client, make_user(is_staff=True, is_superuser=True))


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", TABLE)
def test_answer(client, arguments, name, who):
    come_as(client, who)
    answer = client.get(reverse(name, args=arguments.get(name, [])))
    assert answer.status_code == TABLE[name][WHO.index(who)]


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("page", ADMIN_PAGES)
@pytest.mark.parametrize(
    "model", list(admin.site._registry), ids=lambda m: m._meta.label_lower
)
def test_answer_of_the_admin(client, model, page, who):
    come_as(client, who)
    meta = model._meta
    answer = client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}"))
    expected = ADMIN_PAGES[page][WHO.index(who)]
    if page == "add" and meta.label_lower in MADE_BY_THEIR_OWNER and expected == 200:
        expected = 403
    assert answer.status_code == expected


@pytest.mark.parametrize("who", WHO)
def test_answer_of_an_unknown_address(client, who):
    come_as(client, who)
    for path in ("/it/never/", "/en/projects/never/", "/never", "/it/premio/1999/"):
        assert client.get(path, follow=True).status_code == 404
