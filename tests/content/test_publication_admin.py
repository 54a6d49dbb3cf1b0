"""Publishing, scheduling and withdrawing in the admin: what it says, then does."""

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from awards.models import Partnership, Project, ProjectSource
from content.publication import Publication, PublishedModel
from polisocial.groups import AWARD_OFFICE, EDITORS, READERS
from tests.factories import (
    make_competition,
    make_organisation,
    make_project,
    make_theme,
    make_user,
)
from tests.signing_in import sign_in
from tests.staff import allowed

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
STEPS = ("publish", "schedule", "withdraw")
PUBLISHED = [m for m in admin.site._registry if issubclass(m, PublishedModel)]


@pytest.fixture
def staff(client):
    user = make_user(email="rosa@example.org", is_staff=True, is_superuser=True)
    sign_in(client, user)
    return user


def come_as(client, group):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    sign_in(client, user)


def page(model, name, *args):
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args)


def ask(client, step, *things):
    keys = ",".join(str(thing.pk) for thing in things)
    return client.get(page(type(things[0]), step), {"things": keys})


def take(client, step, *things, **form):
    keys = ",".join(str(thing.pk) for thing in things)
    address = page(type(things[0]), step)
    return client.post(address, {"things": keys} | form, follow=True)


def choose(client, step, *things):
    form = {"action": step, "_selected_action": [thing.pk for thing in things]}
    return client.post(page(type(things[0]), "changelist"), form)


def words(answer):
    main = answer.content.decode().split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def state(thing):
    return type(thing).objects.get(pk=thing.pk).publication()


def test_asking_says_what_will_happen_and_changes_nothing(client, staff):
    thing = make_project(acronym="CAMPUS", published_from=None)
    text = words(ask(client, "publish", thing))
    assert "CAMPUS" in text
    assert "Sarà subito in pubblico." in text
    assert state(thing) == Publication.DRAFT


def test_publish_publishes_and_is_told(client, staff):
    thing = make_project(acronym="CAMPUS", published_from=None)
    answer = take(client, "publish", thing)
    assert answer.redirect_chain == [(page(Project, "change", thing.pk), 302)]
    assert "«CAMPUS» è in pubblico." in unescape(answer.content.decode())
    assert state(thing) == Publication.PUBLIC
    assert client.get(thing.get_absolute_url()).status_code == 200
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr) == (staff, "CAMPUS")
    assert Project.history.filter(id=thing.pk).latest().history_user_id == staff.pk


def test_publishing_twice_changes_nothing(client, staff):
    thing = make_project()
    assert "Non c’era nulla da cambiare." in words(take(client, "publish", thing))
    assert not LogEntry.objects.exists()


def test_schedule_takes_an_instant_in_italy(client, staff):
    thing = make_project(published_from=None)
    year = timezone.now().year + 1
    take(client, "schedule", thing, at=f"{year}-07-01T09:30")
    thing.refresh_from_db()
    rome = ZoneInfo("Europe/Rome")
    assert thing.published_from == datetime(year, 7, 1, 9, 30, tzinfo=rome)
    assert f"1º luglio {year}, 09:30" in words(
        client.get(page(Project, "change", thing.pk))
    )


@pytest.mark.parametrize("at", ["", "domani", "2020-01-01T10:00"])
def test_schedule_without_a_good_instant_says_so(client, staff, at):
    thing = make_project(published_from=None)
    answer = take(client, "schedule", thing, at=at)
    text = unescape(answer.content.decode())
    assert 'class="errorlist"' in text or "Scegli un momento" in text
    assert state(thing) == Publication.DRAFT


def test_hour_that_clocks_skip_is_refused(client, staff):
    thing = make_project(published_from=None)
    answer = take(client, "schedule", thing, at="2027-03-28T02:30")
    assert 'class="errorlist"' in answer.content.decode()
    assert state(thing) == Publication.DRAFT


def test_withdraw_says_that_the_address_will_answer_410(client, staff):
    thing = make_project()
    assert "(410)" in words(ask(client, "withdraw", thing))
    take(client, "withdraw", thing)
    assert client.get(thing.get_absolute_url()).status_code == 410


def test_withdrawal_may_be_scheduled_and_cancelled(client, staff):
    thing = make_project()
    year = timezone.now().year + 1
    take(client, "withdraw", thing, at=f"{year}-07-01T09:30")
    assert state(thing) == Publication.PUBLIC
    text = words(ask(client, "publish", thing))
    assert f"1º luglio {year}, 09:30" in text
    take(client, "publish", thing)
    thing.refresh_from_db()
    assert thing.published_until is None


def test_chosen_things_are_asked_about_then_published(client, staff):
    draft, public = make_project(published_from=None), make_project()
    text = words(choose(client, "publish", draft, public))
    assert draft.acronym in text
    assert "Non cambierà nulla." in text
    take(client, "publish", draft, public)
    assert state(draft) == Publication.PUBLIC
    assert LogEntry.objects.count() == 1


def test_refused_is_told_by_name_and_the_others_are_published(client, staff):
    good = make_project(published_from=None)
    bad = make_project(acronym="FAULTY", published_from=None, summary_it="")
    text = words(take(client, "publish", good, bad))
    assert "FAULTY: sintesi (italiano): " in text
    assert (state(good), state(bad)) == (Publication.PUBLIC, Publication.DRAFT)


def test_too_many_are_not_taken(client, staff):
    competition = make_competition()
    things = [make_project(competition=competition) for _n in range(3)]
    Project.objects.bulk_create(
        Project(
            competition=competition,
            slug=f"p-{number}",
            acronym=f"P{number}",
            title_it="Titolo",
            summary_it="Sintesi",
        )
        for number in range(201)
    )
    form = {
        "action": "publish",
        "_selected_action": [things[0].pk],
        "select_across": "1",
    }
    answer = client.post(page(Project, "changelist"), form, follow=True)
    assert "200" in words(answer)
    assert Project.objects.public().count() == 3


def test_warnings_do_not_forbid(client, staff):
    draft_partner = make_organisation(name="Ente in bozza", published_from=None)
    competition = make_competition(label="Award nascosto", published_from=None)
    thing = make_project(
        title_en="", competition=competition, published_from=None, acronym="ALONE"
    )
    Partnership.objects.create(project=thing, organisation=draft_partner)
    text = words(ask(client, "publish", thing))
    assert "titolo (inglese)" in text
    assert "Nessuna fonte" in text
    assert "Award nascosto" in text
    assert "Ente in bozza" in text
    take(client, "publish", thing)
    assert state(thing) == Publication.PUBLIC


def test_nothing_to_warn_of_is_not_said(client, staff):
    thing = make_project(published_from=None)
    ProjectSource.objects.create(project=thing, address="https://example.org/a")
    assert 'class="warnings"' not in ask(client, "publish", thing).content.decode()


def test_withdrawing_says_which_public_pages_refer_to_it(client, staff):
    competition = make_competition()
    shown = make_project(competition=competition, acronym="SHOWN")
    make_project(competition=competition, acronym="UNSEEN", published_from=None)
    text = words(ask(client, "withdraw", competition))
    assert "SHOWN" in text
    assert "UNSEEN" not in text
    take(client, "withdraw", competition)
    assert state(shown) == Publication.PUBLIC
    assert client.get(shown.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("size", [1, 4])
def test_asking_costs_the_same_whatever_the_number(
    client, staff, size, django_assert_max_num_queries
):
    competition = make_competition(published_from=None)
    things = []
    for _n in range(size):
        things.append(make_project(competition=competition, published_from=None))
        partner = make_organisation(published_from=None)
        Partnership.objects.create(project=things[-1], organisation=partner)
    with django_assert_max_num_queries(12):
        ask(client, "publish", *things)
    with django_assert_max_num_queries(12):
        ask(client, "withdraw", *things)


@pytest.mark.parametrize("model", PUBLISHED, ids=str)
def test_instants_are_shown_and_not_typed(client, staff, model):
    form = client.get(page(model, "add")).content.decode()
    assert "published_from" in form
    assert 'name="published_from' not in form
    assert 'name="published_until' not in form


@pytest.mark.parametrize(
    ("life", "offered"),
    [
        ({"published_from": None}, ("publish", "schedule")),
        ({"published_from": timezone.now() + DAY}, STEPS),
        ({}, ("withdraw",)),
        ({"published_until": timezone.now() - DAY}, ("publish",)),
    ],
    ids=["draft", "scheduled", "public", "ended"],
)
def test_change_page_offers_the_steps_that_make_sense(client, staff, life, offered):
    thing = make_project(**life)
    form = client.get(page(Project, "change", thing.pk)).content.decode()
    for step in STEPS:
        link = f"{page(Project, step)}?things={thing.pk}"
        assert (link in form) is (step in offered)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("group", [EDITORS, AWARD_OFFICE, READERS])
def test_who_may_change_may_publish(client, group, step):
    come_as(client, group)
    thing = make_project(published_from=timezone.now() + DAY)
    expected = 403 if group == READERS else 200
    assert ask(client, step, thing).status_code == expected
    answer = client.post(page(Project, step), {"things": thing.pk, "at": ""})
    assert answer.status_code in ((403,) if group == READERS else (200, 302))
    if group == READERS:
        assert state(thing) == Publication.SCHEDULED


def test_reader_is_offered_nothing(client):
    come_as(client, READERS)
    thing = make_project(published_from=None)
    assert "?things=" not in client.get(page(Project, "change", thing.pk)).text
    listed = client.get(page(Project, "changelist")).content.decode()
    assert 'value="publish"' not in listed
    choose(client, "publish", thing)
    assert state(thing) == Publication.DRAFT


def test_step_of_what_is_not_there_is_not_found(client, staff):
    for keys in ("", "0", "a,b", "-1"):
        answer = client.get(page(Project, "publish"), {"things": keys})
        assert answer.status_code == 404


def test_kinds_without_publication_have_no_steps(client, staff):
    theme = make_theme()
    assert client.get(page(type(theme), "changelist")).status_code == 200
    answer = client.get(f"{page(type(theme), 'changelist')}publish/")
    assert answer.status_code != 200


def test_list_offers_no_step_in_a_popup(client, staff):
    make_organisation()
    listed = client.get(page(type(make_organisation()), "changelist"), {"_popup": "1"})
    assert 'value="publish"' not in listed.content.decode()


def test_permission_to_view_alone_is_refused_by_address(client):
    sign_in(client, allowed("view_project"))
    thing = make_project(published_from=None)
    assert ask(client, "publish", thing).status_code == 403
