"""The two competitions that `make demo` fills a developer's database with."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone, translation

from awards.models import (
    Act,
    Appointment,
    Assignment,
    Call,
    Competition,
    Letter,
    Review,
    Submission,
)
from awards.rules.invariants import offences
from polisocial.demonstration.addresses import CHAIR, EVALUATOR
from polisocial.demonstration.scenario import FINISHED, UNDER_WAY
from tests.factories import make_competition, make_department
from tests.reading import text_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstrate(settings):
    settings.DEVELOPMENT = True
    return lambda **options: call_command("demonstration", verbosity=0, **options)


def counts():
    kinds = (Competition, Call, Submission, Assignment, Review, Letter, Act)
    return {each.__name__: each.objects.count() for each in kinds}


def test_demonstration_leaves_something_to_judge(demonstrate, client, capsys):
    """The finished one is played by another test: here it is there already."""
    make_competition(label=FINISHED, ordinal=12, year=2020)
    for _n in range(6):
        make_department()
    with translation.override(None):  # as `make demo` asks for it
        demonstrate()
    *_played, address = capsys.readouterr().out.split()
    assert "Dimostrazione: persone" in text_of(client.get(address))
    made = Competition.objects.get(label=UNDER_WAY)
    assert (made.ordinal, made.call.stages.get(number=1).has_closed()) == (13, True)
    assert list(offences()) == []
    assert not Letter.objects.filter(created_at__gt=timezone.now()).exists()
    assert Counter(Letter.objects.values_list("state", flat=True)).keys() == {"sent"}
    open_ones = Assignment.objects.open()
    reviewed = open_ones.filter(review__counts__isnull=False)
    assert 0 < reviewed.count() < open_ones.count()
    for email in (EVALUATOR, CHAIR):
        seat = Appointment.objects.get(email=email)
        sign_in(client, seat.user)
        page = client.get(reverse("my-committee", args=[seat.pk]))
        assert "Dimostrazione" in text_of(page)
    mine = open_ones.filter(appointment__email=EVALUATOR)
    assert mine.exists()
    assert not Review.objects.filter(assignment__in=mine).exists()
    before = counts()
    demonstrate()
    assert counts() == before


def test_demonstration_needs_the_content(demonstrate):
    with pytest.raises(CommandError, match="no content yet"):
        demonstrate()


def test_demonstration_is_not_removed_but_with_everything(demonstrate):
    with pytest.raises(CommandError, match="make clean"):
        demonstrate(remove=True)


def test_demonstration_is_refused_in_production(demonstrate, settings):
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="no place in production"):
        demonstrate()
    assert not Competition.objects.exists()
