"""Version 1 of the road's terms, and the rows of numbers of its papers."""

from datetime import UTC, date, datetime

from django.db import migrations

# The marks are the bureau's own: they are changed in the admin, and only for papers to come.
SERIES = [
    ("accountability_notice", "安卫告", "拟处理告知书"),
    ("accountability_decision", "安卫处", "处理决定书"),
]
VALUES = {"statement_days": 5, "review_days": 30, "appeal_days": 30, "party_group_from": 3}
FROM_THE_PLAN = date(2026, 1, 1)
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)


def add_version_one(apps, schema_editor):
    apps.get_model("bureau", "RuleVersion").objects.get_or_create(
        kind="accountability.road",
        number=1,
        defaults={
            "valid_from": FROM_THE_PLAN,
            "values": VALUES,
            "source": "事业单位工作人员申诉规定的复核、申诉期限；陈述申辩期限为局默认值",
            "state": "approved",
            "drafted_at": WRITTEN,
            "approved_at": WRITTEN,
        },
    )


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    for code, mark, name in SERIES:
        series.objects.get_or_create(code=code, defaults={"mark": mark, "name": name})


class Migration(migrations.Migration):
    dependencies = [("accountability", "0003_the_road_to_effect")]
    operations = [
        migrations.RunPython(add_version_one, migrations.RunPython.noop),
        migrations.RunPython(add_series, migrations.RunPython.noop),
    ]
