"""A year of the calendar that is known is not taken away: there is no verb for it."""

from django.db import migrations


def remove_permission(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(
        content_type__app_label="bureau", codename="delete_calendaryear"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("bureau", "0032_institution_codes_stand"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="calendaryear",
            options={
                "default_permissions": ["view", "add", "change"],
                "ordering": ["-year"],
                "verbose_name": "calendar year",
                "verbose_name_plural": "calendar years",
            },
        ),
        migrations.RunPython(remove_permission, migrations.RunPython.noop),
    ]
