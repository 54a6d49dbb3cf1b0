"""What the design says must always be true, verified on the data there are."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from awards.actions.inspection import inspect


class Command(BaseCommand):
    help = "Name every row that is not as it must be, keep it; fail if there is any."

    def handle(self, **options):
        found = inspect(at=timezone.now())
        for offence in found:
            self.stdout.write(str(offence))
        if found:
            raise CommandError(f"Not as it must be: {len(found)}.")
        self.stdout.write("All is as it must be.")
