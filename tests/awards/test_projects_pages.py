import json
import re
from html import unescape

import pytest

from awards.models import Partnership, ProjectDepartment, TeamMember
from tests.factories import (
    make_competition,
    make_department,
    make_organisation,
    make_place,
    make_project,
    make_site,
)

pytestmark = pytest.mark.django_db
URL = "/en/projects/"


def many(number):
    """Projects with everything a list prints."""
    competitions = [make_competition(year=2020 + n) for n in range(3)]
    departments = [make_department(code=f"D{n}") for n in range(3)]
    site = make_site(slug="nolo")
    projects = []
    for n in range(number):
        place = site.place if n % 3 else make_place(country="MZ")
        project = make_project(competition=competitions[n % 3], place=place)
        for position, department in enumerate(departments[: 1 + n % 3]):
            ProjectDepartment.objects.create(
                project=project, department=department, position=position
            )
        partner = make_organisation()
        Partnership.objects.create(project=project, organisation=partner)
        TeamMember.objects.create(
            project=project, name=f"Anna Rossi {n}", role="coordinator"
        )
        projects.append(project)
    return projects


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def heading(response):
    return unescape(re.search(r"<h1>(.*?)</h1>", body(response), re.S)[1])


def links(html):
    return [unescape(url) for url in re.findall(r'href="([^"]*)"', html)]


@pytest.mark.parametrize("size", [1, 50])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 3),
        ("?view=table", 5),
        ("?q=progetto", 4),
        ("?q=progetto&view=table&competition=2020&department=D0&country=MZ", 6),
        ("?q=progetto&site=none&competition=2020", 4),
        ("?q=zzzz&competition=2020", 5),
        ("?q=proggetto", 6),
    ],
)
def test_a_page_costs_the_same_whatever_it_lists(
    client, query, queries, size, django_assert_num_queries
):
    many(size)
    with django_assert_num_queries(queries):
        body(client.get(URL + query))


def test_card_says_edition_departments_title_and_first_sentence(client):
    project = make_project(
        acronym="SOSpesa",
        title_en="Neighbourhood networks",
        summary_en="It gives food. It also does more.",
        competition=make_competition(year=2021, ordinal=8),
    )
    for position, code in ((1, "DIG"), (0, "DESIGN")):
        ProjectDepartment.objects.create(
            project=project, department=make_department(code=code), position=position
        )
    html = body(client.get(URL))
    for words in (
        "SOSpesa<small>Neighbourhood networks</small>",
        "2021 · 8th edition",
        "DESIGN · DIG",
        "<p>It gives food.</p>",
        f'href="{project.get_absolute_url().replace("/it/progetti", "/en/projects")}"',
    ):
        assert words in html
    assert "It also does more" not in html


def test_card_in_the_other_language_says_so(client):
    make_project(title_en="", summary_en="", title_it="Reti", summary_it="Fa cose.")
    html = body(client.get(URL))
    assert '<span lang="it">Reti</span>' in html
    assert '<span lang="it">Fa cose.</span>' in html


def test_table_has_the_same_projects_and_says_what_is_not_known(client):
    known = make_project(acronym="KNOWN", award="50000", place=make_place())
    TeamMember.objects.create(project=known, name="Anna Rossi", role="coordinator")
    make_project(acronym="UNKNOWN")
    html = body(client.get(URL, {"view": "table"}))
    rows = re.findall(r'<th scope="row".*?</tr>', html, re.S)
    assert len(rows) == 2
    assert ["KNOWN</a>" in rows[1], "UNKNOWN</a>" in rows[0]] == [True, True]
    assert "Anna Rossi" in rows[1]
    assert '<data value="50000.00">' in rows[1]
    assert rows[1].count('class="unk"') == 1  # departments
    assert rows[0].count('class="unk"') == 4


def test_filters_show_what_each_value_would_give(client):
    many(6)
    html = body(client.get(URL, {"competition": "2020"}))
    assert re.search(
        r'name="competition" value="2020" checked><span>2020</span>'
        r'<span><data value="2">2</data>',
        html,
    )
    assert 'name="site" value="nolo"' not in html
    assert 'name="competition" value="2021"><span>' in html


def test_long_facet_shows_eight_and_keeps_the_rest_folded(client):
    for _n in range(12):
        make_project(competition=make_competition())
    html = body(client.get(URL))
    fieldset = re.search(r"<fieldset>\s*<legend>Edition.*?</fieldset>", html, re.S)[0]
    first, rest = fieldset.split("<details>")
    assert (first.count("<input"), rest.count("<input")) == (8, 4)
    assert "4 more" in rest


def test_chips_take_one_filter_away_each(client):
    many(3)
    query = "?q=progetto&competition=2020&competition=2021&department=D0"
    html = body(client.get(URL + query))
    chips = re.search(r'<ul class="chips".*?</ul>', html, re.S)[0]
    assert links(chips) == [
        f"{URL}?competition=2020&competition=2021&department=D0",
        f"{URL}?q=progetto&competition=2021&department=D0",
        f"{URL}?q=progetto&competition=2020&department=D0",
        f"{URL}?q=progetto&competition=2020&competition=2021",
        URL,
    ]


def test_form_keeps_order_and_view(client):
    many(2)
    html = body(client.get(URL, {"sort": "name", "view": "table", "q": "proge"}))
    form = re.search(r'<form action="/en/projects/".*?</form>', html, re.S)[0]
    assert '<input type="hidden" name="sort" value="name">' in form
    assert '<input type="hidden" name="view" value="table">' in form
    assert 'value="proge"' in form
    assert "method" not in form


def test_empty_fields_of_the_form_leave_the_address(client):
    make_project(competition=make_competition(year=2020))
    answer = client.get(URL, {"q": "", "competition": "2020", "site": ""})
    assert (answer.status_code, answer.url) == (302, f"{URL}?competition=2020")
    assert client.get(URL, {"q": ""}).url == URL


def test_unknown_values_are_left_out_and_said(client):
    make_project()
    answer = client.get(URL, {"department": "<NOPE>", "page": "x", "view": "?"})
    assert heading(answer) == "1 project, 1 edition"
    assert "We do not know “&lt;NOPE&gt;”" in body(answer)


def test_pages_keep_the_query(client):
    competition = make_competition(year=2020)
    for _n in range(30):
        make_project(competition=competition)
    make_project()
    first = body(client.get(URL, {"competition": "2020"}))
    assert first.count('<li class="card') == 24
    assert "?competition=2020&page=2" in links(first)
    second = client.get(URL, {"competition": "2020", "page": "2"})
    assert body(second).count('<li class="card') == 6
    assert heading(second) == "30 projects out of 31: 2020 edition"
    assert "30 projects out of 31: 2020 edition – page 2" in body(second)
    assert body(client.get(URL, {"page": "99"})).count('<li class="card') == 7


def test_only_the_plain_list_is_for_search_engines(client):
    for _n in range(30):
        make_project()
    hidden = '<meta name="robots" content="noindex, follow">'
    assert hidden not in body(client.get(URL))
    second = body(client.get(URL, {"page": "2"}))
    assert hidden not in second
    assert (
        '<link rel="canonical" href="http://testserver/en/projects/?page=2">' in second
    )
    for query in ({"q": "progetto"}, {"view": "table"}, {"status": "unknown"}):
        assert hidden in body(client.get(URL, query))


def test_share_gives_the_short_address(client):
    make_project(competition=make_competition(year=2020))
    html = body(
        client.get(URL, {"utm_source": "x", "competition": "2020", "page": "1"})
    )
    assert "http://testserver/en/projects/?competition=2020" in links(html)


def test_nothing_found_says_what_to_drop_and_what_was_meant(client):
    competition = make_competition(year=2013)
    make_project(acronym="SOSpesa")
    make_project(competition=competition)
    html = body(client.get(URL, {"q": "sospessa", "competition": "2013"}))
    nothing = html[html.index("What to try") :]
    assert "Did you mean" in nothing
    assert "SOSpesa (1 project)" in nothing
    assert f"{URL}?q=SOSpesa" in links(nothing)
    assert "1 project without the words “sospessa”" in nothing
    assert f"{URL}?competition=2013" in links(nothing)
    assert "without Edition" not in nothing


def test_no_project_at_all_is_a_page_too(client):
    assert heading(client.get(URL)) == "No project"


def test_machines_read_the_same_list(client):
    projects = [make_project(acronym=name) for name in ("A", "B")]
    html = body(client.get(URL))
    graph = json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1]
    )["@graph"]
    (listed,) = [node for node in graph if node["@type"] == "ItemList"]
    assert listed["numberOfItems"] == len(projects)
    names = [item["name"] for item in listed["itemListElement"]]
    assert names == re.findall(r'<h3><a href="[^"]*">(\w)<', html)
    for item in listed["itemListElement"]:
        assert item["url"].removeprefix("http://testserver") in links(html)
