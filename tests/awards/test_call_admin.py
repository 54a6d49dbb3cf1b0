"""The call in the admin: its page, its stages, its copy."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from awards.actions.form import freeze
from awards.models import Call, Question, Stage
from tests.factories import (
    make_call,
    make_competition,
    make_question,
    make_section,
    make_stage,
    make_user,
)
from tests.forms import Form, typed
from tests.signing_in import come_as, sign_in

pytestmark = pytest.mark.django_db

SAVE = {"_save": ""}


@pytest.fixture
def office(client):
    return come_as(client, "award office")


def page(thing, name="change"):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[thing.pk])


def text(answer):
    main = answer.content.decode().split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def links(answer):
    return re.findall(r'href="([^"]+)"', answer.content.decode())


def test_everything_is_reached_by_links_from_the_call(client, office):
    question = make_question()
    section, stage = question.section, question.section.stage
    opened = client.get(page(stage.call))
    for there in (stage, section, question):
        assert page(there) in links(opened)
        opened = client.get(page(there))
    for above in (stage.call, stage, section):
        assert page(above) in links(opened)


def test_competition_leads_to_its_call_or_to_making_one(client, office):
    make_call()
    competition = make_competition()
    for name in ("add", "copy"):
        there = reverse(f"admin:awards_call_{name}")
        there = f"{there}?competition={competition.pk}"
        assert there in links(client.get(page(competition)))
        form = Form(client.get(there).content.decode())
        assert form.sent["competition"] == str(competition.pk)
    call = make_call(competition=competition)
    assert page(call) in links(client.get(page(competition)))


def test_reader_is_not_led_to_what_only_the_office_does(client):
    come_as(client, "reader")
    stage = make_question().section.stage
    there = reverse("admin:awards_call_copy")
    assert there not in links(client.get(reverse("admin:awards_call_changelist")))
    assert "call/copy" not in str(links(client.get(page(make_competition()))))
    assert page(stage, "freeze") not in links(client.get(page(stage.call)))


def test_call_lists_the_faults_of_each_stage_and_where_to_mend_them(client, office):
    call = make_call()
    make_stage(call=call, opens_at=None)
    section = make_section(stage=make_stage(call=call, number=2), name_it="Vuota")
    answer = client.get(page(call))
    assert "Manca l’apertura della fase." in text(answer)
    told = f'<a href="{page(section)}">La sezione «Vuota» non chiede nulla.</a>'
    assert told in unescape(answer.content.decode())
    assert "È pronto da congelare." not in text(answer)


def test_call_without_a_stage_says_what_to_do(client, office):
    assert "Non ha ancora fasi" in text(client.get(page(make_call())))


def opened(**moments):
    """A frozen stage whose dates are then moved, as time would."""
    stage = make_question().section.stage
    freeze(stage, by=make_user())
    Stage.objects.filter(pk=stage.pk).update(**moments)
    return stage


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        (HOUR, 2 * HOUR, "Si apre da sola il "),
        (-HOUR, HOUR, "Aperta fino al "),
        (-2 * HOUR, -HOUR, "Chiusa dal "),
    ],
)
def test_call_says_whether_a_stage_is_open(client, office, opens, closes, told):
    now = timezone.now()
    stage = opened(opens_at=now + opens, closes_at=now + closes)
    assert told in text(client.get(page(stage.call)))


def test_call_says_that_without_a_form_nothing_opens(client, office):
    stage = make_question().section.stage
    assert "ma solo se prima il suo modulo è congelato." in text(
        client.get(page(stage.call))
    )
    Stage.objects.filter(pk=stage.pk).update(opens_at=timezone.now() - HOUR)
    assert "è passata, ma senza un modulo congelato." in text(
        client.get(page(stage.call))
    )


def test_call_says_what_applicants_read_once_it_is_open(client, office):
    now = timezone.now()
    stage = opened(opens_at=now - HOUR, closes_at=now + HOUR)
    question = Question.objects.get()
    for thing in (stage.call, stage, question.section, question):
        told = text(client.get(page(thing)))
        assert "Chi partecipa legge la versione 1; quanto si modifica conta" in told
    Question.objects.update(label_it="Altra domanda")
    told = text(client.get(page(stage)))
    assert "Da allora qualcosa è cambiato: conta solo quando" in told


@pytest.mark.parametrize("size", [1, 4])
def test_call_costs_the_same_whatever_its_form(
    client, office, size, django_assert_max_num_queries
):
    call = make_call()
    for number in (1, 2):
        day = timedelta(days=number)
        now = timezone.now()
        stage = make_stage(
            call=call, number=number, opens_at=now + day, closes_at=now + day + HOUR
        )
        for n in range(size):
            section = make_section(stage=stage, position=n)
            for m in range(size):
                question = make_question(section=section, kind="one", position=m)
                question.choices.create(key="a", label_it="A")
                question.choices.create(key="b", label_it="B")
        freeze(stage, by=make_user())
    with django_assert_max_num_queries(30):
        assert client.get(page(call)).status_code == 200


def test_call_keeps_what_is_ticked_and_typed(client, office):
    call = make_call()
    form = typed(client, page(call), project_cap="90000", durations="12, 18")
    form |= {"coordinators": ["tenured", "fellow"], "partner_kinds": []}
    assert client.post(page(call), form | SAVE).status_code == 302
    call.refresh_from_db()
    assert call.coordinators == ["tenured", "fellow"]
    assert (call.partner_kinds, call.durations) == ([], [12, 18])
    assert call.history.latest().history_user_id == office.pk


@pytest.mark.parametrize(
    ("typing", "told"),
    [
        ({"coordinators": ["king"]}, "king"),
        ({"durations": "dodici"}, "Inserisci un numero intero."),
        ({"durations": "12, 0"}, "Una durata è di almeno un mese."),
        (
            {"departments_least": "3", "departments_most": "2"},
            "Il numero minimo di dipartimenti supera il massimo.",
        ),
    ],
)
def test_call_refuses_what_cannot_be(client, office, typing, told):
    call = make_call()
    answer = client.post(page(call), typed(client, page(call), **typing) | SAVE)
    assert answer.status_code == 200
    assert told in text(answer)
    assert Call.objects.get().durations == []


def test_reader_sees_lists_in_words(client):
    come_as(client, "reader")
    call = make_call(coordinators=["phd_student"])
    told = text(client.get(page(call)))
    assert "dottorand" in told
    assert "phd_student" not in told


def test_second_to_save_a_call_is_told(client, office):
    call = make_call()
    mine = typed(client, page(call), about_it="Mio")
    Call.objects.get().save()
    answer = client.post(page(call), mine | SAVE)
    assert answer.status_code == 200
    assert "Mentre scrivevi" in text(answer)
    assert Form(answer.content.decode()).sent["about_it"] == "Mio"


def test_frozen_stage_moves_its_dates_and_keeps_them(client, office):
    stage = opened()
    form = typed(client, page(stage), closes_at_0="", closes_at_1="")
    answer = client.post(page(stage), form | SAVE)
    assert "Il modulo è congelato" in text(answer)
    form = typed(client, page(stage), closes_at_0="01/06/2027", closes_at_1="12:00:00")
    assert client.post(page(stage), form | SAVE).status_code == 302
    stage.refresh_from_db()
    assert timezone.localtime(stage.closes_at).month == 6


def test_copy_makes_the_call_and_leads_to_it(client, office):
    question = make_question(key="why")
    source, target = question.section.stage.call, make_competition()
    copy = reverse("admin:awards_call_copy")
    assert copy in links(client.get(reverse("admin:awards_call_changelist")))
    assert str(source) in text(client.get(copy))
    chosen = {"call": source.pk, "competition": target.pk}
    answer = client.post(copy, chosen, follow=True)
    made = target.call
    assert answer.redirect_chain == [(page(made), 302)]
    assert "è stato copiato" in text(answer)
    assert Question.objects.get(section__stage__call=made).key == "why"
    assert LogEntry.objects.get().object_id == str(made.pk)


def test_copy_twice_makes_one_call_and_says_so(client, office):
    source, target = make_call(), make_competition()
    copy, chosen = reverse("admin:awards_call_copy"), {"call": source.pk}
    for _press in range(2):
        answer = client.post(copy, chosen | {"competition": target.pk})
    assert answer.status_code == 200
    assert 'class="errorlist"' in answer.content.decode()
    assert Call.objects.count() == 2


def test_copy_lists_no_competition_that_has_a_call(client, office):
    call, free = make_call(), make_competition()
    options = re.findall(
        r'<option value="(\d+)"',
        client.get(reverse("admin:awards_call_copy"))
        .content.decode()
        .split('name="competition"')[1],
    )
    assert options == [str(free.pk)]
    assert str(call.competition_id) not in options


def test_copy_without_an_earlier_call_says_so(client, office):
    told = text(client.get(reverse("admin:awards_call_copy")))
    assert "Non c’è ancora un bando da copiare." in told


def test_row_of_a_question_with_limits_keeps_its_kind(client, office):
    question = make_question(word_limit=300)
    place = page(question.section)
    form = typed(client, place, **{"questions-0-kind": "number"})
    answer = client.post(place, form | SAVE)
    assert "Ha limiti di un altro tipo" in text(answer)
    question.refresh_from_db()
    assert question.kind == "long_text"


def test_question_takes_its_answers(client, office):
    question = make_question(kind="one")
    form = typed(client, page(question)) | {
        "choices-TOTAL_FORMS": "2",
        "choices-0-label_it": "Sì",
        "choices-0-key": "yes",
        "choices-0-position": 0,
        "choices-1-label_it": "No",
        "choices-1-key": "no",
        "choices-1-position": 1,
    }
    assert client.post(page(question), form | SAVE).status_code == 302
    assert [each.key for each in question.choices.all()] == ["yes", "no"]


def test_history_of_a_call_names_its_parts(client, office):
    call = make_call()
    call.prizes.create(name_it="Olimpiadi")
    call.coordinators = ["tenured"]
    call.save()
    told = text(client.get(page(call, "history")))
    assert "Olimpiadi" in told
    assert "tenured" not in told


def test_stage_with_a_frozen_form_is_not_deleted(client, office):
    stage = opened()
    answer = client.post(page(stage.call, "delete"), {"post": "yes"})
    assert Stage.objects.filter(pk=stage.pk).exists()
    assert answer.status_code in (200, 302)
    sign_in(client, make_user(is_staff=True, is_superuser=True))
    client.post(page(stage, "delete"), {"post": "yes"})
    assert Stage.objects.filter(pk=stage.pk).exists()
