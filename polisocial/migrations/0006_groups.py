from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations

from polisocial import groups

ROOMS = ["awards", "cantieri", "directory", "offcampus", "polisocial"]


def make_groups(apps, schema_editor):
    # Django makes permissions after the last migration: the groups need them now.
    for room in ROOMS:
        using = schema_editor.connection.alias
        create_permissions(present.get_app_config(room), verbosity=0, using=using)
    groups.arrange(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


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

    operations = [migrations.RunPython(make_groups, remove_groups)]
