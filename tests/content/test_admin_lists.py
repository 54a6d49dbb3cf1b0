"""What the lists of the admin cost and tell."""

import pytest
from django.contrib import admin
from django.urls import reverse

from awards.models import (
    Allotment,
    Category,
    FinancialYear,
    Project,
    ProjectDepartment,
    ProjectSource,
    Receipt,
)
from content.admin.base import ContentAdmin
from offcampus.models import SiteAddress
from tests.factories import (
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_news,
    make_organisation,
    make_place,
    make_project,
    make_site,
    make_theme,
)
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db


def make_receipt():
    year = FinancialYear.objects.first() or make_financial_year()
    return Receipt.objects.create(financial_year=year)


def make_allotment():
    return Allotment.objects.create(
        receipt=make_receipt(), competition=make_competition()
    )


def make_category():
    return Category.objects.create(competition=make_competition(), name_it="Famiglia")


MAKE = {
    "awards.allotment": make_allotment,
    "awards.category": make_category,
    "awards.competition": make_competition,
    "awards.financialyear": make_financial_year,
    "awards.project": make_project,
    "awards.receipt": make_receipt,
    "cantieri.lab": make_lab,
    "cantieri.theme": make_theme,
    "directory.department": make_department,
    "directory.organisation": make_organisation,
    "directory.place": make_place,
    "offcampus.site": make_site,
    "offcampus.siteaddress": make_site,
    "polisocial.news": make_news,
}
# There is one, or one for each programme, or a few of them by hand.
FEW = {"awards.beneficiary", "awards.programmefigure", "directory.programme"}


def address(model):
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


def kinds():
    return {
        model._meta.label_lower: model
        for model, kind in admin.site._registry.items()
        if isinstance(kind, ContentAdmin)
    }


def test_every_list_is_counted():
    assert {*MAKE, *FEW} == set(kinds())


@pytest.mark.parametrize("size", [1, 50])
@pytest.mark.parametrize("name", MAKE)
def test_list_costs_the_same_whatever_its_size(
    client, name, size, django_assert_max_num_queries
):
    sign_in_staff(client)
    for _ in range(size):
        MAKE[name]()
    client.get(address(kinds()[name]))
    with django_assert_max_num_queries(12) as asked:
        answer = client.get(address(kinds()[name]))
    assert len(answer.context["cl"].result_list) == size
    assert len(asked) == COST.setdefault(name, len(asked))


COST = {}


def test_list_of_five_thousand_projects(client, django_assert_max_num_queries):
    sign_in_staff(client)
    competition, department = make_competition(), make_department()
    projects = Project.objects.bulk_create(
        Project(
            competition=competition,
            acronym=f"PROJECT{n}",
            slug=f"project-{n}",
            title_it=f"Progetto {n}",
            summary_it="Che cosa fa.",
            award=n + 1,
        )
        for n in range(5000)
    )
    ProjectDepartment.objects.bulk_create(
        ProjectDepartment(project=project, department=department)
        for project in projects
    )
    ProjectSource.objects.bulk_create(
        ProjectSource(project=project, address="https://example.org/")
        for project in projects
    )
    for asked in (
        {},
        {"q": "progetto 49"},
        {"sources": "figures", "translation": "missing", "publication": "draft"},
        {"o": "7"},
        {"p": "50"},
    ):
        with django_assert_max_num_queries(12):
            answer = client.get(address(Project), asked)
        assert answer.status_code == 200
        assert len(answer.context["cl"].result_list) == 50


def test_list_tells_what_is_missing(client):
    sign_in_staff(client)
    make_project(acronym="WHOLE").sources.create(address="https://example.org/")
    make_project(acronym="BARE", summary_en="", published_from=None)
    rows = client.get(address(Project), headers={"accept-language": "en"})
    told = {}
    cl = rows.context["cl"]
    for project in cl.result_list:
        kind = cl.model_admin
        told[project.acronym] = (
            str(kind.state(project)),
            kind.english_to_write(project),
            str(kind.sources_known(project)),
        )
    assert told["WHOLE"][1:] == ("", "1")
    assert told["BARE"][1] != ""


def test_address_is_only_for_choosing(client):
    sign_in_staff(client)
    site = make_site()
    assert address(SiteAddress) not in client.get("/admin/").content.decode()
    asked = {
        "term": site.name,
        "app_label": "offcampus",
        "model_name": "sitepartnership",
        "field_name": "address",
    }
    answer = client.get(reverse("admin:autocomplete"), asked)
    assert [one["text"] for one in answer.json()["results"]] == [str(site.place)]
