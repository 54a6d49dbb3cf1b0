import pytest

from awards.models import Partnership
from cantieri.models import LabPartnership
from offcampus.models import SitePartnership
from tests.factories import (
    LONG_AGO,
    make_competition,
    make_lab,
    make_organisation,
    make_project,
    make_site,
)
from tests.reading import nodes_of, text_of

pytestmark = pytest.mark.django_db


def join(organisation, *things, **fields):
    """Make an organisation a partner of projects, sites and labs."""
    links = {"project": Partnership, "site": SitePartnership, "lab": LabPartnership}
    for thing in things:
        key = thing._meta.model_name
        links[key].objects.create(organisation=organisation, **{key: thing}, **fields)


def test_partners_are_those_with_something_public(client):
    draft = make_project(published_from=None)
    join(make_organisation(name="At work"), make_project(), make_site(), make_lab())
    join(make_organisation(name="In a draft"), draft)
    join(make_organisation(name="Unpublished", published_from=None), make_project())
    make_organisation(name="Idle")
    text = text_of(client.get("/en/partners/"))
    assert "1 partner of projects, sites and Cantieri" in text
    assert "At work not known 1 1 1" in text
    for absent in ("In a draft", "Unpublished", "Idle"):
        assert absent not in text


def test_partners_are_counted_once_a_site_whatever_its_addresses(client):
    site, partner = make_site(), make_organisation(name="Twice")
    join(partner, site)
    join(partner, site, address=site.addresses.get())
    assert "Twice not known 0 1 0" in text_of(client.get("/en/partners/"))


def test_partners_stand_in_alphabetical_order_without_accents_or_capitals(client):
    project = make_project()
    for name in ("Zeta", "beta", "Éva", "Alfa"):
        join(make_organisation(name=name), project)
    text = text_of(client.get("/en/partners/"))
    found = sorted(("Zeta", "beta", "Éva", "Alfa"), key=text.index)
    assert found == ["Alfa", "beta", "Éva", "Zeta"]


def test_partners_can_be_of_one_kind(client):
    project = make_project()
    join(make_organisation(name="Comune", kind="public_body"), project)
    join(make_organisation(name="Bottega", kind="enterprise"), project)
    join(make_organisation(name="Chissà"), project)
    response = client.get("/en/partners/?kind=enterprise")
    text = text_of(response)
    assert "1 partner out of 3" in text
    assert "All (3) Public body (1) Enterprise (1) Kind not known (1)" in text
    assert "Bottega" in text
    assert "Comune" not in text
    assert '<meta name="robots" content="noindex, follow">' in response.content.decode()
    assert "Chissà" in text_of(client.get("/en/partners/?kind=unknown"))
    assert "3 partners of" in text_of(client.get("/en/partners/?kind=nonsense"))


def test_partner_page_says_what_it_does_with_us(client):
    partner = make_organisation(
        name="Comune", slug="comune", website="https://comune.example"
    )
    old, new = (
        make_competition(ordinal=1, year=2013),
        make_competition(ordinal=2, year=2014),
    )
    join(partner, make_project(competition=old, acronym="OLD", title_en="Old one"))
    join(
        partner,
        make_project(competition=new, acronym="NEW", title_en="New one"),
        role_en="lends the room",
    )
    site = make_site(name="Off Campus Here")
    join(partner, site, address=site.addresses.get())
    join(partner, make_lab(name_en="Open lab"))
    text = text_of(client.get("/en/partners/comune/"))
    assert "2014 NEW New one lends the room 2013 OLD Old one not known" in text
    assert f"Off Campus Here Only at {site.place.name_en}." in text
    assert "Open lab" in text
    assert "https://comune.example" in text


def test_partner_page_names_who_works_beside_it(client):
    project, site = make_project(), make_site()
    partner, draft = make_organisation(slug="one"), make_project(published_from=None)
    join(partner, project, site, draft)
    join(make_organisation(name="In the project"), project)
    join(make_organisation(name="In the site"), site)
    join(make_organisation(name="In the draft"), draft)
    join(make_organisation(name="Elsewhere"), make_project())
    text = text_of(client.get("/en/partners/one/"))
    assert "Beside 2 other partners" in text
    assert "In the project In the site" in text
    assert "In the draft" not in text
    assert "Elsewhere" not in text


def test_partner_page_tells_nothing_of_what_is_not_public(client):
    partner = make_organisation(slug="quiet")
    hidden = {"published_from": None}
    join(
        partner,
        make_project(acronym="SECRET", **hidden),
        make_site(name="Off Campus Secret", **hidden),
        make_lab(name_en="Secret lab", **hidden),
    )
    text = text_of(client.get("/en/partners/quiet/"))
    assert "Nothing public about what it does with us yet." in text
    assert "secret" not in text.lower()


def test_partner_page_says_the_same_to_machines(client):
    partner = make_organisation(slug="one", website="https://one.example")
    response = client.get("/it/partner/one/")
    [node] = nodes_of(response, "Organization")
    assert (node["name"], node["url"]) == (partner.name, partner.website)
    assert partner.name in text_of(response)


def test_partner_page_answers_for_old_and_withdrawn_addresses(client):
    make_organisation(slug="new-name", former_slugs=["old-name"])
    gone = {"published_from": LONG_AGO, "published_until": LONG_AGO.replace(year=2021)}
    make_organisation(slug="gone", **gone)
    make_organisation(slug="draft", published_from=None)
    moved = client.get("/en/partners/old-name/")
    assert (moved.status_code, moved.url) == (301, "/en/partners/new-name/")
    assert client.get("/en/partners/gone/").status_code == 410
    assert client.get("/en/partners/draft/").status_code == 404
    assert client.get("/en/partners/never/").status_code == 404


@pytest.mark.parametrize("size", [1, 50])
def test_partners_cost_the_same_whatever_their_number(
    client, size, django_assert_num_queries
):
    project = make_project()
    for _ in range(size):
        join(make_organisation(), project)
    with django_assert_num_queries(1):
        client.get("/en/partners/")


@pytest.mark.parametrize("size", [1, 50])
def test_partner_page_costs_the_same_whatever_it_does(
    client, size, django_assert_num_queries
):
    partner = make_organisation(slug="one")
    for _ in range(size):
        project = make_project()
        join(partner, project, make_site(), make_lab())
        join(make_organisation(), project)
    with django_assert_num_queries(5):
        client.get("/en/partners/one/")
