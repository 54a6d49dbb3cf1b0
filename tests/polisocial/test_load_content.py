"""load_content: what arrives, what stays, what is left as staff made it."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import (
    Allotment,
    Beneficiary,
    Category,
    Competition,
    FinancialYear,
    Output,
    Partnership,
    ProgrammeFigure,
    Project,
    Receipt,
)
from cantieri.models import Lab, Theme
from content.dates import PartialDate
from directory.models import Department, Organisation, Place, Programme
from offcampus.models import Site, SitePartnership
from polisocial.models import LoadedRecord, News
from tests.factories import make_project
from tests.polisocial.folders import ABSENT, at, change, copy_of_data, read, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return copy_of_data(tmp_path)


def load(folder, **options):
    """Run the command; give back what it says, a line each."""
    out = StringIO()
    call_command("load_content", folder, stdout=out, **options)
    return out.getvalue().splitlines()


def listed(lines):
    """The lines about what was left alone."""
    return [line for line in lines if not line.endswith("left alone")]


def test_load_brings_every_record():
    out = StringIO()
    call_command("load_content", stdout=out)
    counts = {
        Department: 12,
        Beneficiary: 1,
        FinancialYear: 15,
        ProgrammeFigure: 9,
        Competition: 11,
        Programme: 2,
        Site: 4,
        Project: 47,
        Lab: 5,
        Theme: 5,
        News: 5,
        LoadedRecord: 111,
    }
    assert {model: model.objects.count() for model in counts} == counts
    lines = out.getvalue().splitlines()
    assert "projects.json: 47 records, 47 written, 0 unchanged, 0 left alone" in lines


def test_load_publishes_what_has_a_page(folder):
    load(folder)
    for model in (Competition, Project, Site, Lab, News, Organisation):
        assert model.objects.count() == model.objects.public().count() > 0


def test_project_arrives_as_the_file_has_it(folder):
    load(folder)
    project = Project.objects.get(slug="sospesa-plus-2024")
    assert project.competition.year == 2024
    assert (project.started, project.ended) == (PartialDate("2025-01-09"), None)
    assert project.follows == Project.objects.get(slug="sospesa-2021")
    assert project.follows_is_stated
    team = [
        (m.role, m.name, m.department and m.department.code) for m in project.team.all()
    ]
    assert sorted(team) == [
        ("coordinator", "Davide Fassi", None),
        ("manager", "Valentina Dessì", "DASTU"),
    ]
    links = project.project_departments.values_list("department__code", "is_lead")
    assert list(links) == [("DESIGN", True), ("DASTU", False)]
    site = Site.objects.get(slug="nolo")
    assert project.places.filter(site=site).exists()
    assert set(site.place.projects.values_list("acronym", flat=True)) == {
        "SOSpesa",
        "SOSpesa+",
    }


def test_addresses_of_projects_are_readable(folder):
    load(folder)
    wanted = {"equi-06-2021", "methexis-20-2024", "boa-ma-nha-maputo-2018"}
    slugs = Project.objects.filter(slug__in=wanted).values_list("slug", flat=True)
    assert set(slugs) == wanted


def test_money_arrives_to_the_cent(folder):
    change(folder, "projects.json", "GIFT", "funding_eur", to=90000.07)
    load(folder)
    assert Project.objects.get(acronym="GIFT").award == Decimal("90000.07")
    assert FinancialYear.objects.get(year=2020).amount == Decimal("985530.00")
    assert Competition.objects.get(ordinal=5).budget == Decimal("530000.00")


def test_unknown_stays_unknown(folder):
    load(folder)
    year = FinancialYear.objects.get(year=2012)
    assert (year.amount, year.choices, year.notes_it) == (None, None, "")
    project = Project.objects.get(acronym="EQUI_06")
    assert (project.award, project.website, project.places.count()) == (None, "", 0)


def test_year_that_paid_for_an_edition_is_a_receipt_of_unknown_amount(folder):
    load(folder)
    allotments = Allotment.objects.values_list(
        "receipt__financial_year__year", "competition__ordinal", "certainty", "amount"
    )
    assert set(allotments) == {
        (2011, 1, "stated", None),
        (2018, 7, "disputed", None),
        (2019, 7, "disputed", None),
    }
    assert not Receipt.objects.exclude(amount=None, received=None).exists()


def test_move_of_nolo_is_two_addresses(folder):
    load(folder)
    site = Site.objects.get(slug="nolo")
    market, cascina = site.addresses.order_by("valid_from")
    assert (market.valid_from, market.valid_until) == ("2020-09-29", "2025-10-27")
    assert (cascina.valid_from, cascina.valid_until) == ("2025-10-27", None)
    assert (cascina.is_temporary, cascina.name) == (True, "Off Campus Provvisorio")
    assert cascina.partnerships.count() == 3
    assert SitePartnership.objects.filter(site=site, address=None).count() == 4
    assert (site.place.name_it, site.place.municipio) == ("NoLo", 2)


def test_name_with_a_role_in_brackets_is_the_known_organisation(folder):
    load(folder)
    link = Partnership.objects.get(role_it="Hub dei Talenti")
    assert link.organisation.name == "Università degli Studi di Milano"
    whole = "Architetti Senza Frontiere (Italia e Spagna)"
    assert Organisation.objects.filter(name=whole).exists()


def test_second_load_writes_nothing(folder):
    load(folder)
    with CaptureQueriesContext(connection) as queries:
        lines = load(folder)
    said = [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
    assert [sql for sql in said if "SAVEPOINT" not in sql] == []
    assert "projects.json: 47 records, 0 written, 47 unchanged, 0 left alone" in lines
    assert listed(lines) == []


def test_what_staff_edited_stays_and_the_rest_follows_the_file(folder):
    load(folder)
    project = Project.objects.get(slug="sospesa-2021")
    project.summary_it = "Riscritto dalla redazione."
    project.save()
    summary = {"it": "Nuovo nel file.", "en": "New in the file."}
    change(folder, "projects.json", "SOSpesa", "summary", to=summary)
    change(folder, "projects.json", "SOSpesa", "end_date", to="2023-12")
    lines = load(folder)
    project.refresh_from_db()
    assert project.summary_it == "Riscritto dalla redazione."
    assert project.ended == PartialDate("2023-12")
    left = "projects.json: SOSpesa (2021): summary: edited since, left as it is"
    assert listed(lines) == [left]
    assert "projects.json: 47 records, 1 written, 46 unchanged, 1 left alone" in lines
    assert listed(load(folder)) == [left]
    record = LoadedRecord.objects.exclude(left=[]).get()
    assert (record.key, record.left) == ("SOSpesa (2021)", ["summary"])


def test_edit_that_staff_take_back_follows_the_file_again(folder):
    load(folder)
    projects = Project.objects.filter(slug="sospesa-2021")
    before = projects.get().website
    projects.update(website="https://example.org/ours")
    change(folder, "projects.json", "SOSpesa", "website", to="https://example.org/new")
    load(folder)
    assert projects.get().website == "https://example.org/ours"
    projects.update(website=before)
    assert listed(load(folder)) == []
    assert projects.get().website == "https://example.org/new"
    assert not LoadedRecord.objects.exclude(left=[]).exists()


def test_edited_links_stay_too(folder):
    load(folder)
    project = Project.objects.get(acronym="UNPark")
    project.partnerships.first().delete()
    Output.objects.create(project=project, unit_it="alberi", position=9)
    assert listed(load(folder)) == [
        "projects.json: UNPark (2019): partners: edited since, left as it is",
        "projects.json: UNPark (2019): outputs: edited since, left as it is",
    ]


def test_note_of_staff_on_a_source_outlives_a_load(folder):
    load(folder)
    competition = Competition.objects.get(ordinal=9)
    competition.sources.update(note_it="Letta di nuovo.")
    sources = read(folder, "editions.json")[8]["sources"]
    change(folder, "editions.json", 8, "sources", to=sources[:0:-1])
    assert listed(load(folder)) == []
    addresses = [source.address for source in competition.sources.all()]
    assert addresses == sources[:0:-1]
    assert {source.note_it for source in competition.sources.all()} == {
        "Letta di nuovo."
    }


def test_deleted_record_is_not_made_again(folder):
    load(folder)
    Project.objects.get(acronym="PROXIMO").delete()
    lines = listed(load(folder))
    assert lines == ["projects.json: PROXIMO (2024): deleted since, not made again"]
    assert not Project.objects.filter(acronym="PROXIMO").exists()


def test_renamed_record_is_still_the_same(folder):
    load(folder)
    Project.objects.filter(acronym="PROXIMO").update(acronym="Proximo 2")
    assert listed(load(folder)) == [
        "projects.json: PROXIMO (2024): acronym: edited since, left as it is"
    ]
    assert Project.objects.count() == 47


def test_row_staff_made_before_is_taken_for_the_record(folder):
    competition = Competition.objects.create(ordinal=8, year=2021, label="Bozza")
    made = make_project(competition=competition, acronym="SOSpesa", slug="nostro")
    assert listed(load(folder)) == []
    stored = Project.objects.get(acronym="SOSpesa")
    assert (stored.pk, stored.slug) == (made.pk, "nostro")
    assert stored.summary_it == at(
        read(folder, "projects.json"), "SOSpesa", "summary", "it"
    )


def test_lead_and_other_department_can_change_places(folder):
    load(folder)
    change(folder, "projects.json", "SOSpesa+", "lead_department", to="DASTU")
    change(folder, "projects.json", "SOSpesa+", "other_departments", to=["DESIGN"])
    assert listed(load(folder)) == []
    links = Project.objects.get(acronym="SOSpesa+").project_departments
    assert list(links.values_list("department__code", "is_lead")) == [
        ("DASTU", True),
        ("DESIGN", False),
    ]


def test_category_can_be_renamed_under_its_projects(folder):
    load(folder)
    name = {"it": "Persone", "en": "People"}
    change(folder, "editions.json", 0, "categories", to=[name])
    change(folder, "projects.json", "ObiGame", "category", to="Persone")
    assert listed(load(folder)) == []
    assert Project.objects.get(acronym="ObiGame").category.name_en == "People"
    assert Category.objects.filter(competition__ordinal=1).count() == 1
    assert listed(load(folder)) == []


def test_project_that_moves_leaves_no_empty_place(folder):
    load(folder)
    before = Place.objects.count()
    location = read(folder, "projects.json")[14]["location"] | {"place": "Bergamo"}
    change(folder, "projects.json", "BUDD-e", "location", to=location)
    load(folder)
    project = Project.objects.get(acronym="BUDD-e")
    assert [place.name_it for place in project.places.all()] == ["Bergamo"]
    assert Place.objects.count() == before


def test_site_that_comes_back_has_one_address(folder):
    load(folder)
    path = ("offcampus.json", "sites", "nolo", "temporary_location")
    change(folder, *path, to=None)
    assert listed(load(folder)) == []
    address = Site.objects.get(slug="nolo").addresses.get()
    assert (address.is_temporary, address.valid_until) == (False, None)


def test_reference_to_a_deleted_record_is_refused(folder):
    load(folder)
    Project.objects.get(acronym="PROXIMO").delete()
    Department.objects.filter(code="DAER").delete()
    others = ["DASTU", "DAER"]
    change(folder, "projects.json", "TEEN", "other_departments", to=others)
    with pytest.raises(CommandError) as error:
        load(folder)
    assert str(error.value) == (
        "Nothing was loaded. projects.json: TEEN (2017): "
        "it refers to DAER, deleted since. Take that out."
    )


def test_record_the_database_refuses_is_named(folder):
    Organisation.objects.create(name="Prima", slug="prima")
    make_project(slug="sospesa-2021")
    with pytest.raises(
        CommandError, match="^Nothing was loaded. projects.json: SOSpesa"
    ):
        load(folder)
    assert Competition.objects.count() == 1


def test_optional_keys_may_be_absent(folder):
    projects = read(folder, "projects.json")
    for project in projects:
        del project["outputs"]
        if project["location"]:
            del project["location"]["locality"]
    write(folder, "projects.json", projects)
    (folder / "news.json").unlink()
    load(folder)
    assert not Output.objects.exists()
    assert not News.objects.exists()
    copied = read(folder, "projects.json")
    assert "outputs" not in copied[0]


def test_optional_keys_that_arrive_later_do_not_undo_what_staff_wrote(folder):
    outputs = read(folder, "projects.json")[0]["outputs"]
    change(folder, "projects.json", 0, "outputs", to=ABSENT)
    load(folder)
    project = Project.objects.get(acronym="BetOnMath")
    Output.objects.create(project=project, unit_it="giochi")
    change(folder, "projects.json", 0, "outputs", to=outputs)
    assert listed(load(folder)) == [
        "projects.json: BetOnMath (2013): outputs: edited since, left as it is"
    ]
    assert [output.unit_it for output in project.outputs.all()] == ["giochi"]


def test_check_writes_nothing(folder):
    assert load(folder, check=True) == ["111 records, nothing wrong."]
    assert not Department.objects.exists()
