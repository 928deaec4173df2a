"""Version 1 of the ladder of made-up follow-ups: off, for it is not in the plan."""

from datetime import UTC, date, datetime

from django.db import migrations

VALUES = {
    "is_on": 0,
    "applies_to": ["level2", "township"],
    "window": "year",
    "year_begins_month": 1,
    "count_date": "received",
    "count_under_appeal": 1,
    "tiers_at": [1, 2, 3],
    "first_tier": ["interview_deputy"],
    "second_tier": ["interview_principal"],
    "third_tier": ["county_bulletin"],
    "cumulative": 1,
    "beyond": "refer",
}
FROM_THE_PLAN = date(2026, 1, 1)
WRITTEN = datetime(2026, 11, 23, tzinfo=UTC)


def add_version_one(apps, schema_editor):
    versions = apps.get_model("bureau", "RuleVersion").objects
    versions.get_or_create(
        kind="accountability.false_followup",
        number=1,
        defaults={
            "valid_from": FROM_THE_PLAN,
            "values": VALUES,
            "source": "工作方案未规定虚假随访的处理；数值为局默认值，未启用",
            "state": "approved",
            "drafted_at": WRITTEN,
            "approved_at": WRITTEN,
        },
    )


class Migration(migrations.Migration):
    dependencies = [('accountability', '0037_made_up_followups_add_up')]
    operations = [migrations.RunPython(add_version_one, migrations.RunPython.noop)]
