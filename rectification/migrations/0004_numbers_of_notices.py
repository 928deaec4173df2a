"""The row of numbers of notices of rectification."""

from django.db import migrations


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    said = {"mark": "安卫改", "name": "整改通知书"}
    series.objects.get_or_create(code="rectification_notice", defaults=said)


class Migration(migrations.Migration):
    replaces = [
        ("rectification", "0024_numbers_of_notices"),
    ]
    dependencies = [
        ("rectification", "0003_first_checklists"),
    ]
    operations = [
        migrations.RunPython(add_series, migrations.RunPython.noop),
    ]
