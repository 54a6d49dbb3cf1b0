"""What the award office does before deciding: committees, checks, conflicts."""

import re

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.actions.check import check
from awards.actions.conflict import declare
from awards.models import Act, Appointment, CheckedRule, Declaration, Letter
from awards.rules.check import findings
from tests.awards.judging import (
    LATER,
    give,
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    proposals_of,
)
from tests.factories import make_department
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return come_as(client, "award office")


@pytest.fixture
def stage():
    return make_judged_stage(reviews_each=2)


def place(thing, name="change"):
    return reverse(f"admin:awards_{thing._meta.model_name}_{name}", args=[thing.pk])


def text(client, address, **asked):
    return client.get(address, asked).content.decode()


def send(client, address, **said):
    return client.post(address, said, follow=True).content.decode()


# Appointments


def called(stage, **said):
    return {
        "stage": stage.pk,
        "role": "evaluator",
        "name": "Ada",
        "email": "ada@example.org",
    } | said


def test_somebody_is_called_by_a_letter(client, office, stage):
    send(client, reverse("admin:awards_appointment_add"), **called(stage, most="3"))
    appointment = Appointment.objects.get()
    assert (appointment.state, appointment.by, appointment.most) == (
        "invited",
        office,
        3,
    )
    assert Letter.objects.get(kind="appointment").email == "ada@example.org"
    assert Act.objects.get(stage=stage, deed="appointed").by == office


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"email": "ADA@example.org"}, "già"),
        ({"email": "eva@example.org", "role": "chair"}, "presiede"),
        ({"email": "eva@example.org", "most": "0"}, "limite"),
    ],
)
def test_what_a_committee_cannot_be_is_told_in_the_form(
    client, office, stage, said, told
):
    add = reverse("admin:awards_appointment_add")
    send(client, add, **called(stage, role="chair"))
    assert Appointment.objects.count() == 1
    assert told in send(client, add, **called(stage, **said))
    assert Appointment.objects.count() == 1


def test_the_link_is_sent_again_only_before_an_answer(client, office, stage):
    send(client, reverse("admin:awards_appointment_add"), **called(stage))
    appointment = Appointment.objects.get()
    before = appointment.token_hash
    assert "ada@example.org" in send(client, place(appointment, "again"))
    appointment.refresh_from_db()
    assert appointment.token_hash != before
    assert Letter.objects.filter(kind="appointment").count() == 2
    serving = make_appointment(stage)
    assert "Manda di nuovo" not in text(client, place(serving))
    assert "già" in send(client, place(serving, "again"))


def test_dismissal_wants_a_reason(client, office, stage):
    ada = make_appointment(stage)
    give(ada, proposals_of(stage)[0])
    assert "perché" in send(client, place(ada, "dismiss"), why=" ")
    ada.refresh_from_db()
    assert ada.state == "accepted"
    assert "non è più in commissione" in send(
        client, place(ada, "dismiss"), why="Trasferita."
    )
    ada.refresh_from_db()
    assert (ada.state, ada.reason) == ("ended", "Trasferita.")
    assert "Trasferita." in text(client, place(ada))
    assert 'name="why"' not in text(client, place(ada))


def test_who_serves_is_changed_only_in_how_much_they_judge(client, office, stage):
    ada = make_appointment(stage)
    dastu = make_department(code="dastu")
    said = {"most": "4", "department": dastu.pk, "name": "Eva", "role": "chair"}
    send(client, place(ada), **said)
    changed = Appointment.objects.get(pk=ada.pk)
    assert (changed.most, changed.department) == (4, dastu)
    assert (changed.name, changed.role) == (ada.name, "evaluator")


def test_the_list_says_how_far_each_is(client, office, stage):
    first, second = proposals_of(stage)
    ada = make_appointment(stage)
    judge(ada, first)
    give(ada, second)
    address = reverse("admin:awards_appointment_changelist")
    cells = r'field-assigned">(\d+)</td><td class="field-handed_in">(\d+)</td>'
    assert re.findall(cells, text(client, address)) == [("2", "1")]
    declare(first, by=office, has_conflict=True, grounds="Zio.", at=LATER)
    assert re.findall(cells, text(client, address)) == [("1", "0")]


# The preliminary check


def rules_of(proposal):
    return {each.rule: each for each in findings(proposal.counts)}


def said_of(proposal, **said):
    given = {"seen": proposal.counts.receipt_number}
    return given | {key.replace("__", "."): each for key, each in said.items()}


def test_rules_are_confirmed_or_said_otherwise_with_a_reason(client, office, stage):
    proposal = proposals_of(stage)[0]
    address = place(proposal, "check")
    shown = text(client, address)
    for each in rules_of(proposal).values():
        assert each.label in shown
        assert each.evidence in shown
    said = said_of(proposal, met__deadline="1", met__answers="0", met__theme="1")
    refused = client.post(address, said).content.decode()
    assert refused.count("di’ perché") + refused.count("di&#x27; perché") == 2
    assert not CheckedRule.objects.exists()
    why = {"why.answers": "Il testo è di un altro bando.", "why.theme": "Sì."}
    assert "salvato" in client.post(address, said | why, follow=True).content.decode()
    rows = CheckedRule.objects.order_by("rule").values_list("rule", "is_met", "by")
    assert list(rows) == [
        ("answers", False, office.pk),
        ("deadline", True, office.pk),
        ("theme", True, office.pk),
    ]
    assert Act.objects.filter(deed="overruled").get().why.startswith("Il testo")
    assert "Il testo è di un altro bando." in text(client, address)


def test_a_reason_without_an_answer_is_told(client, office, stage):
    proposal = proposals_of(stage)[0]
    said = said_of(proposal, why__theme="Sì.")
    refused = client.post(place(proposal, "check"), said).content.decode()
    assert "se è rispettata" in refused
    assert not CheckedRule.objects.exists()


def test_another_version_is_looked_at_first(client, office, stage):
    proposal = proposals_of(stage)[0]
    said = said_of(proposal, met__deadline="1") | {"seen": "PS-2020-1"}
    refused = client.post(place(proposal, "check"), said).content.decode()
    assert "un&#x27;altra versione" in refused
    assert not CheckedRule.objects.exists()


def test_the_list_of_checks_says_how_each_stands(client, office, stage):
    first, second = proposals_of(stage)
    third = make_handed_in(stage)
    rules = rules_of(first)
    check(first.counts, dict.fromkeys(rules, (True, "Sì.")), by=office, at=LATER)
    check(second.counts, {"theme": (False, "No.")}, by=office, at=LATER)
    address = place(stage, "checks")
    shown = text(client, address)
    assert f"{len(rules)}/{len(rules)}" in shown
    for standing, proposal in (
        ("all_met", first),
        ("not_met", second),
        ("nothing", third),
    ):
        only = text(client, address, standing=standing)
        codes = {each.code for each in (first, second, third) if each.code in only}
        assert codes == {proposal.code}
        assert f"{place(proposal, 'check')}?stage=1" in only


def test_only_what_is_judged_is_checked(office, stage):
    proposal = proposals_of(stage)[0]
    stage.proposals.filter(pk=proposal.pk).update(state="withdrawn")
    with pytest.raises(ValidationError, match="guarda di nuovo"):
        check(proposal.counts, {"theme": (True, "Sì.")}, by=office, at=LATER)


def test_what_was_never_handed_in_is_not_checked(client, office, stage):
    proposal = proposals_of(stage)[0]
    stage.proposals.filter(pk=proposal.pk).update(state="draft")
    assert "non si valuta nulla" in text(client, place(proposal, "check"))


# Conflicts of interest


def test_conflicts_are_found_and_get_a_substitute(client, office, stage):
    first, second = proposals_of(stage)
    ada, eva = make_appointment(stage, role="chair"), make_appointment(stage)
    ivo = make_appointment(stage)
    for each in (ada, ivo):
        declare(first, by=each.user, has_conflict=True, grounds="Zio.", at=LATER)
    declare(second, by=ada.user, has_conflict=False, at=LATER)
    address = reverse("admin:awards_declaration_changelist")
    said = Declaration.objects.get(person=ada.user, proposal=first)
    assert text(client, address, has_conflict__exact="1").count("Zio.") == 2
    assert "Zio." not in text(client, address, has_conflict__exact="0")
    page = text(client, place(said))
    assert f'value="{eva.pk}"' in page
    assert f'value="{ivo.pk}"' not in page
    refused = send(client, place(said, "substitute"), colleague=str(ivo.pk))
    assert "Scegli una persona" in refused
    named = {"colleague": str(eva.pk)}
    assert "Di’ perché" in send(client, place(said, "substitute"), **named)
    send(client, place(said, "substitute"), **named, because="Conosce il tema.")
    said.refresh_from_db()
    assert said.substitute == eva
    assert text(client, address, without="1").count("Zio.") == 1
    assert text(client, address, without="0").count("Zio.") == 1


def test_a_conflict_is_lifted_with_a_reason(client, office, stage):
    proposal, ada = proposals_of(stage)[0], make_appointment(stage)
    said = declare(proposal, by=ada.user, has_conflict=True, grounds="Zio.", at=LATER)
    assert "perché" in send(client, place(said, "lift"), why="")
    assert Declaration.objects.exists()
    send(client, place(said, "lift"), why="Omonimo.")
    assert not Declaration.objects.exists()
    assert Act.objects.get(deed="lifted").why == "Omonimo."


def test_staff_declare_and_see_nothing_of_it_any_more(client, office, stage):
    first, second = proposals_of(stage)
    ada = make_appointment(stage)
    judge(ada, first)
    letter = Letter.objects.filter(proposal=first).first()
    LogEntry.objects.log_actions(office.pk, [letter, second], CHANGE)
    assert place(first, "declare") in text(client, place(first))
    assert "campo" in send(client, place(first, "declare"), grounds=" ")
    assert not Declaration.objects.filter(person=office).exists()
    assert first.counts.receipt_number in text(client, reverse("admin:index"))
    send(client, place(first, "declare"), grounds="È mia sorella.")
    assert Declaration.objects.get(person=office).grounds == "È mia sorella."
    assert second.code in text(client, reverse("admin:index"))
    lists = [
        reverse(f"admin:awards_{name}_changelist")
        for name in ("proposal", "declaration", "letter", "lateattempt", "editwindow")
    ]
    lists += [reverse("admin:index")]
    for address in (*lists, place(stage, "checks"), place(stage, "assignments")):
        assert first.code not in text(client, address), address
        assert first.counts.receipt_number not in text(client, address), address
    assert second.code in text(client, place(stage, "assignments"))
    pages = [place(first, n) for n in ("change", "check", "judges", "dossier")]
    pages += [place(letter), place(Declaration.objects.get(person=office))]
    for address in pages:
        assert client.get(address).status_code == 302, address
    sent = send(client, place(first, "judges"), reason="x")
    assert first.code not in sent
