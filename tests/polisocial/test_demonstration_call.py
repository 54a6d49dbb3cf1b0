"""The call that `make run` opens to try the portal with."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from awards.models import Call, Stage
from tests.factories import make_competition, make_user
from tests.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstrate(settings):
    settings.DEVELOPMENT = True
    office = make_user()
    return lambda: call_command("demonstration_call", office.email)


def test_demonstration_is_open_and_says_what_it_is(client, demonstrate):
    make_competition(ordinal=11, year=2024)
    demonstrate()
    call = Call.objects.get()
    assert call.competition.ordinal == 12
    shown = text_of(client.get(call.get_absolute_url()))
    assert "Questo bando è una dimostrazione" in shown
    assert reverse("start-proposal", args=[call.competition.year]) in (
        client.get(call.get_absolute_url()).content.decode()
    )


def test_demonstration_is_made_once_and_kept_open(demonstrate):
    demonstrate()
    past = timezone.now()
    Stage.objects.update(opens_at=past - timedelta(days=9), closes_at=past)
    demonstrate()
    assert Stage.objects.get().closes_at > past


def test_demonstration_is_refused_in_production(demonstrate, settings):
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="no place in production"):
        demonstrate()
    assert not Call.objects.exists()
