"""How to make one thing of each kind that the admin shows."""

from django.contrib.auth.models import Group

from awards.models import (
    Allotment,
    Beneficiary,
    Category,
    FinancialYear,
    ProgrammeFigure,
    Receipt,
)
from polisocial.models import ErrorReport, LoadedRecord
from tests.factories import (
    make_call,
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_letter,
    make_news,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_question,
    make_section,
    make_site,
    make_stage,
    make_theme,
    make_user,
    number,
)
from tests.signing_in import make_second_factor


def make_receipt():
    year = FinancialYear.objects.first() or make_financial_year(year=2100)
    return Receipt.objects.create(financial_year=year)


def make_allotment():
    return Allotment.objects.create(
        receipt=make_receipt(), competition=make_competition()
    )


def make_category():
    return Category.objects.create(competition=make_competition(), name_it="Famiglia")


def make_beneficiary():
    return Beneficiary.objects.create(pk=1, name="Politecnico", tax_code="8" * 11)


def make_figure():
    return ProgrammeFigure.objects.create(is_derived=True)


def make_address():
    return make_site().addresses.get()


def make_report():
    return ErrorReport.objects.create(kind="content", text="Qui manca una data.")


def make_record():
    return LoadedRecord.objects.create(
        file="projects.json", key="a", object_id=1, values={}
    )


def make_group():
    return Group.objects.create(name=f"Group {next(number)}")


MAKE = {
    "accounts.user": make_user,
    "auth.group": make_group,
    "awards.allotment": make_allotment,
    "awards.beneficiary": make_beneficiary,
    "awards.call": make_call,
    "awards.category": make_category,
    "awards.competition": make_competition,
    "awards.financialyear": lambda: make_financial_year(year=2006),
    "awards.letter": make_letter,
    "awards.programmefigure": make_figure,
    "awards.project": make_project,
    "awards.question": make_question,
    "awards.receipt": make_receipt,
    "awards.section": make_section,
    "awards.stage": make_stage,
    "cantieri.lab": make_lab,
    "cantieri.theme": make_theme,
    "directory.department": make_department,
    "directory.organisation": make_organisation,
    "directory.place": make_place,
    "directory.programme": make_programme,
    "mfa.authenticator": lambda: make_second_factor(make_user()),
    "offcampus.site": make_site,
    "offcampus.siteaddress": make_address,
    "polisocial.errorreport": make_report,
    "polisocial.loadedrecord": make_record,
    "polisocial.news": make_news,
}
