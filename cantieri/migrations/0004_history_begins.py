from django.db import migrations

from content.history import begin, forget_beginning


def record(apps, schema_editor):
    begin(apps, "cantieri")


def forget(apps, schema_editor):
    forget_beginning(apps, "cantieri")


class Migration(migrations.Migration):
    dependencies = [("cantieri", "0003_history")]
    operations = [migrations.RunPython(record, forget)]
