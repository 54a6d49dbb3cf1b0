from django.db import migrations

from polisocial import groups

def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=groups.MAY_CHANGE).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("polisocial", "0005_history_begins"),
        ("awards", "0004_history_begins"),
        ("cantieri", "0004_history_begins"),
        ("directory", "0004_history_begins"),
        ("offcampus", "0003_history_begins"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(groups.make_groups, remove_groups)]
