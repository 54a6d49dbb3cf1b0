"""The page of one project."""

import gzip
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from awards.models import (
    Allotment,
    Output,
    Partnership,
    ProjectDepartment,
    ProjectPlace,
    ProjectSource,
    Receipt,
    TeamMember,
)
from awards.views import citation
from awards.views.related import SHOWN
from content.dates import PartialDate
from tests.awards.reading import text_of
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


def page_of(client, project, language="en"):
    with override(language):
        return client.get(reverse("project", args=[project.slug]))


def words_of(client, project, language="en"):
    return text_of(page_of(client, project, language))


def html_of(client, project, language="en"):
    return page_of(client, project, language).content.decode()


def lead(project, name="Ada Rossi", **fields):
    fields = {"role": "coordinator"} | fields
    return TeamMember.objects.create(project=project, name=name, **fields)


def fund(competition, year, certainty="stated"):
    """Money of a year given to a competition."""
    received = Receipt.objects.create(financial_year=make_financial_year(year=year))
    Allotment.objects.create(
        receipt=received, competition=competition, certainty=certainty
    )


# What is shown


def test_project_shows_its_names_and_summary(client):
    competition = make_competition(label="Polisocial Award 2021", theme_en="Recovery")
    project = make_project(
        competition=competition, acronym="TREE", title_en="Trees in town"
    )
    words = words_of(client, project)
    assert "Polisocial Award 2021 Recovery TREE Trees in town" in words
    assert project.summary_en in words


def test_project_with_an_acronym_only_repeats_no_title(client):
    project = make_project(title_is_acronym=True, title_en="Only an acronym")
    assert "Only an acronym" not in words_of(client, project)


def test_project_names_people_with_their_published_role_and_department(client):
    project = make_project()
    department = make_department(code="DASTU")
    lead(project, published_role="Proponente", department=department)
    lead(project, name="Bruno Neri", role="manager")
    words = words_of(client, project)
    assert "Scientific coordinator Ada Rossi, DASTU published as “Proponente”" in words
    assert "Project manager Bruno Neri" in words


def test_project_names_the_lead_department_apart_from_the_others(client):
    project = make_project()
    for position, (code, leads) in enumerate([("DIG", False), ("DEIB", True)]):
        ProjectDepartment.objects.create(
            project=project,
            department=make_department(code=code, name_en=f"Name of {code}"),
            is_lead=leads,
            position=position,
        )
    words = words_of(client, project)
    assert "Lead department DEIB Name of DEIB Other departments DIG" in words


def test_project_names_its_partners_with_their_roles(client):
    project = make_project()
    town = make_organisation(name="Comune di Prova")
    Partnership.objects.create(project=project, organisation=town, role_en="host")
    words = words_of(client, project)
    assert "One partner Comune di Prova, host" in words
    assert f'href="/en/partners/{town.slug}/"' in html_of(client, project)


def test_project_shows_each_output_with_its_date_and_source(client):
    project = make_project()
    source = "https://example.org/news"
    Output.objects.create(
        project=project,
        value=1340,
        is_approximate=True,
        unit_it="bambini",
        unit_en="children",
        as_of=PartialDate("2023-05"),
        source=source,
    )
    words = words_of(client, project)
    assert "children, May 2023; source of: children about 1,340" in words
    assert f'<a href="{source}">' in html_of(client, project)
    assert '<data value="1340' in html_of(client, project)


def test_project_shows_its_award_and_the_note_on_it(client):
    project = make_project(award=Decimal("80000.50"), award_note_en="A share of it.")
    words = words_of(client, project)
    assert "awarded to the project €80,000.50" in words
    assert "A share of it." in words


def test_project_says_what_nobody_knows(client):
    competition = make_competition(budget=None)
    words = words_of(client, make_project(competition=competition))
    for said in (
        "awarded to the project: no source we read says it not known",
        "Signatures year of the five per thousand not known",
        "Payments when and how much not known",
        "Scientific coordinator not known",
        "Departments not known",
        "No source we read names its partners: not known",
        "No source we read says where it took place. not known",
        "No source is recorded for this project.",
    ):
        assert said in words


def test_project_says_its_state_from_its_dates(client):
    past = make_project(started=PartialDate("2013"), ended=PartialDate("2015"))
    words = words_of(client, past)
    assert "Status concluded Start 2013 End 2015" in words
    assert "At work start: 2013; end: 2015" in words


def test_keywords_lead_to_the_search(client):
    project = make_project(keywords_en=["food & care"], keywords_it=["cibo"])
    assert 'href="/en/projects/?q=food%20%26%20care"' in html_of(client, project)


def test_project_shows_its_sources(client):
    project = make_project()
    ProjectSource.objects.create(
        project=project, address="https://www.example.org/2022/04/19/news/"
    )
    assert "example.org, 19 April 2022" in words_of(client, project)


# The chain and the timeline


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([(2015, "stated")], "2015 year of the signatures, of the five per thousand"),
        (
            [(2016, "stated"), (2015, "stated")],
            "2015, 2016 years of the signatures, of the five per thousand",
        ),
        ([(2018, "disputed")], "2018 year of the signatures: sources disagree"),
        (
            [(2018, "disputed"), (2019, "disputed")],
            "2018 or 2019 year of the signatures: sources disagree",
        ),
    ],
)
def test_chain_says_how_sure_the_year_of_the_signatures_is(client, years, said):
    project = make_project()
    for year, certainty in years:
        fund(project.competition, year, certainty)
    assert said in words_of(client, project)


def test_chain_tells_the_budget_as_context(client):
    competition = make_competition(
        ordinal=8, budget=500000, budget_is_approximate=True, funded_count=5
    )
    project = make_project(competition=competition)
    said = "about €500,000 for the 5 projects of edition 8"
    assert said in words_of(client, project)


def test_timeline_keeps_the_precision_of_dates_and_their_order(client):
    competition = make_competition(selected=PartialDate("2018-07-09"), funded_count=1)
    project = make_project(competition=competition, ended=PartialDate("2020"))
    Output.objects.create(
        project=project, value=2, unit_it="libri", as_of=PartialDate("2020-03")
    )
    said = "9 July 2018 The only project funded March 2020 2 libri 2020 The work ends"
    assert said in words_of(client, project)


def test_project_says_what_it_follows_and_whose_reading_it_is(client):
    first = make_project(acronym="FIRST")
    second = make_project(acronym="SECOND", follows=first)
    year = first.competition.year
    ours = "our reading, no source states it"
    assert f"It follows FIRST ({year}): {ours}" in words_of(client, second)
    assert f"Followed by SECOND ({second.competition.year}): {ours}" in words_of(
        client, first
    )
    second.follows_is_stated = True
    second.save()
    assert ours not in words_of(client, second)
    assert ours not in words_of(client, first)


# Languages


@pytest.mark.parametrize(
    ("language", "published", "said"),
    [
        ("it", "en", "The Italian title is a translation"),
        ("en", "it", "The English title is a translation"),
    ],
)
def test_translated_title_is_told_from_the_published_one(
    client, language, published, said
):
    project = make_project(**{f"title_{published}_is_published": True})
    with override(language):
        title = getattr(project, f"title_{published}")
    html = html_of(client, project, language)
    assert f'<cite lang="{published}">{title}</cite>' in html
    if language == "en":
        assert said in text_of(page_of(client, project, language))


def test_title_published_in_both_languages_needs_no_note(client):
    project = make_project(title_it_is_published=True, title_en_is_published=True)
    assert "<cite" not in html_of(client, project)


def test_missing_english_is_shown_in_italian_and_said(client):
    project = make_project(summary_en="", summary_it="Solo in italiano.")
    page = page_of(client, project)
    assert '<p lang="it">Solo in italiano.</p>' in page.content.decode()
    assert "This text is in Italian" in text_of(page)


# Related projects


def test_related_projects_are_those_that_share_most_and_say_why(client):
    place = make_place(name_en="NoLo")
    project = make_project(place=place, keywords_it=["cibo"], keywords_en=["food"])
    lead(project)
    same_word = make_project(keywords_it=["cibo"], keywords_en=["food"])
    near = make_project(place=place)
    lead(near)
    make_project(acronym="STRANGER", keywords_it=["acqua"], keywords_en=["water"])
    words = words_of(client, project)
    assert "STRANGER" not in words
    first = words.index("Same place: NoLo; same coordinator: Ada Rossi")
    assert first < words.index("Same keyword: food")
    for other in (same_word, near):
        assert other.acronym in words


def test_related_projects_are_three_at_most(client):
    same = {"keywords_it": ["cibo"], "keywords_en": ["food"]}
    projects = [make_project(**same) for _number in range(6)]
    assert words_of(client, projects[0]).count("Same keyword: food") == SHOWN


def test_being_in_the_same_city_is_no_reason(client):
    city = make_place(name_en="Milan", precision="city")
    other = make_project(place=city)
    assert other.acronym not in words_of(client, make_project(place=city))


def test_word_in_the_summary_is_not_a_shared_keyword(client):
    project = make_project(keywords_it=["scuola"], keywords_en=["school"])
    other = make_project(summary_en="They meet in a school.")
    assert other.acronym not in words_of(client, project)


# What is hidden, moved and gone


def test_unpublished_things_are_not_named(client):
    project = make_project()
    secret = make_organisation(name="Ente segreto", published_from=None)
    Partnership.objects.create(project=project, organisation=secret)
    project.follows = make_project(acronym="HIDDEN", published_from=None)
    project.save()
    make_project(acronym="SEQUEL", follows=project, published_from=None)
    place = make_site(name="Sede segreta", published_from=None).place
    ProjectPlace.objects.create(project=project, place=place)
    html = html_of(client, project)
    for name in ("Ente segreto", "HIDDEN", "SEQUEL", "Sede segreta"):
        assert name not in html


def test_unpublished_project_is_not_found(client):
    assert page_of(client, make_project(published_from=None)).status_code == 404


def test_withdrawn_project_is_gone(client):
    yesterday = timezone.now() - timedelta(days=1)
    assert page_of(client, make_project(published_until=yesterday)).status_code == 410


def test_renamed_project_moves_for_good(client):
    project = make_project(slug="old-name")
    old = reverse("project", args=["old-name"])
    project.slug = "new-name"
    project.save()
    response = client.get(old)
    assert response.status_code == 301
    assert response.url == reverse("project", args=["new-name"])


# What it costs


def crowd(project, size):
    """Give a project many rows of each kind, and many close to it."""
    place = project.places.get()
    for number in range(size):
        organisation, department = make_organisation(), make_department()
        Partnership.objects.create(project=project, organisation=organisation)
        ProjectDepartment.objects.create(project=project, department=department)
        lead(project, role="member", department=department)
        ProjectPlace.objects.create(project=project, place=make_place())
        Output.objects.create(project=project, value=number, unit_it="cose")
        ProjectSource.objects.create(project=project, address="https://example.org/")
        other = make_project(place=place, follows=project if number == 0 else None)
        Partnership.objects.create(project=other, organisation=organisation)


@pytest.mark.parametrize("size", [1, 12])
def test_project_costs_four_queries_whatever_it_has(
    client, size, django_assert_num_queries
):
    project = make_project(place=make_place(), keywords_it=["cibo"])
    fund(project.competition, 2019)
    crowd(project, size)
    with django_assert_num_queries(4):
        page = page_of(client, project)
    assert len(gzip.compress(page.content)) < 16 * 1024


# How to cite it


def test_citation_has_title_address_and_day(client):
    project = make_project(acronym="TREE", title_en="Trees in town")
    words = words_of(client, project)
    assert f"TREE: Trees in town, {project.competition.label}. Polisocial" in words
    assert f"http://testserver/en/projects/{project.slug}/, as of" in words


def test_bibtex_has_no_commands_of_its_own():
    project = make_project(acronym="A_B", title_it="100% {of}\\it", title_en="")
    entry = citation.bibtex(project, "https://example.org/")
    assert "  title = {{A\\_B: 100\\%  of  it}}," in entry.splitlines()
