from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError

from polisocial.generated import store


class Command(BaseCommand):
    help = (
        "Fills the database with projects that do not exist, to measure the portal. "
        "The same seed makes the same ones."
    )

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, default=10_000, help="How many.")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--beside-real",
            action="store_true",
            help="Also where there are real projects: visitors will see both.",
        )
        parser.add_argument(
            "--remove", action="store_true", help="Delete what was generated instead."
        )

    def handle(self, *, count, seed, beside_real, remove, **options):
        if remove:
            self.remove()
            return
        if count < 1:
            raise CommandError("The count must be 1 at least.")
        if store.is_anything_generated():
            raise CommandError("There are generated things already: --remove them.")
        if store.real_projects().exists() and not beside_real:
            raise CommandError(
                "There are real projects here, and visitors would see both. "
                "Use another database, or add --beside-real."
            )
        for model, number in store.store(count, seed).items():
            self.stdout.write(f"{model._meta.label}: {number}")

    def remove(self):
        try:
            removed = store.remove()
        except ProtectedError as error:
            named = ", ".join(sorted(str(row) for row in error.protected_objects)[:5])
            raise CommandError(
                f"Nothing was removed: something real refers to it ({named})."
            ) from error
        for label, number in removed.items():
            self.stdout.write(f"{label}: {number} removed")
