import re
from html import unescape

import pytest

from awards.models import Partnership, TeamMember
from tests.factories import (
    make_competition,
    make_department,
    make_lab,
    make_news,
    make_organisation,
    make_place,
    make_project,
    make_site,
)

pytestmark = pytest.mark.django_db
URL = "/en/search/"


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def heading(response):
    return unescape(re.search(r"<h1>(.*?)</h1>", body(response), re.S)[1])


def sections(response):
    """What was found of each kind: the names."""
    parts = re.findall(
        r'<section [^>]*aria-labelledby="(\w+)">(.*?)</section>', body(response), re.S
    )
    return {
        kind: [
            unescape(re.sub("<.*?>", "", name))
            for name in re.findall(r"<h3>(.*?)</h3>", html, re.S)
        ]
        for kind, html in parts
    }


def make_one_of_each(**fields):
    project = make_project(
        acronym="ACQUA",
        title_en="Water",
        competition=make_competition(year=2021),
        **fields,
    )
    TeamMember.objects.create(project=project, name="Anna Acqua", role="coordinator")
    partner = make_organisation(name="Acqua Bene Comune", **fields)
    Partnership.objects.create(project=project, organisation=partner)
    make_competition(label="Premio dell'acqua", **fields)
    make_site(name="Off Campus Acqua", **fields)
    make_lab(name_en="Water works", name_it="Cantiere dell'acqua", **fields)
    make_department(code="ACQ", name_it="Dipartimento di Acqua", name_en="Water")
    make_news(title_it="L'acqua torna", title_en="Water is back", **fields)
    return project


def test_every_kind_of_thing_is_found(client):
    make_one_of_each()
    answer = client.get(URL, {"q": "acqua"})
    assert sections(answer) == {
        "project": ["ACQUA"],
        "competition": ["Premio dell'acqua"],
        "site": ["Off Campus Acqua"],
        "lab": ["Water works"],
        "partner": ["Acqua Bene Comune"],
        "department": ["Water"],
        "person": ["Anna Acqua"],
        "news": ["Water is back"],
    }
    assert heading(answer) == "8 results for “acqua”"


def test_person_is_shown_with_the_projects(client):
    make_one_of_each()
    html = body(client.get(URL, {"q": "anna acqua"}))
    section = re.search(r'aria-labelledby="person">.*?</section>', html, re.S)[0]
    assert re.search(r'<a href="/en/projects/[\w-]+/">ACQUA</a>', section)


def test_hidden_things_are_not_found(client):
    make_one_of_each(published_from=None)
    assert sections(client.get(URL, {"q": "acqua"})) == {"department": ["Water"]}


def test_all_words_must_be_in_the_same_thing(client):
    make_site(name="Off Campus Uno", description_it="Un orto.", description_en="")
    make_site(name="Off Campus Due", description_it="Un coro.", description_en="")
    assert sections(client.get(URL, {"q": "campus ort"})) == {
        "site": ["Off Campus Uno"]
    }


def test_pages_of_the_portal_are_found_by_title(client):
    answer = client.get(URL, {"q": "accessib"})
    assert sections(answer) == {"page": ["Accessibility"]}


def test_first_projects_lead_to_all_of_them(client):
    for _n in range(8):
        make_project(title_it="Robot")
    html = body(client.get(URL, {"q": "robot"}))
    assert html.count("<h3>") == 6
    assert '<a href="/en/projects/?q=robot">See all 8 projects</a>' in html


def test_many_of_a_kind_are_cut(client):
    for n in range(14):
        make_organisation(name=f"Comune {n}")
    answer = client.get(URL, {"q": "comune"})
    assert len(sections(answer)["partner"]) == 12
    assert heading(answer) == "14 results for “comune”"
    assert "There are more" in body(answer)


def test_without_words_it_says_what_can_be_searched(client):
    answer = client.get(URL)
    assert heading(answer) == "Search the whole portal"
    assert "You can search" in body(answer)
    assert sections(answer) == {}


def test_nothing_found_says_what_was_meant(client):
    make_project(acronym="SOSpesa")
    answer = client.get(URL, {"q": "sospessa"})
    assert heading(answer) == "Nothing found for “sospessa”"
    assert '<a href="?q=SOSpesa">SOSpesa</a>' in body(answer)


@pytest.mark.parametrize("q", ["\x00", "'", '"', "<b>", "%", "&|!", "x" * 900])
def test_odd_words_are_no_error(client, q):
    make_place()
    assert "<b>" not in body(client.get(URL, {"q": q}))


@pytest.mark.parametrize("q", ["acqua", "acqua anna", "acqqua zzzz", ""])
def test_it_costs_the_same_whatever_it_finds(client, q, django_assert_max_num_queries):
    counts = []
    for times in (1, 20):
        for _n in range(times):
            make_project(acronym="ACQUA")
            make_organisation(name=f"Acqua {_n} {times}")
        with django_assert_max_num_queries(8) as queries:
            body(client.get(URL, {"q": q}))
        counts.append(len(queries))
    assert counts[0] == counts[1]
