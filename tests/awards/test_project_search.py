import pytest
from django.http import QueryDict
from django.utils import translation

from awards.facets import FACETS, Search, current_index
from awards.facets.answer import answer
from awards.facets.spelling import did_you_mean
from awards.models import Partnership, Project, ProjectDepartment, TeamMember
from awards.models.project_search import having_all, having_each
from content.words import Word, country_names, typed
from tests.factories import (
    LONG_AGO,
    make_competition,
    make_department,
    make_organisation,
    make_place,
    make_project,
    make_site,
)

pytestmark = pytest.mark.django_db


def search(query=""):
    return Search.read(QueryDict(query), current_index())


def slugs(query):
    """The projects that a query finds, in order."""
    pks = search(query).found[:50]
    known = Project.objects.in_bulk(pks)
    return [known[pk].slug for pk in pks]


def counts(query, key):
    facet = next(facet for facet in FACETS if facet.key == key)
    return {c.value: c.count for c in search(query).choices(facet)}


# Words


def test_typed_keeps_what_is_between_quotation_marks_together():
    assert typed('acqua "mercato comunale" fiu') == [
        Word("acqua"),
        Word('"mercato comunale"'),
        Word("fiu", may_go_on=True),
    ]


@pytest.mark.parametrize("text", ["", " ", '"', "\x00", '""'])
def test_typed_finds_no_word_where_there_is_none(text):
    assert typed(text) == []


@pytest.mark.parametrize(
    "q", ["'", "\\", "'':*", "& | !", "a' & 'b", "%", "+", "--", "((", "<->", "'x':*'"]
)
def test_odd_signs_only_find_nothing(q):
    make_project()
    assert having_all(typed(q)) == []


def test_country_names_are_known_in_both_languages():
    assert {"mozambico", "mozambique"} <= country_names()["MZ"]


@pytest.mark.parametrize(
    ("acronym", "q"),
    [
        ("SOSpesa+", "SOSpesa+"),
        ("SOSpesa+", "sospesa"),
        ("M.O.S.T. of Pioltello", "M.O.S.T."),
        ("M.O.S.T. of Pioltello", "most"),
        ("M.O.S.T. of Pioltello", "m o s t"),
        ("Mo.N.G.U.E.", "mongue"),
        ("città-IN", "città-IN"),
        ("città-IN", "citta-in"),
        ("città-IN", "cittàin"),
        ("CHAR:ME", "char:me"),
        ("CHAR:ME", "charme"),
        ("METHEXIS 2.0", "2.0"),
        ("METHEXIS 2.0", "methexis 2.0"),
        ("SPèS", "spes"),
        ("EQUI_06", "equi"),
        ("EQUI_06", "EQUI_06"),
        ("Coltivare_Salute.Com", "salute"),
        ("I-FERME", "i-ferme"),
        ("BUDD-e", "budd-e"),
        ("FIVE of Olympics' FLAG", "five of olympics' flag"),
    ],
)
def test_acronym_is_found_however_it_is_written(acronym, q):
    project = make_project(acronym=acronym)
    make_project()
    assert having_all(typed(q)) == [[project.pk]]


@pytest.mark.parametrize(
    "q",
    [
        "quartiere",
        "perché periferie",
        "periferi",
        "neighbourhoods",
        "il quartiere",
        "the neighbourhood",
        "quartiere neighbourhood",
        '"nel quartiere"',
    ],
)
def test_words_are_found_by_stem_in_either_language(q):
    project = make_project(
        summary_it="Perché lavorare nel quartiere, in periferia.",
        summary_en="Why work in the neighbourhood, in the suburbs.",
    )
    make_project()
    assert having_all(typed(q)) == [[project.pk]]


def test_words_between_quotation_marks_stand_side_by_side():
    project = make_project(summary_it="Un mercato comunale.")
    make_project(summary_it="Un mercato, e un bando comunale.")
    assert having_all(typed('"mercato comunale"')) == [[project.pk]]


def test_every_word_must_be_there_wherever_it_is():
    competition = make_competition(year=2021, theme_it="Vulnerabilità e inclusione")
    place = make_place(name_it="NoLo", locality_it="Milano", country="MZ")
    project = make_project(acronym="SOSpesa", competition=competition, place=place)
    make_project(acronym="SOSpesa2", competition=competition)
    department = make_department(code="DESIGN", name_it="Dipartimento di Design")
    ProjectDepartment.objects.create(project=project, department=department)
    TeamMember.objects.create(project=project, name="Davide Fassi", role="coordinator")
    partner = make_organisation(name="Comune di Berceto")
    Partnership.objects.create(project=project, organisation=partner)

    words = typed("sospesa fassi design berceto nolo mozambico 2021 inclusione")
    assert having_all(words) == [[project.pk]]
    assert having_all(typed("sospesa fassi acqua")) == []


def test_words_count_how_many_projects_have_each():
    make_project(summary_it="acqua")
    make_project(summary_it="acqua e robot")
    assert having_each(typed("il acqua robot zzz")) == [None, 2, 1, 0]


def test_name_and_title_come_before_the_text():
    competition = make_competition()
    text, title, longer, exact = (
        make_project(slug=slug, competition=competition, **fields)
        for slug, fields in {
            "text": {"summary_it": "Robot, robot e ancora robot."},
            "title": {"title_it": "Un robot a scuola"},
            "longer": {"acronym": "ROBOT+"},
            "exact": {"acronym": "Robot"},
        }.items()
    )
    assert slugs("q=robot") == ["exact", "longer", "title", "text"]


# Spelling


@pytest.mark.parametrize(
    ("q", "meant"),
    [
        ("sospessa", "SOSpesa"),
        ("mehtexis", "METHEXIS"),
        ("davidde", "Davide"),
        ("piolteto", "Pioltello"),
        ("auxologgico", "Auxologico"),
        ("bibliotecca davidde", "biblioteca Davide"),
        ("xqzwv", ""),
        ("sospesa", ""),
    ],
)
def test_did_you_mean_says_the_closest_words_we_have(q, meant):
    make_place(name_it="Pioltello")
    project = make_project(acronym="SOSpesa", title_it="Una biblioteca")
    make_project(acronym="METHEXIS")
    TeamMember.objects.create(project=project, name="Davide Fassi", role="coordinator")
    make_organisation(name="Istituto Auxologico Italiano")
    words = typed(q)
    assert did_you_mean(words, having_each(words)) == meant


def test_did_you_mean_says_nothing_of_what_is_not_public():
    make_project(acronym="SOSpesa", published_from=None)
    words = typed("sospessa")
    assert did_you_mean(words, having_each(words)) == ""


# Facets


def test_only_public_projects_are_found():
    make_project(slug="public")
    make_project(published_from=None)
    make_project(published_until=LONG_AGO.replace(year=2021))
    assert slugs("") == ["public"]
    assert slugs("q=progetto") == ["public"]


def test_values_of_a_facet_add_up_and_facets_narrow():
    first, second = make_competition(year=2021), make_competition(year=2024)
    design, deib = make_department(code="DESIGN"), make_department(code="DEIB")
    for slug, competition, department in (
        ("a", first, design),
        ("b", second, design),
        ("c", second, deib),
    ):
        project = make_project(slug=slug, competition=competition)
        ProjectDepartment.objects.create(project=project, department=department)
    make_project(slug="d", competition=make_competition(year=2030))

    assert slugs("department=DESIGN") == ["b", "a"]
    assert slugs("department=DESIGN&department=DEIB") == ["b", "c", "a"]
    assert slugs("department=DESIGN&department=DEIB&competition=2024") == ["b", "c"]
    assert slugs("department=unknown") == ["d"]


def test_facet_counts_leave_its_own_choice_out():
    first, second = make_competition(year=2021), make_competition(year=2024)
    design, deib = make_department(code="DESIGN"), make_department(code="DEIB")
    for competition, department in ((first, design), (second, design), (second, deib)):
        project = make_project(competition=competition)
        ProjectDepartment.objects.create(project=project, department=department)

    assert counts("", "competition") == {"2024": 2, "2021": 1}
    assert counts("competition=2021", "competition") == {"2024": 2, "2021": 1}
    assert counts("competition=2021", "department") == {"DESIGN": 1}
    query = "competition=2021&department=DEIB"
    assert counts(query, "competition") == {"2024": 1, "2021": 0}
    assert counts(query, "department") == {"DEIB": 0, "DESIGN": 1}


def test_project_with_two_places_in_a_town_is_counted_once():
    project = make_project(place=make_place())
    project.places.add(make_place())
    make_project()
    assert counts("", "place") == {"Milano": 1, "unknown": 1}
    assert counts("", "country") == {"IT": 1, "unknown": 1}


def test_sites_are_reached_through_the_place_they_share():
    site, hidden = make_site(slug="nolo"), make_site(published_from=None)
    make_project(slug="a", place=site.place)
    make_project(slug="b", place=hidden.place)
    assert counts("", "site") == {"nolo": 1, "none": 1}
    assert slugs("site=nolo") == ["a"]
    assert slugs("site=none") == ["b"]


def test_hidden_partner_is_not_offered():
    project = make_project()
    for organisation in (
        make_organisation(slug="seen"),
        make_organisation(slug="hidden", published_from=None),
    ):
        Partnership.objects.create(project=project, organisation=organisation)
    assert counts("", "partner") == {"seen": 1}


def test_status_follows_what_staff_said_or_the_dates():
    make_project(slug="over", started="2013", ended="2015-06")
    make_project(slug="stopped", status="stopped")
    make_project(slug="nobody-knows")
    assert counts("", "status") == {"concluded": 1, "stopped": 1, "unknown": 1}
    assert slugs("status=unknown") == ["nobody-knows"]


def test_orders():
    old, new = make_competition(ordinal=1), make_competition(ordinal=2)
    for slug, acronym, competition in (
        ("b", "beta", old),
        ("e", "Éva", new),
        ("z", "ZETA", new),
        ("a", "Alfa", new),
    ):
        make_project(slug=slug, acronym=acronym, competition=competition)
    assert slugs("") == ["a", "e", "z", "b"]
    assert slugs("sort=oldest") == ["b", "a", "e", "z"]
    assert slugs("sort=name") == ["a", "b", "e", "z"]
    assert slugs("sort=relevance") == slugs("sort=nonsense") == slugs("")


def test_query_is_always_written_the_same_way():
    make_project(competition=make_competition(year=2021))
    make_project(competition=make_competition(year=2024))
    asked = search(
        "view=table&page=3&competition=2024&utm=x&sort=newest&q=+a++b&competition=2021"
        "&competition=2024&department=NOPE&country="
    )
    assert (
        asked.query()
        == "q=a+b&competition=2024&competition=2021&sort=newest&view=table"
    )
    assert [value for _facet, value in asked.ignored] == ["NOPE"]
    assert asked.but("q").query() == "competition=2024&competition=2021&view=table"
    assert asked.but("competition", "2021").chosen == {"competition": ["2024"]}
    assert asked.but("competition").chosen == {}


# The heading


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "3 projects, 2 editions, in Italy and 1 other country"),
        ("competition=2021", "2 projects out of 3: 2021 edition"),
        ("competition=2021&competition=2024", "3 projects out of 3: 2 editions"),
        ("department=DESIGN", "1 project out of 3: with the DESIGN department"),
        ("department=unknown", "2 projects out of 3: with no known department"),
        ("country=MZ", "1 project out of 3: in Mozambique"),
        (
            "place=Milano&site=none",
            "1 project out of 3: in Milan, at no Off Campus site",
        ),
        ("q=acqua", "No project out of 3: for “acqua”"),
        ("status=unknown", "3 projects out of 3: of unknown status"),
    ],
)
def test_heading_answers(query, heading):
    first, second = make_competition(year=2021), make_competition(year=2024)
    project = make_project(competition=first, place=make_place())
    ProjectDepartment.objects.create(
        project=project, department=make_department(code="DESIGN")
    )
    make_project(competition=first, place=make_place(country="MZ", locality_it=""))
    make_project(competition=second)
    with translation.override("en"):
        assert answer(search(query)) == heading


def test_word_that_is_not_public_finds_nothing():
    project = make_project()
    hidden = make_organisation(name="Zefiro", published_from=None)
    Partnership.objects.create(project=project, organisation=hidden)
    competition = make_competition(theme_it="Maree", published_from=None)
    make_project(competition=competition)
    make_project(title_it="Lampade", published_from=None)

    assert slugs("q=zefiro") == []
    assert slugs("q=maree") == []
    assert having_each(typed("zefiro maree lampade")) == [0, 0, 0]


def test_address_with_many_values_stays_a_page(client):
    make_project()
    asked = "&".join(f"partner=x{n}&country=IT{n}" for n in range(1000))
    page = client.get(f"/en/projects/?{asked}")
    assert len(page.content) < 60_000
