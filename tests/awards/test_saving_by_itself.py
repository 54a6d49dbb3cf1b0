"""What a page sends while somebody types, and what it is told."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from awards.views.writing import fingerprint
from tests.awards.calls import make_call_open_now
from tests.awards.test_proposal_pages import check, fill, page, write_all
from tests.factories import make_proposal, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    user = make_user(first_name="Anna", last_name="Rossi")
    client.force_login(user)
    return user


@pytest.fixture
def proposal(anna):
    return make_proposal(stage=make_call_open_now(), coordinator=anna)


def base(revision, value):
    return f"{revision}:{fingerprint(value)}"


def save_by_itself(client, proposal, user, number=1, **changes):
    address = reverse("proposal-save", args=[proposal.code, "project"])
    body = {
        "client": str(client.page),
        "number": number,
        "user": user.pk,
        "changes": [{"key": k, "value": v, "base": 0} for k, v in changes.items()],
        "known": {"title": 0, "duration": 0},
    }
    return client.post(address, json.dumps(body), content_type="application/json")


def test_page_that_saves_by_itself_is_told_what_is_stored(client, proposal, anna):
    client.page = uuid4()
    told = save_by_itself(client, proposal, anna, title="Acqua").json()
    assert told["saved"] == {"title": base(1, "Acqua")}
    assert told["pages"]["project"] == {"word": "half", "text": "Manca 1 cosa"}
    other = Client()
    other.force_login(anna)
    other.page = uuid4()
    told = save_by_itself(other, proposal, anna).json()
    news = {"key": "title", "value": "Acqua", "base": base(1, "Acqua")}
    assert told["news"] == [news]
    told = save_by_itself(other, proposal, anna, 2, title="Fuoco").json()
    assert told["clashes"] == ["title"]


def test_page_with_a_second_text_is_not_told_the_base_of_the_first(
    client, proposal, anna
):
    """A browser takes over each base it is told: it must not pass for having read."""
    client.page = uuid4()
    save_by_itself(client, proposal, anna, title="Acqua")
    other = Client()
    other.force_login(anna)
    other.page = uuid4()
    told = save_by_itself(other, proposal, anna, title="Fuoco", duration="12").json()
    assert told["saved"] == {"duration": base(1, "12")}
    told = save_by_itself(other, proposal, anna, 2).json()
    assert [each["key"] for each in told["news"]] == ["duration"]
    told = save_by_itself(client, proposal, anna, 2).json()
    assert [each["key"] for each in told["news"]] == ["duration", "title"]


def test_page_is_told_that_what_counts_is_not_what_is_written(client, proposal, anna):
    write_all(client, proposal)
    check(client, proposal)
    client.page = uuid4()
    assert save_by_itself(client, proposal, anna).json()["changed"] is False
    told = save_by_itself(client, proposal, anna, 2, duration="24").json()
    assert told["changed"] is False  # somebody had written 12: both are kept
    fill(client, page(proposal), duration="24")
    assert save_by_itself(client, proposal, anna, 3).json()["changed"] is True


def test_page_is_told_of_a_deadline_that_moves(client, proposal, anna):
    client.page = uuid4()
    address = page(proposal)

    def shown():
        closes = re.search(
            r'data-closes="([^"]+)"', client.get(address).content.decode()
        )
        return closes[1].replace("&#x2B;", "+")

    before = shown()
    assert save_by_itself(client, proposal, anna).json()["closes"] == before
    proposal.stage.closes_at += timedelta(days=1)
    proposal.stage.save()
    told = save_by_itself(client, proposal, anna, 2).json()
    assert told["closes"] == shown() != before


def test_signs_that_no_text_has_are_left_out(client, proposal, anna):
    client.page = uuid4()
    assert save_by_itself(client, proposal, anna, title="A\ud800\0b").status_code == 200
    assert proposal.answers.get().value == "A?b"


def test_page_that_saves_by_itself_is_told_to_sign_in(client, proposal, anna):
    client.page = uuid4()
    client.logout()
    assert save_by_itself(client, proposal, anna, title="Acqua").status_code == 401
    client.force_login(make_user())
    assert save_by_itself(client, proposal, anna, title="Acqua").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"client":"x","number":1,"changes":[],"known":{}}',
        '{"client":"%s","number":1,"changes":[{"key":"title","value":{},"base":0}],'
        '"known":{},"user":%d}',
        '{"client":"%s","number":1,"changes":[{"key":["title"],"value":"","base":0}],'
        '"known":{},"user":%d}',
        '{"client":"%s","number":9999999999,"changes":[],"known":{},"user":%d}',
        '{"client":"%s","number":Infinity,"changes":[],"known":{},"user":%d}',
    ],
)
def test_what_no_page_of_ours_sends_is_refused(client, proposal, anna, body):
    address = reverse("proposal-save", args=[proposal.code, "project"])
    if "%s" in body:
        body %= (uuid4(), anna.pk)
    answer = client.post(address, body, content_type="application/json")
    assert answer.status_code == 400
    assert not proposal.answers.exists()
