"""Getting an account, as whoever wants to take part in a call does."""

import re
from html import unescape

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from tests.factories import make_user
from tests.reading import text_of

pytestmark = pytest.mark.django_db

PASSWORD = "a long and boring passphrase"  # noqa: S105
ANNA = {
    "first_name": "Anna",
    "last_name": "Rossi",
    "email": "Anna@example.org",
    "password1": PASSWORD,
}


def sign_up(client, **given):
    return client.post(reverse("account_signup"), ANNA | given, follow=True)


def link():
    [letter] = mail.outbox
    return re.search(r"https?://\S+", letter.body)[0]


def enter(client, **query):
    address = reverse("account_login", query=query)
    return client.post(address, {"login": ANNA["email"], "password": PASSWORD})


def test_account_is_made_and_its_address_confirmed_by_the_link(client):
    answer = sign_up(client)
    assert "Controlla la posta" in text_of(answer) or "e-mail" in text_of(answer)
    assert "_auth_user_id" not in client.session
    user = User.objects.get(email="anna@example.org")
    assert (user.get_full_name(), user.language, user.is_staff) == (
        "Anna Rossi",
        "it",
        False,
    )
    client.get(link())
    assert not user.emailaddress_set.get().verified
    assert client.post(link()).url == reverse("account_login")
    assert user.emailaddress_set.get().verified
    assert enter(client).url == reverse("my-proposals")


def test_nobody_gets_in_before_the_address_is_confirmed(client):
    sign_up(client)
    answer = enter(client)
    assert answer.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session


def test_language_is_the_one_of_the_page(client):
    with override("en"):
        sign_up(client)
        assert "confirm it" in mail.outbox[0].body
    assert User.objects.get(email="anna@example.org").language == "en"


def test_where_one_was_going_is_kept_through_the_letter(client):
    there = "/it/partecipa/2027/inizia/"
    door = client.get(reverse("account_login", query={"next": there}))
    [register] = re.findall(r'href="([^"]*signup/[^"]*)"', door.content.decode())
    client.post(unescape(register), ANNA | {"next": there})
    assert client.post(link()).url == there
    assert enter(client, next=there).url == there


@pytest.mark.parametrize("outside", ["https://elsewhere.org/", "//elsewhere.org"])
def test_letter_leads_nowhere_else(client, outside):
    sign_up(client, next=outside)
    assert "elsewhere" not in client.post(link()).url


def test_address_that_has_an_account_is_told_by_letter_only(client):
    first = text_of(sign_up(client))
    mail.outbox.clear()
    make_user(email="bruno@example.org").verify_email()
    again = text_of(sign_up(client, email="BRUNO@example.org"))
    assert first.replace("anna@", "") == again.replace("bruno@", "")
    [letter] = mail.outbox
    assert letter.to == ["bruno@example.org"]
    assert "ne ha già uno" in letter.body
    assert not User.objects.get(email="bruno@example.org").first_name


def test_asked_twice_makes_one_account(client):
    sign_up(client)
    sign_up(client)
    assert User.objects.filter(email="anna@example.org").count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"password1": "short"}, "troppo"),
        ({"password1": "anna@example.org"}, "troppo simile"),
        ({"email": "anna"}, "indirizzo email valido"),
        ({"first_name": " "}, "Questo campo è obbligatorio"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(client, given, sentence):
    answer = sign_up(client, **given)
    assert not User.objects.filter(last_name="Rossi").exists()
    assert 'value="Rossi"' in answer.content.decode()
    assert sentence in text_of(answer)


def test_too_many_new_accounts_from_an_address_are_refused(client):
    for n in range(20):
        sign_up(client, email=f"anna{n}@example.org")
        client.cookies.clear()
    assert sign_up(client, email="last@example.org").status_code == 429
    assert not User.objects.filter(email="last@example.org").exists()
