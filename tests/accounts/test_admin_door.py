"""No address of the admin answers without the second factor: all are tried."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from polisocial.groups import (
    AWARD_OFFICE,
    EDITORS,
    MAY_CHANGE,
    READERS,
    permissions,
)
from tests.factories import make_financial_year, make_project, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

OPEN = {"login"}  # which only leads to what is missing
ARGUMENTS = {"app_label": "awards"}  # elsewhere a number


def addresses():
    """Every address of the admin, with numbers where it wants some."""

    def walk(patterns, before="/admin/"):
        for one in patterns:
            route = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                yield from walk(one.url_patterns, route)
            elif one.name not in OPEN and not route.endswith("$"):
                yield re.sub(
                    r"<(?:\w+:)?(\w+)>", lambda m: ARGUMENTS.get(m[1], "1"), route
                )

    return list(walk(admin.site.get_urls()))


VISITOR, NO_FACTOR, PASSWORD_ONLY = "visitor", "no factor", "password only"


def come_as(client, who):
    if who == VISITOR:
        return
    user = make_user(is_staff=True, is_superuser=True)
    if who == PASSWORD_ONLY:  # a factor is there, this session did not use it
        sign_in(client, user)
        client.logout()
    sign_in(client, user, second_factor=False)


def test_addresses_are_found():
    assert len(addresses()) > 5 * len(admin.site._registry)
    assert "/admin/awards/project/1/change/" in addresses()


@pytest.mark.parametrize("who", [VISITOR, NO_FACTOR, PASSWORD_ONLY])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_answers_without_the_second_factor(client, who, method):
    come_as(client, who)
    home = reverse("admin:login")
    for path in addresses():
        answer = getattr(client, method)(path)
        assert answer.status_code == 302, path
        assert answer.url == "/admin/" or answer.url.startswith(home), path


def member(client, name):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    sign_in(client, user)
    return client


# The log of the admin is part of the trail.
READ_BY = {("logentry", "view"): "awards.view_act"}


@pytest.mark.parametrize("name", MAY_CHANGE)
def test_group_opens_what_is_its_own_and_nothing_else(client, name):
    member(client, name)
    held, answers, expected = permissions(name), {}, {}
    for model in admin.site._registry:
        app, kind = model._meta.app_label, model._meta.model_name
        if kind.startswith("historical"):
            continue
        for page, do in (("changelist", "view"), ("add", "add")):
            path = reverse(f"admin:{app}_{kind}_{page}")
            answers[path] = client.get(path).status_code
            right = READ_BY.get((kind, do), f"{app}.{do}_{kind}")
            expected[path] = 200 if right in held else 403
    assert answers == expected


@pytest.mark.parametrize("name", [EDITORS, READERS])
def test_who_may_only_look_changes_nothing(client, name):
    year = make_financial_year(year=2020)
    member(client, name)
    path = reverse("admin:awards_financialyear_change", args=[year.pk])
    assert client.get(path).status_code == 200
    assert client.post(path, {"year": 2021}).status_code == 403
    year.refresh_from_db()
    assert year.year == 2020


def test_reader_sees_a_project_with_all_that_belongs_to_it(client):
    project = make_project()
    member(client, READERS)
    path = reverse("admin:awards_project_change", args=[project.pk])
    page = client.get(path)
    assert project.acronym in page.content.decode()
    assert 'name="_save"' not in page.content.decode()


def test_second_factor_is_looked_up_once_a_page(client):
    user = make_user(is_staff=True, is_superuser=True)
    sign_in(client, user)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/admin/").status_code == 200
    assert sum("mfa_authenticator" in query["sql"] for query in asked) == 1


def test_groups_are_shown_in_the_language_of_who_reads(client):
    user = make_user(is_staff=True, is_superuser=True, language="it")
    user.groups.add(Group.objects.get(name=AWARD_OFFICE))
    sign_in(client, user)
    italian = {"headers": {"accept-language": "it"}}
    asked = {"app_label": "accounts", "model_name": "user", "field_name": "groups"}
    found = client.get(reverse("admin:autocomplete"), {**asked, "term": "e"}, **italian)
    assert "Redazione" in {one["text"] for one in found.json()["results"]}
    for path in (
        reverse("admin:accounts_user_change", args=[user.pk]),
        reverse("admin:accounts_user_changelist"),
        reverse("admin:auth_group_changelist"),
    ):
        page = client.get(path, **italian).content.decode()
        assert "Ufficio del premio" in page
        assert "Award office" not in page
