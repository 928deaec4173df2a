"""The rows of numbers of summonses to interviews and of their records."""

from django.db import migrations

# The marks are the bureau's own: they are changed in the admin, and only for papers to come.
SERIES = [
    ("accountability_interview", "安卫约", "约谈通知书"),
    ("accountability_talk", "安卫谈", "约谈记录"),
]


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    for code, mark, name in SERIES:
        series.objects.get_or_create(code=code, defaults={"mark": mark, "name": name})


class Migration(migrations.Migration):
    dependencies = [("accountability", "0013_talks_and_bulletins")]
    operations = [migrations.RunPython(add_series, migrations.RunPython.noop)]
