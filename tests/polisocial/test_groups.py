"""What each group of staff may do, over every model there is."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission

from polisocial import groups

ROOMS = {"awards", "cantieri", "directory", "offcampus", "polisocial"}
# What Django's admin writes: for whoever reads the acts, by a rule of its page.
LOG = {"admin.LogEntry"}
SUPERUSERS_ONLY = {"accounts.User", "auth.Group", "mfa.Authenticator"}


def is_history(model):
    return model._meta.model_name.startswith("historical")


def test_every_model_is_in_one_list():
    ours = [m for m in apps.get_models() if m._meta.app_label in ROOMS]
    labels = [m._meta.label for m in ours if not is_history(m)]
    assert sorted(groups.EVERYTHING) == sorted(labels)


def test_every_model_of_the_admin_is_somebodys():
    models = {m._meta.label for m in admin.site._registry if not is_history(m)}
    assert models <= {*groups.EVERYTHING, *SUPERUSERS_ONLY, *LOG}


@pytest.mark.django_db
@pytest.mark.parametrize("name", groups.MAY_CHANGE)
def test_group_has_what_is_written(name):
    held = Group.objects.get(name=name).permissions.select_related("content_type")
    assert {
        f"{one.content_type.app_label}.{one.codename}" for one in held
    } == groups.permissions(name)


@pytest.mark.django_db
def test_nobody_in_a_group_reaches_accounts_or_groups():
    app = {"accounts", "auth", "mfa", "account"}
    given = Permission.objects.filter(group__name__in=groups.MAY_CHANGE)
    assert not given.filter(content_type__app_label__in=app).exists()


@pytest.mark.parametrize(
    ("name", "thing", "may"),
    [
        (groups.EDITORS, "awards.{}_project", {"view", "add", "change", "delete"}),
        (groups.EDITORS, "awards.{}_receipt", {"view"}),
        (groups.EDITORS, "polisocial.{}_errorreport", {"view", "change", "delete"}),
        (groups.AWARD_OFFICE, "awards.{}_receipt", {"view", "add", "change", "delete"}),
        (groups.AWARD_OFFICE, "polisocial.{}_loadedrecord", {"view"}),
        (groups.AWARD_OFFICE, "awards.{}_call", {"view", "add", "change", "delete"}),
        (groups.AWARD_OFFICE, "awards.{}_formversion", {"view"}),
        (groups.EDITORS, "awards.{}_question", {"view"}),
        (groups.READERS, "awards.{}_stage", {"view"}),
        (groups.READERS, "awards.{}_project", {"view"}),
        (groups.READERS, "polisocial.{}_errorreport", {"view"}),
    ],
)
def test_what_a_group_may_do(name, thing, may):
    held = groups.permissions(name)
    assert {
        do for do in ("view", "add", "change", "delete") if thing.format(do) in held
    } == may
