from django.db import migrations


def verify_emails(apps, schema_editor):
    """Accounts made before there was mail to verify them must still get in."""
    EmailAddress = apps.get_model("account", "EmailAddress")
    for user in apps.get_model("accounts", "User").objects.iterator():
        EmailAddress.objects.get_or_create(
            user=user,
            email=user.email.lower(),
            defaults={"primary": True, "verified": True},
        )


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_attempts"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(verify_emails, migrations.RunPython.noop)]
