"""Minutes in the admin: read whole, published redacted, not for who has a conflict."""

import io

import pypdf
import pytest
from django.urls import reverse

from awards.actions.conflict import declare
from awards.actions.decision import announce, approve, decide
from awards.actions.minutes import make
from awards.models import Act, MinutesPublication
from tests.awards.judging import LATER, make_judged_stage, proposals_of
from tests.factories import make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def stage():
    """All is decided, for a reason that only the team is to read."""
    stage = make_judged_stage(proposals=2)
    said = {"outcome": "not_selected", "reason": "Zirconio."}
    for each in proposals_of(stage):
        approve(
            decide(each, by=make_user(), at=LATER, **said), by=make_user(), at=LATER
        )
    return stage


@pytest.fixture
def minutes(stage):
    return make(stage, by=make_user(), at=LATER)


def at(minutes, page, *more):
    return reverse(f"admin:awards_minutes_{page}", args=[minutes.pk, *more])


def words_of(body):
    pages = pypdf.PdfReader(io.BytesIO(body), strict=True).pages
    return " ".join(page.extract_text() for page in pages)


def test_they_are_read_whole_and_in_public_form(client, minutes):
    come_as(client, "award office")
    whole = client.get(at(minutes, "paper", "whole"))
    assert whole["Content-Type"] == "application/pdf"
    assert "Zirconio." in words_of(whole.content)
    public = client.get(at(minutes, "paper", "public"))
    assert "Zirconio." not in words_of(public.content)
    assert client.get(at(minutes, "paper", "other")).status_code == 404


def test_they_are_published_once_the_decisions_are(client, stage, minutes):
    office = come_as(client, "award office")
    place = at(minutes, "make_public")
    assert client.get(place).status_code == 404
    answer = client.post(place, follow=True)
    assert "non sono ancora tutti pubblici" in answer.content.decode()
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    client.post(place)
    publication = MinutesPublication.objects.get()
    assert (publication.minutes, publication.by) == (minutes, office)
    assert Act.objects.get(deed="minutes_public").by == office
    shown = client.get(at(minutes, "change")).content.decode()
    assert "nella forma pubblica" in shown


def test_who_has_a_conflict_finds_none_of_them(client, stage, minutes):
    user = come_as(client, "superuser")
    hidden = proposals_of(stage)[0]
    declare(hidden, by=user, has_conflict=True, grounds="Zia.", at=LATER)
    listed = client.get(reverse("admin:awards_minutes_changelist"))
    assert listed.context["cl"].result_count == 0
    assert client.get(at(minutes, "paper", "whole")).status_code == 404
    assert client.get(at(minutes, "paper", "public")).status_code == 404
    assert client.get(at(minutes, "change")).status_code == 302


@pytest.mark.parametrize("who", ["editor", "reader", "auditor"])
def test_others_of_the_staff_do_not(client, minutes, who):
    come_as(client, who)
    assert client.get(at(minutes, "paper", "whole")).status_code == 403
    assert client.post(at(minutes, "make_public")).status_code == 403
