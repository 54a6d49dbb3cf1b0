from django.db import migrations

from polisocial.groups import make_groups


class Migration(migrations.Migration):

    dependencies = [
        ("polisocial", "0013_groups_of_papers"),
        ("awards", "0012_rehearsals"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
