"""Every form of the admin: two languages side by side, choices by typing, words."""

from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AutocompleteMixin
from django.forms.models import ModelChoiceField
from django.test import RequestFactory
from django.urls import reverse

from content.admin.base import ContentAdmin, pair
from content.bilingual import bilingual_names
from tests.factories import (
    make_competition,
    make_department,
    make_organisation,
    make_place,
    make_project,
    make_site,
    make_user,
)
from tests.one_of_each import MAKE
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db

ADMINS = list(admin.site._registry.values())
OF_CONTENT = [kind for kind in ADMINS if isinstance(kind, ContentAdmin)]


def label(kind):
    return kind.opts.label_lower


@pytest.fixture
def request_of_staff():
    request = RequestFactory().get("/admin/")
    request.user = make_user(is_staff=True, is_superuser=True)
    return request


def forms_of(kind, request):
    yield kind.get_form(request)
    yield kind.get_form(request, MAKE[label(kind)](), change=True)
    for inline in kind.get_inline_instances(request):
        yield inline.get_formset(request).form


def test_what_is_not_content():
    others = {label(kind) for kind in ADMINS} - {label(kind) for kind in OF_CONTENT}
    assert others == {
        "accounts.user",
        "admin.logentry",
        "auth.group",
        *("awards.act", "awards.appointment", "awards.decision"),
        *("awards.declaration", "awards.minutes"),
        *("awards.editwindow", "awards.extension", "awards.lateattempt"),
        *("awards.letter", "awards.proposal", "awards.proposalpartner"),
        "mfa.authenticator",
        "polisocial.errorreport",
        "polisocial.loadedrecord",
    }


@pytest.mark.parametrize("kind", ADMINS, ids=label)
def test_every_relation_is_chosen_by_typing(client, kind, request_of_staff):
    sign_in_staff(client)
    for form in forms_of(kind, request_of_staff):
        for name, field in form.base_fields.items():
            if not isinstance(field, ModelChoiceField):
                continue
            chooser = getattr(field.widget, "widget", field.widget)
            assert isinstance(chooser, AutocompleteMixin), name
            known = {
                "app_label": form._meta.model._meta.app_label,
                "model_name": form._meta.model._meta.model_name,
                "field_name": name,
            }
            answer = client.get(reverse("admin:autocomplete"), {"term": "a", **known})
            assert answer.status_code == 200, name


@pytest.mark.parametrize("kind", OF_CONTENT, ids=label)
def test_languages_stand_side_by_side(kind, request_of_staff):
    rows = [
        row
        for _name, told in kind.get_fieldsets(request_of_staff)
        for row in told["fields"]
    ]
    for name in bilingual_names(kind.model):
        assert pair(name) in rows


@pytest.mark.parametrize("kind", OF_CONTENT, ids=label)
def test_form_leaves_no_field_out(kind, request_of_staff):
    shown = flatten_fieldsets(kind.get_fieldsets(request_of_staff))
    editable = [
        field.name
        for field in kind.opts.fields
        if field.editable and not field.primary_key
    ]
    assert sorted(shown) == sorted({*editable, *kind.readonly_fields})


@pytest.mark.parametrize("kind", OF_CONTENT, ids=label)
def test_rows_stand_beside_a_field_of_the_form(kind, request_of_staff):
    shown = flatten_fieldsets(kind.get_fieldsets(request_of_staff))
    for inline in kind.get_inline_instances(request_of_staff):
        assert inline.beside in ("", *shown)


class Fields(HTMLParser):
    """The fields of a page in reading order, with the language of each."""

    def __init__(self, text):
        super().__init__()
        self.languages, self.order = {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("input", "textarea", "select") and attrs.get("name"):
            self.order.append(attrs["name"])
            self.languages[attrs["name"]] = attrs.get("lang")


def page(client, thing):
    meta = thing._meta
    path = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_fields_say_their_language(client):
    sign_in_staff(client)
    languages = Fields(page(client, make_project())).languages
    assert languages["title_it"] == languages["summary_it"] == "it"
    assert languages["title_en"] == languages["keywords_en"] == "en"
    assert languages["acronym"] is None


def test_rows_follow_the_field_they_belong_beside(client):
    sign_in_staff(client)
    order = Fields(page(client, make_site())).order
    assert order.index("place") < order.index("addresses-TOTAL_FORMS")
    assert order.index("addresses-TOTAL_FORMS") < order.index("opened")
    assert order.index("opened") < order.index("sources_opened-TOTAL_FORMS")
    assert order.index("sources_opened-TOTAL_FORMS") < order.index("description_it")
    assert order[-1] != "sources-TOTAL_FORMS"
    assert order.index("conflicts_en") < order.index("sources-TOTAL_FORMS")


def test_italian_prose_says_how_hard_it_is(client):
    sign_in_staff(client)
    text = page(client, make_project(summary_it="Un orto. Una scuola."))
    hints = text.count('_gulpease" data-gulpease=')
    assert 'aria-describedby="id_summary_it_gulpease"' in text
    assert 'id="id_keywords_it_gulpease"' not in text
    assert "100 su 100" in text
    assert hints >= 3


@pytest.mark.parametrize("size", [1, 20])
def test_form_costs_the_same_whatever_its_rows(
    client, size, django_assert_max_num_queries
):
    sign_in_staff(client)
    project = make_project()
    for _ in range(size):
        project.partnerships.create(organisation=make_organisation())
        project.project_places.create(place=make_place())
        project.project_departments.create(department=make_department())
        project.sources.create(address="https://example.org/a", about="award")
    with django_assert_max_num_queries(12):
        text = page(client, project)
    for row in project.partnerships.select_related("organisation"):
        assert row.organisation.name in text


def test_public_thing_leads_to_its_page_and_a_draft_does_not(client):
    sign_in_staff(client)
    public, draft = make_project(), make_project(published_from=None)
    assert f'href="{public.get_absolute_url()}"' in page(client, public)
    assert f'href="{draft.get_absolute_url()}"' not in page(client, draft)


def test_year_leads_to_its_page(client):
    sign_in_staff(client)
    competition = make_competition()
    assert f'href="{competition.get_absolute_url()}"' in page(client, competition)
