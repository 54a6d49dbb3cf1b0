import pytest

from awards.models import Output, ProjectDepartment
from content.dates import PartialDate
from tests.factories import (
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_news,
    make_place,
    make_project,
    make_site,
)
from tests.reading import nodes_of, text_of

pytestmark = pytest.mark.django_db


def html_of(response):
    return response.content.decode()


def test_home_with_no_content_says_that_nothing_is_known(client):
    text = text_of(client.get("/en/"))
    assert "not known how many signed The signature" in text
    assert "not known how much came The money" in text
    assert "0 editions of the Polisocial Award The call" in text
    assert "No year is known yet." in text


def test_home_steps_go_from_a_signature_to_a_result(client):
    make_financial_year(year=2023, amount=None)
    make_financial_year(year=2022, amount="692215.00", choices=7686)
    make_financial_year(year=2020, amount="985530.00", choices=7921)
    edition = make_competition(ordinal=1, year=2013)
    abroad = make_place(country="MZ", locality_it="Maputo")
    make_project(competition=edition, place=abroad)
    project = make_project(
        competition=edition, place=make_place(), acronym="SOSpesa", slug="sospesa-2013"
    )
    Output.objects.create(
        project=project,
        value="2",
        unit_it="tonnellate di cibo",
        unit_en="tonnes of food",
        as_of=PartialDate("2023-11"),
    )
    response = client.get("/en/")
    assert (
        "7,686 signatures in 2022, the last year known The signature "
        "€692,215 is the amount of that year The money "
        "1 edition of the Polisocial Award, since 2013 The call "
        "2 projects in Italy and in 1 other country The projects "
        "2 tonnes of food: SOSpesa, November 2023 A result"
    ) in text_of(response)
    for address in (
        "/en/five-per-thousand/2022/",
        "/en/five-per-thousand/",
        "/en/award/",
        "/en/projects/",
        "/en/projects/sospesa-2013/",
    ):
        assert f'href="{address}"' in html_of(response)


def test_home_result_is_the_last_dated_figure_of_a_public_project(client):
    old, new = make_competition(ordinal=8), make_competition(ordinal=10)
    figures = [
        (make_project(competition=old), "4", "2023-11"),
        (make_project(competition=new), "5", None),
        (make_project(competition=old), "6", "2021"),
        (make_project(competition=new, published_from=None), "7", "2025"),
    ]
    for project, value, as_of in figures:
        Output.objects.create(
            project=project,
            value=value,
            unit_it="orti",
            unit_en="gardens",
            as_of=as_of and PartialDate(as_of),
        )
    assert f"4 gardens {figures[0][0].acronym}, November 2023" in text_of(
        client.get("/en/")
    )


def test_home_shows_the_public_projects_chosen_last(client):
    make_competition(ordinal=3, year=2015)  # its call is open: nothing is chosen yet
    make_project(competition=make_competition(ordinal=1, year=2013), acronym="OLD")
    latest = make_competition(ordinal=2, year=2014, funded_count=3)
    lead = make_project(competition=latest, acronym="NEW")
    ProjectDepartment.objects.create(
        project=lead, department=make_department(code="DIG"), position=0
    )
    ProjectDepartment.objects.create(
        project=lead, department=make_department(code="DEIB"), position=1, is_lead=True
    )
    make_project(competition=latest, acronym="DRAFT", published_from=None)
    text = text_of(client.get("/en/"))
    assert "The project chosen last" in text
    assert "2014 · 2nd edition DEIB · DIG NEW" in text
    assert "DRAFT" not in text
    assert "OLD" not in text


def test_home_draws_a_dot_for_each_project_of_an_edition(client):
    edition = make_competition(funded_count=3)
    make_project(competition=edition)
    dots = '<span class="dots" aria-hidden="true"><i></i><i class="empty"></i><i'
    assert dots in html_of(client.get("/en/"))


def test_home_map_marks_sites_labs_and_projects_known_to_the_area(client):
    make_site(slug="here", name="Off Campus Here")
    hidden = make_site(name="Off Campus Hidden", published_from=None)
    make_project(place=hidden.place, acronym="DRAFT", published_from=None)
    make_lab(place=make_place(), slug="lab-on-map")
    year = make_competition(year=2013)
    make_project(place=make_place(), acronym="SEEN", competition=year)
    make_project(place=make_place(precision="city"), acronym="VAGUE", competition=year)
    make_project(place=make_place(), acronym="DRAFT", published_from=None)
    response = client.get("/en/")
    drawing = html_of(response).split('class="map"')[1].split("</svg>")[0]
    assert "<title>Off Campus Here</title>" in drawing
    assert "<title>SEEN, 2013</title>" in drawing
    assert "/en/cantieri/lab-on-map/" in drawing
    assert "VAGUE" not in drawing
    assert "Projects on the map: SEEN, 2013." in text_of(response)
    assert "DRAFT" not in text_of(response)
    assert "Hidden" not in text_of(response)


def test_home_tells_the_last_three_public_news(client):
    for day in range(1, 6):
        make_news(title_en=f"On day {day}", date=PartialDate(f"2025-10-0{day}"))
    make_news(title_en="Draft", date=PartialDate("2026"), published_from=None)
    text = text_of(client.get("/en/"))
    assert "News of the programme" in text
    assert [day for day in range(1, 6) if f"On day {day}" in text] == [3, 4, 5]
    assert "Draft" not in text


def test_home_has_no_news_where_there_is_none(client):
    assert "News of the programme" not in text_of(client.get("/en/"))


def test_home_says_who_it_is_to_machines(client):
    [site] = nodes_of(client.get("/it/"), "WebSite")
    assert site["name"] == "Polisocial"
    assert site["potentialAction"]["target"].endswith(
        "/it/cerca/?q={search_term_string}"
    )


@pytest.mark.parametrize("size", [1, 50])
def test_home_costs_the_same_whatever_its_size(client, size, django_assert_num_queries):
    edition = make_competition()
    for _ in range(size):
        make_project(competition=edition, place=make_place())
        make_site()
        make_lab(place=make_place())
        make_news()
    with django_assert_num_queries(8):
        client.get("/en/")
