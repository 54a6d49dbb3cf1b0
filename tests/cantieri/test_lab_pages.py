from decimal import Decimal

import pytest

from awards.models import Partnership
from cantieri.models import LabPartnership, LabSource
from content.dates import PartialDate
from directory.models import ProgrammeSource
from offcampus.models import SitePartnership
from tests.factories import (
    LONG_AGO,
    make_competition,
    make_lab,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_site,
    make_theme,
)
from tests.reading import nodes_of, text_of

pytestmark = pytest.mark.django_db


def join(lab, organisation, **fields):
    LabPartnership.objects.create(lab=lab, organisation=organisation, **fields)


def test_labs_stand_under_their_themes(client):
    health = make_theme(name_en="Health", position=2)
    factory = make_theme(name_en="Industry 4.0", position=1)
    join(make_lab(theme=health, name_en="Clinic"), make_organisation(name="Hospital"))
    make_lab(theme=factory, name_en="Workshop", started=PartialDate("2019-01"))
    make_lab(theme=factory, name_en="Draft", published_from=None)
    make_theme(name_en="Empty")
    text = text_of(client.get("/en/cantieri/"))
    assert "2 open labs with the city, on 2 themes" in text
    assert text.index("Industry 4.0") < text.index("Workshop") < text.index("Clinic")
    assert "With Hospital. Start: not known." in text
    assert "Start: January 2019." in text
    assert "Draft" not in text
    assert "Empty" not in text


def test_labs_say_where_the_name_of_the_programme_comes_from(client):
    programme = make_programme(
        key="cantieri",
        name_en="Labs for the city of Milan",
        notes_en="The English name is a translation.",
    )
    ProgrammeSource.objects.create(programme=programme, address="https://example.org/")
    text = text_of(client.get("/en/cantieri/"))
    assert "Labs for the city of Milan" in text
    assert "The English name is a translation." in text
    assert "example.org" in text


def test_labs_say_that_there_is_none(client):
    assert "No Cantiere has a page yet." in text_of(client.get("/en/cantieri/"))


def test_labs_on_the_map_are_those_with_a_known_place(client):
    make_lab(place=make_place(), name_en="Here")
    vague = make_place(
        name_en="Milan and around", latitude=None, longitude=None, precision=""
    )
    make_lab(place=vague, name_en="Everywhere")
    response = client.get("/en/cantieri/")
    drawing = response.content.decode().split('class="map"')[1].split("</svg>")[0]
    assert "<title>Here</title>" in drawing
    assert "Everywhere" not in drawing
    assert "1 has a place on the map" in text_of(response)
    assert "Milan and around" in text_of(response)


def test_lab_tells_its_story_with_what_is_known_and_how_well(client):
    lab = make_lab(
        place=make_place(name_en="Bovisa campus"),
        started=PartialDate("2015"),
        ended=PartialDate("2027-03"),
        status="active",
        status_note_en="In force until 2027.",
        budget=Decimal("22000000"),
        contact_person="Ada Bianchi",
        website="https://lab.example",
        partners_note_en="39 firms in all.",
        conflicts_en=["2,000 or 2,500 square metres."],
    )
    join(
        lab,
        make_organisation(name="Ministry", kind="public_body"),
        role_en="half of the funding",
    )
    join(lab, make_organisation(name="Hidden", published_from=None))
    LabSource.objects.create(lab=lab, address="https://www.example.org/lab")
    text = text_of(client.get(f"/en/cantieri/{lab.slug}/"))
    for said in (
        lab.theme.name_en,
        lab.description_en,
        "Start 2015 End March 2027 Status today active Place Bovisa campus",
        "Budget €22,000,000",
        "Contact person Ada Bianchi",
        "https://lab.example",
        "In force until 2027.",
        "With one partner 39 firms in all.",
        "Ministry public body half of the funding",
        "Where sources disagree 2,000 or 2,500 square metres.",
        "example.org",
    ):
        assert said in text
    assert "Hidden" not in text


def test_lab_says_what_is_not_known(client):
    lab = make_lab()
    text = text_of(client.get(f"/en/cantieri/{lab.slug}/"))
    assert (
        "Start not known End not known Status today not known "
        "Place not known Budget not known Contact person not known"
    ) in text
    assert "Partners not known" in text


def test_lab_shows_what_has_a_partner_or_the_place_in_common(client):
    lab, city = make_lab(place=make_place()), make_organisation(name="City")
    join(lab, city)
    edition = make_competition(year=2019)
    for project in (
        make_project(acronym="SHARED", competition=edition),
        make_project(acronym="DRAFT", published_from=None),
    ):
        Partnership.objects.create(project=project, organisation=city)
    make_project(acronym="NEAR", competition=edition, place=lab.place)
    make_project(acronym="FAR", competition=edition)
    SitePartnership.objects.create(
        site=make_site(name="Off Campus Here"), organisation=city
    )
    join(make_lab(name_en="Another lab"), city)
    text = text_of(client.get(f"/en/cantieri/{lab.slug}/"))
    assert "Project, 2019 SHARED In common: City" in text
    assert "Project, 2019 NEAR In the same place." in text
    assert "Off Campus site Off Campus Here In common: City" in text
    assert "Another lab In common: City" in text
    assert "DRAFT" not in text
    assert "FAR" not in text


def test_lab_says_the_same_to_machines(client):
    lab = make_lab(place=make_place(), started=PartialDate("2019-01"))
    join(lab, make_organisation(name="Ministry"))
    response = client.get(f"/en/cantieri/{lab.slug}/")
    [node] = nodes_of(response, "ResearchProject")
    text = text_of(response)
    for key in ("name", "description", "keywords"):
        assert node[key] in text
    assert node["location"]["name"] in text
    assert [member["name"] for member in node["member"]] == ["Ministry"]
    assert node["foundingDate"] == "2019-01"
    assert "dissolutionDate" not in node


def test_lab_answers_for_old_and_withdrawn_addresses(client):
    make_lab(slug="new-name", former_slugs=["old-name"])
    gone = {"published_from": LONG_AGO, "published_until": LONG_AGO.replace(year=2021)}
    make_lab(slug="gone", **gone)
    make_lab(slug="draft", published_from=None)
    moved = client.get("/it/cantieri/old-name/")
    assert (moved.status_code, moved.url) == (301, "/it/cantieri/new-name/")
    assert client.get("/it/cantieri/gone/").status_code == 410
    assert client.get("/it/cantieri/draft/").status_code == 404


@pytest.mark.parametrize("size", [1, 50])
def test_labs_cost_the_same_whatever_their_number(
    client, size, django_assert_num_queries
):
    make_programme(key="cantieri")
    for _ in range(size):
        join(make_lab(place=make_place()), make_organisation())
    with django_assert_num_queries(4):
        client.get("/en/cantieri/")


@pytest.mark.parametrize("size", [1, 50])
def test_lab_costs_the_same_whatever_it_shares(client, size, django_assert_num_queries):
    lab = make_lab(place=make_place())
    for _ in range(size):
        partner, project = make_organisation(), make_project(place=lab.place)
        join(lab, partner)
        join(make_lab(), partner)
        Partnership.objects.create(project=project, organisation=partner)
        SitePartnership.objects.create(site=make_site(), organisation=partner)
    with django_assert_num_queries(7):
        client.get(f"/en/cantieri/{lab.slug}/")
