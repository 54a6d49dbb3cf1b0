"""The pictures pages show where they are shared."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import resolve, reverse
from django.utils.translation import override

from content.covers import GROUNDS
from polisocial import cards
from polisocial.card_subjects import SECTIONS, THINGS, address, section
from polisocial.cards import Card, colour, cover_art, keep, picture
from tests.factories import (
    make_call,
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_organisation,
    make_project,
    make_site,
)

PNG = b"\x89PNG\r\n\x1a\n"
SIZE = (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


@pytest.fixture(autouse=True)
def kept_apart(settings, tmp_path):
    """Keep the pictures of tests in a folder of their own."""
    settings.CARDS_ROOT = tmp_path / "cards"


def is_a_card(png):
    return png.startswith(PNG) and png[16:24] == SIZE and len(png) < 300_000


THINGS_MADE = {
    "project": lambda: make_project(acronym="TREE").slug,
    "competition": lambda: make_competition().year,
    "call": lambda: make_call().competition.year,
    "financial-year": lambda: make_financial_year(amount=None).year,
    "site": lambda: make_site().slug,
    "lab": lambda: make_lab().slug,
    "partner": lambda: make_organisation().slug,
    "department": lambda: make_department().code,
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", THINGS)
def test_thing_has_a_card_in_each_language(client, kind):
    key = THINGS_MADE[kind]()
    pictures = []
    for language in ("it", "en"):
        response = client.get(reverse("card", args=[language, kind, key]))
        assert response.status_code == 200
        assert response["Content-Type"] == "image/png"
        assert is_a_card(response.content)
        pictures.append(response.content)
    if kind == "project":
        assert pictures[0] != pictures[1]


@pytest.mark.parametrize("name", SECTIONS)
def test_page_has_a_card(client, name):
    response = client.get(reverse("section-card", args=["en", name]))
    assert is_a_card(response.content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/cards/en/nowhere.png",
        "/cards/fr/home.png",
        "/cards/en/project/nobody.png",
        "/cards/en/thing/nobody.png",
        "/cards/en/competition/nobody.png",
        "/cards/en/financial-year/99999999999.png",
        "/cards/fr/project/nobody.png",
    ],
)
def test_visitor_chooses_no_words_of_a_card(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_unpublished_project_has_no_card(client):
    project = make_project(published_from=None)
    card = reverse("card", args=["en", "project", project.slug])
    assert client.get(card).status_code == 404


@pytest.mark.django_db
def test_project_page_names_its_card(client):
    project = make_project()
    with override("en"):
        page = client.get(reverse("project", args=[project.slug])).content.decode()
    card = reverse("card", args=["en", "project", project.slug])
    assert f'<meta property="og:image" content="http://testserver{card}">' in page


@pytest.mark.django_db
def test_address_is_that_of_the_page():
    project = make_project()
    with override("en"):
        found = address(resolve(project.get_absolute_url()), "en")
        home = address(resolve(reverse("home")), "it")
    assert found == f"/cards/en/project/{project.slug}.png"
    assert home == "/cards/it/home.png"
    assert address(resolve("/health/live"), "en") == ""
    assert address(None, "en") == ""


def test_picture_is_drawn_once_for_its_content(settings):
    card = Card("Trees", part="award", slug="trees-2021")
    picture(card)
    (kept,) = settings.CARDS_ROOT.iterdir()
    kept.write_bytes(b"the kept one")
    assert picture(card) == b"the kept one"
    assert is_a_card(picture(Card("Other trees", part="award", slug="trees-2021")))


def test_words_stay_words():
    strange = '#image("/etc/passwd") $x^2$ *bold* "quoted" \\ <label> @reference'
    assert is_a_card(picture(Card(title=strange, kicker=strange, text=strange)))


@pytest.mark.parametrize("title", ["", " ", "x" * 300, "word " * 80])
def test_any_title_has_room(title):
    assert is_a_card(picture(Card(title=title, text=title)))


@pytest.mark.parametrize("ground", GROUNDS)
def test_cover_takes_every_colour_from_the_style_sheet(ground):
    slugs = (f"project-{number}" for number in range(200))
    slug = next(slug for slug in slugs if cards.covers.drawing(slug)[0] == ground)
    art = cover_art(slug)
    assert "var(" not in art
    assert 'class="cg"' in art


def test_colours_have_a_night():
    assert colour("award") != colour("award", dark=True)


def test_pictures_made_together_are_whole(settings):
    with ThreadPoolExecutor(4) as people:
        made = list(people.map(lambda _n: picture(section("home")), range(8)))
    assert len(set(made)) == 1
    assert [path.read_bytes() for path in settings.CARDS_ROOT.iterdir()] == [made[0]]


def test_oldest_pictures_go_when_there_are_too_many(monkeypatch, settings):
    monkeypatch.setattr(cards, "KEPT", 2)
    for name in "abc":
        keep(settings.CARDS_ROOT / f"{name}.png", b"picture")
    assert len(list(settings.CARDS_ROOT.iterdir())) == 2
    assert (settings.CARDS_ROOT / "c.png").exists()


def test_folder_that_cannot_be_written_breaks_nothing(settings, tmp_path):
    settings.CARDS_ROOT = tmp_path / "file"
    settings.CARDS_ROOT.write_text("")
    assert is_a_card(picture(section("about")))


def test_picture_that_cannot_be_drawn_is_asked_for_again_later(
    client, monkeypatch, tmp_path
):
    broken = tmp_path / "card.typ"
    broken.write_text("#broken(")
    monkeypatch.setattr(cards, "TEMPLATE", broken)
    response = client.get(reverse("section-card", args=["en", "about"]))
    assert response.status_code == 503
