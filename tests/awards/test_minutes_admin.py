"""Minutes in the admin: read whole, published redacted, not for who has a conflict."""

import io

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from awards.actions.conflict import declare
from awards.actions.decision import announce
from awards.actions.minutes import make, publish
from awards.actions.ranking import close
from awards.actions.submission import withdraw
from awards.models import Act, MinutesPublication
from tests.awards.judging import (
    LATER,
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    proposals_of,
)
from tests.awards.test_decision_actions import FUND, LEAVE, settle
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
    for each in proposals_of(stage):
        settle(each, **(LEAVE | {"reason": "Zirconio."}))
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
    assert "Non tutto ciò che è stato valutato" in answer.content.decode()
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    client.post(place)
    publication = MinutesPublication.objects.get()
    assert (publication.minutes, publication.by) == (minutes, office)
    assert Act.objects.get(deed="minutes_public").by == office
    shown = client.get(at(minutes, "change")).content.decode()
    assert "nella forma pubblica" in shown


def refused(minutes):
    """Why they are not published; the data stay as they were."""
    with pytest.raises(ValidationError) as said:
        publish(minutes, by=make_user(), at=LATER)
    assert not MinutesPublication.objects.exists()
    return said.value.code


def test_what_nobody_was_told_keeps_them_from_the_public(stage):
    """Its title and its place would be read in them before its team has an answer."""
    late = make_handed_in(stage)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert refused(make(stage, by=make_user(), at=LATER)) == "decisions"
    settle(late, **LEAVE)
    assert refused(stage.minutes.get()) == "decisions"
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert refused(stage.minutes.get()) == "stale"
    again = make(stage, by=make_user(), at=LATER, reason="Ne mancava una.")
    publish(again, by=make_user(), at=LATER)


def test_what_changed_after_them_keeps_them_from_the_public(stage, minutes):
    settle(proposals_of(stage)[0], **FUND)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert refused(minutes) == "stale"
    with override("en"):
        again = make(stage, by=make_user(), at=LATER, reason="L’esito è cambiato.")
    publish(again, by=make_user(), at=LATER)


def test_public_ranking_holds_nothing_that_is_judged_no_more():
    stage = make_judged_stage(proposals=2, publishes_ranking=True)
    chair = make_appointment(stage, role="chair")
    gone, stays = proposals_of(stage)
    for each in (gone, stays):
        judge(chair, each)
    close(stage, by=chair.user, at=LATER)
    withdraw(gone, by=gone.members.get().user, reason="Rinuncia.", at=LATER)
    settle(stays, **LEAVE)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert refused(make(stage, by=chair.user, at=LATER)) == "ranking"
    close(stage, by=chair.user, at=LATER, reason="Una è ritirata.")
    again = make(stage, by=chair.user, at=LATER, reason="Una è ritirata.")
    publish(again, by=make_user(), at=LATER)


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
