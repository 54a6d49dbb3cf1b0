"""What the office grants one person or one team: told at once, and of use."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions.submission import submit
from awards.models import EditWindow, Extension, Letter, Proposal, Submission
from tests.awards.test_office import granted
from tests.awards.test_submission import DEADLINE, IN_TIME, make_open_stage, write
from tests.factories import make_member, make_proposal, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ABOUT = {"name": "Anna Rossi", "role_group": "tenured"}


@pytest.fixture
def anna():
    return make_user(email="anna@example.org", language="en", first_name="Anna")


@pytest.fixture
def stage():
    stage = make_open_stage()
    stage.call.published_from = timezone.now()
    stage.call.save()
    return stage


@pytest.fixture
def proposal(stage, anna):
    proposal = make_proposal(stage=stage, coordinator=anna)
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    return proposal


def extend(stage, person, until=DEADLINE + HOUR):
    said = {"reason": "Malattia.", "by": make_user(), "at": IN_TIME}
    return Extension.objects.create(stage=stage, person=person, until=until, **said)


def start_page(stage):
    return reverse("start-proposal", args=[stage.call.competition.year])


def letter(kind):
    return Letter.objects.get(kind=kind)


def add(client, thing, **said):
    come_as(client, "award office")
    return client.post(reverse(f"admin:awards_{thing}_add"), granted(**said))


def test_who_has_more_time_is_told_where_to_start(client, stage, anna):
    add(client, "extension", stage=stage.pk, email=anna.email)
    told = letter("extension")
    assert (told.email, told.state, told.user) == (anna.email, "ready", anna)
    assert "More time for you" in told.subject
    assert "for everybody else the deadline is 31 March 2027" in told.body
    assert f"/en/apply/{stage.call.competition.year}/start/" in told.body
    assert "Malattia" not in told.body


def test_who_has_begun_is_led_to_what_they_wrote(client, stage, anna, proposal):
    add(client, "extension", stage=stage.pk, email=anna.email)
    assert "Your proposals:" in letter("extension").body


def test_another_instant_is_told_and_the_same_is_not(client, stage, anna):
    add(client, "extension", stage=stage.pk, email=anna.email)
    extension = Extension.objects.get()
    page = reverse("admin:awards_extension_change", args=[extension.pk])
    until = timezone.localtime(extension.until)
    same = granted(stage=stage.pk, email=anna.email)
    client.post(page, same | {"until_0": f"{until:%d/%m/%Y}", "until_1": "12:00"})
    assert Letter.objects.count() == 1
    client.post(page, same | {"until_1": "13:00"})
    assert Letter.objects.filter(kind="extension").count() == 2


def test_what_is_not_later_is_no_extension(client, stage, anna):
    early = {"until_0": "31/03/2027", "until_1": "12:00"}
    answer = add(client, "extension", stage=stage.pk, email=anna.email, **early)
    assert "Non è dopo la scadenza" in answer.content.decode()
    assert not Extension.objects.exists()


def test_a_team_is_told_which_sections_are_open_again(client, stage, anna, proposal):
    bruno = make_user(email="bruno@example.org", language="it")
    make_member(proposal=proposal, user=bruno)
    section = stage.sections.get()
    said = {"proposal": proposal.pk, "sections": [f"s{section.pk}"]}
    answer = add(client, "editwindow", **said)
    assert "Si può riaprire solo" in answer.content.decode()
    submit(proposal, by=anna, began_at=IN_TIME)
    add(client, "editwindow", **said)
    assert EditWindow.objects.get().proposal == proposal
    letters = Letter.objects.filter(kind="edit_window").order_by("email")
    assert [each.email for each in letters] == [anna.email, bruno.email]
    hers, his = (each.body for each in letters)
    assert f"- {section.name_en}\n" in hers
    assert f"- {section.name_it}\n" in his
    assert "Malattia." in hers


def test_who_has_more_time_may_start_after_the_deadline(
    client, stage, anna, time_machine
):
    extend(stage, anna)
    time_machine.move_to(DEADLINE + HOUR / 2, tick=False)
    client.force_login(make_user())
    assert client.get(start_page(stage)).status_code == 404
    client.force_login(anna)
    assert client.get(start_page(stage)).status_code == 200
    client.post(start_page(stage), ABOUT)
    proposal = Proposal.objects.get()
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    client.post(reverse("proposal-check", args=[proposal.code]))
    assert Submission.objects.get().seconds_late == 0


@pytest.mark.parametrize(("after", "status"), [(HOUR * 0, 302), (HOUR, 200)])
def test_starting_too_late_is_told_and_costs_nothing(
    client, stage, anna, time_machine, after, status
):
    time_machine.move_to(DEADLINE + after, tick=False)
    client.force_login(anna)
    answer = client.post(start_page(stage), ABOUT)
    assert answer.status_code == status
    shown = answer.content.decode()
    assert ("non è aperto" in shown and "Anna Rossi" in shown) == (status == 200)
    assert Proposal.objects.count() == (status == 302)
