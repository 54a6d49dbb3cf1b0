from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from polisocial.models import ErrorReport
from polisocial.views import institution
from tests.factories import make_competition, make_project

pytestmark = pytest.mark.django_db

TOLD = {"page": "/it/progetti/x/", "kind": "content", "text": "La data è un'altra."}


def address(name="report"):
    with override("it"):
        return reverse(name)


def test_report_is_kept_with_its_page_and_no_cookie_is_set(client):
    answer = client.post(address(), TOLD, follow=True)
    report = ErrorReport.objects.get()
    assert (report.page, report.kind, report.text) == tuple(TOLD.values())
    assert answer.redirect_chain[0][1] == 302
    assert 'role="status"' in answer.content.decode()
    assert not client.cookies


@pytest.mark.parametrize(
    ("change", "field"),
    [({"text": ""}, "text"), ({"kind": ""}, "kind"), ({"email": "me@"}, "email")],
)
def test_faulty_report_loses_nothing_and_links_to_the_field(client, change, field):
    page = client.post(address(), TOLD | change).content.decode()
    assert not ErrorReport.objects.exists()
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}"' in page
    assert change.get("text", "La data è un&#x27;altra.") in page
    assert 'value="/it/progetti/x/"' in page


def test_program_that_fills_every_field_is_thanked_and_not_kept(client):
    answer = client.post(address(), TOLD | {"trap": "https://example.org"})
    assert answer.status_code == 302
    assert not ErrorReport.objects.exists()


def test_flood_of_reports_stops_and_the_text_stays(client, monkeypatch):
    monkeypatch.setattr(institution, "REPORTS_AN_HOUR", 1)
    client.post(address(), TOLD)
    page = client.post(address(), TOLD).content.decode()
    assert ErrorReport.objects.count() == 1
    assert "La data è un&#x27;altra." in page
    ErrorReport.objects.update(at=timezone.now() - timedelta(hours=2))
    client.post(address(), TOLD)
    assert ErrorReport.objects.count() == 2


def test_apply_page_names_the_latest_edition(client):
    make_competition(ordinal=7, year=2020, label="Edizione vecchia")
    make_competition(ordinal=8, year=2021, label="Edizione nuova")
    make_competition(ordinal=9, year=2022, label="Non ancora", published_from=None)
    page = client.get(address("apply")).content.decode()
    assert "Edizione nuova" in page
    assert "Edizione vecchia" not in page
    assert "Non ancora" not in page


def test_declaration_is_linked_only_when_there_is_one(client, settings):
    settings.ACCESSIBILITY_STATEMENT_URL = ""
    assert (
        "form.agid.gov.it" not in client.get(address("accessibility")).content.decode()
    )
    settings.ACCESSIBILITY_STATEMENT_URL = "https://form.agid.gov.it/view/x"
    page = client.get(address("accessibility")).content.decode()
    assert 'href="https://form.agid.gov.it/view/x"' in page


@pytest.mark.parametrize("size", [1, 50])
def test_site_map_costs_the_same_whatever_its_size(
    client, django_assert_num_queries, size
):
    competition = make_competition()
    projects = [make_project(competition=competition) for _ in range(size)]
    make_project(acronym="SEGRETO", competition=competition, published_from=None)
    with django_assert_num_queries(7):
        page = client.get(address("sitemap")).content.decode()
    assert all(project.get_absolute_url() in page for project in projects)
    assert "SEGRETO" not in page
