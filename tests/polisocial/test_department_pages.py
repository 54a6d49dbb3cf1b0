import pytest

from awards.models import ProjectDepartment, TeamMember
from directory.models import DepartmentSource
from offcampus.models import SiteDepartment
from tests.factories import (
    make_competition,
    make_department,
    make_project,
    make_site,
)
from tests.reading import nodes_of, text_of

pytestmark = pytest.mark.django_db


def take_part(department, project, **fields):
    ProjectDepartment.objects.create(department=department, project=project, **fields)


def test_departments_count_what_each_leads_and_joins(client):
    busy = make_department(code="DIG", name_en="Management")
    take_part(busy, make_project(), is_lead=True)
    take_part(busy, make_project())
    take_part(busy, make_project())
    take_part(busy, make_project(published_from=None))
    SiteDepartment.objects.create(department=busy, site=make_site())
    make_department(code="DAER", name_en="Aerospace")
    text = text_of(client.get("/en/departments/"))
    assert "1 department at work in funded projects" in text
    assert "DIG Management 1 2 1" in text
    assert "DAER Aerospace 0 0 0" in text


def test_department_page_lists_its_projects_by_edition(client):
    department = make_department(code="DIG", website="https://dig.example")
    old, new = (
        make_competition(ordinal=1, year=2013),
        make_competition(ordinal=2, year=2014),
    )
    take_part(department, make_project(competition=old, acronym="OLD"), is_lead=True)
    take_part(department, make_project(competition=new, acronym="NEW"), is_lead=True)
    take_part(department, make_project(competition=new, acronym="OTHER"))
    take_part(department, make_project(acronym="DRAFT", published_from=None))
    text = text_of(client.get("/en/departments/DIG/"))
    leads, joins = text.split("It leads")[1].split("It joins")
    assert leads.index("NEW") < leads.index("OLD")
    assert "OTHER" not in leads
    assert "OTHER" in joins
    assert "NEW" not in joins
    assert "DRAFT" not in text
    assert "https://dig.example" in text


def test_department_page_names_people_with_a_public_role(client):
    department = make_department(code="DIG")
    project = make_project(acronym="GIFT", competition=make_competition(year=2019))
    member = {"department": department, "role": "coordinator"}
    TeamMember.objects.create(
        project=project, name="Ada Bianchi", published_role="proponente", **member
    )
    draft = make_project(published_from=None)
    TeamMember.objects.create(project=draft, name="Not Yet", **member)
    text = text_of(client.get("/en/departments/DIG/"))
    assert "Ada Bianchi Scientific coordinator, GIFT (2019)" in text
    assert "Role as published: proponente" in text
    assert "Not Yet" not in text


def test_department_page_says_what_no_source_states_of_its_name(client):
    department = make_department(
        code="DAER", name_en_is_published=True, notes_en="Nobody names it."
    )
    DepartmentSource.objects.create(
        department=department, address="https://www.example.org/2019/05/16/who"
    )
    text = text_of(client.get("/en/departments/DAER/"))
    assert "Nobody names it." in text
    assert "No source we read states its code." in text
    assert "No source we read states its Italian name." in text
    assert "No source we read states its English name." not in text
    assert "example.org, 16 May 2019" in text


def test_department_page_says_the_same_to_machines(client):
    department = make_department(code="DIG")
    response = client.get("/en/departments/DIG/")
    [node] = nodes_of(response, "Organization")
    assert (node["name"], node["alternateName"]) == (department.name_en, "DIG")
    assert department.name_en in text_of(response)


def test_department_page_has_one_address(client):
    make_department(code="DIG")
    moved = client.get("/en/departments/dig/")
    assert (moved.status_code, moved.url) == (301, "/en/departments/DIG/")
    assert client.get("/en/departments/NONE/").status_code == 404


@pytest.mark.parametrize("size", [1, 50])
def test_departments_cost_the_same_whatever_their_number(
    client, size, django_assert_num_queries
):
    for _ in range(size):
        take_part(make_department(), make_project())
    with django_assert_num_queries(1):
        client.get("/en/departments/")


@pytest.mark.parametrize("size", [1, 50])
def test_department_page_costs_the_same_whatever_it_does(
    client, size, django_assert_num_queries
):
    department = make_department(code="DIG")
    for _ in range(size):
        project = make_project()
        take_part(department, project)
        TeamMember.objects.create(
            project=project, name="Ada", role="member", department=department
        )
        SiteDepartment.objects.create(department=department, site=make_site())
    with django_assert_num_queries(5):
        client.get("/en/departments/DIG/")
