"""Somebody who may do everything in the admin, signed in; or only some of it."""

from django.contrib.auth.models import Group, Permission

from tests.factories import make_user
from tests.signing_in import sign_in


def sign_in_staff(client):
    user = make_user(is_staff=True, is_superuser=True)
    sign_in(client, user)
    return user


def allowed(*names):
    """Somebody of the staff whose only group has these permissions."""
    group = Group.objects.create(name=", ".join(names))
    group.permissions.set(Permission.objects.filter(codename__in=names))
    user = make_user(is_staff=True)
    user.groups.add(group)
    return user
