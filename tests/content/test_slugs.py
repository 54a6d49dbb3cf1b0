from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from awards.models import Project
from content.slugs import Moved, Withdrawn, public_or_moved
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def test_every_former_name_leads_to_the_thing():
    project = make_project(slug="first")
    for slug in ("second", "third"):
        project = Project.objects.get(pk=project.pk)
        project.slug = slug
        project.save()

    for former in ("first", "second"):
        with pytest.raises(Moved) as moved:
            public_or_moved(Project.objects.all(), former)
        assert moved.value.target == project
    assert public_or_moved(Project.objects.all(), "third") == project


def test_rename_is_remembered_when_only_some_fields_are_saved():
    project = make_project(slug="first")
    project.slug = "second"
    project.save(update_fields=["slug"])
    assert Project.objects.get(pk=project.pk).former_slugs == ["first"]


def test_going_back_to_a_former_name_forgets_it():
    project = make_project(slug="first")
    for slug in ("second", "first"):
        project.slug = slug
        project.save()
    assert Project.objects.get(pk=project.pk).former_slugs == ["second"]


def test_withdrawn_is_told_from_never_there():
    ago = timezone.now() - timedelta(days=2)
    make_project(
        slug="gone",
        published_from=ago,
        published_until=ago + timedelta(days=1),
    )
    make_project(slug="draft", published_from=None)
    with pytest.raises(Withdrawn):
        public_or_moved(Project.objects.all(), "gone")
    for slug in ("draft", "never"):
        with pytest.raises(Http404):
            public_or_moved(Project.objects.all(), slug)


def test_rename_that_is_not_saved_is_not_remembered():
    project = make_project(slug="first")
    project.slug = "second"
    project.save(update_fields=["title_it"])
    stored = Project.objects.get(pk=project.pk)
    assert (stored.slug, stored.former_slugs) == ("first", [])
    project.save()
    assert Project.objects.get(pk=project.pk).former_slugs == ["first"]


def test_nothing_takes_an_address_that_leads_elsewhere():
    project = make_project(slug="first")
    project.slug = "second"
    project.save()
    another = make_project()
    another.slug = "first"
    with pytest.raises(ValidationError, match="links still lead|portano ancora"):
        another.full_clean()
    project.slug = "first"
    project.full_clean()
