"""Version 1 of the rules of posting: the plan's five places, and the bureau's defaults."""

from datetime import UTC, date, datetime

from django.db import migrations

VALUES = {
    "township_places": 5,
    "other_places": 0,
    "calls_a_month": 2,
    "calls_out_of_hours": 1,
    "office_opens": 8,
    "office_closes": 18,
}
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)


def add_version_one(apps, schema_editor):
    apps.get_model("bureau", "RuleVersion").objects.get_or_create(
        kind="rectification.postings",
        number=1,
        defaults={
            "valid_from": date(2000, 1, 1),
            "values": VALUES,
            "source": "县卫生健康局提升医疗卫生服务群众满意度工作方案；方案未定的数值为局默认值",
            "state": "approved",
            "drafted_at": WRITTEN,
            "approved_at": WRITTEN,
        },
    )


class Migration(migrations.Migration):
    dependencies = [("rectification", "0003_posting_places")]
    operations = [migrations.RunPython(add_version_one, migrations.RunPython.noop)]
