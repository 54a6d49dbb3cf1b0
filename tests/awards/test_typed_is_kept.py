"""Whatever form is sent without its session or token: what was typed comes back."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.actions.submission import submit
from awards.models import KeptText
from awards.views.kept import LONGEST
from tests.awards.calls import make_call_open_now
from tests.awards.judging import (
    give,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
    seat_of,
    write,
)
from tests.awards.reading import text_of
from tests.awards.test_proposal_pages import opened
from tests.factories import make_member, make_partner, make_proposal, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
KEPT = "Parole da non perdere"


@dataclass
class Typed:
    """A form that somebody has filled in: in which page, sent where."""

    user: object
    page: str
    address: str
    said: dict

    def sent_by(self, client):
        return client.post(self.address, opened(client, self.page) | self.said)


def of_proposal(name, said):
    """A form of a team's pages, as its coordinator fills it in."""
    anna = make_user(first_name="Anna", last_name="Rossi")
    proposal = make_proposal(stage=make_call_open_now(), coordinator=anna)
    place = [proposal.code]
    if name == "proposal-member":
        place.append(make_member(proposal=proposal, user=make_user()).pk)
    if name == "proposal-partner":
        place.append(make_partner(proposal).pk)
    if name == "proposal-withdraw":
        texts = {"title": "Acqua", "duration": "12", "q.need": "Sete."}
        write(proposal, anna, texts)
        submit(proposal, by=anna, began_at=timezone.now())
    if name == "start-proposal":
        place = [proposal.stage.call.competition.year]
    address = reverse(name, args=place)
    return Typed(anna, address, address, said)


def of_committee(name, said):
    """A form of a committee's pages, as who chairs it or judges fills it in."""
    stage = make_judged_stage(proposals=1)
    [proposal] = proposals_of(stage)
    seat = make_appointment(stage, role="chair")
    if name == "my-review-declare":
        return judging(seat, proposal, name, said)
    give(seat, proposal)
    if name == "my-review-decline":
        return judging(seat, proposal, name, said)
    judge(seat, proposal)
    if name == "my-review-remark":
        return judging(seat, proposal, name, said)
    review = seat_of(seat, proposal).review
    return judging(seat, proposal, name, said, review.pk)


def judging(seat, proposal, name, said, *more):
    place = [seat.pk, proposal.code]
    page, address = (
        reverse("my-review", args=place),
        reverse(name, args=[*place, *more]),
    )
    return Typed(seat.user, page, address, said)


INVITED = {"name": KEPT, "email": "zoe@example.org", "role": "editor"}
PARTNER = {"name": KEPT, "kind": "association", "role": "Altro", "contribution": "none"}
PARTNER |= {"contact_name": "Zoe", "contact_email": "zoe@example.org"}
FORMS = {
    "start-proposal": (of_proposal, {"name": KEPT, "role_group": "tenured"}),
    "proposal-team": (of_proposal, INVITED),
    "proposal-member": (of_proposal, {"name": KEPT, "role": "reader"}),
    "proposal-partners": (of_proposal, PARTNER),
    "proposal-partner": (of_proposal, PARTNER),
    "proposal-withdraw": (of_proposal, {"reason": KEPT}),
    "my-review-declare": (of_committee, {"has_conflict": "1", "grounds": KEPT}),
    "my-review-decline": (of_committee, {"reason": KEPT}),
    "my-review-remark": (of_committee, {"text": KEPT}),
    "my-review-reopen": (of_committee, {"reason": KEPT}),
}


@pytest.fixture(params=FORMS)
def typed(request):
    make, said = FORMS[request.param]
    return make(request.param, said)


def is_back(client, typed):
    """Whether who comes back to where it was sent finds it there, and is told so."""
    shown = client.get(typed.address, follow=True)
    assert shown.status_code == 200
    html = shown.content.decode()
    is_told = "allora non si è potuto salvare" in text_of(shown)
    assert is_told == (KEPT in html)
    return is_told


def test_session_that_ended_costs_nothing(client, typed):
    sign_in(client, typed.user)
    form = opened(client, typed.page) | typed.said
    client.logout()
    answer = client.post(typed.address, form, follow=True)
    assert "Ciò che hai scritto è custodito" in text_of(answer)
    sign_in(client, typed.user)
    assert is_back(client, typed)


def test_token_that_changed_costs_nothing(typed):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, typed.user)
    form = opened(client, typed.page) | {"csrfmiddlewaretoken": "x" * 32}
    answer = client.post(typed.address, form | typed.said)
    assert answer.status_code == 403
    assert "non è perso" in text_of(answer)
    assert is_back(client, typed)


@pytest.mark.parametrize("is_strict", [False, True])
def test_who_signed_in_since_gets_nothing_of_it(client, typed, is_strict):
    sign_in(client, typed.user)
    form = opened(client, typed.page) | typed.said
    other = Client(enforce_csrf_checks=is_strict)
    sign_in(other, make_user())
    answer = other.post(typed.address, form)
    assert answer.status_code == 409
    assert "è di un’altra persona" in text_of(answer)
    assert KeptText.objects.get().user == typed.user
    assert is_back(client, typed)


def test_what_came_back_is_sent_again_and_waits_no_more(client, typed):
    sign_in(client, typed.user)
    form = opened(client, typed.page) | typed.said
    client.logout()
    client.post(typed.address, form)
    sign_in(client, typed.user)
    client.post(typed.address, form)
    assert not KeptText.objects.exists()


def test_what_is_too_long_to_be_kept_is_not_said_to_be(client):
    typed = of_proposal("proposal-withdraw", {"reason": "a" * (LONGEST + 1)})
    sign_in(client, typed.user)
    form = opened(client, typed.page) | typed.said
    client.logout()
    answer = client.post(typed.address, form, follow=True)
    assert "non si è potuto custodire: torna indietro" in text_of(answer)
    assert not KeptText.objects.exists()


def test_button_without_a_text_keeps_nothing_and_says_nothing(client):
    typed = of_proposal("proposal-member", {"do": "out"})
    answer = client.post(typed.address, typed.said, follow=True)
    assert "Ciò che hai scritto" not in text_of(answer)
    assert not KeptText.objects.exists()


def test_sign_that_the_database_cannot_hold_is_left_out(client):
    typed = of_proposal("proposal-withdraw", {"reason": f"\0{KEPT}"})
    sign_in(client, typed.user)
    form = opened(client, typed.page) | typed.said
    client.logout()
    client.post(typed.address, form)
    assert KeptText.objects.get().typed["reason"] == [KEPT]


def test_remark_that_is_too_long_comes_back_whole(client):
    typed = of_committee("my-review-remark", {"text": KEPT + "!" * 10_000})
    sign_in(client, typed.user)
    client.post(typed.address, opened(client, typed.page) | typed.said)
    shown = client.get(typed.page)
    assert typed.said["text"] in shown.content.decode()
    assert "Ciò che hai scritto è custodito per un giorno" in text_of(shown)
