from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.models import Project
from tests.factories import make_project

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOW = timezone.now()
LIVES = {
    "draft": (None, None, False),
    "scheduled": (NOW + DAY, None, False),
    "public": (NOW - DAY, None, True),
    "public until tomorrow": (NOW - DAY, NOW + DAY, True),
    "ended": (NOW - DAY, NOW - DAY / 2, False),
}


@pytest.mark.parametrize(("begins", "ends", "is_public"), LIVES.values(), ids=LIVES)
def test_row_and_queryset_agree_on_what_is_public(begins, ends, is_public):
    project = make_project(published_from=begins, published_until=ends)
    assert project.is_public() is is_public
    assert Project.objects.public().exists() is is_public


@pytest.mark.parametrize("begins", [None, NOW, NOW + DAY])
def test_publication_ends_after_it_begins(begins):
    project = make_project()
    project.published_from, project.published_until = begins, NOW
    with pytest.raises(ValidationError):
        project.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        project.save()
