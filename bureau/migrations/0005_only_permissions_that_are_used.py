"""Sections and liaison assignments are imported nowhere, and sections exported nowhere."""

from django.db import migrations

GONE = ["import_section", "export_section", "import_officerassignment"]


def remove_permissions(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(content_type__app_label="bureau", codename__in=GONE).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("bureau", "0004_trail"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="section",
            options={
                "ordering": ["name"],
                "verbose_name": "bureau section",
                "verbose_name_plural": "bureau sections",
            },
        ),
        migrations.AlterModelOptions(
            name="officerassignment",
            options={
                "ordering": ["institution", "-from_on"],
                "permissions": [
                    ("export_officerassignment", "Can export liaison assignments")
                ],
                "verbose_name": "liaison assignment",
                "verbose_name_plural": "liaison assignments",
            },
        ),
        migrations.RunPython(remove_permissions, migrations.RunPython.noop),
    ]
