from decimal import Decimal

import pytest
from django.db.models import prefetch_related_objects

from awards.models import (
    Allotment,
    Output,
    Partnership,
    Project,
    ProjectDepartment,
    ProjectPlace,
    ProjectSource,
    Receipt,
    TeamMember,
)
from content.gathering import gather
from tests.factories import (
    make_competition,
    make_department,
    make_financial_year,
    make_organisation,
    make_place,
    make_project,
    make_site,
)

pytestmark = pytest.mark.django_db

AROUND = {
    "project_departments": "department",
    "team": "department",
    "project_places": "place__site",
    "partnerships": "organisation",
    "outputs": "",
    "sources": "",
}


def make_full_project():
    """A project with rows in every relation, stored in another order than shown."""
    project, place = make_project(), make_place()
    make_site(place=place)
    ProjectPlace.objects.create(project=project, place=place, position=2)
    nowhere = make_place(latitude=None, longitude=None, precision="", country="SO")
    ProjectPlace.objects.create(project=project, place=nowhere, position=1)
    for is_lead in (False, True):
        department = make_department()
        ProjectDepartment.objects.create(
            project=project, department=department, is_lead=is_lead
        )
    TeamMember.objects.create(project=project, name="Zoë «Q» O'Hara", role="member")
    TeamMember.objects.create(
        project=project, name="Ada", role="manager", department=department
    )
    organisation = make_organisation(former_slugs=["one", "two"])
    Partnership.objects.create(project=project, organisation=organisation)
    Output.objects.create(project=project, value="1234567890.10", as_of="2019-03")
    Output.objects.create(project=project, value=None, unit_it="alberi\n100 %")
    ProjectSource.objects.create(project=project, address="https://example.org/?a=%20")
    return project


def told(row, path):
    """What a row says, and what the things along a path say."""
    if row is None:
        return None
    fields = [field for field in row._meta.concrete_fields if not field.generated]
    said = {field.attname: getattr(row, field.attname) for field in fields}
    name, _dots, rest = path.partition("__")
    return said | ({name: told(getattr(row, name, None), rest)} if name else {})


def all_told(project):
    rows = (
        (row, AROUND[name]) for name in AROUND for row in getattr(project, name).all()
    )
    return [told(row, path) for row, path in rows]


def test_gathered_rows_are_those_that_prefetch_related_reads(
    django_assert_num_queries,
):
    pk = make_full_project().pk
    plain, gathered = Project.objects.get(pk=pk), Project.objects.get(pk=pk)
    paths = ("__".join(filter(None, step)) for step in AROUND.items())
    prefetch_related_objects([plain], *paths)
    with django_assert_num_queries(1):
        gather(gathered, **AROUND)
        found = all_told(gathered)
        owners = {row.project for row in gathered.team.all()}
    assert owners == {gathered}
    assert found == all_told(plain)


def test_gathered_rows_stand_in_the_order_of_a_path(django_assert_num_queries):
    competition = make_competition()
    for year in (2019, 2017, 2018):
        receipt = Receipt.objects.create(financial_year=make_financial_year(year=year))
        Allotment.objects.create(
            competition=competition, receipt=receipt, amount=f"{year}.50"
        )
    gather(competition, allotments="receipt__financial_year")
    with django_assert_num_queries(0):
        rows = [
            (row.receipt.financial_year.year, row.amount)
            for row in competition.allotments.all()
        ]
    assert rows == [(year, Decimal(f"{year}.50")) for year in (2017, 2018, 2019)]


def test_thing_with_nothing_around_it_has_empty_lists():
    project = gather(make_project(), team="department", sources="")
    assert (project.team.all(), project.sources.all()) == ([], [])
