"""Freezing a form in the admin: what it says first, what it does, what it keeps."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from awards.actions.form import freeze
from awards.models import FormVersion, Question, Section, Stage
from tests.awards.test_call_admin import links, page, text
from tests.factories import make_question, make_section, make_stage, make_user
from tests.signing_in import come_as, sign_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WHY = {"reason_it": "Un refuso.", "reason_en": "A misprint."}


@pytest.fixture
def office(client):
    return come_as(client, "award office")


@pytest.fixture
def stage():
    return make_question(label_it="Perché?").section.stage


def seen(client, stage):
    answer = client.get(page(stage, "freeze")).content.decode()
    return {"seen": re.search(r'name="seen" value="(\w+)"', answer)[1]}


def press(client, stage, **form):
    return client.post(page(stage, "freeze"), form, follow=True)


def test_asking_says_what_will_happen_and_freezes_nothing(client, office, stage):
    assert page(stage, "freeze") in links(client.get(page(stage.call)))
    told = text(client.get(page(stage, "freeze")))
    assert "Questa diventa la versione 1 del modulo." in told
    assert "La fase si apre con questa il 1º febbraio 2027, 09:00, da sola." in told
    assert "Sezioni 1 Domande 1" in told
    assert "Perché il modulo cambia" not in told
    assert not FormVersion.objects.exists()


def test_freeze_freezes_and_is_told(client, office, stage):
    answer = press(client, stage, **seen(client, stage))
    assert answer.redirect_chain == [(page(stage), 302)]
    assert "La versione 1 del modulo è congelata." in text(answer)
    version = FormVersion.objects.get()
    assert (version.number, version.by) == (1, office)
    assert LogEntry.objects.get().object_id == str(stage.pk)


def test_freezing_twice_makes_one_version(client, office, stage):
    form = seen(client, stage)
    press(client, stage, **form)
    answer = press(client, stage, **form, **WHY)
    assert answer.redirect_chain == [(page(stage), 302)]
    assert "Nulla è cambiato dalla versione 1" in text(answer)
    assert FormVersion.objects.count() == 1


def test_stage_with_faults_is_not_frozen(client, office):
    stage = make_stage()
    answer = client.get(page(stage, "freeze"))
    assert "Il modulo non ha sezioni." in text(answer)
    assert 'type="submit" class="default"' not in answer.content.decode()
    assert "Il modulo non ha sezioni." in text(press(client, stage))
    assert not FormVersion.objects.exists()


def test_later_version_says_what_changes_and_asks_why(client, office, stage):
    freeze(stage, by=office)
    Question.objects.update(label_it="Perché mai?", is_required=True, word_limit=200)
    told = text(client.get(page(stage, "freeze")))
    assert "Questa diventa la versione 2; la versione 1 resta leggibile." in told
    assert "Domanda: Perché mai?" in told
    assert "200" in told
    answer = press(client, stage, **seen(client, stage), reason_it="Un refuso.")
    assert FormVersion.objects.count() == 1
    assert "Un refuso." in answer.content.decode()
    press(client, stage, **seen(client, stage), **WHY)
    version = FormVersion.objects.get(number=2)
    assert (version.reason_it, version.reason_en) == tuple(WHY.values())


def test_open_stage_says_that_applicants_are_writing(client, office, stage):
    freeze(stage, by=office)
    now = timezone.now()
    Stage.objects.update(opens_at=now - HOUR, closes_at=now + HOUR)
    Question.objects.update(label_it="Perché mai?")
    told = text(client.get(page(stage, "freeze")))
    assert "La fase è aperta: da ora si risponde a questa versione." in told
    Stage.objects.update(opens_at=now - 2 * HOUR, closes_at=now - HOUR)
    told = text(client.get(page(stage, "freeze")))
    assert "La scadenza è passata" in told


def test_what_a_colleague_changed_meanwhile_is_not_frozen_unseen(client, office, stage):
    freeze(stage, by=office)
    Question.objects.update(label_it="Mia?")
    mine = seen(client, stage)
    Question.objects.update(label_it="Sua?")
    answer = press(client, stage, **mine, **WHY)
    assert "Qualcuno ha modificato il modulo" in text(answer)
    assert "A misprint." in answer.content.decode()
    assert FormVersion.objects.count() == 1
    again = re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]
    press(client, stage, seen=again, **WHY)
    assert FormVersion.objects.count() == 2


def test_two_people_press_and_one_version_is_made(client, office, stage):
    colleague = Client()
    come_as(colleague, "award office")
    mine, theirs = seen(client, stage), seen(colleague, stage)
    press(client, stage, **mine)
    answer = press(colleague, stage, **theirs, **WHY)
    assert "Nulla è cambiato dalla versione 1" in text(answer)
    assert FormVersion.objects.get().by == office


def versions(stage, by):
    """Three versions: a question is renamed, then it goes and another comes."""
    freeze(stage, by=by)
    Question.objects.update(label_it="Perché mai?")
    freeze(stage, by=by, **WHY)
    Question.objects.all().delete()
    make_question(section=Section.objects.get(), key="who", label_it="Chi?")
    freeze(stage, by=by, reason_it="Un’altra domanda.")


def test_versions_tell_who_when_why_and_what(client, office, stage):
    versions(stage, office)
    answer = client.get(page(stage, "versions"))
    told = text(answer)
    for words in ("Versione 3", "A misprint.", office.email, "Un’altra domanda."):
        assert words in told
    assert "Aggiunto : Domanda: Chi?" in told.replace("Aggiunto:", "Aggiunto :")
    assert "<ins>Perché mai?</ins>" in answer.content.decode()


def test_any_two_versions_are_compared(client, office, stage):
    versions(stage, office)
    told = text(client.get(page(stage, "versions"), {"from": "1", "to": "3"}))
    assert "Dalla versione 1 alla versione 3" in told
    told = text(client.get(page(stage, "versions"), {"from": "2", "to": "2"}))
    assert "Non c’è nessuna differenza." in told


@pytest.mark.parametrize("given", [{"from": "9"}, {"from": "x", "to": "²"}, {}])
def test_versions_that_are_not_there_are_not_compared(client, office, stage, given):
    versions(stage, office)
    answer = client.get(page(stage, "versions"), given)
    assert answer.status_code == 200
    assert answer.context["compared"] is None


def test_order_that_changed_is_told(client, office, stage):
    first = Section.objects.get()
    second = make_section(stage=stage, position=1)
    make_question(section=second)
    freeze(stage, by=office)
    Section.objects.filter(pk=first.pk).update(position=2)
    told = text(client.get(page(stage, "freeze")))
    assert f"{second}, {first}" in told


@pytest.mark.parametrize("name", ["freeze", "versions"])
def test_stage_that_is_not_there_leads_back(client, office, stage, name):
    there = page(stage, name)
    stage.delete()
    assert client.get(there).status_code == 302


@pytest.mark.parametrize("name", ["freeze", "versions"])
def test_staff_of_no_group_sees_nothing(client, stage, name):
    sign_in(client, make_user(is_staff=True))
    there = page(stage, name)
    assert client.get(there).status_code == 403
    assert client.post(there, {}).status_code == 403
    assert not FormVersion.objects.exists()
