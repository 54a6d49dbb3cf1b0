"""Seeing where one is signed in, and ending what one does not recognise."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from tests.factories import make_user
from tests.reading import text_of

pytestmark = pytest.mark.django_db

PASSWORD = "a long and boring passphrase"  # noqa: S105


def enter(user, browser):
    client = Client(headers={"user-agent": browser})
    given = {"login": user.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), given).status_code == 302
    return client


@pytest.fixture
def user():
    user = make_user()
    user.verify_email()
    return user


def is_in(client):
    return client.get(reverse("my-proposals")).status_code == 200


def test_every_session_is_told_and_the_present_one_marked(user):
    enter(user, "Old browser")
    page = text_of(enter(user, "New browser").get(reverse("usersessions_list")))
    assert "Old browser" in page
    assert page.count("(questa)") == 1


def test_sessions_of_others_are_not_told(user):
    other = make_user()
    other.verify_email()
    enter(other, "Browser of another")
    page = text_of(enter(user, "My browser").get(reverse("usersessions_list")))
    assert "Browser of another" not in page
    assert "solo qui" in page


def test_other_sessions_are_ended_and_the_present_one_goes_on(user):
    old, new = enter(user, "Old browser"), enter(user, "New browser")
    stranger = make_user()
    stranger.verify_email()
    elsewhere = enter(stranger, "Browser of another")
    answer = new.post(reverse("usersessions_list"), follow=True)
    assert "Old browser" not in text_of(answer)
    assert (is_in(old), is_in(new), is_in(elsewhere)) == (False, True, True)


def number_of(client):
    """What a browser's session is called in the address that ends it."""
    return UserSession.objects.get(session_key=client.session.session_key).pk


def end(client, number):
    return client.post(reverse("end-session", args=[number]))


def test_one_session_is_ended_alone(user):
    phone, desk, here = (enter(user, name) for name in ("Phone", "Desk", "Here"))
    page = text_of(here.get(reverse("usersessions_list")))
    assert page.count("Chiudila") == 2  # every one but the present
    answer = end(here, number_of(phone))
    assert answer.url == reverse("usersessions_list")
    page = text_of(here.get(answer.url))
    assert ("Phone" in page, "Desk" in page) == (False, True)
    assert "La sessione è chiusa." in page
    assert (is_in(phone), is_in(desk), is_in(here)) == (False, True, True)


def test_session_of_another_or_the_present_one_is_not_ended(user):
    here, stranger = enter(user, "Here"), make_user()
    stranger.verify_email()
    elsewhere = enter(stranger, "Elsewhere")
    for number in (number_of(elsewhere), number_of(here), 0):
        assert end(here, number).status_code == 404
    assert end(Client(), number_of(here)).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, True)


def test_session_is_not_ended_by_following_a_link(user):
    phone, here = enter(user, "Phone"), enter(user, "Here")
    address = reverse("end-session", args=[number_of(phone)])
    assert here.get(address).status_code == 405
    assert is_in(phone)


def test_session_that_is_over_is_not_told(user):
    old, new = enter(user, "Old browser"), enter(user, "New browser")
    old.post(reverse("account_logout"))
    assert "Old browser" not in text_of(new.get(reverse("usersessions_list")))
