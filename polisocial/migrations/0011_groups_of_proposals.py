from django.db import migrations

from polisocial.groups import make_groups


class Migration(migrations.Migration):

    dependencies = [
        ("polisocial", "0010_groups_of_more_calls"),
        ("awards", "0009_proposals"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
