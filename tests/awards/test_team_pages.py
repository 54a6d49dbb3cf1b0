"""A team and its partners, built by letters: each named by their own consent."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.actions.partners import answer, change
from awards.actions.post import send_ready
from awards.models import Letter, Member, ProposalPartner
from tests.awards.calls import make_call_open_now
from tests.awards.test_proposal_pages import text
from tests.factories import (
    make_department,
    make_member,
    make_organisation,
    make_partner,
    make_proposal,
    make_user,
)
from tests.forms import typed
from tests.post import mail_server

pytestmark = pytest.mark.django_db
NEW = {"name": "Bruno Bo", "email": "bruno@example.org", "role": "manager"}
CASA = {
    "name": "Casa del quartiere",
    "kind": "association",
    "role": "Ospita il laboratorio",
    "contribution": "in_kind",
    "value": "1200",
    "contact_name": "Carla Ci",
    "contact_email": "carla@example.org",
}


@pytest.fixture
def anna(client):
    user = make_user(first_name="Anna", last_name="Rossi", language="it")
    client.force_login(user)
    return user


@pytest.fixture
def proposal(anna):
    return make_proposal(stage=make_call_open_now(), coordinator=anna)


def team(proposal):
    return reverse("proposal-team", args=[proposal.code])


def partners(proposal):
    return reverse("proposal-partners", args=[proposal.code])


def of_member(member):
    return reverse("proposal-member", args=[member.proposal.code, member.pk])


def links():
    """The addresses of the letters that left now, in order."""
    with mail_server() as post:
        send_ready()
    texts = [letter.get_content() for letter in post.letters]
    return [re.search(r"https?://[^/]+(/\S+)", each)[1] for each in texts]


def invite(client, proposal, **said):
    answer = client.post(team(proposal), NEW | said, follow=True)
    assert "bruno@example.org" in text(answer)
    return links()[0]


def ask(client, proposal, **said):
    client.post(partners(proposal), CASA | said)
    return links()[0]


def test_who_is_invited_opens_the_link_and_nothing_is_decided(client, proposal):
    link = invite(client, proposal)
    page = text(Client().get(link))
    assert "Bruno Bo" in page
    assert "responsabile" in page or "project manager" in page
    assert Member.objects.get(email=NEW["email"]).state == "invited"


def test_accepting_with_an_account_lets_one_in_with_the_role(client, proposal):
    link = invite(client, proposal)
    bruno = make_user(email="bruno.bo@example.org")
    his = Client()
    his.force_login(bruno)
    answer = his.post(link, {"answer": "accept"})
    assert answer.url == reverse("proposal", args=[proposal.code])
    assert his.get(answer.url).status_code == 200
    member = Member.objects.get(user=bruno)
    assert (member.role, member.state) == ("manager", "accepted")
    assert member.consented_at
    assert Client().get(link).status_code == 404


def test_without_an_account_one_is_named_and_may_come_in_later(client, proposal):
    link = invite(client, proposal, role="editor")
    visitor = Client()
    answer = visitor.post(link, {"answer": "accept"}, follow=True)
    assert "Hai accettato di comparire" in text(answer)
    member = Member.objects.get(email=NEW["email"])
    assert (member.state, member.user) == ("accepted", None)
    visitor.force_login(make_user())
    assert visitor.post(link, {"answer": "accept"}).status_code == 302
    member.refresh_from_db()
    assert member.user


def test_without_an_account_one_is_written_to_as_one_answered(client, proposal):
    """In the language of the page, whoever presses the button afterwards."""
    member = make_member(proposal=proposal, user=make_user(language="it"))
    in_italian, link = of_member(member), invite(client, proposal)
    assert Letter.objects.get(kind="invitation").language == "it"
    in_english = link.replace("/it/inviti/", "/en/invitations/")
    Client().post(in_english, {"answer": "accept"})
    client.post(in_italian, {"do": "hand_over"})
    letters = Letter.objects.filter(kind="coordination")
    told = dict(letters.values_list("email", "language"))
    assert (told[NEW["email"]], told[member.email]) == ("en", "it")


def test_who_is_invited_writes_unless_more_is_said(client, proposal):
    page = client.get(team(proposal)).content.decode()
    assert '<option value="editor" selected>' in page


def test_a_partner_is_shown_by_name_with_its_sum_as_one_writes_it(client, proposal):
    worth = {"contribution": "money", "value": Decimal("1500.50")}
    partner = make_partner(proposal, **worth)
    address = reverse("proposal-partner", args=[proposal.code, partner.pk])
    page = client.get(address).content.decode()
    assert "<h1>Comune</h1>" in page
    assert 'value="1500,50"' in page
    sent = typed(client, address)
    client.post(address, sent)
    partner.refresh_from_db()
    assert partner.value == Decimal("1500.50")
    assert partner.confirmed_at is not None


def test_declining_takes_the_name_out(client, proposal):
    link = invite(client, proposal)
    assert "Hai rifiutato" in text(Client().post(link, {"answer": "decline"}))
    assert Member.objects.get(email=NEW["email"]).state == "declined"
    assert "non nominata" in text(client.get(team(proposal)))


def test_one_account_is_in_a_team_once(client, proposal):
    link = invite(client, proposal)
    answer = client.post(link, {"answer": "accept"})
    assert "Sei già in questo gruppo" in text(answer)
    assert Member.objects.get(email=NEW["email"]).state == "invited"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"email": "nobody"}, "E-mail:"),
        ({"name": ""}, "Nome e cognome"),
        ({"role": "coordinator"}, "Ruolo"),
    ],
)
def test_a_wrong_invitation_says_what_to_mend(client, proposal, said, told):
    answer = client.post(team(proposal), NEW | said)
    assert told in text(answer)
    assert not Letter.objects.exists()


def test_the_same_address_and_a_second_manager_are_refused(client, proposal):
    invite(client, proposal)
    again = client.post(team(proposal), NEW)
    assert "è già nel gruppo" in text(again)
    second = client.post(team(proposal), NEW | {"email": "other@example.org"})
    assert "un solo" in text(second)
    assert Member.objects.count() == 2


def test_a_new_letter_makes_the_old_link_void(client, proposal):
    old = invite(client, proposal)
    member = Member.objects.get(email=NEW["email"])
    answer = client.post(of_member(member), {"do": "again"}, follow=True)
    assert "pochi minuti fa" in text(answer)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.post(of_member(member), {"do": "again"})
        (new,) = links()
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_coordination_is_handed_over_and_everybody_told(client, proposal, anna):
    bruno = make_user()
    member = make_member(proposal=proposal, user=bruno)
    client.post(of_member(member), {"do": "hand_over"})
    roles = dict(proposal.members.values_list("user", "role"))
    assert roles == {anna.pk: "editor", bruno.pk: "coordinator"}
    assert Letter.objects.filter(kind="coordination").count() == 2
    answer = client.post(of_member(member), {"do": "out"})
    assert answer.status_code == 404  # she no longer chooses the team


def test_only_who_has_an_account_can_coordinate(client, proposal):
    member = make_member(proposal=proposal)
    answer = client.post(of_member(member), {"do": "hand_over"}, follow=True)
    assert "ha un account" in text(answer)
    assert proposal.members.get(role="coordinator").user


def test_a_member_may_leave_and_the_coordinator_may_not(client, proposal, anna):
    bruno, his = make_user(), Client()
    member = make_member(proposal=proposal, user=bruno)
    his.force_login(bruno)
    his.post(of_member(member), {"do": "leave"})
    assert his.get(team(proposal)).status_code == 404
    hers = proposal.members.get(user=anna)
    client.post(of_member(hers), {"do": "leave"})
    client.post(of_member(hers), {"do": "out"})
    assert proposal.members.filter(user=anna, state="accepted").exists()


def test_a_member_says_what_they_are_but_not_what_they_do(client, proposal):
    bruno, his = make_user(), Client()
    member = make_member(proposal=proposal, user=bruno, role="reader")
    his.force_login(bruno)
    said = {"name": "Bruno", "role_group": "fellow", "role": "manager"}
    department = make_department()
    his.post(of_member(member), said | {"department": department.pk, "do": "change"})
    member.refresh_from_db()
    assert (member.name, member.role_group) == ("Bruno", "fellow")
    assert (member.department, member.role) == (department, "reader")
    assert his.get(of_member(proposal.members.first())).status_code == 404
    assert his.post(team(proposal), NEW).status_code == 403
    assert his.post(partners(proposal), CASA).status_code == 403


def test_a_partner_confirms_without_an_account(client, proposal):
    link = ask(client, proposal)
    visitor, partner = Client(), ProposalPartner.objects.get()
    shown = text(visitor.get(link))
    assert "Ospita il laboratorio" in shown
    assert "1.200" in shown
    partner.refresh_from_db()
    assert partner.confirmed_at is partner.declined_at is None
    assert "Confermato il" in text(visitor.post(link, {"answer": "confirm"}, follow=1))
    assert "Rifiutato il" in text(visitor.post(link, {"answer": "decline"}, follow=1))
    partner.refresh_from_db()
    assert (partner.confirmed_at, bool(partner.declined_at)) == (None, True)


def test_another_agreement_is_confirmed_again(client, proposal):
    link = ask(client, proposal)
    Client().post(link, {"answer": "confirm"})
    partner = ProposalPartner.objects.get()
    page = reverse("proposal-partner", args=[proposal.code, partner.pk])
    client.post(page, CASA | {"contact_name": "Carla C.", "do": "change"})
    partner.refresh_from_db()
    assert partner.confirmed_at
    client.post(page, CASA | {"value": "900", "do": "change"})
    partner.refresh_from_db()
    assert partner.confirmed_at is None
    assert Client().get(link).status_code == 404


def test_a_partner_that_confirms_while_its_page_is_open_stays_confirmed(proposal):
    given = {
        "contact_name": "Carla",
        "contact_email": "c@example.org",
        "role": "Ospita",
    }
    partner = proposal.partners.create(proposed_name="Casa", **given)
    as_read = ProposalPartner.objects.get(pk=partner.pk)
    answer(partner, confirms=True, at=timezone.now())
    as_read.contact_name = "Carla Ci"
    by = proposal.members.get()
    change(as_read, by=by, changed={"contact_name"}, at=timezone.now())
    partner.refresh_from_db()
    assert (partner.contact_name, bool(partner.confirmed_at)) == ("Carla Ci", True)


def test_a_partner_of_the_directory_is_known_by_its_name(client, proposal):
    known = make_organisation(name="Emergency")
    ask(client, proposal, name="emergency", kind="")
    partner = ProposalPartner.objects.get()
    assert (partner.organisation, partner.proposed_name) == (known, "")
    client.post(partners(proposal), CASA | {"name": "Emergency"})
    assert ProposalPartner.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [{"kind": ""}, {"contribution": "none"}, {"value": "-1"}, {"contact_email": ""}],
)
def test_a_wrong_partner_says_what_to_mend(client, proposal, said):
    answer = client.post(partners(proposal), CASA | said)
    assert "Qualcosa non va" in text(answer)
    assert not ProposalPartner.objects.exists()


def test_a_partner_taken_out_is_gone(client, proposal):
    ask(client, proposal)
    partner = ProposalPartner.objects.get()
    page = reverse("proposal-partner", args=[proposal.code, partner.pk])
    client.post(page, {"do": "out"})
    assert not ProposalPartner.objects.exists()
