from django.db import migrations

from polisocial.groups import make_groups


class Migration(migrations.Migration):

    dependencies = [
        ("polisocial", "0011_groups_of_proposals"),
        ("awards", "0010_letters"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
