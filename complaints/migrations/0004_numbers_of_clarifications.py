"""The row of numbers of letters of clarification."""

from django.db import migrations


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    said = {"mark": "安卫澄", "name": "澄清函"}
    series.objects.get_or_create(code="complaints_clarification", defaults=said)


class Migration(migrations.Migration):
    replaces = [
        ("complaints", "0022_numbers_of_clarifications"),
    ]
    dependencies = [
        ("complaints", "0003_case_rules_version_one"),
    ]
    operations = [
        migrations.RunPython(add_series, migrations.RunPython.noop),
    ]
