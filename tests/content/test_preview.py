"""Pages before they are saved or published: what is seen, and that nothing stays."""

import re
import threading
from html import unescape

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.urls import reverse

from awards.models import Beneficiary, ProgrammeFigure, Project
from content.admin.preview import PreviewAdmin
from content.dates import PartialDate
from directory.models import Organisation
from polisocial.groups import AWARD_OFFICE, EDITORS, READERS
from tests.factories import (
    make_call,
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_news,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_site,
    make_user,
)
from tests.forms import typed
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make_user(is_staff=True, is_superuser=True)
    sign_in(client, user)
    return user


def come_as(client, group):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    sign_in(client, user)


def page(thing, name, *args):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args)


def preview(client, thing, language="it", **changes):
    """Open the form of a thing, change some fields, ask for the preview."""
    form = typed(client, page(thing, "change", thing.pk), **changes)
    address = page(thing, "preview", thing.pk)
    return client.post(f"{address}?language={language}", form)


def preview_new(client, model, language="it", **changes):
    form = typed(client, page(model, "add"), **changes)
    return client.post(f"{page(model, 'preview_new')}?language={language}", form)


def everything():
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
    }


def text(answer):
    return unescape(answer.content.decode())


# What each kind is called in the form, and where the public reads it.
THINGS = {
    "project": (make_project, "title_it", "it"),
    "competition": (make_competition, "theme_en", "en"),
    "call": (make_call, "about_it", "it"),
    "organisation": (make_organisation, "name", "it"),
    "site": (make_site, "description_en", "en"),
    "lab": (make_lab, "name_it", "it"),
    "news": (make_news, "title_en", "en"),
    "department": (make_department, "name_it", "it"),
    "financial year": (make_financial_year, "notes_it", "it"),
}


@pytest.mark.parametrize("life", ["draft", "public"])
@pytest.mark.parametrize("kind", THINGS)
def test_preview_shows_what_is_typed_and_keeps_nothing(client, staff, kind, life):
    maker, field, language = THINGS[kind]
    thing = maker()
    if life == "draft" and hasattr(thing, "published_from"):
        thing.published_from = None
        thing.save()
    form = typed(client, page(thing, "change", thing.pk), **{field: "Appena scritto"})
    address = page(thing, "preview", thing.pk)
    before = everything()
    answer = client.post(f"{address}?language={language}", form)
    assert everything() == before
    assert 'class="preview"' in text(answer)
    assert "Appena scritto" in text(answer)
    assert f'<html lang="{language}">' in text(answer)
    assert 'class="preview"' in text(answer)


def test_every_kind_with_a_page_is_tried():
    with_page = {
        str(model._meta.verbose_name)
        for model, kind in admin.site._registry.items()
        if isinstance(kind, PreviewAdmin) and hasattr(model, "get_absolute_url")
    }
    tried = {str(maker()._meta.verbose_name) for maker, *_rest in THINGS.values()}
    assert with_page <= tried


@pytest.mark.parametrize("language", ["it", "en"])
def test_preview_is_in_the_language_asked_for(client, staff, language):
    project = make_project(title_it="Una casa", title_en="A house")
    answer = preview(client, project, language)
    assert ("Una casa", "A house")[language == "en"] in text(answer)
    assert answer["Content-Language"] == language


def test_preview_is_for_nobody_else(client, staff):
    answer = preview(client, make_project())
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in text(answer)
    assert not getattr(answer, "is_of_content", False)
    assert staff.email not in text(answer)


def test_public_page_is_no_preview(client):
    answer = client.get(make_project().get_absolute_url())
    assert 'class="preview"' not in text(answer)
    assert "preview.css" not in text(answer)


def rows(prefix, *values):
    """Rows typed in a form that has none yet."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(values)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, each in enumerate(values):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in each.items()}
        sent[f"{prefix}-{number}-position"] = "0"
    return sent


def test_new_project_is_previewed_with_its_rows(client, staff):
    competition, place = make_competition(), make_place(name_it="Via Nuova")
    partner = make_organisation(name="Ente nuovo")
    changes = {
        "competition": str(competition.pk),
        "acronym": "NEWBORN",
        "slug": "newborn",
        "title_it": "Titolo appena scritto",
        "summary_it": "Che cosa fa.",
        **rows("team", {"name": "Ada Bianchi", "role": "coordinator"}),
        **rows("partnerships", {"organisation": partner.pk, "role_it": "Partner"}),
        **rows("project_places", {"place": place.pk}),
    }
    before = everything()
    answer = preview_new(client, Project, **changes)
    assert everything() == before
    assert 'class="preview"' in text(answer)
    for words in ("NEWBORN", "Titolo appena scritto", "Ada Bianchi", "Ente nuovo"):
        assert words in text(answer)
    assert "Via Nuova" in text(answer)


def test_new_name_in_the_address_leaves_no_former_one(client, staff):
    project = make_project(slug="old")
    assert 'class="preview"' in text(preview(client, project, slug="new"))
    project.refresh_from_db()
    assert (project.slug, project.former_slugs) == ("old", [])
    assert client.get(reverse("project", args=["new"])).status_code == 404


def test_withdrawn_page_is_previewed(client, staff):
    gone = make_project(published_until=make_user().date_joined)
    assert client.get(gone.get_absolute_url()).status_code == 410
    assert gone.title_it in text(preview(client, gone))


def test_faults_are_listed_with_their_fields(client, staff):
    project = make_project()
    changes = rows("team", {"name": "", "role": "coordinator"})
    answer = preview(client, project, title_it="", started="ieri", **changes)
    words = re.sub(r"<[^>]+>", " ", text(answer))
    for label in ("Titolo (italiano)", "Inizio", "Componente del gruppo 1, Nome"):
        assert label in words, words
    assert Project.objects.get().title_it == project.title_it


def test_name_of_another_page_is_a_fault(client, staff):
    make_project(slug="taken")
    answer = preview(client, make_project(), slug="taken")
    assert "L’anteprima è possibile solo dopo" in text(answer)


@pytest.mark.parametrize("group", [EDITORS, AWARD_OFFICE])
def test_who_may_change_may_preview_what_is_typed(client, group):
    come_as(client, group)
    answer = preview(client, make_project(published_from=None), title_it="Scritto")
    assert "Scritto" in text(answer)


def test_reader_previews_what_is_stored(client):
    come_as(client, READERS)
    project = make_project(published_from=None, title_it="Conservato")
    form = client.get(page(project, "change", project.pk)).content.decode()
    address = f"{page(project, 'preview', project.pk)}?language=it"
    assert f'<a href="{address}"' in form
    assert "formaction" not in form
    before = everything()
    assert "Conservato" in text(client.get(address))
    assert everything() == before
    assert client.post(address, {}).status_code == 403
    assert client.post(f"{page(project, 'preview_new')}", {}).status_code == 403


def test_form_has_a_button_for_each_language(client, staff):
    project = make_project()
    for address, preview_at in (
        (page(project, "change", project.pk), page(project, "preview", project.pk)),
        (page(project, "add"), page(project, "preview_new")),
    ):
        form = client.get(address).content.decode()
        for language in ("it", "en"):
            assert f'formaction="{preview_at}?language={language}"' in form
        # Enter in a field presses the first button of a form: it must save.
        assert form.index('name="_save"') < form.index("formaction")


def test_place_has_no_page_and_no_button(client, staff):
    place = make_place()
    form = client.get(page(place, "change", place.pk)).content.decode()
    assert "formaction" not in form


def test_figures_are_previewed_where_they_show(client, staff):
    figure = ProgrammeFigure.objects.create(as_of=PartialDate("2024"), text_it="Prima")
    assert "Dopo la correzione" in text(
        preview(client, figure, text_it="Dopo la correzione")
    )
    beneficiary = Beneficiary.objects.create(
        pk=1, name="Ateneo", tax_code="80057930150", box_it="Ricerca"
    )
    answer = preview(client, beneficiary, box_it="Un altro riquadro")
    assert "Un altro riquadro" in text(answer)


def test_programme_is_previewed_on_its_own_page(client, staff):
    programme = make_programme(key="cantieri")
    answer = preview(client, programme, description_it="Descrizione nuova.")
    assert "Descrizione nuova." in text(answer)


def test_preview_of_what_is_not_there_is_not_found(client, staff):
    address = f"{page(make_project(), 'change', 0)}".replace("change", "preview")
    assert client.get(address).status_code == 404
    assert client.get(page(Project, "preview_new")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_preview_moves_no_revision(client):
    def number():
        with connection.cursor() as cursor:
            cursor.execute("SELECT last_value FROM content_revision")
            return cursor.fetchone()[0]

    sign_in(client, make_user(is_staff=True, is_superuser=True))
    project = make_project()
    before = number()
    assert "Altro" in text(preview(client, project, title_it="Altro"))
    assert number() == before


@pytest.mark.django_db(transaction=True)
def test_preview_of_what_somebody_is_saving_says_so(client):
    sign_in(client, make_user(is_staff=True, is_superuser=True))
    partner = make_organisation(name="Prima")
    form = typed(client, page(partner, "change", partner.pk), name="Dopo")
    address = page(partner, "preview", partner.pk)
    answers = []

    def ask():
        answers.append(client.post(address, form))
        connection.close()

    other = threading.Thread(target=ask)
    with transaction.atomic():
        Organisation.objects.select_for_update().get()
        other.start()
        other.join(10)
    assert "Riprova tra un momento" in text(answers[0])
    assert "Dopo" in text(client.post(address, form))
    assert Organisation.objects.get().name == "Prima"
