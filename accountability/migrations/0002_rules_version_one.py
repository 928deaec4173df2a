"""Version 1 of the ladders and of the road's terms; what the plan leaves open are our defaults.

Joint liability of heads and the ladder of made-up follow-ups are off: they are not in the plan.
"""

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
STAFF = {
    **BOTH,
    "first_tier": ["county_bulletin"],
    "second_tier": ["award_ban", "title_promotion_ban"],
    "third_tier": ["pending_appointment"],
    "title_ban_years": 5,
    "pending_months": 12,
    "not_own_staff": ["劳务派遣", "外包", "实习", "进修", "规培", "返聘"],
}
INSTITUTION = {
    **BOTH,
    "first_tier": ["interview_deputy"],
    "second_tier": ["interview_principal"],
    "third_tier": ["county_bulletin", "party_group_decision"],
    "cross_count": 1,
}
JOINT = {
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
MADE_UP = {
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
ROAD = {"statement_days": 5, "review_days": 30, "appeal_days": 30, "party_group_from": 3}
PLAN = "县卫生健康局提升医疗卫生服务群众满意度工作方案；方案未定的数值为局默认值"
# What each version says, and by which source.
RULES = {
    "accountability.staff": (STAFF, PLAN),
    "accountability.institution": (INSTITUTION, PLAN),
    "accountability.road": (
        ROAD,
        "事业单位工作人员申诉规定的复核、申诉期限；陈述申辩期限为局默认值",
    ),
    "accountability.joint": (
        JOINT,
        "工作方案未规定科室负责人连带责任；数值为局默认值，未启用",
    ),
    "accountability.false_followup": (
        MADE_UP,
        "工作方案未规定虚假随访的处理；数值为局默认值，未启用",
    ),
}
# Not from of old, as other rules: nobody is held to account for a year before the plan.
FROM_THE_PLAN = date(2026, 1, 1)
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)


def add_version_one(apps, schema_editor):
    versions = apps.get_model("bureau", "RuleVersion").objects
    for kind, (values, source) in RULES.items():
        versions.get_or_create(
            kind=kind,
            number=1,
            defaults={
                "valid_from": FROM_THE_PLAN,
                "values": values,
                "source": source,
                "state": "approved",
                "drafted_at": WRITTEN,
                "approved_at": WRITTEN,
            },
        )


class Migration(migrations.Migration):
    replaces = [
        ("accountability", "0002_ladders_version_one"),
        ("accountability", "0004_terms_of_the_road_version_one"),
        ("accountability", "0030_joint_liability_version_one"),
        ("accountability", "0038_ladder_of_made_up_followups_version_one"),
    ]
    dependencies = [
        ("accountability", "0001_tables"),
        ("bureau", "0006_first_lexicon"),
    ]
    operations = [
        migrations.RunPython(add_version_one, migrations.RunPython.noop),
    ]
