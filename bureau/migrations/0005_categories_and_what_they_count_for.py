"""The tree of problem categories as the bureau begins with it, and version 1 of what they count for."""

from datetime import UTC, date, datetime

from django.db import migrations

TREE = (
    ("ATT", "服务态度"),
    ("FIRST", "推诿、首问首诊不落实"),
    ("COMM", "沟通告知不到位"),
    ("ETH", "医德医风、红包、诱导"),
    ("DISC", "脱岗、迟到、着装胸牌"),
    ("QUAL", "医疗质量安全"),
    ("NURS", "护理质量"),
    ("FEE", "收费、医保"),
    ("WAIT", "排队、流程"),
    ("ENV", "环境、设施、标识、停车"),
    ("DRUG", "药品供应"),
    ("INFO", "病历复印、信息公开、隐私"),
    ("PH", "公共卫生、家医签约服务"),
    ("OTH", "其他、非职权"),
)
KINDS_OF_ATTITUDE = (
    ("ATT-SHENG", "生（生疏、不搭理）"),
    ("ATT-YING", "硬（生硬、顶撞）"),
    ("ATT-LENG", "冷（冷漠、冷淡）"),
    ("ATT-LAN", "懒（懒散、不作为）"),
    ("ATT-MAN", "慢（怠慢、拖拉）"),
)
# What the bureau's table calls configurable counts for nothing until two people have said so.
COUNTS = {
    "counts_staff": ["ATT", "FIRST", "COMM", "ETH", "DISC"],
    "counts_institution": ["ATT", "FIRST"],
    "as_attitude": ["ATT", "FIRST"],
    "hand_to_discipline": ["ETH"],
}
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)


def add_categories(apps, schema_editor):
    categories = apps.get_model("bureau", "ProblemCategory").objects
    for place, (code, name) in enumerate(TREE, start=1):
        categories.get_or_create(code=code, defaults={"name": name, "order": place * 100})
    attitude = categories.get(code="ATT")
    for place, (code, name) in enumerate(KINDS_OF_ATTITUDE, start=1):
        told = {"name": name, "parent": attitude, "order": attitude.order + place}
        categories.get_or_create(code=code, defaults=told)
    apps.get_model("bureau", "RuleVersion").objects.get_or_create(
        kind="bureau.categories",
        number=1,
        defaults={
            "valid_from": date(2000, 1, 1),
            "values": COUNTS,
            "source": "县卫生健康局提升医疗卫生服务群众满意度工作方案；各类别计入与否为局默认值",
            "state": "approved",
            "drafted_at": WRITTEN,
            "approved_at": WRITTEN,
        },
    )


class Migration(migrations.Migration):
    replaces = [
        ("bureau", "0019_categories_and_what_they_count_for"),
    ]
    dependencies = [
        ("bureau", "0004_number_series"),
    ]
    operations = [
        migrations.RunPython(add_categories, migrations.RunPython.noop),
    ]
