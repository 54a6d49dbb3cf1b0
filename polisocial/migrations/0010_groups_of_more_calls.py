from django.db import migrations

from polisocial.groups import make_groups


class Migration(migrations.Migration):

    dependencies = [
        ("polisocial", "0009_groups_of_calls"),
        ("awards", "0008_more_of_calls"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
