"""Signing in as people do once it is over: quickly, and with their second factor."""

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group

from polisocial.groups import AUDITORS, AWARD_OFFICE, EDITORS, READERS
from tests.factories import make_user

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105

GROUPS = {
    "editor": EDITORS,
    "award office": AWARD_OFFICE,
    "reader": READERS,
    "auditor": AUDITORS,
}
WHO = ("visitor", "signed in", *GROUPS, "superuser")


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


def come_as(client, who):
    """Come as somebody of WHO; gives the account, None for a visitor."""
    if who == "visitor":
        return None
    user = make_user(is_staff=who != "signed in", is_superuser=who == "superuser")
    if who in GROUPS:
        user.groups.add(Group.objects.get(name=GROUPS[who]))
    sign_in(client, user, second_factor=user.is_staff)
    return user
