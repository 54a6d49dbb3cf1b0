from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from polisocial.exchange.checks import Folder
from polisocial.exchange.load import Refused, load


class Command(BaseCommand):
    help = (
        "Loads the content files of a folder, all or nothing. "
        "What staff have edited or deleted since the last load stays, and is listed."
    )

    def add_arguments(self, parser):
        default = settings.BASE_DIR / "data"
        parser.add_argument("folder", nargs="?", type=Path, default=default)
        parser.add_argument(
            "--check", action="store_true", help="Only say what is wrong in the files."
        )

    def handle(self, *, folder, check, **options):
        content = Folder(folder)
        if content.faults:
            faults = "\n".join(content.faults)
            raise CommandError(f"Nothing was loaded. Correct these first:\n{faults}")
        if check:
            self.stdout.write(f"{len(content.entries)} records, nothing wrong.")
            return
        try:
            report = load(content.entries)
        except Refused as refused:
            raise CommandError(f"Nothing was loaded. {refused}") from refused
        for file, outcome in report.outcomes.items():
            self.stdout.write(
                f"{file}: {outcome.records} records, {outcome.written} written, "
                f"{outcome.unchanged} unchanged, {outcome.left_alone} left alone"
            )
        for line in report.left_alone:
            self.stdout.write(line)
