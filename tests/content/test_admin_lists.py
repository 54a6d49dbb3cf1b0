"""What the lists of the admin cost and tell."""

import pytest
from django.contrib import admin
from django.urls import reverse

from awards.models import (
    Project,
    ProjectDepartment,
    ProjectSource,
)
from content.dates import PartialDate
from offcampus.models import SiteAddress
from tests.factories import (
    LONG_AGO,
    make_competition,
    make_department,
    make_project,
    make_site,
)
from tests.one_of_each import MAKE
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db


# There is one, or one for each programme.
FEW = {"awards.beneficiary", "directory.programme"}
MOST = {"awards.financialyear": 90}  # the years until 2100
# A thing that is its alone, copied with each.
OWN = {
    "awards.allotment": "receipt",
    "awards.call": "competition",
    "awards.declaration": "person",
    "awards.extension": "person",
    "awards.stage": "call",
    "mfa.authenticator": "user",
    "offcampus.site": "place",
}
# What keeps so many of a kind apart.
DIFFER = {
    "accounts.user": lambda n: {"email": f"copy{n}@example.org"},
    "awards.appointment": lambda n: {"email": f"copy{n}@example.org"},
    "awards.decision": lambda n: {"superseded_at": LONG_AGO},
    "awards.minutes": lambda n: {"number": 2 + n, "reason": "Corretto."},
    "auth.group": lambda n: {"name": f"Copy {n}"},
    "awards.category": lambda n: {"name_it": f"Copia {n}"},
    "awards.competition": lambda n: {"ordinal": 20_000 + n, "year": 20_000 + n},
    "awards.financialyear": lambda n: {"year": 2007 + n},
    "awards.letter": lambda n: {"key": f"copy:{n}"},
    "awards.question": lambda n: {"key": f"copy-{n}"},
    "awards.section": lambda n: {"name_it": f"Copia {n}"},
    "awards.proposal": lambda n: {"code": f"c{n}"},
    "awards.lateattempt": lambda n: {"work_sha256": f"{n:064}"},
    "awards.project": lambda n: {"slug": f"copy-{n}", "acronym": f"COPY{n}"},
    "cantieri.lab": lambda n: {"slug": f"copy-{n}"},
    "cantieri.theme": lambda n: {"name_it": f"Copia {n}"},
    "directory.department": lambda n: {"code": f"C{n}"},
    "directory.organisation": lambda n: {"slug": f"copy-{n}", "name": f"Copia {n}"},
    "directory.place": lambda n: {"name_it": f"Copia {n}"},
    "offcampus.site": lambda n: {"slug": f"copy-{n}", "name": f"Copia {n}"},
    "offcampus.siteaddress": lambda n: {"valid_until": PartialDate("2021")},
    "polisocial.loadedrecord": lambda n: {"key": f"copy {n}", "object_id": 10 + n},
    "polisocial.news": lambda n: {"key": f"copy-{n}"},
}


def address(model):
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


def kinds():
    return {model._meta.label_lower: model for model in admin.site._registry}


def copy(thing, numbers):
    """Others like it, for lists that are long; nothing of theirs is recorded."""
    model, name = type(thing), thing._meta.label_lower
    values = {
        field.attname: getattr(thing, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.generated
    }
    differences = [DIFFER.get(name, lambda _n: {})(n) for n in numbers]
    if own := OWN.get(name):
        copies = copy(getattr(thing, own), numbers)
        for difference, each in zip(differences, copies, strict=True):
            difference[f"{own}_id"] = each.pk
    return model.objects.bulk_create(model(**values | each) for each in differences)


def test_every_list_is_counted():
    assert set(MAKE) == set(kinds())


@pytest.mark.parametrize("name", sorted(MAKE.keys() - FEW))
def test_list_costs_the_same_whatever_its_size(
    client, name, django_assert_max_num_queries
):
    """With one thing, with fifty and with more than a page shows."""
    sign_in_staff(client)
    thing, path = MAKE[name](), address(kinds()[name])
    costs = []
    most = MOST.get(name, 300)
    for there, size in ((1, 1), (1, 50), (50, most)):
        copy(thing, range(there, size))
        client.get(path)
        with django_assert_max_num_queries(12) as asked:
            answer = client.get(path)
        assert answer.context["cl"].result_count >= size
        costs.append(len(asked))
    assert costs == costs[:1] * 3


@pytest.mark.parametrize("name", sorted(FEW))
def test_short_list_costs_little(client, name, django_assert_max_num_queries):
    sign_in_staff(client)
    MAKE[name]()
    with django_assert_max_num_queries(12):
        assert client.get(address(kinds()[name])).status_code == 200


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
