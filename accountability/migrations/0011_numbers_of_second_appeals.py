"""The row of numbers of what answers a second appeal."""

from django.db import migrations


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    said = {"mark": "安卫再", "name": "再申诉处理决定书"}
    series.objects.get_or_create(code="accountability_reappeal", defaults=said)


class Migration(migrations.Migration):
    dependencies = [("accountability", "0010_lists_leave_the_house")]
    operations = [migrations.RunPython(add_series, migrations.RunPython.noop)]
