"""Signing in as people do once it is over: quickly, and with their second factor."""

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


def make_second_factor(user):
    """An authenticator app that shows the codes of SECRET."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET}
    )


def sign_in(client, user, *, second_factor=True):
    """Sign in; staff only get into the admin with their second factor."""
    client.force_login(user)
    if not second_factor:
        return
    own = Authenticator.objects.filter(user=user).exclude(type="recovery_codes")
    factor = own.first() or make_second_factor(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": 0, "email": user.email},
        {"method": "mfa", "at": 0, "id": factor.pk, "type": factor.type},
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
