"""What programs ask the portal for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from sectxt import Parser

from tests.factories import make_competition, make_project

pytestmark = pytest.mark.django_db


def test_robots_may_read_all_but_the_admin(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_security_contact_is_as_the_rfc_wants_it(client):
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    errors = [e["code"] for e in Parser(answer.content).errors]
    # The test server speaks http; production redirects to https.
    assert set(errors) <= {"no_https", "no_canonical_match"}


def test_security_contact_expires_within_a_year(client):
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    (expires,) = (line[9:] for line in lines if line.startswith("Expires: "))
    ahead = datetime.fromisoformat(expires) - datetime.now(UTC)
    assert timedelta(days=300) < ahead <= timedelta(days=365)


def test_contact_address_is_used_when_there_is_one(client, settings):
    settings.CONTACT_EMAIL = "polisocial@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:polisocial@example.org" in text


def test_site_map_has_both_languages_and_a_true_last_change(client):
    project = make_project()
    make_project(slug="secret", published_from=None)
    text = client.get("/sitemap.xml").content.decode()
    for language in ("it", "en"):
        with override(language):
            path = project.get_absolute_url()
        assert f"<loc>http://testserver{path}</loc>" in text
        assert f'hreflang="{language}" href="http://testserver{path}"' in text
    changed = timezone.localtime(project.updated_at)
    assert f"<lastmod>{changed:%Y-%m-%d}</lastmod>" in text
    assert "secret" not in text


@pytest.mark.parametrize("size", [1, 50])
def test_site_map_costs_the_same_whatever_its_size(
    client, django_assert_num_queries, size
):
    competition = make_competition()
    for _ in range(size):
        make_project(competition=competition)
    with django_assert_num_queries(18):
        client.get("/sitemap.xml")


def test_portal_is_ready_only_with_its_database(client, settings):
    assert client.get(reverse("health-live")).json() == {"status": "live"}
    assert client.get(reverse("health-ready")).json() == {"status": "ready"}

    def cut(*args):
        raise OperationalError

    with connection.execute_wrapper(cut):
        answer = client.get(reverse("health-ready"))
        assert client.get(reverse("health-live")).status_code == 200
    assert answer.status_code == 503


@pytest.mark.parametrize(
    ("path", "language", "leads_to"),
    [
        ("/", "it", "/it/"),
        ("/", "en-GB,en;q=0.9", "/en/"),
        ("/", "de", "/it/"),
        ("/progetti/", "it", "/it/progetti/"),
    ],
)
def test_address_without_language_follows_the_visitor(client, path, language, leads_to):
    answer = client.get(path, headers={"Accept-Language": language})
    assert (answer.status_code, answer["Location"]) == (302, leads_to)
