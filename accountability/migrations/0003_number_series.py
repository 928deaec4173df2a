"""The rows of numbers of the papers of accountability."""

from django.db import migrations

# The marks are the bureau's own: they are changed in the admin, and only for papers to come.
SERIES = [
    ("accountability_notice", "安卫告", "拟处理告知书"),
    ("accountability_decision", "安卫处", "处理决定书"),
    ("accountability_review", "安卫复", "复核决定书"),
    ("accountability_appeal", "安卫申", "申诉处理决定书"),
    ("accountability_revocation", "安卫撤", "撤销决定书"),
    ("accountability_correction", "安卫更", "更正通报"),
    ("accountability_restoration", "安卫恢", "恢复资格待遇通知书"),
    ("accountability_reappeal", "安卫再", "再申诉处理决定书"),
    ("accountability_interview", "安卫约", "约谈通知书"),
    ("accountability_talk", "安卫谈", "约谈记录"),
    ("accountability_awards", "安卫荣", "关于撤销有关荣誉的函"),
    ("accountability_dismissal", "安卫免", "不予处理告知书"),
    ("accountability_lifting", "安卫解", "解除处理决定书"),
]


def add_series(apps, schema_editor):
    series = apps.get_model("bureau", "NumberSeries")
    for code, mark, name in SERIES:
        series.objects.get_or_create(code=code, defaults={"mark": mark, "name": name})


class Migration(migrations.Migration):
    replaces = [
        ("accountability", "0008_numbers_of_redress"),
        ("accountability", "0011_numbers_of_second_appeals"),
        ("accountability", "0014_numbers_of_talks"),
        ("accountability", "0017_numbers_of_letters_on_awards"),
        ("accountability", "0033_numbers_of_ends"),
    ]
    dependencies = [
        ("accountability", "0002_rules_version_one"),
    ]
    operations = [
        migrations.RunPython(add_series, migrations.RunPython.noop),
    ]
