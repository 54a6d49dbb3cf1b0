"""Who gets which answer, address by address. One missing from the table fails."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse
from django.utils import timezone

from awards.actions.form import freeze
from tests.factories import (
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_organisation,
    make_project,
    make_proposal,
    make_question,
    make_site,
    make_user,
)
from tests.signing_in import WHO, come_as

pytestmark = pytest.mark.django_db


def also(visitor, signed_in, *, staff):
    """The same for every group of staff, all signed in with a second factor."""
    return visitor, signed_in, *(staff,) * len(WHO[2:])


ALL = also(200, 200, staff=200)
STAFF = also(302, 302, staff=200)  # others are led to where one signs in
LED = also(302, 302, staff=302)  # to the page that comes before, or to the door

# What is its team's alone: to everybody else, staff too, there is no such page.
PROPOSAL = (
    "proposal",
    "proposal-check",
    "proposal-withdraw",
    "proposal-revive",
    "proposal-throw-away",
    "proposal-version",
    "proposal-file",
    "proposal-page",
    "proposal-choose",
    "proposal-team",
    "proposal-member",
    "proposal-partners",
    "proposal-partner",
    "proposal-letter",
    "proposal-preview",
    "proposal-project",
    "proposal-project-preview",
    "proposal-office-reads",
    "proposal-receipt-pdf",
    "proposal-pdf",
    "proposal-field-file",
    "proposal-version-file",
)

# What is a committee's alone: others are led to a second factor, then find nothing.
COMMITTEE = (
    "my-committee",
    "my-declarations",
    "my-ranking",
    "my-ranking-csv",
    "my-ranking-xlsx",
    "my-ranking-close",
    "my-minutes",
    "my-minutes-pdf",
    "my-closed-ranking",
    "my-closed-ranking-csv",
    "my-closed-ranking-xlsx",
    "my-review",
    "my-review-declare",
    "my-review-write",
    "my-review-choose",
    "my-review-submit",
    "my-review-workbook",
    "my-review-upload",
    "my-review-decline",
    "my-review-reopen",
    "my-review-remark",
    "my-review-file",
)

CLOSED = [name for name in COMMITTEE if name.startswith("my-closed-ranking")]

# By the secret link of a letter; to everybody else there is no such page.
LINKED = ("invitation", "partner-answer", "appointment")

#  address: who gets what, in the order of WHO
TABLE = {
    "home": ALL,
    "projects": ALL,
    "project": ALL,
    "award": ALL,
    "competition": ALL,
    "competition-minutes": also(404, 404, staff=404),  # none is public
    "five-per-thousand": ALL,
    "financial-year": ALL,
    "off-campus": ALL,
    "site": ALL,
    "cantieri": ALL,
    "lab": ALL,
    "partners": ALL,
    "partner": ALL,
    "departments": ALL,
    "department": ALL,
    "search": ALL,
    "apply": ALL,
    "call": ALL,
    "call-form-pdf": ALL,
    "call-form-text": ALL,
    "call-calendar": ALL,
    "call-document": also(404, 404, staff=404),
    "calls-feed": ALL,
    "receipts": ALL,
    "receipt-keys": ALL,
    "start-proposal": also(302, 200, staff=200),
    "my-proposals": also(302, 200, staff=200),
    **dict.fromkeys(PROPOSAL, also(302, 404, staff=404)),
    **dict.fromkeys(LINKED, also(404, 404, staff=404)),
    "proposal-save": also(401, 404, staff=404),
    "my-reviews": also(302, 302, staff=200),
    **dict.fromkeys(COMMITTEE, also(302, 302, staff=404)),
    "my-review-save": also(401, 401, staff=404),
    "about": ALL,
    "report": ALL,
    "accessibility": ALL,
    "privacy": ALL,
    "legal": ALL,
    "sitemap": ALL,
    "sitemap-xml": ALL,
    "robots": ALL,
    "security": ALL,
    "health-live": ALL,
    "health-ready": ALL,
    "card": ALL,
    "section-card": ALL,
    "account": also(302, 200, staff=200),
    "my-data": also(302, 200, staff=200),
    "my-data-file": LED,  # by way of the password
    "erase-account": LED,
    "account_login": also(200, 302, staff=302),
    "openid_connect_login": also(404, 404, staff=404),  # none is configured
    "openid_connect_callback": also(404, 404, staff=404),
    "account_logout": also(302, 200, staff=200),
    "account_signup": also(200, 302, staff=302),
    "account_inactive": ALL,
    "account_reauthenticate": also(302, 200, staff=200),
    "account_email_verification_sent": ALL,
    "account_confirm_email": ALL,
    "account_change_password": also(302, 200, staff=200),
    "account_set_password": LED,
    "account_reset_password": ALL,
    "account_reset_password_done": ALL,
    "account_reset_password_from_key": ALL,
    "account_reset_password_from_key_done": ALL,
    "usersessions_list": also(302, 200, staff=200),
    "end-session": also(302, 405, staff=405),  # only sent by a button
    "mfa_index": also(302, 200, staff=200),
    "mfa_authenticate": LED,
    "mfa_reauthenticate": STAFF,
    "mfa_activate_totp": LED,
    "mfa_deactivate_totp": also(302, 404, staff=302),
    "mfa_view_recovery_codes": also(302, 404, staff=404),
    "mfa_generate_recovery_codes": LED,
    "mfa_download_recovery_codes": also(302, 404, staff=404),
    "mfa_list_webauthn": LED,
    "mfa_add_webauthn": LED,
    "mfa_reauthenticate_webauthn": LED,
    "mfa_remove_webauthn": LED,
    "mfa_edit_webauthn": LED,
    "language": LED,
    "admin:index": STAFF,
    "admin:login": also(302, 403, staff=302),
    "admin:logout": also(302, 302, staff=307),
    "admin:password_change": LED,
    "admin:password_change_done": LED,
    "admin:auth_user_password_change": (302, 302, 403, 403, 403, 403, 200),
    "admin:autocomplete": also(302, 302, staff=403),
    "admin:jsi18n": STAFF,
    "admin:view_on_site": also(302, 302, staff=404),
    "admin:app_list": STAFF,
    "admin:year": (302, 302, 403, 200, 403, 403, 200),
    "admin:invariants": (302, 302, 403, 200, 403, 403, 200),
    "admin:check-invariants": (302, 302, 403, 405, 403, 403, 405),
}


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


CALL = ("call", "call-form-pdf", "call-form-text", "call-calendar")


def make_open_call():
    """A stage that is open, with its form frozen."""
    hour = timedelta(hours=1)
    stage = make_question().section.stage
    stage.opens_at, stage.closes_at = timezone.now() - hour, timezone.now() + hour
    stage.save()
    freeze(stage, by=make_user(), at=stage.opens_at - hour)
    return stage


@pytest.fixture
def arguments():
    competition = make_competition()
    stage = make_open_call()
    code = make_proposal(stage=stage).code
    return {
        "project": [make_project(competition=competition).slug],
        "competition": [competition.year],
        "competition-minutes": [competition.year, 1],
        **dict.fromkeys(CALL, [stage.call.competition.year]),
        "call-document": [stage.call.competition.year, 0],
        "start-proposal": [stage.call.competition.year],
        **dict.fromkeys(PROPOSAL, [code]),
        **dict.fromkeys(LINKED, ["of-nobody"]),
        **dict.fromkeys((*COMMITTEE, "my-review-save"), [0, code]),
        **dict.fromkeys(COMMITTEE[:7], [0]),
        "my-minutes-pdf": [0, 1, "whole"],
        **dict.fromkeys(CLOSED, [0, 1]),
        "my-review-choose": [0, code, 1],
        "my-review-reopen": [0, code, 1],
        "my-review-file": [0, code, "0" * 64],
        "proposal-project-preview": [code, "it"],
        "proposal-member": [code, 1],
        "proposal-partner": [code, 1],
        "proposal-receipt-pdf": [code, 1],
        "proposal-pdf": [code, 1],
        "proposal-letter": [code, 1],
        "proposal-field-file": [code, "project", "q.a"],
        "proposal-version-file": [code, 1, "0" * 64],
        "proposal-version": [code, 1],
        "proposal-file": [code, 1],
        "proposal-page": [code, "project"],
        "proposal-save": [code, "project"],
        "proposal-choose": [code, "project", 1],
        "calls-feed": ["it"],
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
        "openid_connect_login": ["university"],
        "openid_connect_callback": ["university"],
        "account_confirm_email": ["of-nobody"],
        "account_reset_password_from_key": ["1", "of-nobody"],
        "end-session": [0],
        "mfa_remove_webauthn": [0],
        "mfa_edit_webauthn": [0],
    }


@pytest.mark.parametrize("who", WHO)
def test_answers(client, arguments, who):
    come_as(client, who)
    for name, answers in TABLE.items():
        answer = client.get(reverse(name, args=arguments.get(name, [])))
        expected = answers[WHO.index(who)]
        assert (name, answer.status_code) == (name, expected)


@pytest.mark.parametrize("who", WHO)
def test_answer_of_an_unknown_address(client, who):
    come_as(client, who)
    for path in ("/it/never/", "/en/projects/never/", "/never", "/it/premio/1999/"):
        assert client.get(path, follow=True).status_code == 404


# Forms, checks of health, and files with a lifetime of their own.
NOT_KEPT = {
    *("report", "health-live", "health-ready", "security"),
    *("card", "section-card", "sitemap-xml", "robots"),
    *("receipts", "receipt-keys"),
}


def test_pages_of_content_may_be_kept(client, arguments):
    """What visitors read is answered from ready bytes, save what is named here."""
    for name, answers in TABLE.items():
        if answers[0] == 200 and not name.startswith("account_"):
            answer = client.get(reverse(name, args=arguments.get(name, [])))
            may_be_kept = getattr(answer, "is_of_content", False)
            assert (name, may_be_kept) == (name, name not in NOT_KEPT)
