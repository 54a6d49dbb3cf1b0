"""What every page of an account owes to whoever reads it."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.urls import urlpatterns
from tests.factories import make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PLAIN = [p.name for p in urlpatterns if "<" not in str(p.pattern)]


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("who", ["visitor", "staff"])
def test_page_is_never_kept(client, name, who):
    if who == "staff":
        sign_in(client, make_user(is_staff=True))
    answer = client.get(reverse(name))
    if answer.status_code == 200:
        assert "no-store" in answer["Cache-Control"]
        assert 'name="robots" content="noindex"' in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["email/", "phone/verify/", "login/code/", "factor/trust/", "3rdparty/"]
)
def test_what_is_not_offered_has_no_address(client, path):
    assert client.get(f"/it/account/{path}").status_code == 404


def test_first_account_is_verified():
    user = User.objects.create_superuser("Root@Example.org", "a passphrase")
    address = user.emailaddress_set.get()
    assert (address.email, address.primary, address.verified) == (
        "root@example.org",
        True,
        True,
    )


def save_user(client, path, **fields):
    empty = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00"}
    return client.post(path, empty | {"language": "it"} | fields)


def test_account_made_in_the_admin_is_verified_and_follows_its_address(client):
    sign_in(client, make_user(is_staff=True, is_superuser=True))
    password = "some passphrase or other"  # noqa: S105
    save_user(
        client,
        reverse("admin:accounts_user_add"),
        email="new@example.org",
        usable_password="true",  # noqa: S106
        password1=password,
        password2=password,
    )
    user = User.objects.get(email="new@example.org")
    assert user.emailaddress_set.get().verified
    path = reverse("admin:accounts_user_change", args=[user.pk])
    save_user(client, path, email="changed@example.org")
    assert user.emailaddress_set.get().email == "changed@example.org"


def test_unverified_account_is_sent_a_link_and_gets_in_by_it(client, mailoutbox):
    user = make_user()
    give = {"login": user.email, "password": "a long and boring passphrase"}
    assert client.post(reverse("account_login"), give).url == reverse(
        "account_email_verification_sent"
    )
    link = next(w for w in mailoutbox[0].body.split() if "/confirm-email/" in w)
    client.post(link)
    assert client.post(reverse("account_login"), give).url == reverse("my-proposals")


def test_second_factors_show_no_secret_in_the_admin(client):
    user = make_user(is_staff=True, is_superuser=True)
    sign_in(client, user)
    factor = user.authenticator_set.get()
    page = client.get(reverse("admin:mfa_authenticator_change", args=[factor.pk]))
    assert factor.data["secret"] not in page.content.decode()
