"""What a project's page says to machines is what it says to people."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from awards.models import Partnership, ProjectDepartment, TeamMember
from content.dates import PartialDate
from content.formats import day_text
from content.linked_data import UNIVERSITY
from tests.awards.reading import graph_of, text_of
from tests.factories import (
    make_department,
    make_organisation,
    make_place,
    make_project,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """A project of which everything is known."""
    project = make_project(
        place=make_place(name_en="Station square", name_it="Piazza della stazione"),
        started=PartialDate("2019-03"),
        ended=PartialDate("2021"),
        award=Decimal("80000.00"),
        keywords_it=["cibo"],
        keywords_en=["food"],
        website="https://example.org/project",
    )
    department = make_department(code="DASTU", name_en="Architecture", name_it="Arch")
    ProjectDepartment.objects.create(project=project, department=department)
    TeamMember.objects.create(project=project, name="Ada Rossi", role="coordinator")
    town = make_organisation(name="Comune di Prova")
    Partnership.objects.create(
        project=project, organisation=town, role_en="host", role_it="ospite"
    )
    Partnership.objects.create(project=project, organisation=make_organisation())
    return project


def page_of(client, project, language):
    with override(language):
        return client.get(reverse("project", args=[project.slug]))


def said_to_people(node):
    """The words of a node that a person must be able to read."""
    for name, value in node.items():
        if name in {"name", "alternateName", "description", "roleName", "keywords"}:
            yield from value if isinstance(value, list) else [value]
        elif name == "addressLocality":
            yield value
        elif isinstance(value, dict | list):
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict):
                    yield from said_to_people(each)


@pytest.mark.parametrize("language", ["it", "en"])
def test_words_for_machines_are_words_of_the_page(client, project, language):
    response = page_of(client, project, language)
    page, graph = text_of(response).lower(), graph_of(response)
    for kind in ("ResearchProject", "MonetaryGrant"):
        for words in said_to_people(graph[kind]):
            assert words.lower() in page, words


@pytest.mark.parametrize("language", ["it", "en"])
def test_dates_and_money_for_machines_are_those_of_the_page(client, project, language):
    response = page_of(client, project, language)
    html, graph = response.content.decode(), graph_of(response)
    research = graph["ResearchProject"]
    assert (research["foundingDate"], research["dissolutionDate"]) == (
        "2019-03",
        "2021",
    )
    with override(language):
        for date in ("2019-03", "2021"):
            assert f'<time datetime="{date}">{day_text(date)}</time>' in html
    amount = graph["MonetaryGrant"]["amount"]
    assert amount == {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": "80000.00",
    }
    assert f'<data value="{amount["value"]}">' in html


def test_addresses_for_machines_are_links_of_the_page(client, project):
    response = page_of(client, project, "en")
    html, research = response.content.decode(), graph_of(response)["ResearchProject"]
    (department,) = research["department"]
    coordinator, town, other = research["member"]
    assert coordinator["member"] == {"@type": "Person", "name": "Ada Rossi"}
    for node in (department, town["member"], other):
        assert f'href="{node["url"].removeprefix("http://testserver")}"' in html
    assert f'href="{research["sameAs"]}"' in html


def test_grant_and_project_point_at_each_other(client, project):
    graph = graph_of(page_of(client, project, "en"))
    research, grant = graph["ResearchProject"], graph["MonetaryGrant"]
    assert research["funding"] == {"@id": grant["@id"]}
    assert grant["fundedItem"] == {"@id": research["@id"]}
    assert grant["funder"] == {"@id": UNIVERSITY["@id"]}
    assert research["mainEntityOfPage"] == {"@id": graph["WebPage"]["@id"]}


def test_what_nobody_knows_is_not_said_to_machines(client):
    graph = graph_of(page_of(client, make_project(title_is_acronym=True), "en"))
    unknown = {"alternateName", "location", "member", "foundingDate", "department"}
    assert not unknown & graph["ResearchProject"].keys()
    assert "amount" not in graph["MonetaryGrant"]
