"""Version 1 of the joint liability of heads: off, for it is not in the plan."""

from datetime import UTC, date, datetime

from django.db import migrations

VALUES = {
    "is_on": 0,
    "applies_to": ["level2", "township"],
    "window": "year",
    "year_begins_month": 1,
    "count_date": "received",
    "countable_findings": ["substantiated", "partly_substantiated"],
    "partial_percent": 100,
    "tiers_at": [1, 2, 3],
    "first_tier": ["county_bulletin"],
    "second_tier": ["award_ban"],
    "third_tier": ["pending_appointment"],
    "beyond": "refer",
    "title_ban_years": 5,
    "pending_months": 12,
    "not_own_staff": ["劳务派遣", "外包", "实习", "进修", "规培", "返聘"],
    "late_award": "revoke",
    "ban_start": "decision",
    "ban_stack": "max",
    "ban_scope": ["apply", "appoint"],
    "award_types": ["先进个人", "优秀工作者", "优秀医师", "优秀护士"],
    "head_positions": ["科主任", "科室负责人", "护士长"],
}
FROM_THE_PLAN = date(2026, 1, 1)
WRITTEN = datetime(2026, 11, 23, tzinfo=UTC)


def add_version_one(apps, schema_editor):
    versions = apps.get_model("bureau", "RuleVersion").objects
    versions.get_or_create(
        kind="accountability.joint",
        number=1,
        defaults={
            "valid_from": FROM_THE_PLAN,
            "values": VALUES,
            "source": "工作方案未规定科室负责人连带责任；数值为局默认值，未启用",
            "state": "approved",
            "drafted_at": WRITTEN,
            "approved_at": WRITTEN,
        },
    )


class Migration(migrations.Migration):
    dependencies = [('accountability', '0029_heads_answer_jointly')]
    operations = [migrations.RunPython(add_version_one, migrations.RunPython.noop)]
