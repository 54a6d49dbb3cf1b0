"""The pages of an account: ours, and those of django-allauth that we offer."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from accounts import university, views
from accounts.views import account_page

ACCOUNT = ("account", _("Your account"))
SIGN_IN = ("account_login", _("Sign in"))
FACTORS = ("mfa_index", _("Second factor"))


def page(route, name, view, title, above=None):
    return path(route, account_page(view, title, above), name=name)


urlpatterns = [
    path("", views.profile, name="account"),
    path("data/", views.my_data, name="my-data"),
    path("data/file/", views.my_data_file, name="my-data-file"),
    path("erase/", views.erase, name="erase-account"),
    page("login/", "account_login", "account.views.login", _("Sign in")),
    page("logout/", "account_logout", "account.views.logout", _("Sign out")),
    # Without a provider in the settings neither answers.
    path("with/<slug:provider_id>/", university.leave, name="openid_connect_login"),
    path(
        "with/<slug:provider_id>/back/",
        university.come_back,
        name="openid_connect_callback",
    ),
    page(
        "signup/",
        "account_signup",
        "account.views.signup",
        _("Create an account"),
        SIGN_IN,
    ),
    page(
        "inactive/",
        "account_inactive",
        "account.views.account_inactive",
        _("This account is closed"),
    ),
    page(
        "reauthenticate/",
        "account_reauthenticate",
        "account.views.reauthenticate",
        _("Confirm that it is you"),
    ),
    page(
        "confirm-email/",
        "account_email_verification_sent",
        "account.views.email_verification_sent",
        _("Confirm your e-mail address"),
        SIGN_IN,
    ),
    page(
        "confirm-email/<str:key>/",
        "account_confirm_email",
        "account.views.confirm_email",
        _("Confirm your e-mail address"),
        SIGN_IN,
    ),
    page(
        "password/change/",
        "account_change_password",
        "account.views.password_change",
        _("Change your password"),
    ),
    page(
        "password/set/",
        "account_set_password",
        "account.views.password_set",
        _("Choose a password"),
    ),
    page(
        "password/reset/",
        "account_reset_password",
        "account.views.password_reset",
        _("You forgot your password"),
        SIGN_IN,
    ),
    page(
        "password/reset/done/",
        "account_reset_password_done",
        "account.views.password_reset_done",
        _("Check your mail"),
        SIGN_IN,
    ),
    page(
        "password/reset/key/done/",
        "account_reset_password_from_key_done",
        "account.views.password_reset_from_key_done",
        _("Your password is changed"),
        SIGN_IN,
    ),
    re_path(  # the key has hyphens in it, the person's number has none
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_page(
            "account.views.password_reset_from_key", _("Choose a password"), SIGN_IN
        ),
        name="account_reset_password_from_key",
    ),
    page(
        "sessions/",
        "usersessions_list",
        "usersessions.views.list_usersessions",
        _("Where you are signed in"),
        ACCOUNT,
    ),
    path("sessions/<int:number>/end/", views.end_session, name="end-session"),
    page("factor/", "mfa_index", "mfa.base.views.index", _("Second factor")),
    page(
        "factor/authenticate/",
        "mfa_authenticate",
        "mfa.base.views.authenticate",
        _("Now your second factor"),
        SIGN_IN,
    ),
    page(
        "factor/reauthenticate/",
        "mfa_reauthenticate",
        "mfa.base.views.reauthenticate",
        _("Confirm that it is you"),
    ),
    page(
        "factor/app/",
        "mfa_activate_totp",
        "mfa.totp.views.activate_totp",
        _("Set up an authenticator app"),
        FACTORS,
    ),
    page(
        "factor/app/remove/",
        "mfa_deactivate_totp",
        "mfa.totp.views.deactivate_totp",
        _("Remove the authenticator app"),
        FACTORS,
    ),
    page(
        "factor/codes/",
        "mfa_view_recovery_codes",
        "mfa.recovery_codes.views.view_recovery_codes",
        _("Recovery codes"),
        FACTORS,
    ),
    page(
        "factor/codes/new/",
        "mfa_generate_recovery_codes",
        "mfa.recovery_codes.views.generate_recovery_codes",
        _("New recovery codes"),
        FACTORS,
    ),
    page(
        "factor/codes/download/",
        "mfa_download_recovery_codes",
        "mfa.recovery_codes.views.download_recovery_codes",
        _("Recovery codes"),
        FACTORS,
    ),
    path(
        "factor/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    page(
        "factor/passkeys/add/",
        "mfa_add_webauthn",
        "mfa.webauthn.views.add_webauthn",
        _("Add a passkey"),
        FACTORS,
    ),
    page(
        "factor/passkeys/reauthenticate/",
        "mfa_reauthenticate_webauthn",
        "mfa.webauthn.views.reauthenticate_webauthn",
        _("Confirm that it is you"),
    ),
    page(
        "factor/passkeys/<int:pk>/remove/",
        "mfa_remove_webauthn",
        "mfa.webauthn.views.remove_webauthn",
        _("Remove a passkey"),
        FACTORS,
    ),
    page(
        "factor/passkeys/<int:pk>/rename/",
        "mfa_edit_webauthn",
        "mfa.webauthn.views.edit_webauthn",
        _("Rename a passkey"),
        FACTORS,
    ),
]
