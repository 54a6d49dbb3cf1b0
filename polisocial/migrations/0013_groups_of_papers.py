from django.db import migrations

from polisocial.groups import make_groups


class Migration(migrations.Migration):

    dependencies = [
        ("polisocial", "0012_groups_of_taking_part"),
        ("awards", "0011_papers"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
