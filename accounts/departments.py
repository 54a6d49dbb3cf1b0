"""The departments a person may belong to.

The directory, which keeps them, lies above the accounts: a setting says who lists them.
"""

from django.conf import settings
from django.utils.module_loading import import_string


def choices():
    """Codes and names, as a form offers them."""
    return import_string(settings.ACCOUNT_DEPARTMENTS)()
