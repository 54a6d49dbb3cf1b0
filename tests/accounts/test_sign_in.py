"""Signing in as a person does, form by form."""

from time import time
from urllib.parse import unquote

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.urls import reverse

from tests.factories import make_user
from tests.reading import text_of
from tests.signing_in import SECRET, make_second_factor, sign_in

pytestmark = pytest.mark.django_db

PASSWORD = "a long and boring passphrase"  # noqa: S105
CHANGELIST = "/admin/awards/project/"


@pytest.fixture(autouse=True)
def now(time_machine):
    """The middle of the half minute a code lasts."""
    time_machine.move_to("2026-11-05T12:00:15+01:00", tick=False)


@pytest.fixture
def staff():
    user = make_user(is_staff=True, is_superuser=True, password=PASSWORD)
    user.verify_email()
    return user


@pytest.fixture
def protected(staff):
    make_second_factor(staff)
    return staff


def code():
    """What the app shows now."""
    return format_hotp_value(hotp_value(SECRET, int(time()) // 30))


def give_password(client, user, password=PASSWORD, **query):
    address = reverse("account_login", query=query)
    return client.post(address, {"login": user.email, "password": password})


def give_code(client, text):
    return client.post(reverse("mfa_authenticate"), {"code": text})


def reaches_the_admin(client):
    return client.get(CHANGELIST).status_code == 200


def test_password_and_code_lead_where_one_was_going(client, protected):
    answer = client.get(CHANGELIST, follow=True)
    assert unquote(answer.redirect_chain[-1][0]) == (
        f"/it/account/login/?next={CHANGELIST}"
    )
    answer = give_password(client, protected, next=CHANGELIST)
    assert answer.url == "/it/account/factor/authenticate/"
    assert not reaches_the_admin(client)
    assert give_code(client, code()).url == CHANGELIST
    assert reaches_the_admin(client)


def test_staff_without_a_destination_land_in_the_admin(client, protected):
    give_password(client, protected)
    assert give_code(client, code()).url == "/admin/"


@pytest.mark.parametrize(
    "outside", ["https://example.com/", "//example.com/", "javascript:alert(1)"]
)
def test_destination_is_never_outside(client, protected, outside):
    answer = client.get("/admin/login/", {"next": outside}, follow=True)
    assert answer.redirect_chain[-1][0] == "/it/account/login/?next=%2Fadmin%2F"
    give_password(client, protected, next=outside)
    assert give_code(client, code()).url == "/admin/"
    assert client.get("/admin/login/", {"next": outside}).url == "/admin/"


def test_wrong_password_says_so_and_keeps_the_address(client, protected):
    answer = give_password(client, protected, "another one")
    assert answer.status_code == 200
    assert protected.email in answer.content.decode()
    assert "Qualcosa non va" in text_of(answer)


def test_wrong_code_does_not_open(client, protected):
    give_password(client, protected)
    answer = give_code(client, "000000")
    assert "Codice errato" in text_of(answer)
    assert not reaches_the_admin(client)


def test_code_is_good_once(client, protected, time_machine):
    give_password(client, protected)
    give_code(client, code())
    client.post(reverse("account_logout"))
    give_password(client, protected)
    assert give_code(client, code()).status_code == 200
    assert not reaches_the_admin(client)
    time_machine.shift(30)
    give_code(client, code())
    assert reaches_the_admin(client)


def test_recovery_code_opens_once(client, protected):
    spare = RecoveryCodes.activate(protected).get_unused_codes()[0]
    for opens in (True, False):
        give_password(client, protected)
        give_code(client, spare)
        assert reaches_the_admin(client) == opens
        client.post(reverse("account_logout"))


def test_too_many_wrong_passwords_are_refused(client, protected):
    for _ in range(5):
        give_password(client, protected, "a guess")
    answer = give_password(client, protected)
    assert answer.status_code == 200
    assert "Troppi tentativi" in text_of(answer)


def test_too_many_attempts_from_an_address_are_refused(client):
    for _ in range(30):
        client.post(reverse("account_login"))
    answer = client.post(reverse("account_login"))
    assert answer.status_code == 429
    assert "Troppi tentativi" in text_of(answer)


def test_too_many_wrong_codes_are_refused(client, protected):
    give_password(client, protected)
    for _ in range(5):
        give_code(client, "000000")
    give_code(client, code())
    assert not reaches_the_admin(client)


def test_staff_without_a_factor_are_told_to_set_one_up(client, staff):
    answer = give_password(client, staff, next=CHANGELIST)
    assert answer.url == CHANGELIST
    answer = client.get(CHANGELIST, follow=True)
    assert answer.redirect_chain[-1][0] == "/it/account/factor/"
    assert "Il tuo account non ne ha ancora" in text_of(answer)


def test_setting_up_an_app_opens_the_admin(client, staff):
    give_password(client, staff)
    answer = client.get(reverse("mfa_activate_totp"))
    answer = client.post(answer.url, {"password": PASSWORD}, follow=True)
    secret = answer.context["form"].secret
    assert secret in text_of(answer)
    shown = format_hotp_value(hotp_value(secret, int(time()) // 30))
    answer = client.post(reverse("mfa_activate_totp"), {"code": shown}, follow=True)
    assert len(answer.context["unused_codes"]) == 10
    answer = client.get(CHANGELIST, follow=True)
    assert answer.redirect_chain[-1][0] == (
        "/it/account/factor/reauthenticate/?next=%2Fadmin%2Fawards%2Fproject%2F"
    )
    answer = client.post(answer.redirect_chain[-1][0], {"code": shown})
    assert answer.url == CHANGELIST
    assert reaches_the_admin(client)


def test_setting_up_asks_for_the_password_again(client, staff):
    sign_in(client, staff, second_factor=False)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith("/it/account/reauthenticate/")


def test_removing_the_factor_closes_the_admin_at_once(client, protected):
    sign_in(client, protected)
    assert reaches_the_admin(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not protected.authenticator_set.exists()
    assert not reaches_the_admin(client)
    assert [message.to for message in mail.outbox] == [[protected.email]]
    assert "Qualcosa è cambiato nel tuo account" in mail.outbox[0].body


def test_mail_server_that_is_down_undoes_nothing(client, protected, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sign_in(client, protected)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not protected.authenticator_set.exists()


def test_factor_removed_by_an_administrator_closes_the_admin(client, protected):
    spare = RecoveryCodes.activate(protected).get_unused_codes()[0]
    give_password(client, protected)
    give_code(client, spare)
    assert reaches_the_admin(client)
    protected.authenticator_set.filter(type="totp").delete()
    assert not reaches_the_admin(client)  # a recovery code alone is no factor


def test_another_session_with_the_password_only_stays_out(client, protected):
    sign_in(client, protected, second_factor=False)
    answer = client.get(CHANGELIST, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/it/account/factor/reauth")


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_is_no_longer_staff_loses_the_admin(client, protected, change):
    sign_in(client, protected)
    for name, value in change.items():
        setattr(protected, name, value)
    protected.save()
    assert not reaches_the_admin(client)


def test_closed_account_cannot_sign_in(client, protected):
    protected.is_active = False
    protected.save()
    answer = give_password(client, protected)
    assert answer.url == "/it/account/inactive/"


def test_signing_out_of_the_admin_needs_no_second_press(client, protected):
    sign_in(client, protected)
    answer = client.post("/admin/logout/", follow=True)
    assert answer.redirect_chain == [("/it/account/logout/", 307), ("/it/", 302)]
    assert not reaches_the_admin(client)


def test_forgotten_password_is_chosen_anew(client, protected):
    client.post(reverse("account_reset_password"), {"email": protected.email})
    link = next(word for word in mail.outbox[0].body.split() if "/key/" in word)
    path = client.get(link).url
    new = {"password1": "quite another passphrase"}
    client.post(path, new | {"password2": new["password1"]})
    give_password(client, protected, new["password1"])
    give_code(client, code())
    assert reaches_the_admin(client)


def test_forgotten_password_does_not_tell_who_has_an_account(client, protected):
    answers = [
        client.post(reverse("account_reset_password"), {"email": address})
        for address in (protected.email, "nobody@example.org")
    ]
    assert [a.url for a in answers] == ["/it/account/password/reset/done/"] * 2
    known, unknown = mail.outbox  # only who reads the letter learns which it is
    assert "/key/" in known.body
    assert "/key/" not in unknown.body
    assert "non ha un account" in unknown.body
    assert reverse("account_signup") in unknown.body
