"""Version 1 of the plan's two ladders; what the plan leaves open are the bureau's defaults."""

from datetime import UTC, date, datetime

from django.db import migrations

BOTH = {
    "is_on": 1,
    "applies_to": ["level2", "township"],
    "year_begins_month": 1,
    "count_date": "received",
    "partial_percent": 100,
    "tiers_at": [1, 2, 3],
    "beyond": "refer",
}
LADDERS = {
    "accountability.staff": {
        **BOTH,
        "first_tier": ["county_bulletin"],
        "second_tier": ["award_ban", "title_promotion_ban"],
        "third_tier": ["pending_appointment"],
        "title_ban_years": 5,
        "pending_months": 12,
        "not_own_staff": ["劳务派遣", "外包", "实习", "进修", "规培", "返聘"],
    },
    "accountability.institution": {
        **BOTH,
        "first_tier": ["interview_deputy"],
        "second_tier": ["interview_principal"],
        "third_tier": ["county_bulletin", "party_group_decision"],
        "cross_count": 1,
    },
}
# Not from of old, as other rules: nobody is held to account for a year before the plan.
FROM_THE_PLAN = date(2026, 1, 1)
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)


def add_version_one(apps, schema_editor):
    versions = apps.get_model("bureau", "RuleVersion").objects
    for kind, values in LADDERS.items():
        versions.get_or_create(
            kind=kind,
            number=1,
            defaults={
                "valid_from": FROM_THE_PLAN,
                "values": values,
                "source": "县卫生健康局提升医疗卫生服务群众满意度工作方案；方案未定的数值为局默认值",
                "state": "approved",
                "drafted_at": WRITTEN,
                "approved_at": WRITTEN,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("accountability", "0001_counts_and_proposals")]
    operations = [migrations.RunPython(add_version_one, migrations.RunPython.noop)]
