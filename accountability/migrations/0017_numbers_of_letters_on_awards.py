"""The row of numbers of letters that revoke awards."""

from django.db import migrations


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    said = {"mark": "安卫荣", "name": "关于撤销有关荣誉的函"}
    series.objects.get_or_create(code="accountability_awards", defaults=said)


class Migration(migrations.Migration):
    dependencies = [("accountability", "0016_twelve_months_may_roll")]
    operations = [migrations.RunPython(add_series, migrations.RunPython.noop)]
