"""The rows of numbers of what tells whoever was told that it ended."""

from django.db import migrations

# The marks are the bureau's own: they are changed in the admin, and only for papers to come.
SERIES = [
    ("accountability_dismissal", "安卫免", "不予处理告知书"),
    ("accountability_lifting", "安卫解", "解除处理决定书"),
]


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    for code, mark, name in SERIES:
        series.objects.get_or_create(code=code, defaults={"mark": mark, "name": name})


class Migration(migrations.Migration):
    dependencies = [("accountability", "0032_who_joined_or_reopened_does_not_decide")]
    operations = [migrations.RunPython(add_series, migrations.RunPython.noop)]
