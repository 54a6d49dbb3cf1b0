from django.db import migrations

from polisocial.groups import make_groups


class Migration(migrations.Migration):

    dependencies = [
        ("polisocial", "0008_loaded_record_left"),
        ("awards", "0007_calls"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
