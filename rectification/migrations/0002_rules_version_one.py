"""Version 1 of the rules of the ledger and of posting, and the themes of the plan's campaign."""

from datetime import UTC, date, datetime

from django.db import migrations

LEDGER = {
    "plan_due_workdays": 5,
    "immediate_days": 7,
    "limited_days": 30,
    "standing_days": 90,
    "verify_workdays": 5,
    "most_extension_days": 30,
    "publicity_days": 7,
    "look_back_days": 30,
    "look_back_percent": 10,
    "relapse_days": 90,
    "recurrence_days": 90,
    "soon_days": 3,
    "escalate_section_workdays": 1,
    "escalate_leader_workdays": 3,
}
# The plan's five places; the rest are the bureau's defaults.
POSTINGS = {
    "township_places": 5,
    "other_places": 0,
    "calls_a_month": 2,
    "calls_out_of_hours": 1,
    "office_opens": 8,
    "office_closes": 18,
}
RULES = {"rectification.ledger": LEDGER, "rectification.postings": POSTINGS}
FROM_THE_START = date(2000, 1, 1)
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)
THEMES = [
    ("queue", "排队拥挤"),
    ("attitude", "服务态度"),
    ("environment", "就医环境"),
    ("process", "优化流程"),
    ("quality", "医疗质量"),
    ("cost", "费用收费"),
    ("safety", "医疗安全"),
    ("communication", "沟通告知"),
    ("publicity", "宣传引导"),
]


def add_version_one(apps, schema_editor):
    versions = apps.get_model("bureau", "RuleVersion").objects
    for kind, values in RULES.items():
        versions.get_or_create(
            kind=kind,
            number=1,
            defaults={
                "valid_from": FROM_THE_START,
                "values": values,
                "source": "县卫生健康局提升医疗卫生服务群众满意度工作方案；方案未定的数值为局默认值",
                "state": "approved",
                "drafted_at": WRITTEN,
                "approved_at": WRITTEN,
            },
        )


def add_themes(apps, schema_editor):
    themes = apps.get_model("rectification", "Theme").objects
    for position, (code, name) in enumerate(THEMES):
        themes.get_or_create(code=code, defaults={"name": name, "position": position})


class Migration(migrations.Migration):
    replaces = [
        ("rectification", "0002_ledger_rules_version_one"),
        ("rectification", "0004_posting_rules_version_one"),
    ]
    dependencies = [
        ("rectification", "0001_tables"),
        ("bureau", "0006_first_lexicon"),
    ]
    operations = [
        migrations.RunPython(add_version_one, migrations.RunPython.noop),
        migrations.RunPython(add_themes, migrations.RunPython.noop),
    ]
