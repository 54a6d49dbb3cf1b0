"""A whole competition to look at, in the database of this checkout: `make demo`."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from polisocial.local import accounts, database
from polisocial.local.run import prepare_portal, say, set_up
from polisocial.local.trouble import Trouble


def demonstrate(*, remove):
    """Fill it, and say whom to sign in as."""
    with database.provided():
        set_up()
        prepare_portal()
        try:
            if settings.DEVELOPMENT:
                accounts.prepare()
            call_command("demonstration", remove=remove)
            accounts.prepare_committee()
        except CommandError as error:
            raise Trouble(str(error)) from None
        finally:
            connection.close()
    say("")
    say("`make run` shows them. Sign in as")
    for line in accounts.words_of_committee():
        say(f"  {line}")
