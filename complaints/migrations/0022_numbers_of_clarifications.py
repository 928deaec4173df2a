"""The row of numbers of letters of clarification."""

from django.db import migrations


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    said = {"mark": "安卫澄", "name": "澄清函"}
    series.objects.get_or_create(code="complaints_clarification", defaults=said)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0021_what_was_made_up"), ("bureau", "0012_number_series")]
    operations = [migrations.RunPython(add_series, migrations.RunPython.noop)]
