#!/usr/bin/env python3
"""Django's command line, on the embedded database when in development without one."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from polisocial.local import database
from polisocial.local.trouble import Trouble


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polisocial.settings")
    try:
        with database.provided():
            execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, Trouble) as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
