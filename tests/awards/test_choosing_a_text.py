"""Two texts for one field, chosen between without JavaScript: nothing else is lost."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from awards.actions.working_copy import Change, save
from tests.awards.calls import make_call_open_now
from tests.awards.test_proposal_pages import fill, opened, page, text
from tests.factories import LONG_AGO, make_member, make_proposal, make_user

pytestmark = pytest.mark.django_db
WAITS = "ha scritto altro qui"


@pytest.fixture
def anna(client):
    user = make_user(first_name="Anna", last_name="Rossi")
    client.force_login(user)
    return user


@pytest.fixture
def proposal(client, anna):
    """One where Bruno typed another title than Anna, at the same time."""
    proposal = make_proposal(stage=make_call_open_now(), coordinator=anna)
    bruno = make_user(first_name="Bruno", last_name="Bianchi")
    make_member(proposal=proposal, user=bruno)
    other = Client()
    other.force_login(bruno)
    hers, his = opened(client, page(proposal)), opened(other, page(proposal))
    client.post(page(proposal), hers | {"title": "Acqua", "duration": ""})
    sent = his | {"title": "Fuoco", "duration": ""}
    answer = other.post(page(proposal), sent, follow=True)
    assert "sono qui sotto tutti e due" in text(answer)
    assert 'value="Acqua"' in answer.content.decode()
    assert f"Bruno Bianchi {WAITS}" in text(answer)
    return proposal


def shown(client, proposal):
    """The page of the title as it is sent back, and where one chooses."""
    html = client.get(page(proposal)).content.decode()
    [address] = set(re.findall(r'formaction="([^"]+)"', html))
    sent = opened(client, page(proposal)) | {"title": "Acqua", "duration": ""}
    return address, sent


def written(proposal):
    return dict(proposal.answers.values_list("key", "value"))


@pytest.mark.parametrize(("take", "left"), [("other", "Fuoco"), ("mine", "Acqua")])
def test_choice_saves_the_rest_of_the_page(client, proposal, take, left):
    address, sent = shown(client, proposal)
    answer = client.post(address, sent | {"duration": "12", "take": take}, follow=True)
    assert answer.redirect_chain == [(page(proposal), 302)]
    assert written(proposal) == {"title": left, "duration": "12"}
    assert WAITS not in text(answer)


def test_text_changed_and_then_given_up_gives_way_to_the_other(client, proposal):
    address, sent = shown(client, proposal)
    client.post(address, sent | {"title": "Acqua e terra", "take": "other"})
    assert written(proposal)["title"] == "Fuoco"


def test_text_that_was_not_shown_is_not_overwritten(client, proposal, anna):
    address, sent = shown(client, proposal)
    third = Change("title", "Terra", 1)
    by = {"by": anna, "client": uuid4(), "number": 1, "at": LONG_AGO}
    save(proposal, changes=[third], **by)
    answer = client.post(address, sent | {"take": "other"}, follow=True)
    assert "Intanto qualcuno ha scritto lì" in text(answer)
    assert WAITS in text(answer)
    assert written(proposal)["title"] == "Terra"


def test_choice_after_the_session_ended_costs_nothing_typed(client, proposal, anna):
    address, sent = shown(client, proposal)
    client.logout()
    answer = client.post(address, sent | {"duration": "12", "take": "other"})
    assert answer.url.endswith(f"next={page(proposal)}")
    client.force_login(anna)
    assert 'value="12"' in client.get(page(proposal)).content.decode()
    assert written(proposal) == {"title": "Acqua"}


def test_choice_is_for_who_writes(client, proposal):
    address, sent = shown(client, proposal)
    reader = make_user()
    make_member(proposal=proposal, user=reader, role="reader")
    client.force_login(reader)
    hers = opened(client, page(proposal))
    client.post(address, sent | hers | {"take": "other"})
    assert written(proposal) == {"title": "Acqua"}
    assert client.get(address).status_code == 404


def test_page_sent_again_with_other_words_does_not_say_that_it_is_saved(client, anna):
    """As a browser sends it that has gone back to a page it had sent."""
    proposal = make_proposal(stage=make_call_open_now(), coordinator=anna)
    sent = opened(client, page(proposal)) | {"title": "Acqua"}
    first = client.post(page(proposal), sent | {"duration": "12"}, follow=True)
    assert "Salvato." in text(first)
    again = client.post(page(proposal), sent | {"duration": "12"}, follow=True)
    assert "Salvato." in text(again)
    other = client.post(page(proposal), sent | {"duration": "24"}, follow=True)
    assert "questa pagina era già stata inviata" in text(other)
    assert 'value="24"' in other.content.decode()
    assert written(proposal)["duration"] == "12"


def test_check_says_that_two_texts_wait(client, proposal):
    fill(client, page(proposal), title="Acqua", duration="12")
    address = reverse("proposal-check", args=[proposal.code])
    html = client.get(address).content.decode()
    assert "nessuno ha ancora scelto" in html
    assert f'href="{page(proposal)}#title"' in html
    choose, sent = shown(client, proposal)
    client.post(choose, sent | {"duration": "12", "take": "mine"})
    assert "nessuno ha ancora scelto" not in client.get(address).content.decode()
