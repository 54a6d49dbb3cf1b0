from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from awards.models import ProgrammeFigure, Receipt
from awards.views.how_it_works import TOPICS
from tests.awards.reading import graph_of, read, text_of
from tests.factories import (
    make_competition,
    make_department,
    make_financial_year,
    make_project,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


# The Award


def test_award_heading_counts_what_is_known(client):
    make_competition(year=2017, funded_count=7)
    make_competition(year=2013, funded_count=8)
    assert "2 editions since 2013, 15 projects funded" in read(client, "award")


def test_award_heading_says_when_a_number_is_missing(client):
    make_competition(year=2017, funded_count=7)
    make_competition(year=2013, funded_count=None)
    assert "2 editions since 2013, at least 7 projects funded" in read(client, "award")


def test_award_without_editions_still_stands(client):
    assert "has no edition here yet" in read(client, "award")


def test_award_draws_a_dot_for_each_funded_project(client):
    competition = make_competition(funded_count=3)
    make_project(competition=competition)
    make_project(competition=competition, published_from=None)

    html = client.get(reverse("award")).content.decode()

    assert '<i></i><i class="empty"></i><i class="empty"></i></span>' in html


def test_award_says_how_many_proposals_as_far_as_known(client):
    make_competition(year=2013, submitted_count=50, shortlisted_count=16)
    make_competition(year=2014, shortlisted_count=15)
    text = read(client, "award")
    assert "50 → 16" in text
    assert "not known → 15" in text


def test_award_hides_unpublished_editions(client):
    make_competition(theme_en="Secret", published_from=None)
    assert "Secret" not in read(client, "award")


def test_award_gives_each_statement_with_the_pages_that_say_it(client):
    html = unescape(client.get(reverse("award")).content.decode())
    for topic in TOPICS:
        assert str(topic.unknown) in html
        for statement in topic.found:
            assert str(statement.text) in html
            assert statement.addresses
            assert all(f'href="{each}"' in html for each in statement.addresses)


def test_award_keeps_our_own_sums_apart(client):
    ProgrammeFigure.objects.create(as_of="2019", text_en="34 projects since 2013.")
    ProgrammeFigure.objects.create(
        is_derived=True, projects_funded=68, notes_en="We added it up."
    )

    published, ours = read(client, "award").split("Worked out by us")

    assert "34 projects since 2013." in published
    assert "We added it up." in ours
    assert "We added it up." not in published


@pytest.mark.parametrize("size", [1, 50])
def test_award_costs_the_same_whatever_its_size(
    client, size, django_assert_num_queries
):
    for n in range(size):
        make_project(competition=make_competition(funded_count=2))
        ProgrammeFigure.objects.create(as_of="2019", text_en=f"Figure {n}.")
    with django_assert_num_queries(4):
        client.get(reverse("award"))


# One competition


def full_competition(**fields):
    defaults = {
        "year": 2013,
        "ordinal": 1,
        "label": "Polisocial Award 2013",
        "theme_en": "Sport",
        "selected": "2013-05-16",
        "projects_start": "2013-09",
        "submitted_count": 50,
        "shortlisted_count": 16,
        "funded_count": 8,
        "budget": "500000.00",
        "budget_is_approximate": True,
        "project_cap": "100000.00",
        "duration_months": 18,
        "evaluators_en": "A jury.",
        "stages_note_en": "In two rounds.",
        "conflicts_en": ["One page says 7, another 8."],
        "conflicts_it": ["Una pagina dice 7, un'altra 8."],
    }
    return make_competition(**defaults | fields)


def test_competition_says_what_is_known(client):
    make_project(competition=full_competition(), acronym="SPES")
    text = read(client, "competition", 2013)
    for words in (
        "Sport: 8 projects funded out of 50 proposals",
        "Projects chosen 16 May 2013",
        "Projects start September 2013",
        "Proposals shortlisted 16",
        "Budget about €500,000",
        "Most for one project €100,000",
        "Length of a project 18 months",
        "Who evaluated A jury.",
        "In two rounds.",
        "SPES",
        "Of 7 more projects we have found too little for a page.",
        "One page says 7, another 8.",
    ):
        assert words in text, words


def test_competition_says_what_is_not_known(client):
    make_competition(year=2016, theme_it="", theme_en="", label="Polisocial Award 2016")
    text = read(client, "competition", 2016)
    for words in (
        "Polisocial Award 2016: how many projects were funded is not known",
        "Call opens not known",
        "Ceremony not known",
        "Proposals submitted not known",
        "Budget not known",
        "Most for one project not known",
        "Length of a project not known",
        "Who evaluated not known",
        "Where it comes from not known",
        "Year of the five per thousand not known",
    ):
        assert words in text, words
    assert "Where sources disagree" not in text


def test_competition_puts_projects_in_their_categories(client):
    competition = full_competition()
    category = competition.categories.create(name_it="Avvio", name_en="Activation")
    competition.categories.create(name_it="Vuota", name_en="Empty")
    make_project(competition=competition, category=category, acronym="IN")
    make_project(competition=competition, acronym="OUT")

    text = read(client, "competition", 2013)

    assert "Activation IN Empty No page we read puts a project in it." in text
    assert "The category of one project is not known." in text


@pytest.mark.parametrize(
    ("certainty", "words"),
    [("stated", "2011, 2012"), ("disputed", "2011, 2012 (sources disagree)")],
)
def test_competition_says_whose_money_it_was(client, certainty, words):
    competition = full_competition()
    for year in (2011, 2012):
        receipt = Receipt.objects.create(financial_year=make_financial_year(year=year))
        competition.allotments.create(receipt=receipt, certainty=certainty)
    text = read(client, "competition", 2013)
    assert f"Year of the five per thousand {words}" in text


def test_competition_leads_to_its_neighbours(client):
    make_competition(year=2012, ordinal=1, label="Before")
    make_competition(year=2013, ordinal=2, label="Here")
    make_competition(year=2014, ordinal=3, label="Hidden", published_from=None)
    make_competition(year=2015, ordinal=4, label="After")

    html = client.get(reverse("competition", args=[2013])).content.decode()

    assert f'href="{reverse("competition", args=[2012])}" rel="prev"' in html
    assert f'href="{reverse("competition", args=[2015])}" rel="next"' in html
    assert "Hidden" not in html


def test_competition_hides_unpublished_projects(client):
    competition = full_competition()
    make_project(competition=competition, acronym="SECRET", published_from=None)
    assert "SECRET" not in read(client, "competition", 2013)


def test_competition_of_no_year_is_not_found(client):
    assert client.get(reverse("competition", args=[1999])).status_code == 404


def test_competition_not_yet_public_is_not_found(client):
    make_competition(year=2013, published_from=timezone.now() + timedelta(days=1))
    assert client.get(reverse("competition", args=[2013])).status_code == 404


def test_competition_withdrawn_is_gone(client):
    now = timezone.now()
    make_competition(
        year=2013,
        published_from=now - timedelta(days=2),
        published_until=now - timedelta(days=1),
    )
    assert client.get(reverse("competition", args=[2013])).status_code == 410


def test_competition_marks_a_theme_in_the_other_language(client):
    make_competition(year=2013, theme_it="Sport e inclusione", theme_en="")
    html = client.get(reverse("competition", args=[2013])).content.decode()
    assert '<h1><span lang="it">Sport e inclusione</span>:' in html


def test_competition_tells_machines_what_it_tells_people(client):
    make_project(competition=full_competition(), acronym="SPES")

    response = client.get(reverse("competition", args=[2013]))

    scheme, text = graph_of(response)["FundingScheme"], text_of(response)
    assert graph_of(response)["WebPage"]["name"] in text
    assert scheme["name"] in text
    assert scheme["alternateName"] in text
    assert scheme["subOrganization"][0]["name"] in text
    assert scheme["funding"]["amount"]["value"] == "500000.00"
    assert 'value="500000.00">€500,000<' in response.content.decode()


@pytest.mark.parametrize("size", [1, 50])
def test_competition_costs_the_same_whatever_its_size(
    client, size, django_assert_num_queries
):
    competition = full_competition()
    for n in range(size):
        project = make_project(competition=competition)
        project.project_departments.create(department=make_department())
        competition.categories.create(name_it=f"Categoria {n}")
        receipt = Receipt.objects.create(
            financial_year=make_financial_year(year=2010 + n)
        )
        competition.allotments.create(receipt=receipt)
    with django_assert_num_queries(6):
        client.get(reverse("competition", args=[2013]))
