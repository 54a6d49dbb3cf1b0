"""What must always be true, tried from both sides: the form's and the database's."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import User
from awards.models import (
    Allotment,
    Beneficiary,
    Category,
    Partnership,
    ProgrammeFigure,
    ProjectDepartment,
    ProjectPlace,
    Receipt,
    TeamMember,
)
from cantieri.models import LabPartnership
from directory.models import Department, Programme
from offcampus.models import Activity, SiteAddress, SiteDepartment, SitePartnership
from polisocial.models import ErrorReport
from tests.factories import (
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_organisation,
    make_place,
    make_project,
    make_site,
    make_user,
)
from tests.refusing import changed, refused

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ZERO, LESS = Decimal(0), Decimal("-0.01")


@pytest.mark.parametrize(
    "fields",
    [
        {"budget": ZERO},
        {"budget": LESS},
        {"project_cap": ZERO},
        {"submitted_count": 4, "funded_count": 5},
        {"submitted_count": 4, "shortlisted_count": 5, "funded_count": 3},
        {"shortlisted_count": 4, "funded_count": 5},
        {"call_opened": "2019-06-28", "call_closed": "2019-06-27"},
        {"call_closed": "2019-09", "selected": "2019-08"},
        {"call_opened": "2020", "selected": "2019"},
        {"selected": "2020-01-15", "ceremony": "2020-01-14"},
        {"stage_count": 0},
        {"stage_count": 3},
    ],
)
def test_competition_refuses(fields):
    refused(changed(make_competition(), **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"budget": None, "project_cap": None},
        {"budget": Decimal("0.01")},
        {"submitted_count": 5, "funded_count": 5},
        {"submitted_count": None, "funded_count": 5},
        {"stage_count": 2},
    ],
)
def test_competition_allows(fields):
    competition = changed(make_competition(), **fields)
    competition.validate_constraints()
    competition.save()


@pytest.mark.parametrize(
    "fields",
    [
        {"award": ZERO},
        {"award": LESS},
        {"status": "unheard of"},
        {"sdgs": [0]},
        {"sdgs": [1, 18]},
    ],
)
def test_project_refuses(fields):
    refused(changed(make_project(), **fields))


def test_project_does_not_follow_itself():
    project = make_project()
    refused(changed(project, follows=project))


def test_acronym_is_used_once_a_competition():
    first, second = make_project(acronym="ABC"), make_project(acronym="ABC")
    refused(changed(second, competition=first.competition))


def test_department_leads_alone():
    project = make_project()
    project.project_departments.create(department=make_department(), is_lead=True)
    department = make_department()
    refused(ProjectDepartment(project=project, department=department, is_lead=True))
    ProjectDepartment(project=project, department=department).save()


@pytest.mark.parametrize("role", ["coordinator", "manager"])
def test_project_has_one_person_in_each_leading_role(role):
    project = make_project()
    for _ in range(2):
        project.team.create(name="Somebody", role="member")
    project.team.create(name="Somebody", role=role)
    refused(TeamMember(project=project, name="Another", role=role))


def test_role_is_a_known_one():
    refused(TeamMember(project=make_project(), name="Somebody", role="friend"))


@pytest.mark.parametrize(
    ("build", "twice"),
    [
        (lambda p, d, o, at: ProjectDepartment(project=p, department=d), True),
        (lambda p, d, o, at: Partnership(project=p, organisation=o), True),
        (lambda p, d, o, at: ProjectPlace(project=p, place=at), True),
    ],
)
def test_nothing_is_tied_to_a_project_twice(build, twice):
    things = make_project(), make_department(), make_organisation(), make_place()
    build(*things).save()
    refused(build(*things))


@pytest.mark.parametrize(
    "fields",
    [
        {"latitude": Decimal(45), "longitude": None, "precision": "site"},
        {"latitude": None, "longitude": Decimal(9), "precision": "site"},
        {"latitude": Decimal(45), "longitude": Decimal(9), "precision": ""},
        {"latitude": None, "longitude": None, "precision": "city"},
        {"latitude": Decimal(91), "longitude": Decimal(9), "precision": "site"},
        {"latitude": Decimal(45), "longitude": Decimal(181), "precision": "site"},
        {"municipio": 0},
        {"municipio": 10},
    ],
)
def test_place_refuses(fields):
    refused(changed(make_place(), **fields))


def test_organisation_is_of_a_known_kind_or_of_none():
    organisation = make_organisation(kind="")
    refused(changed(organisation, kind="partner"))


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": ZERO},
        {"amount": LESS},
        {"choices": 0},
        {"year": 2005},
        {"rank_overall": 0},
    ],
)
def test_financial_year_refuses(fields):
    refused(changed(make_financial_year(), **fields))


def test_money_received_and_allotted_is_positive_or_unknown():
    receipt = Receipt.objects.create(financial_year=make_financial_year())
    competition = make_competition()
    refused(changed(receipt, amount=ZERO))
    receipt.refresh_from_db()
    refused(Allotment(receipt=receipt, competition=competition, amount=ZERO))
    refused(Allotment(receipt=receipt, competition=competition, certainty="guessed"))
    Allotment.objects.create(receipt=receipt, competition=competition)
    refused(Allotment(receipt=receipt, competition=competition))


def test_there_is_one_beneficiary_with_a_true_tax_code():
    refused(Beneficiary(pk=2, name="P", tax_code="80057930150", box_it="R"))
    refused(Beneficiary(pk=1, name="P", tax_code="8005793015", box_it="R"))
    Beneficiary.objects.create(pk=1, name="P", tax_code="80057930150", box_it="R")


def test_published_figure_has_a_date():
    refused(ProgrammeFigure(text_it="Tanti progetti"))
    ProgrammeFigure(text_it="Tanti progetti", as_of="2019").save()
    ProgrammeFigure(text_it="Tanti progetti", is_derived=True).save()


def test_category_is_named_once_a_competition():
    competition = make_competition()
    Category.objects.create(competition=competition, name_it="Premio")
    refused(Category(competition=competition, name_it="Premio"))


def test_site_has_one_address_at_a_time_with_dates_in_order():
    site, place = make_site(), make_place()
    site.addresses.all().delete()
    backwards = {"valid_from": "2025-10", "valid_until": "2025-09"}
    refused(SiteAddress(site=site, place=place, **backwards))
    SiteAddress.objects.create(site=site, place=place, valid_from="2020")
    refused(SiteAddress(site=site, place=place, valid_from="2025"))


def test_nothing_is_tied_to_a_site_or_a_lab_twice():
    site, lab = make_site(), make_lab()
    organisation, department = make_organisation(), make_department()
    for build in (
        lambda: SiteDepartment(site=site, department=department),
        lambda: SitePartnership(site=site, organisation=organisation),
        lambda: LabPartnership(lab=lab, organisation=organisation),
    ):
        build().save()
        refused(build())


@pytest.mark.parametrize(
    "fields",
    [
        {"rhythm": "weekly"},
        {"rhythm": "once"},
        {"ends_at": NOW},
        {"starts_at": NOW, "ends_at": NOW - timedelta(minutes=1)},
    ],
)
def test_activity_refuses(fields):
    refused(Activity(site=make_site(), name_it="Festa", **fields))


def test_site_and_lab_have_a_known_status():
    refused(changed(make_site(), status="asleep"))
    refused(changed(make_lab(), status="asleep"))


@pytest.mark.parametrize(
    "fields", [{"budget": ZERO}, {"started": "2020", "ended": "2019-12"}]
)
def test_lab_refuses(fields):
    refused(changed(make_lab(), **fields))


@pytest.mark.parametrize("code", ["D. I. G.", "è", ""])
def test_department_code_fits_an_address(code):
    refused(changed(make_department(), code=code))


def test_department_code_is_one_in_any_case():
    make_department(code="DASTU")
    refused(Department(code="dastu", name_it="Altro"))


def test_programme_and_report_are_of_a_known_kind():
    refused(Programme(key="other", name_it="x", description_it="x"))
    refused(ErrorReport(kind="other", text="x"))


def test_person_is_known_by_e_mail_whatever_its_case():
    make_user(email="ada@example.org")
    refused(User(email="ADA@example.org"))
