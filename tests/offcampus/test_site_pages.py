from decimal import Decimal

import pytest
import time_machine

from awards.models import ProjectPlace
from content.dates import PartialDate
from directory.models import ProgrammeSource
from offcampus.models import (
    Activity,
    SiteAddress,
    SiteDepartment,
    SitePartnership,
    SiteSource,
)
from tests.factories import (
    LONG_AGO,
    make_competition,
    make_department,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_site,
)
from tests.reading import nodes_of, text_of

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "2025-10-26 12:00", "2025-10-27 12:00"


def make_moved_site():
    """A site that left the market for a farmhouse, for a time."""
    site = make_site(name="Off Campus Nolo", status="temporarily_moved")
    market = make_place(
        name_it="Mercato, Viale Monza 54", name_en="Market, Viale Monza 54"
    )
    farm = make_place(name_it="Cascina Turro, Milano", name_en="Cascina Turro, Milan")
    site.addresses.update(place=market, valid_until=PartialDate("2025-10-27"))
    moved = SiteAddress.objects.create(
        site=site,
        place=farm,
        name="Off Campus Provvisorio",
        is_temporary=True,
        valid_from=PartialDate("2025-10-27"),
    )
    return site, moved


@pytest.mark.parametrize(
    ("day", "status", "sentence"),
    [
        (BEFORE, "Today: open.", "From 27 October 2025 at Cascina Turro, Milan."),
        (
            AFTER,
            "Today: moved for a time.",
            "Since 27 October 2025, for a time, at Cascina Turro, Milan. "
            "There it is called Off Campus Provvisorio. Until: not known.",
        ),
    ],
)
def test_site_says_where_it_is_on_the_day_it_is_read(client, day, status, sentence):
    site, _ = make_moved_site()
    with time_machine.travel(f"{day}:00+01:00", tick=False):
        text = text_of(client.get(f"/en/off-campus/{site.slug}/"))
    assert status in text
    assert sentence in text


@pytest.mark.parametrize(
    ("day", "address"),
    [(BEFORE, "Market, Viale Monza 54"), (AFTER, "Cascina Turro, Milan")],
)
def test_site_gives_machines_the_address_of_the_day(client, day, address):
    site, _ = make_moved_site()
    with time_machine.travel(f"{day}:00+01:00", tick=False):
        response = client.get(f"/en/off-campus/{site.slug}/")
    [node] = nodes_of(response, "CivicStructure")
    assert node["address"] == address
    for said in (node["name"], node["description"], node["address"]):
        assert said in text_of(response)


def test_sites_are_listed_with_their_projects_and_their_move(client):
    site, _ = make_moved_site()
    make_project(place=site.place, acronym="SOSpesa")
    make_project(place=site.place, acronym="DRAFT", published_from=None)
    make_site(name="Off Campus Hidden", published_from=None)
    with time_machine.travel(f"{AFTER}:00+01:00", tick=False):
        text = text_of(client.get("/en/off-campus/"))
    assert "1 university space in a district of Milan" in text
    assert "Since 27 October 2025, for a time, at Cascina Turro, Milan." in text
    assert "Open since 2020. 1 funded project: SOSpesa." in text
    assert "Nolo Cascina Turro, Milan 2020 not known not known 1" in text
    assert "DRAFT" not in text
    assert "Hidden" not in text


def test_sites_say_what_the_programme_is(client):
    programme = make_programme(
        launched=PartialDate("2018"),
        activities_en=["co-design", "local services"],
        targets_en="2,500 students",
        awards_en=["A prize of 2022"],
        notes_en="Once five were planned.",
    )
    ProgrammeSource.objects.create(
        programme=programme, address="https://www.example.org/2022/12/27/off-campus"
    )
    text = text_of(client.get("/en/off-campus/"))
    for said in (
        "Description of the programme.",
        "Launched 2018",
        "co-design, local services",
        "2,500 students",
        "A prize of 2022",
        "Once five were planned.",
        "example.org, 27 December 2022",
    ):
        assert said in text


def test_sites_say_that_there_is_none(client):
    assert "No site has a page yet." in text_of(client.get("/en/off-campus/"))


def test_sites_are_listed_to_machines_in_the_order_of_the_page(client):
    make_site(name="Off Campus Later", opened=PartialDate("2022"))
    make_site(name="Off Campus Sooner", opened=PartialDate("2019"))
    [items] = nodes_of(client.get("/en/off-campus/"), "ItemList")
    names = [item["name"] for item in items["itemListElement"]]
    assert names == ["Off Campus Sooner", "Off Campus Later"]


def test_sites_map_marks_the_projects_that_work_elsewhere(client):
    site, year = make_site(), make_competition(year=2019)
    inside = make_project(place=site.place, acronym="INSIDE", competition=year)
    ProjectPlace.objects.create(project=inside, place=make_place())
    make_project(place=make_place(), acronym="ELSEWHERE", competition=year)
    text = text_of(client.get("/en/off-campus/"))
    assert "Projects on the map: ELSEWHERE, 2019." in text


def test_site_map_shows_where_it_is_and_where_it_was(client):
    site, moved = make_moved_site()
    moved.place.latitude = "45.50000"
    moved.place.save()
    with time_machine.travel(f"{AFTER}:00+01:00", tick=False):
        page = client.get(f"/en/off-campus/{site.slug}/").content.decode()
    assert "<title>Off Campus Nolo, a place left</title>" in page
    assert "now at Cascina Turro" in page
    assert 'class="hop"' in page


def test_site_tells_what_happens_there_and_who_is_there(client):
    site = make_site(
        themes_en=["proximity"],
        research_groups=["A lab", "A group"],
        coordinator="Ada Bianchi",
        coordinator_role_en="scientific lead",
        opening_hours_en="Tue-Fri 10:00-18:00",
        opening_hours_note_en="Hours of 2024.",
        awards_en=["A prize of 2023"],
        conflicts_en=["45 in one page, 54 in the others."],
        notes_en="It grew in 2023.",
        status_note_en="No later news found.",
    )
    SiteSource.objects.create(site=site, address="https://www.example.org/site")
    SiteDepartment.objects.create(site=site, department=make_department(code="DIG"))
    Activity.objects.create(site=site, name_it="Mostre", name_en="Exhibitions")
    text = text_of(client.get(f"/en/off-campus/{site.slug}/"))
    for said in (
        "Exhibitions",
        "proximity",
        "Coordinator Ada Bianchi Role scientific lead",
        "A lab, A group",
        "Departments DIG",
        "Opening hours Tue-Fri 10:00-18:00 Hours of 2024.",
        "Prizes A prize of 2023",
        "Where sources disagree 45 in one page, 54 in the others.",
        "It grew in 2023.",
        "No later news found.",
        "example.org",
    ):
        assert said in text


def test_site_says_what_is_not_known(client):
    site = make_site(status="")
    text = text_of(client.get(f"/en/off-campus/{site.slug}/"))
    assert "Whether it is open today: not known." in text
    assert "Opening hours not known" in text
    assert "Coordinator not known" in text
    assert "Area not known" in text


def test_site_adds_up_the_awards_that_are_known(client):
    site = make_site()
    for award in (Decimal("35000.50"), Decimal("1000"), None):
        make_project(place=site.place, award=award)
    make_project(place=site.place, award=Decimal("9"), published_from=None)
    text = text_of(client.get(f"/en/off-campus/{site.slug}/"))
    assert (
        "awarded to the 2 of these 3 projects whose award is known €36,000.50" in text
    )


def test_site_marks_the_partners_of_one_address_only(client):
    site, moved = make_moved_site()
    links = (
        (make_organisation(name="Everywhere"), None),
        (make_organisation(name="At the farm"), moved),
        (make_organisation(name="Hidden", published_from=None), None),
    )
    for organisation, address in links:
        SitePartnership.objects.create(
            site=site, organisation=organisation, address=address
        )
    text = text_of(client.get(f"/en/off-campus/{site.slug}/"))
    assert (
        "With 2 partners Everywhere At the farm Only at Cascina Turro, Milan." in text
    )
    assert "Hidden" not in text


def test_site_names_a_partner_once_even_if_it_moved_with_it(client):
    site, moved = make_moved_site()
    organisation = make_organisation(name="Municipio 2")
    for address in (moved, None):
        SitePartnership.objects.create(
            site=site, organisation=organisation, address=address
        )
    text = text_of(client.get(f"/en/off-campus/{site.slug}/"))
    assert "With one partner Municipio 2 Notes and sources" in text


def test_site_text_missing_in_english_is_marked_as_italian(client):
    site = make_site(description_en="")
    response = client.get(f"/en/off-campus/{site.slug}/")
    assert "This text is in Italian" in text_of(response)
    assert f'<p lang="it">{site.description_it}</p>' in response.content.decode()


def test_site_answers_for_old_and_withdrawn_addresses(client):
    make_site(slug="new-name", former_slugs=["old-name"])
    gone = {"published_from": LONG_AGO, "published_until": LONG_AGO.replace(year=2021)}
    make_site(slug="gone", **gone)
    make_site(slug="draft", published_from=None)
    moved = client.get("/it/off-campus/old-name/")
    assert (moved.status_code, moved.url) == (301, "/it/off-campus/new-name/")
    assert client.get("/it/off-campus/gone/").status_code == 410
    assert client.get("/it/off-campus/draft/").status_code == 404


@pytest.mark.parametrize("size", [1, 50])
def test_sites_cost_the_same_whatever_their_number(
    client, size, django_assert_num_queries
):
    make_programme()
    for _ in range(size):
        make_project(place=make_site().place)
    with django_assert_num_queries(6):
        client.get("/en/off-campus/")


@pytest.mark.parametrize("size", [1, 50])
def test_site_costs_the_same_whatever_happens_there(
    client, size, django_assert_num_queries
):
    site = make_site()
    for _ in range(size):
        make_project(place=site.place)
        Activity.objects.create(site=site, name_it="Mostre")
        SitePartnership.objects.create(site=site, organisation=make_organisation())
        SiteDepartment.objects.create(site=site, department=make_department())
    with django_assert_num_queries(7):
        client.get(f"/en/off-campus/{site.slug}/")
