"""What the design says must always be true, verified on the data there are."""

from django.core.management.base import BaseCommand, CommandError

from awards.rules.invariants import offences


class Command(BaseCommand):
    help = "Name every row that is not as it must be; fail if there is any."

    def handle(self, **options):
        found = 0
        for offence in offences():
            found += 1
            self.stdout.write(f"{offence.row}: {offence.text}")
        if found:
            raise CommandError(f"Not as it must be: {found}.")
        self.stdout.write("All is as it must be.")
