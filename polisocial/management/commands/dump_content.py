from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from polisocial.exchange.dump import dump


class Command(BaseCommand):
    help = "Writes the content files that load_content reads, to be read as a diff."

    def add_arguments(self, parser):
        default = settings.BASE_DIR / "data"
        parser.add_argument("folder", nargs="?", type=Path, default=default)

    def handle(self, *, folder, **options):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            counts = dump(folder)
        except OSError as error:
            reason = f"{error.filename}: {error.strerror}"
            raise CommandError(f"The files cannot be written ({reason}).") from error
        for file, count in counts.items():
            self.stdout.write(f"{file}: {count} records")
