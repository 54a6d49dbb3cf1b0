from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from awards.models import (
    Competition,
    Partnership,
    Project,
    ProjectDepartment,
    ProjectPlace,
    TeamMember,
)
from directory.models import Department, Organisation, Place
from offcampus.models import Site
from tests.factories import make_organisation, make_place, make_project, make_site

pytestmark = pytest.mark.django_db
CONTENT = ("awards", "directory", "offcampus", "cantieri")


def generate(**options):
    call_command("generate_projects", **{"count": 8, "verbosity": 0} | options)


@pytest.fixture(autouse=True)
def _quiet(capsys):
    """What the command prints is not of these tests."""


def everything():
    """The content of each table and of its history, whatever the keys of its rows."""
    left_out = {"id", "updated_at"}
    tables = {}
    for label in CONTENT:
        for model in apps.get_app_config(label).get_models():
            columns = [
                field.attname
                for field in model._meta.concrete_fields
                if field.name not in left_out and not field.is_relation
            ]
            rows = model._base_manager.values_list(*columns) if columns else []
            tables[model.__name__] = sorted(map(repr, rows))
    return tables


def links():
    """What each project is tied to, in words."""
    return [
        list(rows.order_by("project__slug", "pk").values_list("project__slug", path))
        for rows, path in (
            (ProjectPlace.objects, "place__name_it"),
            (ProjectDepartment.objects, "department__code"),
            (Partnership.objects, "organisation__name"),
            (TeamMember.objects, "name"),
        )
    ]


def test_same_seed_makes_the_same_projects():
    generate(seed=3)
    first = everything(), links()
    generate(remove=True)
    generate(seed=3)
    assert (everything(), links()) == first
    generate(remove=True)
    generate(seed=4)
    assert everything() != first[0]


def test_first_projects_are_the_same_however_many_follow():
    generate(count=3)
    words = list(Project.objects.order_by("slug").values_list("slug", "summary_it"))
    tied = links()
    generate(remove=True)
    generate(count=9)
    few = Project.objects.filter(slug__in=[slug for slug, _text in words])
    assert list(few.order_by("slug").values_list("slug", "summary_it")) == words
    for now, before in zip(links(), tied, strict=True):
        assert [row for row in now if row[0] in dict(words)] == before


def test_generated_projects_are_whole_and_public():
    generate(count=30)
    projects = Project.objects.public()
    assert projects.count() == 30
    for project in projects:
        project.full_clean()
    for rows in (Competition, Department, Organisation, Place, Site):
        for row in rows.objects.all():
            row.full_clean()
    awards = {project.award for project in projects}
    assert None in awards
    assert all(type(award) is Decimal for award in awards - {None})
    assert {len(p.started or "") for p in projects} == {0, 4, 7, 10}
    assert projects.filter(title_en="").exists()
    assert projects.exclude(title_en="").exists()


def test_everything_generated_says_so_to_readers(client):
    generate()
    for page in (
        Project.objects.first().get_absolute_url(),
        Site.objects.first().get_absolute_url(),
        Competition.objects.first().get_absolute_url(),
    ):
        assert "non esiste" in client.get(page).content.decode()
    generated = Organisation.objects.filter(name__endswith="(ente generato)")
    assert generated.count() == Organisation.objects.count()


def test_it_refuses_where_there_are_real_projects():
    make_project(slug="generatedly-real")
    before = everything()
    with pytest.raises(CommandError, match="real projects"):
        generate()
    assert everything() == before
    generate(beside_real=True)
    assert Project.objects.count() == 9


def test_it_refuses_to_generate_twice_and_to_make_none():
    with pytest.raises(CommandError, match="1 at least"):
        generate(count=0)
    generate()
    with pytest.raises(CommandError, match="already"):
        generate()


def test_removing_takes_out_what_was_generated_and_nothing_else():
    make_project(slug="real", place=make_site().place)
    make_organisation(slug="general")
    before = everything()
    generate(beside_real=True)
    assert everything() != before
    for model in (Organisation, TeamMember):
        model.objects.last().save()  # somebody edits it, which leaves a record
    generate(remove=True)
    assert everything() == before
    generate(remove=True)
    assert everything() == before


def test_removing_stops_at_what_something_real_needs():
    make_place()
    generate()
    make_project(acronym="REALE", competition=Competition.objects.first())
    with pytest.raises(CommandError, match="REALE"):
        generate(remove=True)
    assert Project.objects.count() == 9
