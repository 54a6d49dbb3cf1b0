"""What must always be true, tried from both sides: the form's and the database's."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from awards.models import (
    Allotment,
    Beneficiary,
    CallDocument,
    Category,
    Choice,
    CostHeading,
    Criterion,
    Dimension,
    FormVersion,
    Partnership,
    ProgrammeFigure,
    ProjectDepartment,
    ProjectPlace,
    Question,
    Receipt,
    Section,
    SpecialPrize,
    Stage,
    TeamMember,
)
from cantieri.models import LabPartnership
from directory.models import Department, Programme
from offcampus.models import Activity, SiteAddress, SiteDepartment, SitePartnership
from polisocial.models import ErrorReport
from tests.factories import (
    make_call,
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_organisation,
    make_place,
    make_project,
    make_question,
    make_section,
    make_site,
    make_stage,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ZERO, LESS = Decimal(0), Decimal("-0.01")


def refused(row):
    """The row is refused with a sentence, and by the database if nobody asked."""
    with pytest.raises(ValidationError) as told:
        row.validate_constraints()
    assert all(told.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def changed(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    return row


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


@pytest.mark.parametrize(
    "fields",
    [
        {"coordinators": ["tenured", "king"]},
        {"partner_kinds": ["circus"]},
        {"durations": [12, 0]},
        {"project_cap": ZERO},
        {"departments_least": 3, "departments_most": 2},
        {"proposals_per_coordinator": 0},
        {"co_funding": "perhaps"},
        {"co_funding": "optional", "co_funding_least": Decimal(10)},
        {"co_funding": "required", "co_funding_least": ZERO},
        {"co_funding": "required", "co_funding_least": Decimal(100)},
    ],
)
def test_call_refuses(fields):
    refused(changed(make_call(), **fields))


@pytest.mark.parametrize(
    "fields", [{"cap": ZERO}, {"cap_share": ZERO}, {"cap_share": Decimal("100.01")}]
)
def test_cost_heading_refuses(fields):
    refused(CostHeading(call=make_call(), name_it="Personale", **fields))


def test_stage_refuses_to_close_as_it_opens():
    stage = make_stage()
    refused(changed(stage, closes_at=stage.opens_at))


def test_call_has_one_stage_of_a_number():
    refused(changed(make_stage(call=make_stage(number=1).call, number=2), number=1))


@pytest.mark.parametrize(
    "fields",
    [
        {"weight": ZERO},
        {"weight": Decimal("100.01")},
        {"weight": Decimal(50), "most": 0},
        {"weight": Decimal(50), "most": 10, "threshold": Decimal("10.5")},
        {"weight": Decimal(50), "most": 10, "threshold": LESS},
    ],
)
def test_criterion_refuses(fields):
    refused(Criterion(stage=make_stage(), name_it="Impatto", **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "song"},
        {"kind": "number", "word_limit": 100},
        {"kind": "long_text", "word_limit": 0},
        {"kind": "long_text", "least": Decimal(1)},
        {"kind": "number", "least": Decimal(2), "most": Decimal(1)},
    ],
)
def test_question_refuses(fields):
    refused(changed(make_question(), **fields))


def test_later_form_needs_its_reason():
    made = {"stage": make_stage(), "content": "{}", "by": make_user(), "at": NOW}
    refused(FormVersion(number=2, **made))
    FormVersion(number=2, reason_it="Un errore.", **made).save()


def test_call_allows_what_limits_nothing():
    call = changed(make_call(), coordinators=["tenured"], durations=[12, 18])
    changed(call, co_funding="required", co_funding_least=Decimal("0.01"))
    changed(call, departments_least=2, departments_most=2)
    call.validate_constraints()
    call.save()


def test_call_is_one_a_competition():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_call(competition=make_call().competition)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Dimension, {}),
        (CostHeading, {}),
        (SpecialPrize, {}),
        (CallDocument, {"sha256": "a" * 64, "size": 1}),
    ],
)
def test_part_of_a_call_is_named_once(model, fields):
    call = make_call()
    model.objects.create(call=call, name_it="Uno", **fields)
    refused(model(call=call, name_it="Uno", **fields))
    model.objects.create(call=make_call(), name_it="Uno", **fields)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (SpecialPrize, {"amount": ZERO}),
        (CallDocument, {"sha256": "A" * 64, "size": 1}),
        (CallDocument, {"sha256": "a" * 63, "size": 1}),
        (CallDocument, {"sha256": "a" * 64, "size": 0}),
    ],
)
def test_part_of_a_call_refuses(model, fields):
    refused(model(call=make_call(), name_it="Uno", **fields))


def test_category_refuses_a_length_of_no_months():
    refused(Category(competition=make_competition(), name_it="A", durations=[0]))


def test_stage_is_one_of_two():
    stage = make_stage()
    refused(Stage(call=stage.call, number=3))
    Stage(call=stage.call, number=2).save()


def test_parts_of_a_form_are_told_apart():
    section = make_section(name_it="Idea")
    refused(Section(stage=section.stage, name_it="Idea"))
    question = make_question(section=section, key="idea", kind="one")
    refused(Question(section=section, key="idea", kind="one", label_it="B"))
    question.choices.create(key="yes", label_it="Sì")
    refused(Choice(question=question, key="yes", label_it="Certo"))
