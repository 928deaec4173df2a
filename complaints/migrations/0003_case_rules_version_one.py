"""Version 1 of the rules of complaints: the ministry's and the petition rules' days, and the rest."""

from datetime import UTC, date, datetime

from django.db import migrations

VALUES = {
    "first_action_hours": 2,
    "triage_workdays": 1,
    "answer_workdays": 5,
    "answer_many_workdays": 10,
    "unit_report_workdays": 3,
    "unit_report_many_workdays": 7,
    "bureau_finding_workdays": 2,
    "callback_days": 7,
    "review_workdays": 2,
    "consultation_workdays": 2,
    "help_workdays": 5,
    "suggestion_workdays": 10,
    "hotline_sign_workdays": 1,
    "hotline_return_workdays": 1,
    "hotline_returns": 1,
    "child_order_lead_workdays": 2,
    "petition_tell_days": 15,
    "petition_object_workdays": 5,
    "petition_finish_days": 60,
    "petition_extension_days": 30,
    "warn_percent": [50, 80],
    "escalate_section_workdays": 1,
    "escalate_deputy_workdays": 3,
    "unclaimed_workdays": 1,
    "long_unsolved_days": 60,
    "repeat_contacts": 2,
    "repeat_people": 3,
    "repeat_days": 90,
    "duplicate_days": 30,
}
FROM_THE_START = date(2000, 1, 1)
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)


def add_version_one(apps, schema_editor):
    apps.get_model("bureau", "RuleVersion").objects.get_or_create(
        kind="complaints.cases",
        number=1,
        defaults={
            "valid_from": FROM_THE_START,
            "values": VALUES,
            "source": "医疗机构投诉管理办法；信访工作条例；两者未定的数值为局默认值",
            "state": "approved",
            "drafted_at": WRITTEN,
            "approved_at": WRITTEN,
        },
    )


class Migration(migrations.Migration):
    replaces = [
        ("complaints", "0002_case_rules_version_one"),
    ]
    dependencies = [
        ("complaints", "0002_words_of_cases"),
        ("bureau", "0006_first_lexicon"),
    ]
    operations = [
        migrations.RunPython(add_version_one, migrations.RunPython.noop),
    ]
