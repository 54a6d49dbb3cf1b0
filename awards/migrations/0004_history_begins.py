from django.db import migrations

from content.history import begin, forget_beginning


def record(apps, schema_editor):
    begin(apps, "awards")


def forget(apps, schema_editor):
    forget_beginning(apps, "awards")


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_history")]
    operations = [migrations.RunPython(record, forget)]
