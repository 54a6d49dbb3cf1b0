"""What others refer to is not deleted, and who deletes is told why."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Category, Competition, Partnership, Project, ProjectSource
from directory.models import Organisation
from tests.factories import (
    make_competition,
    make_lab,
    make_organisation,
    make_place,
    make_project,
    make_site,
    make_theme,
    make_user,
)
from tests.signing_in import sign_in
from tests.staff import allowed

pytestmark = pytest.mark.django_db

# What goes with the thing it belongs to. All else refers, and protects.
OWN = {
    *("awards.CallDocument.call", "awards.CostHeading.call", "awards.Dimension.call"),
    *("awards.SpecialPrize.call", "awards.Stage.call", "awards.Criterion.stage"),
    *("awards.Section.stage", "awards.Question.section", "awards.Choice.question"),
    *("awards.Category.competition", "awards.Output.project"),
    *("awards.Dimension.call", "awards.CostHeading.call", "awards.Stage.call"),
    *("awards.Criterion.stage", "awards.Section.stage"),
    *("awards.Question.section", "awards.Choice.question"),
    *("awards.Partnership.project", "awards.ProjectDepartment.project"),
    *("awards.ProjectPlace.project", "awards.TeamMember.project"),
    *("cantieri.LabPartnership.lab", "offcampus.Activity.site"),
    *("offcampus.SiteAddress.site", "offcampus.SiteDepartment.site"),
    *("offcampus.SitePartnership.address", "offcampus.SitePartnership.site"),
}


@pytest.fixture
def staff(client):
    user = make_user(is_staff=True, is_superuser=True)
    sign_in(client, user)
    return user


def address(thing, page="delete"):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[thing.pk])


def page_of(answer):
    return " ".join(unescape(answer.content.decode()).split())


def text(answer):
    return re.sub(r"<[^>]+>", "", page_of(answer))


def delete(client, thing):
    return client.post(address(thing), {"post": "yes"})


def delete_chosen(client, *things):
    meta = things[0]._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    chosen = [thing.pk for thing in things]
    form = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    return client.post(url, form)


def test_only_own_rows_go_with_a_thing():
    keys = [
        field
        for model in apps.get_models()
        if hasattr(model, "history")
        for field in model._meta.concrete_fields
        if field.remote_field
    ]
    going = {
        str(field)
        for field in keys
        if field.remote_field.on_delete is not models.PROTECT
    }
    sources = {name for name in going if "Source." in name}
    assert len(sources) == 10
    assert going - sources == OWN


def referred():
    """Something of each kind that others can refer to, with who refers to it."""
    competition = make_competition()
    category = Category.objects.create(competition=competition, name_it="Famiglia")
    earlier = make_project(competition=competition)
    organisation, place, theme = make_organisation(), make_place(), make_theme()
    project = make_project(
        competition=competition, category=category, follows=earlier, place=place
    )
    Partnership.objects.create(project=project, organisation=organisation)
    site = make_site()
    lab = make_lab(theme=theme)
    lender = make_competition()
    lent = Category.objects.create(competition=lender, name_it="Prestata")
    guest = make_project(category=lent)
    return {
        "competition by its category": (lender, guest),
        "competition": (competition, project),
        "category": (category, project),
        "project": (earlier, project),
        "organisation": (organisation, project),
        "place of a project": (place, project),
        "place of a site": (site.place, site),
        "theme": (theme, lab),
    }


@pytest.mark.parametrize(
    "name",
    [
        *("competition", "competition by its category", "category"),
        *("project", "organisation"),
        *("place of a project", "place of a site", "theme"),
    ],
)
def test_deletion_is_refused_with_a_link_to_who_refers(client, staff, name):
    thing, referrer = referred()[name]
    link = f'<a href="{address(referrer, "change")}">{referrer}</a>'
    assert link in page_of(client.get(address(thing)))
    for answer in (delete(client, thing), delete_chosen(client, thing)):
        assert link in page_of(answer)
    assert type(thing)._base_manager.filter(pk=thing.pk).exists()


def test_deletion_takes_own_rows_and_says_how_many(client, staff):
    project = make_project()
    for number in range(3):
        source = ProjectSource(project=project, address=f"https://example.org/{number}")
        source.save()
    assert "3" in text(client.get(address(project)))
    delete(client, project)
    assert not Project.objects.exists()
    assert not ProjectSource.objects.exists()
    gone = ProjectSource.history.filter(history_type="-")
    assert set(gone.values_list("history_user_id", flat=True)) == {staff.pk}


@pytest.mark.parametrize("size", [21, 2000])
def test_list_of_who_refers_is_short_whatever_their_number(client, staff, size):
    competition = make_competition()
    Project.objects.bulk_create(
        Project(
            competition=competition,
            slug=f"generated-{number}",
            acronym=f"GEN{number}",
            title_it="Titolo",
            summary_it="Sintesi",
        )
        for number in range(size)
    )
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get(address(competition)))
    assert page.count("GEN") == 20
    assert f"({size})" in page
    assert ("e 1 altro" if size == 21 else "e altri 1980") in page
    assert len(queries) <= 12


def test_chosen_together_none_is_deleted_when_one_is_referred_to(client, staff):
    free, partner = make_organisation(), make_organisation()
    Partnership.objects.create(project=make_project(), organisation=partner)
    assert "Nulla è stato cancellato" in text(delete_chosen(client, free, partner))
    assert Organisation.objects.count() == 2
    delete_chosen(client, free)
    assert Organisation.objects.get() == partner


def test_who_may_not_see_the_referrer_gets_its_name_only(client):
    competition = make_competition()
    project = make_project(competition=competition, acronym="HIDDEN")
    sign_in(client, allowed("view_competition", "delete_competition"))
    page = page_of(client.get(address(competition)))
    assert "HIDDEN" in page
    assert address(project, "change") not in page


def test_deletion_needs_the_right_to_delete_what_goes_too(client):
    competition = make_competition()
    Category.objects.create(competition=competition, name_it="Famiglia")
    sign_in(client, allowed("view_competition", "delete_competition"))
    assert delete(client, competition).status_code == 403
    assert Competition.objects.exists()
