"""Sources beside their figure: each formset shows and stores its own."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.urls import reverse

from awards.models import Project, ProjectSource
from content.admin.sources import figures_of
from tests.factories import make_project
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db

ROW = re.compile(r"-\d+-")


class Form(HTMLParser):
    """What a browser would send back of the form of a page."""

    def __init__(self, text):
        super().__init__()
        self.sent, self.area, self.select = {}, None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "input" and name and attrs.get("type") not in ("submit", "checkbox"):
            self.sent[name] = attrs.get("value", "")
        elif tag == "input" and attrs.get("type") == "checkbox" and "checked" in attrs:
            self.sent[name] = attrs.get("value", "on")
        elif tag == "textarea":
            self.area, self.sent[name] = name, ""
        elif tag == "select":
            self.select, self.sent[name] = name, ""
        elif tag == "option" and self.select and "selected" in attrs:
            self.sent[self.select] = attrs.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.sent[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.select = None


def path(project):
    return reverse("admin:awards_project_change", args=[project.pk])


def form(client, project):
    sent = Form(client.get(path(project)).content.decode()).sent
    return {k: v for k, v in sent.items() if "__prefix__" not in k}


def row(prefix, number, **values):
    empty = {"address": "", "as_of": "", "note_it": "", "note_en": "", "position": "0"}
    return {f"{prefix}-{number}-{k}": v for k, v in {**empty, **values}.items()}


def told(project):
    return sorted(project.sources.values_list("about", "address"))


@pytest.fixture
def project(client):
    sign_in_staff(client)
    project = make_project(award="1000.00")
    for about in ("award", "started", "", "website"):
        address = f"https://example.org/{about or 'whole'}"
        project.sources.create(about=about, address=address)
    return project


def test_each_formset_shows_its_own(client, project):
    sent = form(client, project)
    shown = {
        prefix: [
            sent[f"{prefix}-{n}-address"]
            for n in range(int(sent[f"{prefix}-TOTAL_FORMS"]))
        ]
        for prefix in ("sources_award", "sources_started", "sources_ended", "sources")
    }
    assert shown == {
        "sources_award": ["https://example.org/award"],
        "sources_started": ["https://example.org/started"],
        "sources_ended": [],
        "sources": ["https://example.org/whole", "https://example.org/website"],
    }


def test_form_sent_back_as_it_was_changes_nothing(client, project):
    before = list(ProjectSource.objects.order_by("pk").values())
    answer = client.post(path(project), form(client, project))
    assert answer.status_code == 302
    assert list(ProjectSource.objects.order_by("pk").values()) == before


def test_new_source_supports_the_figure_it_is_beside(client, project):
    sent = form(client, project)
    sent |= {"sources_ended-TOTAL_FORMS": "1", "sources-TOTAL_FORMS": "3"}
    sent |= row("sources_ended", 0, address="https://example.org/ended")
    sent |= row("sources", 2, address="https://example.org/new")
    assert client.post(path(project), sent).status_code == 302
    assert told(project) == [
        ("", "https://example.org/new"),
        ("", "https://example.org/whole"),
        ("award", "https://example.org/award"),
        ("ended", "https://example.org/ended"),
        ("started", "https://example.org/started"),
        ("website", "https://example.org/website"),
    ]


def test_source_of_a_figure_is_corrected_and_taken_away(client, project):
    sent = form(client, project)
    sent |= {
        "sources_award-0-address": "https://example.org/better",
        "sources_started-0-DELETE": "on",
    }
    assert client.post(path(project), sent).status_code == 302
    assert told(project) == [
        ("", "https://example.org/whole"),
        ("award", "https://example.org/better"),
        ("website", "https://example.org/website"),
    ]


def test_new_thing_is_stored_with_sources_of_its_figures(client, project):
    sent = {k: v for k, v in form(client, project).items() if not ROW.search(k)}
    sent |= {k: "0" for k in sent if k.endswith(("TOTAL_FORMS", "INITIAL_FORMS"))}
    sent |= {"acronym": "OTHER", "slug": "other"}
    sent |= {"sources_award-TOTAL_FORMS": "1"}
    sent |= row("sources_award", 0, address="https://example.org/award")
    answer = client.post(reverse("admin:awards_project_add"), sent)
    assert answer.status_code == 302
    assert told(Project.objects.get(acronym="OTHER")) == [
        ("award", "https://example.org/award")
    ]


def test_figures_are_fields_of_the_thing():
    found = {
        kind.opts.label_lower: figures_of(kind)
        for kind in admin.site._registry.values()
        if figures_of(kind)
    }
    assert found["awards.project"] == ["started", "ended", "award", "sdgs"]
    for kind in admin.site._registry.values():
        for figure in figures_of(kind):
            assert kind.opts.get_field(figure)
