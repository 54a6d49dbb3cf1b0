"""Two people on one form: nothing typed is lost, nothing is overwritten unseen."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_project, make_user
from tests.forms import Form, typed
from tests.signing_in import come_as, sign_in

pytestmark = pytest.mark.django_db
SAVE = {"_save": ""}


@pytest.fixture
def project():
    return make_project()


@pytest.fixture
def address(project):
    return reverse("admin:awards_project_change", args=[project.pk])


@pytest.fixture
def colleague():
    client = Client()
    staff = {"is_staff": True, "is_superuser": True}
    sign_in(client, make_user(email="first@example.org", **staff))
    return client


def test_second_to_save_is_told_and_may_save_again(client, address, project, colleague):
    come_as(client, "editor")
    mine = typed(client, address, title_it="Il mio titolo")
    colleague.post(address, typed(colleague, address, title_it="Il suo") | SAVE)

    told = client.post(address, mine | SAVE)
    project.refresh_from_db()
    assert (told.status_code, project.title_it) == (200, "Il suo")
    assert "first@example.org ha modificato" in told.content.decode()
    again = Form(told.content.decode()).sent
    assert again["title_it"] == "Il mio titolo"

    rows = {name for name in again if "__prefix__" in name}
    sent = {name: again[name] for name in again if name not in rows}
    assert client.post(address, sent | SAVE).status_code == 302
    project.refresh_from_db()
    assert project.title_it == "Il mio titolo"


def test_one_after_the_other_is_not_disturbed(client, address, project, colleague):
    colleague.post(address, typed(colleague, address, title_it="Il suo") | SAVE)
    come_as(client, "editor")
    mine = typed(client, address, title_it="Il mio titolo")
    assert client.post(address, mine | SAVE).status_code == 302
    project.refresh_from_db()
    assert project.title_it == "Il mio titolo"


def test_what_is_typed_is_previewed_all_the_same(client, address, project, colleague):
    come_as(client, "editor")
    mine = typed(client, address, title_it="Il mio titolo")
    colleague.post(address, typed(colleague, address, title_it="Il suo") | SAVE)
    preview = reverse("admin:awards_project_preview", args=[project.pk])
    page = client.post(f"{preview}?language=it", mine).content.decode()
    assert "Il mio titolo" in page
