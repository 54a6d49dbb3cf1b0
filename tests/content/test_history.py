"""What is recorded of content each time it is saved or deleted."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from awards.models import Project, ProjectSource, TeamMember
from cantieri.models import Theme
from content import history
from polisocial import groups
from tests.factories import make_news, make_project, make_theme, make_user
from tests.polisocial.folders import change, copy_of_data
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def told(model, **columns):
    """Kind and reason of each record, oldest first."""
    records = model.history.filter(**columns).order_by("history_date", "history_id")
    return list(records.values_list("history_type", "history_change_reason"))


def test_history_follows_every_save_and_the_deletion():
    theme = make_theme(name_en="Health")
    theme.name_en = "Care"
    theme.save()
    Theme.objects.all().delete()
    records = Theme.history.order_by("history_id")
    assert list(records.values_list("history_type", "name_en")) == [
        ("+", "Health"),
        ("~", "Care"),
        ("-", "Care"),
    ]


def test_history_has_all_columns_but_those_that_follow():
    columns = {field.attname for field in Project._meta.concrete_fields}
    kept = {field.attname for field in Project.history.model.tracked_fields}
    assert columns - kept == {"search_it", "search_en", "updated_at"}


def test_history_is_of_all_content_and_of_nothing_else():
    ours = {"awards", "offcampus", "cantieri", "directory", "polisocial"}
    kinds = {
        model
        for model in apps.get_models()
        if model._meta.app_label in ours and not hasattr(model, "history_id")
    }
    told = {model for model in kinds if hasattr(model, "history")}
    written_once = {*groups.REPORTS, *groups.RECORDS}
    written_once |= {*groups.PROPOSALS, *groups.EVALUATION, *groups.TRAIL}
    assert {model._meta.label for model in kinds - told} == written_once


def test_history_adds_no_permissions_to_give():
    assert not Permission.objects.filter(codename__contains="historical").exists()


def test_author_is_who_is_signed_in(client):
    user = make_user(is_staff=True, is_superuser=True)
    sign_in(client, user)
    address = reverse("admin:cantieri_theme_add")
    client.post(address, {"name_it": "Salute", "name_en": "", "position": 1})
    assert Theme.history.get().history_user_id == user.pk


def test_author_is_unknown_outside_a_request():
    assert make_news().history.get().history_user_id is None


def test_one_change_leaves_one_record_a_row():
    user = make_user()
    with history.one_change(by=user, reason="a reason"):
        theme = make_theme()
        theme.name_en = "Care"
        theme.save()
        gone = make_theme()
        gone.delete()
    record = Theme.history.get()
    assert (record.id, record.name_en, record.history_type) == (theme.pk, "Care", "+")
    assert (record.history_user_id, record.history_change_reason) == (
        user.pk,
        "a reason",
    )


def test_one_change_that_deletes_and_makes_again_is_a_change():
    theme = make_theme()
    with history.one_change():
        key = theme.pk
        theme.delete()
        make_theme(pk=key)
    assert [kind for kind, _ in told(Theme, id=key)] == ["+", "~"]


def test_one_change_that_fails_leaves_no_record():
    @history.one_change()
    def failing():
        make_theme()
        raise KeyError

    pytest.raises(KeyError, failing)
    assert not Theme.history.exists()


def test_first_load_leaves_one_record_a_row():
    call_command("load_content", stdout=StringIO())
    for model in apps.get_models():
        if hasattr(model, "history"):
            rows = model.objects.values_list("pk", flat=True)
            records = model.history.values_list(
                "id", "history_type", "history_change_reason"
            )
            assert sorted(records) == [(pk, "+", "loaded") for pk in sorted(rows)]


def test_later_load_records_only_what_it_changes(tmp_path):
    folder = copy_of_data(tmp_path)
    call_command("load_content", folder, stdout=StringIO())
    before = Project.history.count(), ProjectSource.history.count()
    change(folder, "projects.json", 0, "summary", "it", to="Nuovo.")
    call_command("load_content", folder, stdout=StringIO())
    assert (Project.history.count(), ProjectSource.history.count()) == (
        before[0] + 1,
        before[1],
    )
    assert Project.history.latest().summary_it == "Nuovo."


def test_rows_made_together_are_recorded():
    project = make_project()
    members = [TeamMember(project=project, name=name, role="member") for name in "AB"]
    history.create_together(TeamMember, members)
    assert sorted(TeamMember.history.values_list("id", "name")) == [
        (members[0].pk, "A"),
        (members[1].pk, "B"),
    ]


def test_history_begins_with_what_is_there():
    known = make_theme()
    old = Theme.objects.bulk_create([Theme(name_it="Salute")])[0]
    history.begin(apps, "cantieri")
    assert told(Theme, id=known.pk) == [("+", "")]
    assert told(Theme, id=old.pk) == [("+", "begun")]
    history.begin(apps, "cantieri")
    assert told(Theme, id=old.pk) == [("+", "begun")]
    history.forget_beginning(apps, "cantieri")
    assert [told(Theme, id=theme.pk) for theme in (known, old)] == [[("+", "")], []]
