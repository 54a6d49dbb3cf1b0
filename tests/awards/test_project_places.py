"""Where a project is: the list, the map of Milan, the grid for what is far."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from awards.models import ProjectPlace
from awards.views.locator import Locator, kilometres, to_two_figures
from tests.awards.reading import text_of
from tests.factories import make_place, make_project, make_site

pytestmark = pytest.mark.django_db


def page_of(client, project):
    with override("en"):
        return client.get(reverse("project", args=[project.slug]))


def test_place_says_how_precise_it_is_and_who_placed_it(client):
    place = make_place(name_en="Station square", position_note_en="placed by us")
    words = text_of(page_of(client, make_project(place=place)))
    assert "Station square Milan, Italy Precision: the area; placed by us." in words


def test_place_in_milan_is_on_the_map_of_milan(client):
    html = page_of(client, make_project(place=make_place())).content.decode()
    assert 'id="milan"' in html
    assert 'id="locator"' not in html


def test_far_place_is_on_a_grid_with_milan(client):
    place = make_place(
        name_en="Mogadishu",
        country="SO",
        latitude="2.04690",
        longitude="45.31820",
        precision="city",
    )
    page = page_of(client, make_project(place=place))
    assert 'id="locator"' in page.content.decode()
    assert "Somalia. About 6,000 km from Milan as the crow flies." in text_of(page)


def test_place_without_a_position_is_only_in_the_list(client):
    place = make_place(latitude=None, longitude=None, precision="")
    page = page_of(client, make_project(place=place))
    assert 'class="map"' not in page.content.decode()
    assert "Position on a map: not known" in text_of(page)


def test_site_is_found_by_the_place_it_shares(client):
    place = make_place(name_en="The district")
    site = make_site(place=place, name="Off Campus Prova")
    project = make_project(place=place)
    same_point = make_place(name_en="A house there")
    ProjectPlace.objects.create(project=project, place=same_point, position=1)
    page = page_of(client, project)
    words = text_of(page)
    assert "Off Campus site Off Campus Prova" in words
    assert "A house there" not in words
    assert f'href="/en/off-campus/{site.slug}/"' in page.content.decode()


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("-33.9", "18.4"), ("44.4", "8.9"), ("45.4", "-170")]
)
def test_locator_keeps_every_place_inside_its_frame(latitude, longitude):
    locator = Locator([make_place(latitude=latitude, longitude=longitude)])
    for mark in (locator.home, *locator.marks):
        assert 0 < mark.x < locator.width
        assert 0 < mark.y < locator.height
    assert 2 <= len(list(locator.parallels())) <= 9
    assert 2 <= len(list(locator.meridians())) <= 14


def test_distance_is_as_round_as_a_position_is_exact():
    assert to_two_figures(kilometres("41.9", "12.5")) == 480
    assert to_two_figures(kilometres("2.0469", "45.3182")) == 6000
