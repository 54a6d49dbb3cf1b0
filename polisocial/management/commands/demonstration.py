"""Two competitions that never were, to see the portal at work on a developer's machine:
one that is over, with its projects, and one that is being judged just now.

By `make demo`, whose receipts are signed with the key of the checkout: a key that is
forgotten makes none that can be verified.
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from awards.models import Competition
from polisocial.demonstration.people import NoDepartments
from polisocial.demonstration.scenario import FINISHED, UNDER_WAY, play

UNTIL = {FINISHED: None, UNDER_WAY: "reviews"}


class Command(BaseCommand):
    help = "Make the two demonstration competitions, where they are not there yet."

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="Why it cannot be.")

    def handle(self, *, remove, **options):
        if not settings.DEVELOPMENT:
            raise CommandError("A demonstration has no place in production.")
        if remove:
            raise CommandError(
                "What was handed in, judged and decided can never be deleted, and a "
                "demonstration is no exception: `make clean` forgets the whole local "
                "database, and `make run` starts anew."
            )
        with translation.override("it"):
            for label, until in UNTIL.items():
                if not Competition.objects.filter(label=label).exists():
                    self.fill(label, until)
                made = Competition.objects.get(label=label)
                self.stdout.write(f"{made.label}: {made.get_absolute_url()}")

    @transaction.atomic
    def fill(self, label, until):
        """All of it, or nothing where somebody interrupts."""
        try:
            for date, told in play(timezone.now(), until, label=label):
                self.stdout.write(f"{date}  {told}")
        except NoDepartments:
            raise CommandError(
                "There is no content yet: `make run` loads it, or `load_content`."
            ) from None
