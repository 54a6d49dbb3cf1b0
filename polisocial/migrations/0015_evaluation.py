from django.db import migrations

from content.revision import MoveRevision
from polisocial.groups import make_groups


class Migration(migrations.Migration):

    dependencies = [
        ("polisocial", "0014_groups_of_rehearsals"),
        ("awards", "0014_evaluation"),
    ]

    operations = [
        MoveRevision("awards_announcement", "awards_minutespublication"),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
