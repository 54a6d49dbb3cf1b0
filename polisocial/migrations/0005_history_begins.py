from django.db import migrations

from content.history import begin, forget_beginning


def record(apps, schema_editor):
    begin(apps, "polisocial")


def forget(apps, schema_editor):
    forget_beginning(apps, "polisocial")


class Migration(migrations.Migration):
    dependencies = [("polisocial", "0004_history")]
    operations = [migrations.RunPython(record, forget)]
