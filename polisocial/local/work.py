"""The worker beside the web server, which ends with the process that started it."""

import django
from django.core.management import call_command

from polisocial.local.parent import end_with_parent

if __name__ == "__main__":
    end_with_parent()
    django.setup()
    call_command("work", forever=True)
