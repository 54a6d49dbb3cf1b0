"""Public pages answered from ready bytes: which are kept, and when they are not."""

import gzip
from datetime import timedelta

import brotli
import psycopg2
import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from content import revision
from polisocial.ready_pages import ReadyPage, ReadyPages, encoding_for, weigh
from polisocial.wsgi import application
from tests.factories import make_news, make_project

pytestmark = pytest.mark.django_db(transaction=True)

REVISION = object()


@pytest.fixture(autouse=True)
def just_started(monkeypatch):
    """A worker without pages, whose leases last while a slow test goes on.

    Nobody writes in these tests while a lease runs, save through `content_changes`.
    """
    monkeypatch.setattr(revision, "LEASE", 60)
    monkeypatch.setattr(revision, "current", revision.Lease().current)
    monkeypatch.setattr(application, "pages", ReadyPages(settings.READY_PAGES_ROOM))


def content_changes(monkeypatch):
    """Forget the lease, as time does before a change is committed."""
    monkeypatch.setattr(revision, "current", revision.Lease().current)


class Answer:
    """What the server sends back, and in how many queries it was found."""

    def __init__(self, path="/it/", method="GET", **headers):
        environ = RequestFactory().generic(method, path).environ
        environ |= {"HTTP_HOST": "testserver"} | headers
        self.body = b"".join(application(environ, self.start))

    def start(self, status, headers, _exception=None):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}

    def __eq__(self, other):
        return vars(self) == vars(other)


def test_page_is_the_same_from_ready_bytes(django_assert_num_queries):
    make_project()
    fresh = Answer("/en/projects/")
    with django_assert_num_queries(0):
        assert Answer("/en/projects/") == fresh
    assert fresh.status == "200 OK"
    assert fresh.headers["cache-control"] == "no-cache"
    assert "default-src" in fresh.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_page_goes_out_as_the_browser_takes_it(accepted, encoding, decode):
    plain = Answer().body
    for _again in range(2):
        answer = Answer(HTTP_ACCEPT_ENCODING=accepted)
        assert answer.headers.get("content-encoding") == encoding
        assert int(answer.headers["content-length"]) == len(answer.body)
        assert decode(answer.body) == plain


def test_page_a_browser_has_is_not_sent_again():
    tag = Answer().headers["etag"]
    answers = [Answer(HTTP_IF_NONE_MATCH=tag) for _again in range(2)]
    for answer in answers:
        assert (answer.status, answer.body) == ("304 Not Modified", b"")
        assert answer.headers["etag"] == tag
    other = Answer(HTTP_IF_NONE_MATCH='W/"other"')
    assert other.status == "200 OK"


def test_page_not_kept_yet_is_not_sent_again_either():
    tag = Answer(HTTP_ACCEPT_ENCODING="br").headers["etag"]
    answer = Answer(HTTP_IF_NONE_MATCH=tag)
    assert (answer.status, answer.body) == ("304 Not Modified", b"")


def test_head_is_answered_without_its_body():
    Answer()
    assert Answer(method="HEAD").body == b""
    assert Answer(method="HEAD").headers["content-length"] != "0"
    assert Answer().body


def test_page_changes_with_its_content(monkeypatch):
    project = make_project(title_it="Prima")
    assert "Prima" in Answer("/it/progetti/").body.decode()
    project.title_it = "Dopo"
    project.save()
    content_changes(monkeypatch)
    assert "Dopo" in Answer("/it/progetti/").body.decode()


def test_page_changes_when_a_publication_is_due(time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    make_news(title_it="In arrivo", published_from=now + timedelta(hours=1))
    assert "In arrivo" not in Answer().body.decode()
    time_machine.move_to(now + timedelta(hours=1), tick=False)
    assert "In arrivo" in Answer().body.decode()


@pytest.mark.parametrize("path", ["/it/", "/it/cerca/?q=acqua", "/en/projects/?page=1"])
def test_page_is_kept_once_for_its_address(path):
    Answer(path)
    Answer(path)
    assert len(application.pages) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/",  # leads to the visitor's language
        "/it/nowhere/",
        "/it/progetti/nothing-here/",
        "/it/chi-siamo/segnala/",  # a form
        "/health/ready",
        "/admin/login/",
        "/it/premio",  # leads to its address with a slash
    ],
)
def test_answer_that_may_differ_is_not_kept(path):
    Answer(path)
    assert len(application.pages) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={SessionStore().session_key}"},
        {"HTTP_COOKIE": "messages=x"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"REQUEST_METHOD": "POST"},
    ],
)
def test_people_who_may_see_something_else_never_get_a_kept_page(headers):
    Answer()
    calls = []
    application.pages.find = lambda *key: calls.append(key)
    Answer(**headers)
    assert (calls, len(application.pages)) == ([], 1)


def test_page_that_sets_a_cookie_is_not_kept(monkeypatch):
    middleware = application._middleware_chain

    def with_cookie(request):
        response = middleware(request)
        response.set_cookie("who", "x")
        return response

    monkeypatch.setattr(application, "_middleware_chain", with_cookie)
    assert "set-cookie" in Answer().headers
    assert len(application.pages) == 0


def test_page_that_differs_by_what_a_browser_says_is_not_kept(monkeypatch):
    middleware = application._middleware_chain

    def varied(request):
        response = middleware(request)
        response["Vary"] = "Accept-Language"
        return response

    monkeypatch.setattr(application, "_middleware_chain", varied)
    assert Answer().status == "200 OK"
    assert len(application.pages) == 0


def test_nothing_is_kept_while_content_is_being_changed():
    link = psycopg2.connect(**connection.get_connection_params())
    with link.cursor() as cursor:
        cursor.execute("UPDATE awards_project SET acronym = acronym")
    assert Answer().status == "200 OK"
    link.close()
    assert len(application.pages) == 0


def test_hosts_and_schemes_do_not_share_pages():
    Answer(HTTP_HOST="a.example.org")
    other = Answer(HTTP_HOST="b.example.org")
    secure = Answer(HTTP_HOST="b.example.org", **{"wsgi.url_scheme": "https"})
    assert b"https://b.example.org" in secure.body
    assert b"a.example.org" not in other.body + secure.body


def test_hostile_addresses_stay_within_their_room(monkeypatch):
    room = 400_000
    monkeypatch.setattr(application, "pages", ReadyPages(room))
    Answer("/it/")
    for number in range(60):
        Answer(f"/it/progetti/?q={number}&{'x' * 2000}={number}")
        Answer("/it/")  # what people read stays
        assert application.pages.weight <= room
    assert 1 < len(application.pages) < 60
    assert application.pages.find(revision.current(), key_of("/it/"))


def key_of(path):
    return ("", "http", "", "testserver", "", path, "")


def test_page_larger_than_all_the_room_is_not_kept():
    pages = ReadyPages(room=10_000)
    pages.find(REVISION, ("a",))
    pages.keep(REVISION, ("a",), ReadyPage([], b"x" * 20_000, ""))
    assert (len(pages), pages.weight) == (0, 0)


def test_page_of_an_older_revision_is_not_kept():
    pages = ReadyPages(room=100_000)
    pages.find(REVISION, ("a",))
    pages.keep("an older one", ("a",), ReadyPage([], b"old", ""))
    assert pages.find(REVISION, ("a",)) is None


def test_weight_is_what_is_there():
    pages = ReadyPages(room=30_000)
    pages.find(REVISION, ("a",))
    for number in range(40):
        pages.keep(REVISION, (str(number),), ReadyPage([], b"x" * number, ""))
        pages.keep(REVISION, (str(number),), ReadyPage([], b"x" * number, ""))
    assert pages.weight == sum(weigh(*each) for each in pages._pages.items())


def test_encoding_is_none_where_all_are_refused():
    assert encoding_for("gzip;q=0, br; q=0") == ""
