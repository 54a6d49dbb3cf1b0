from django.db import migrations

from content.history import begin, forget_beginning


def record(apps, schema_editor):
    begin(apps, "offcampus")


def forget(apps, schema_editor):
    forget_beginning(apps, "offcampus")


class Migration(migrations.Migration):
    dependencies = [("offcampus", "0002_history")]
    operations = [migrations.RunPython(record, forget)]
