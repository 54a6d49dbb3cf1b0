from django.db import migrations

from polisocial.groups import make_groups


class Migration(migrations.Migration):

    dependencies = [
        ("polisocial", "0015_evaluation"),
        ("awards", "0020_inspections"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
