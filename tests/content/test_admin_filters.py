"""The filters of the lists find what is left to do, and only that."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.publication import Publication
from tests.factories import (
    make_department,
    make_financial_year,
    make_project,
)
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client):
    """The things a list of the admin shows when it is filtered."""
    sign_in_staff(client)

    def ask(model, **asked):
        meta = model._meta
        path = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        answer = client.get(path, asked)
        assert answer.status_code == 200
        return set(answer.context["cl"].queryset)

    return ask


def test_publication_filter(found):
    now, hour = timezone.now(), timedelta(hours=1)
    times = {
        Publication.DRAFT: (None, None),
        Publication.SCHEDULED: (now + hour, None),
        Publication.PUBLIC: (now - hour, now + hour),
        Publication.ENDED: (now - 2 * hour, now - hour),
    }
    projects = {
        state: make_project(published_from=first, published_until=last)
        for state, (first, last) in times.items()
    }
    kind = type(projects[Publication.DRAFT])
    for state, project in projects.items():
        assert found(kind, publication=state.value) == {project}
        assert project.publication() == state
    assert found(kind) == set(projects.values())


def test_translation_filter(found):
    whole = make_project(keywords_it=["orto"], keywords_en=["garden"])
    no_english = make_project(summary_en="")
    no_words = make_project(keywords_it=["orto"])
    no_italian = make_project(notes_en="Only in English.")
    kind = type(whole)
    assert found(kind, translation="en") == {no_english, no_words}
    assert found(kind, translation="it") == {no_italian}
    assert found(kind, translation="missing") == {no_english, no_words, no_italian}


def test_sources_filter(found):
    bare = make_project(award="10.00")
    for_the_whole = make_project(award="10.00")
    for_the_whole.sources.create(address="https://example.org/")
    for_the_award = make_project(award="10.00")
    for_the_award.sources.create(address="https://example.org/", about="award")
    no_figure = make_project()
    kind = type(bare)
    assert found(kind, sources="missing") == {bare, no_figure}
    assert found(kind, sources="figures") == {bare, for_the_whole}


def test_sources_filter_looks_at_every_figure(found):
    year = make_financial_year(amount="10.00", choices=5)
    year.sources.create(address="https://example.org/", about="amount")
    assert found(type(year), sources="figures") == {year}
    year.sources.create(address="https://example.org/", about="choices")
    assert found(type(year), sources="figures") == set()


def test_thing_without_figures_is_asked_only_whether_it_has_a_source(found, client):
    department = make_department()
    assert found(type(department), sources="missing") == {department}
    page = client.get(reverse("admin:directory_department_changelist"))
    assert "sources=figures" not in page.content.decode()


@pytest.mark.parametrize("name", ["publication", "translation", "sources"])
def test_filter_asked_for_nonsense_shows_everything_or_nothing(client, name):
    sign_in_staff(client)
    make_project()
    path = reverse("admin:awards_project_changelist")
    assert client.get(path, {name: "nonsense"}).status_code in (200, 302)
