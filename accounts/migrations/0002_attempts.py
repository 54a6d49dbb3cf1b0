from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    database = schema_editor.connection.alias
    call_command("createcachetable", "attempts", database=database, verbosity=0)


def drop_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE attempts")


class Migration(migrations.Migration):
    """Attempts to sign in are counted in a table, for all workers together."""

    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(create_table, drop_table)]
