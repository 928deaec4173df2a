"""The rows of numbers of the bureau's own papers."""

from django.db import migrations

# The marks are the bureau's own: they are changed in the admin, and only for papers to come.
SERIES = [("notice", "安卫通", "通报"), ("reminder", "安卫督", "督办、催办通知书")]


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    for code, mark, name in SERIES:
        series.objects.get_or_create(code=code, defaults={"mark": mark, "name": name})


class Migration(migrations.Migration):
    replaces = [
        ("bureau", "0012_number_series"),
    ]
    dependencies = [
        ("bureau", "0003_sections_and_calendar"),
    ]
    operations = [
        migrations.RunPython(add_series, migrations.RunPython.noop),
    ]
