"""All that the portal knows of a person: told to them on request, and erased.

Each app answers for its own part, in a module `personal_data` that registers it and
is found when the portal starts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q


@dataclass(frozen=True)
class Part:
    """What one app knows of people.

    `tell` gives it as plain data. `erase` takes it away, inside a transaction, save
    what the law keeps. `obstacles` are sentences: what the person has to do before.
    """

    name: str
    tell: Callable
    erase: Callable
    obstacles: Callable = lambda user: []


parts: list[Part] = []


def register(part):
    parts.append(part)


def of_them(user):
    """Rows of their account, and those without one at an address proved theirs."""
    own = Q(user=user)
    addresses = user.emailaddress_set.filter(verified=True)
    for address in addresses.values_list("email", flat=True):
        own |= Q(user=None, email__iexact=address)
    return own


def rows(model, *names, **whose):
    """Some columns of somebody's rows, in the order in which they came."""
    return list(model.objects.filter(**whose).order_by("pk").values(*names))


def tell(user):
    """All of it as plain data, part by part."""
    return {part.name: part.tell(user) for part in parts}


def obstacles(user):
    """What the person has to do before they can be erased."""
    return [sentence for part in parts for sentence in part.obstacles(user)]


@transaction.atomic
def erase(user):
    """Take the person out of the portal; the account stays, empty and closed.

    What they handed in and what they decided goes on pointing to it. Raises
    ValidationError with every obstacle, and then nothing has happened.
    """
    if found := obstacles(user):
        raise ValidationError(found)
    for part in parts:
        part.erase(user)
