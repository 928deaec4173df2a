"""The row of numbers of notices of rectification."""

from django.db import migrations


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    said = {"mark": "安卫改", "name": "整改通知书"}
    series.objects.get_or_create(code="rectification_notice", defaults=said)


class Migration(migrations.Migration):
    dependencies = [
        ("rectification", "0023_what_a_section_answers_for_is_read_from_an_index"),
        ("bureau", "0012_number_series"),
    ]
    operations = [migrations.RunPython(add_series, migrations.RunPython.noop)]
