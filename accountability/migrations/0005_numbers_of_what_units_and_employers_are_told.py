"""The rows of numbers of notices to units of what they carry out, and of letters to employers."""

from django.db import migrations

# The marks are the bureau's own: they are changed in the admin, and only for papers to come.
SERIES = [
    ("accountability_unit", "安卫执", "关于执行处理决定的通知"),
    ("accountability_employer", "安卫函", "关于工作人员被投诉查实情况的函"),
]


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    for code, mark, name in SERIES:
        series.objects.get_or_create(code=code, defaults={"mark": mark, "name": name})


class Migration(migrations.Migration):
    dependencies = [("accountability", "0004_beyond_the_ladder_a_ban_may_be_lengthened")]
    operations = [migrations.RunPython(add_series, migrations.RunPython.noop)]
