from django.db import migrations

from content.history import begin, forget_beginning


def record(apps, schema_editor):
    begin(apps, "directory")


def forget(apps, schema_editor):
    forget_beginning(apps, "directory")


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_history")]
    operations = [migrations.RunPython(record, forget)]
