"""Sign-in with the university, against an OpenID Connect provider that really runs."""

import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from accounts import person
from accounts.models import User
from accounts.university import is_of_one_person
from tests.factories import make_user
from tests.portals import free_port
from tests.reading import text_of
from tests.signing_in import make_second_factor

pytestmark = pytest.mark.django_db

NAME = "Ateneo di prova"
PASSWORD = "a long and boring passphrase"  # noqa: S105
ANNA = {
    "email": "anna@example.org",
    "email_verified": True,
    "given_name": "Anna",
    "family_name": "Rossi",
}


@pytest.fixture(scope="module")
def provider():
    """The address of a provider of its own, running as long as these tests."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address):
    for _attempt in range(200):
        try:
            return requests.get(address, timeout=1)
        except requests.ConnectionError:
            time.sleep(0.1)
    raise TimeoutError(address)


@pytest.fixture
def configured(settings, provider):
    at_provider(settings, provider)
    return provider


def at_provider(settings, address):
    app = {
        "provider_id": "university",
        "name": NAME,
        "client_id": "polisocial",
        "secret": "between us",
        "settings": {"server_url": address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
    }


def leave(client, **query):
    """To the provider's page: its address."""
    path = reverse("openid_connect_login", args=["university"], query=query)
    answer = client.get(path)
    assert answer.status_code == 302
    return answer.url


def consent(provider, page, sub="anna", claims=ANNA, **said):
    """Do at the provider what a person does; gives the address one is sent back to."""
    stored = requests.put(f"{provider}/users/{sub}", json=claims, timeout=5)
    stored.raise_for_status()
    answer = requests.post(
        page, data=said or {"sub": sub}, allow_redirects=False, timeout=5
    )
    assert answer.status_code == 302
    return answer.headers["location"]


def come_back(client, address):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def enter(client, provider, sub="anna", claims=ANNA, **query):
    """The whole way, there and back."""
    page = leave(client, **query)
    return come_back(client, consent(provider, page, sub, claims))


def is_in(client):
    return "_auth_user_id" in client.session


def told_at_the_door(client, answer):
    assert urlsplit(answer.url).path == reverse("account_login")
    assert not is_in(client)
    return text_of(client.get(answer.url))


def test_nothing_is_there_unless_configured(client):
    for name in ("openid_connect_login", "openid_connect_callback"):
        assert client.get(reverse(name, args=["university"])).status_code == 404
    assert "/with/" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.usefixtures("configured")
def test_way_in_is_on_the_pages_of_the_door(client):
    link = reverse("openid_connect_login", args=["university"])
    for door in ("account_login", "account_signup"):
        page = client.get(reverse(door, query={"next": "/it/partecipa/"}))
        assert f'href="{link}?next=/it/partecipa/"' in page.content.decode()
        assert f"Accedi con {NAME}" in text_of(page)
    assert client.get(link.replace("university", "another")).status_code == 404
    assert client.post(link).status_code == 405


def test_first_time_makes_an_account_in_the_language_of_the_page(client, configured):
    with override("en"):
        answer = enter(client, configured)
    assert is_in(client)
    assert answer.url == "/en/my/proposals/"
    user = User.objects.get()
    assert (user.email, user.get_full_name(), user.language) == (
        "anna@example.org",
        "Anna Rossi",
        "en",
    )
    assert user.emailaddress_set.get().verified
    assert not user.has_usable_password()
    assert not user.is_staff


def test_second_time_is_the_same_account_whatever_the_address_is_now(
    client, configured
):
    enter(client, configured)
    client.post(reverse("account_logout"))
    moved = {"email": "rossi@example.org", "email_verified": False}
    enter(client, configured, claims=ANNA | moved)
    assert is_in(client)
    assert User.objects.get().email == "anna@example.org"


def test_one_lands_where_one_was_going_and_nowhere_else(client, configured):
    there = "/it/partecipa/2027/inizia/"
    assert enter(client, configured, next=there).url == there
    client.post(reverse("account_logout"))
    answer = enter(client, configured, next="https://elsewhere.org/")
    assert answer.url == "/it/mie/proposte/"


def test_account_with_a_proved_address_is_joined_and_keeps_its_password(
    client, configured
):
    user = make_user(email="anna@example.org", password=PASSWORD, language="en")
    user.verify_email()
    enter(client, configured, claims=ANNA | {"email": "Anna@Example.org"})
    assert client.session["_auth_user_id"] == str(user.pk)
    stored = User.objects.get()
    assert stored.check_password(PASSWORD)
    assert stored.language == "en"
    [letter] = mail.outbox
    assert letter.to == ["anna@example.org"]
    assert NAME in letter.subject
    assert NAME in letter.body


def test_account_made_by_somebody_with_anothers_address_goes_to_its_owner(
    client, configured
):
    """Whoever made it waits for the owner to come, and knows the password."""
    user = make_user(email="anna@example.org", password=PASSWORD, first_name="Mallory")
    enter(client, configured)
    assert client.session["_auth_user_id"] == str(user.pk)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert user.get_full_name() == "Anna Rossi"
    assert user.emailaddress_set.get().verified


@pytest.mark.parametrize("proved", [False, None, "true", "false", 1])
@pytest.mark.parametrize("is_known", [True, False])
def test_address_that_is_not_proved_opens_nothing(client, configured, proved, is_known):
    if is_known:
        make_user(email="mallory@example.org").verify_email()
    claims = ANNA | {"email": "mallory@example.org", "email_verified": proved}
    page = told_at_the_door(client, enter(client, configured, "mallory", claims))
    assert f"{NAME} non ci dice" in page
    assert User.objects.count() == is_known
    assert not User.objects.filter(socialaccount__isnull=False).exists()


def test_address_that_is_not_told_opens_nothing(client, configured):
    claims = {"given_name": "Anna", "email_verified": True}
    answer = enter(client, configured, "nobody", claims)
    assert f"{NAME} non ci dice" in told_at_the_door(client, answer)
    assert not User.objects.exists()


def test_who_denies_consent_is_told(client, configured):
    answer = come_back(client, consent(configured, leave(client), action="deny"))
    assert "Non hai lasciato" in told_at_the_door(client, answer)


def test_who_denies_consent_keeps_where_they_were_going(client, configured):
    page = leave(client, next="/it/partecipa/")
    said = {"error": "access_denied", "state": parse_qs(urlsplit(page).query)["state"]}
    path = reverse("openid_connect_callback", args=["university"], query=said)
    answer = client.get(path)
    assert answer.url == reverse("account_login", query={"next": "/it/partecipa/"})
    assert "Non hai lasciato" in told_at_the_door(client, answer)


@pytest.mark.parametrize("state", ["", "of-nobody"])
def test_wrong_state_opens_nothing(client, configured, state):
    """A way back that somebody else began, as in a forged link."""
    back = consent(configured, leave(client))
    code = parse_qs(urlsplit(back).query)["code"][0]
    path = reverse(
        "openid_connect_callback",
        args=["university"],
        query={"code": code, "state": state},
    )
    assert "non ha funzionato" in told_at_the_door(client, client.get(path))
    assert not User.objects.exists()


def test_state_is_of_one_browser_and_of_one_time(client, configured):
    back = consent(configured, leave(client))
    other = type(client)()
    assert "non ha funzionato" in told_at_the_door(other, come_back(other, back))
    assert come_back(client, back).status_code == 302
    assert is_in(client)
    client.post(reverse("account_logout"))
    told_at_the_door(client, come_back(client, back))


def test_code_that_the_provider_does_not_know_opens_nothing(client, configured):
    back = consent(configured, leave(client))
    code = parse_qs(urlsplit(back).query)["code"][0]
    answer = come_back(client, back.replace(code, "guessed"))
    assert "non ha funzionato" in told_at_the_door(client, answer)


@pytest.mark.parametrize(
    ("signed", "told", "is_one"),
    [
        ({"sub": "anna"}, {"sub": "anna"}, True),
        ({"sub": "anna"}, {"sub": "bruno"}, False),
        ({"sub": "anna"}, {}, False),
        ({}, {}, False),
        (None, {"sub": "anna"}, False),
    ],
)
def test_what_is_told_must_be_of_whom_is_signed(signed, told, is_one):
    said = {"userinfo": told} | ({"id_token": signed} if signed is not None else {})
    assert is_of_one_person(said) == is_one


def test_provider_that_is_down_is_told(client, settings):
    at_provider(settings, f"http://127.0.0.1:{free_port()}")
    path = reverse("openid_connect_login", args=["university"])
    assert "non ha funzionato" in told_at_the_door(client, client.get(path))


def test_who_has_a_second_factor_is_asked_for_it_here_too(client, configured):
    user = make_user(email="anna@example.org", is_staff=True, is_superuser=True)
    user.verify_email()
    make_second_factor(user)
    assert enter(client, configured).url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_nobody_is_joined_to_the_account_that_is_open(client, configured):
    """A link with `process=connect`, as somebody else may send one."""
    other = make_user()
    other.verify_email()
    client.force_login(other)
    page = leave(client, process="connect", scope="phone", auth_params="prompt=none")
    asked = parse_qs(urlsplit(page).query)
    assert "phone" not in asked["scope"][0]
    assert "prompt" not in asked
    assert asked["code_challenge_method"] == ["S256"]
    come_back(client, consent(configured, page))
    assert not other.socialaccount_set.exists()
    assert client.session["_auth_user_id"] != str(other.pk)


def test_what_the_provider_said_is_told_and_erased(client, configured):
    enter(client, configured)
    user = User.objects.get()
    [told] = person.tell(user)["account"]["university"]
    assert told["extra_data"]["userinfo"]["family_name"] == "Rossi"
    person.erase(user)
    assert not user.socialaccount_set.exists()
    client.cookies.clear()
    enter(client, configured)
    assert User.objects.get(email="anna@example.org") != user
