"""Somebody who may do everything in the admin, signed in."""

from tests.factories import make_user
from tests.signing_in import sign_in


def sign_in_staff(client):
    user = make_user(is_staff=True, is_superuser=True)
    sign_in(client, user)
    return user
