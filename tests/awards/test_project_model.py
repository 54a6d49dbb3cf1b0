import pytest

from awards.models import Partnership, Project, TeamMember
from awards.models.project_kin import sharing
from tests.factories import (
    make_competition,
    make_organisation,
    make_place,
    make_project,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "life"),
    [
        ({}, ""),
        ({"ended": "2030"}, ""),
        ({"started": "2019"}, ""),
        ({"started": "2024-05-16"}, ""),
        ({"started": "2024-06"}, "planned"),
        ({"started": "2025", "ended": "2026"}, "planned"),
        ({"started": "2024", "ended": "2024"}, "ongoing"),
        ({"started": "2019", "ended": "2024-05-16"}, "ongoing"),
        ({"started": "2019", "ended": "2024-05-15"}, "concluded"),
        ({"ended": "2024-04"}, "concluded"),
        ({"started": "2025", "status": "stopped"}, "stopped"),
    ],
)
def test_life_follows_the_dates_as_far_as_they_are_known(fields, life):
    pk = make_project(**fields).pk
    assert Project.objects.with_life("2024-05-16").get(pk=pk).life == life


def found(project, places=(), partners=(), coordinators=()):
    """What shares something with a project: who, and what."""
    shared = sharing(
        project,
        places=[place.pk for place in places],
        partners=[partner.pk for partner in partners],
        coordinators=list(coordinators),
    )
    return [
        (other, other.shared_places, other.shared_partners, other.same_coordinator)
        for other in shared
    ]


def test_kin_comes_first_then_the_newest():
    older, newer = make_competition(), make_competition()
    before = make_project(competition=older, acronym="AA")
    project = make_project(competition=older, follows=before)
    place, partner = make_place(), make_organisation()
    same_place = make_project(competition=older, place=place)
    same_partner = make_project(competition=newer)
    Partnership.objects.create(project=same_partner, organisation=partner)
    same_name = make_project(competition=newer, acronym="ZZ")
    TeamMember.objects.create(project=same_name, name="Ada", role="coordinator")
    TeamMember.objects.create(project=make_project(), name="Ada", role="member")
    after = make_project(competition=older, acronym="AB", follows=project)
    assert found(project, [place], [partner], ["Ada"]) == [
        (before, [], [], False),
        (after, [], [], False),
        (same_partner, [], [partner.pk], False),
        (same_name, [], [], True),
        (same_place, [place.pk], [], False),
    ]


def test_keyword_is_shared_whole_in_either_language():
    project = make_project(
        keywords_it=["aree interne", 'il "bello"'], keywords_en=["beauty"]
    )
    other = make_project(keywords_it=["sport", "aree interne"])
    another = make_project(keywords_en=["beauty"])
    make_project(keywords_it=["aree", "interne"], summary_it="Nelle aree interne.")
    assert {row[0] for row in found(project)} == {other, another}


def test_project_without_anything_to_share_is_alone():
    make_project()
    assert found(make_project()) == []
