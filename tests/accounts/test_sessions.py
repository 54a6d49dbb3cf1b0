"""Seeing where one is signed in, and ending what one does not recognise."""

import pytest
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


def test_session_that_is_over_is_not_told(user):
    old, new = enter(user, "Old browser"), enter(user, "New browser")
    old.post(reverse("account_logout"))
    assert "Old browser" not in text_of(new.get(reverse("usersessions_list")))
