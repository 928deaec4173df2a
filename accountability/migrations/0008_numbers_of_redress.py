"""The rows of numbers of what answers a review or appeal, takes back and restores."""

from django.db import migrations

# The marks are the bureau's own: they are changed in the admin, and only for papers to come.
SERIES = [
    ("accountability_review", "安卫复", "复核决定书"),
    ("accountability_appeal", "安卫申", "申诉处理决定书"),
    ("accountability_revocation", "安卫撤", "撤销决定书"),
    ("accountability_correction", "安卫更", "更正通报"),
    ("accountability_restoration", "安卫恢", "恢复资格待遇通知书"),
]


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    for code, mark, name in SERIES:
        series.objects.get_or_create(code=code, defaults={"mark": mark, "name": name})


class Migration(migrations.Migration):
    dependencies = [("accountability", "0007_decided_things_are_looked_at_again")]
    operations = [migrations.RunPython(add_series, migrations.RunPython.noop)]
