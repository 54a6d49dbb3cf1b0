"""The award office: late comers, grants, partners, reminders, tables, dossiers."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from openpyxl import load_workbook

from awards.actions.decision import announce
from awards.actions.submission import submit
from awards.models import (
    EditWindow,
    Extension,
    Letter,
    Proposal,
    Submission,
)
from tests.awards.judging import LATER as DECIDED
from tests.awards.judging import make_judged_stage, proposals_of
from tests.awards.test_decision_actions import LEAVE, settle
from tests.awards.test_submission import DEADLINE, IN_TIME, make_open_stage, write
from tests.factories import make_proposal, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
SECRET_TEXT = "Sete segreta."  # noqa: S105
LATE = DEADLINE + timedelta(minutes=2)


@pytest.fixture
def office(client):
    return come_as(client, "award office")


@pytest.fixture
def anna():
    return make_user(email="anna@example.org", language="it")


@pytest.fixture
def proposal(anna):
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    write(proposal, anna, title="=Acqua", duration="12", q_need=SECRET_TEXT)
    return proposal


def page(thing, name="change"):
    meta = thing._meta
    address = f"admin:{meta.app_label}_{meta.model_name}_{name}"
    return reverse(address, args=[thing.pk])


def text(client, address):
    return client.get(address).content.decode()


def choose(client, action, *proposals):
    sent = {"action": action, ACTION_CHECKBOX_NAME: [each.pk for each in proposals]}
    return client.post(reverse("admin:awards_proposal_changelist"), sent, follow=True)


def granted(**said):
    until = timezone.localtime() + timedelta(days=400)
    given = {"until_0": f"{until:%d/%m/%Y}", "until_1": "12:00", "reason": "Malattia."}
    return given | said


def test_the_list_tells_how_far_each_is(client, office, proposal):
    shown = text(client, reverse("admin:awards_proposal_changelist"))
    for each in (proposal.code, "=Acqua", "anna@example.org"):
        assert each in shown
    assert "4/4" in shown
    assert "1 persona" in shown


def test_the_list_tells_when_in_few_words_and_what_was_granted(
    client, office, proposal, anna
):
    submit(proposal, by=anna, began_at=IN_TIME)
    Extension.objects.create(
        stage=proposal.stage,
        person=anna,
        until=IN_TIME + timedelta(days=900),
        reason="Malattia.",
        by=office,
        at=IN_TIME,
    )
    shown = text(client, reverse("admin:awards_proposal_changelist"))
    local = timezone.localtime(IN_TIME)
    with translation.override("it"):
        when = date_format(local, "j b Y, H:i")
    assert f'{when}<br><span class="less">con proroga</span>' in shown


def test_a_draft_is_closed_until_its_team_opens_it(client, office, proposal, anna):
    assert SECRET_TEXT not in text(client, page(proposal))
    client.force_login(anna)
    place = reverse("proposal-office-reads", args=[proposal.code])
    client.post(place, {"may": "1"})
    come_as(client, "award office")
    assert SECRET_TEXT in text(client, page(proposal))
    client.force_login(anna)
    client.post(place, {"may": "0"})
    come_as(client, "award office")
    assert SECRET_TEXT not in text(client, page(proposal))


def test_only_the_title_of_a_draft_is_searched(client, office, proposal):
    def found(word):
        address = reverse("admin:awards_proposal_changelist")
        return proposal.code in text(client, f"{address}?q={word}")

    assert found("acqua")
    assert not found("segreta")


def test_what_was_handed_in_is_read(client, office, proposal, anna):
    submission = submit(proposal, by=anna, began_at=IN_TIME)
    shown = text(client, page(proposal))
    assert SECRET_TEXT in shown
    assert submission.receipt_number in shown


@pytest.mark.parametrize(
    ("button", "state"), [("_admit", "admitted"), ("_refuse", "refused")]
)
def test_a_late_attempt_is_decided_with_a_reason(
    client, office, proposal, anna, button, state
):
    attempt = submit(proposal, by=anna, began_at=LATE)
    assert SECRET_TEXT in text(client, page(attempt))
    told = "Una proposta è arrivata in ritardo e aspetta di essere ammessa o no."
    assert told in text(client, "/admin/")
    client.post(page(attempt), {"reason": " ", button: "1"})
    attempt.refresh_from_db()
    assert attempt.state == "waiting"
    client.post(page(attempt), {"reason": "Guasto.", button: "1"})
    attempt.refresh_from_db()
    assert (attempt.state, attempt.decided_by) == (state, office)
    assert Submission.objects.exists() == (state == "admitted")
    assert Letter.objects.get(kind="late_decided").state == "held"
    assert client.post(page(attempt), {"reason": "x", button: "1"}).status_code == 403


def test_an_extension_is_for_one_person_by_their_address(
    client, office, proposal, anna
):
    place = reverse("admin:awards_extension_add")
    said = granted(stage=proposal.stage_id, email="Anna@example.org")
    assert client.post(place, said | {"email": "no@example.org"}).status_code == 200
    past = {"until_0": "01/01/2020"}
    assert "passato" in client.post(place, said | past).content.decode()
    assert not Extension.objects.exists()
    assert client.post(place, said).status_code == 302
    extension = Extension.objects.get()
    assert (extension.person, extension.by) == (anna, office)
    assert Proposal.objects.count() == 1
    listed = reverse("admin:awards_proposal_changelist")
    assert proposal.code in text(client, f"{listed}?extended=1")
    assert proposal.code not in text(client, f"{listed}?extended=0")


def test_an_edit_window_names_sections_of_the_form(client, office, proposal, anna):
    submit(proposal, by=anna, began_at=IN_TIME)
    place = reverse("admin:awards_editwindow_add")
    section = f"s{proposal.stage.sections.get().pk}"
    said = granted(proposal=proposal.pk)
    assert client.post(place, said | {"sections": ["budget"]}).status_code == 200
    assert client.post(place, said | {"sections": [section]}).status_code == 302
    assert EditWindow.objects.get().sections == [section]


def test_reminders_go_to_drafts_and_wait(client, office, proposal, anna):
    other = make_proposal(stage=proposal.stage, coordinator=anna)
    write(other, anna, title="Aria", duration="12", q_need="Vento.")
    submit(other, by=anna, began_at=IN_TIME)
    Letter.objects.all().delete()
    answer = choose(client, "remind_chosen", proposal, other)
    assert "Un promemoria aspetta" in answer.content.decode()
    letter = Letter.objects.get()
    assert (letter.proposal, letter.state) == (proposal, "held")
    choose(client, "remind_chosen", proposal)
    assert Letter.objects.count() == 1  # once a day


def test_tables_hold_no_formula(client, office, proposal):
    sheet = choose(client, "table_as_csv", proposal).content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(sheet)))
    assert (row["Sigla"], row["Titolo"]) == (proposal.code, "'=Acqua")
    book = load_workbook(io.BytesIO(choose(client, "table_as_xlsx", proposal).content))
    assert book.active["B2"].value == "'=Acqua"
    assert book.active["B2"].data_type == "s"


def test_the_curve_counts_by_day(client, office, proposal, anna, time_machine):
    time_machine.move_to(IN_TIME + timedelta(days=2))
    come_as(client, "award office")  # the session was of another day
    Proposal.objects.update(started_at=IN_TIME - timedelta(days=1))
    make_proposal(stage=proposal.stage, started_at=IN_TIME)
    submit(proposal, by=anna, began_at=IN_TIME)
    submit(proposal, by=anna, began_at=IN_TIME + timedelta(minutes=1))
    shown = text(client, page(proposal.stage, "curve"))
    rows = re.findall(r"<td>(\d+)</td><td>(\d+)</td>", shown)
    assert rows == [("2", "1"), ("1", "0")]
    assert 'points="0.0,100.0 600.0,0.0"' in shown
    assert 'points="0.0,200.0 600.0,100.0"' in shown
    assert page(proposal.stage, "curve") in text(client, page(proposal.stage))


def curve_of(client, stage):
    shown = text(client, page(stage, "curve"))
    return re.findall(r"<td>(\d+)</td><td>(\d+)</td>", shown)


def test_the_curve_of_each_stage_is_of_what_came_in_there(client, time_machine):
    stage = make_judged_stage(stages=2)
    going, staying = proposals_of(stage)
    settle(going, outcome="next_stage", reason="Avanti.")
    settle(staying, **LEAVE)
    announce(stage, by=make_user(), instant=DECIDED, at=DECIDED)
    going.refresh_from_db()
    second, who = going.stage, going.members.get().user
    time_machine.move_to(second.opens_at)
    come_as(client, "award office")
    assert curve_of(client, stage)[0] == ("2", "2")
    assert set(curve_of(client, second)) == {("1", "0")}
    submit(going, by=who, began_at=second.opens_at)
    assert curve_of(client, second)[0] == ("1", "1")
    assert curve_of(client, stage)[0] == ("2", "2")


def test_one_day_is_a_number_and_no_line(client, office, proposal, time_machine):
    time_machine.move_to(IN_TIME)
    come_as(client, "award office")
    Proposal.objects.update(started_at=IN_TIME)
    shown = text(client, page(proposal.stage, "curve"))
    assert "<td>1</td><td>0</td>" in shown
    assert "<polyline" not in shown


def test_the_office_finds_its_calls_first(client, office):
    shown = text(client, reverse("admin:index"))
    names = ["Bandi e proposte", "Proposte</a>", "Tentativi in ritardo</a>", "Cantieri"]
    places = [shown.index(name) for name in names]
    assert places == sorted(places)
