"""Version 1 of the register's rules: what the county's plan says, and the bureau's defaults."""

from datetime import UTC, date, datetime

from django.db import migrations

VALUES = {
    "due_day": 10,
    "provisional_hour": 18,
    "reminder_days": [5, 8, 10],
    "followup_due_days": 7,
    "township_rate_percent": 10,
    "level2_rate_percent": 5,
    "min_checks": 3,
    "replacements_factor": 2,
    "attempts_before_replacement": 3,
    "days_before_replacement": 2,
    "hours_between_attempts": 2,
    "look_seconds": 60,
    "looks_an_hour": 30,
    "looks_a_day": 100,
    "closing_grace_minutes": 60,
    "common_from": 3,
}
# Long before any register there is: the number of the plan's paper is the bureau's to add.
FROM_THE_START = date(2000, 1, 1)
WRITTEN = datetime(2026, 11, 21, tzinfo=UTC)


def add_version_one(apps, schema_editor):
    apps.get_model("bureau", "RuleVersion").objects.get_or_create(
        kind="followups.register",
        number=1,
        defaults={
            "valid_from": FROM_THE_START,
            "values": VALUES,
            "source": "县卫生健康局提升医疗卫生服务群众满意度工作方案；方案未定的数值为局默认值",
            "state": "approved",
            "drafted_at": WRITTEN,
            "approved_at": WRITTEN,
        },
    )


class Migration(migrations.Migration):
    replaces = [
        ("followups", "0007_register_rules_version_one"),
    ]
    dependencies = [
        ("followups", "0001_tables"),
        ("bureau", "0006_first_lexicon"),
    ]
    operations = [
        migrations.RunPython(add_version_one, migrations.RunPython.noop),
    ]
