"""The first checklists: what the plan asks for, item by item, and the ten duties of complaint
handling, in our words with a few of theirs; one version for each kind of institution."""

from datetime import UTC, date, datetime

from django.db import migrations

PLAN, DUTIES = "满意度工作方案", "投诉管理“十应当”"
EVERYBODY = ("level2", "township", "other")
# code, for whom, what to look at, words of the source, theme, category
OF_THE_PLAN = [
    ("S-04", ("level2",), "门诊设有导医台，并有导医人员在岗", "必须全部设置导医台、配备导医人员", "queue", "WAIT"),
    ("S-05", ("township",), "就诊高峰有专人引导患者", "高峰时段由专人引导", "queue", "WAIT"),
    ("S-06", EVERYBODY, "当班医师在公众号、显示屏等处公布，且为最新", "定时公布", "process", "INFO"),
    ("S-07", EVERYBODY, "可网上预约，并按时段就诊", "", "process", "WAIT"),
    ("S-08", EVERYBODY, "便民物品齐全可用：饮水、应急电话、轮椅、纸、笔、老花镜", "", "environment", "ENV"),
    ("S-09", EVERYBODY, "危重病人、残疾人、现役军人、高龄患者有绿色通道", "优先就诊", "process", "WAIT"),
    ("S-10", EVERYBODY, "环境整洁、路面平整、标识齐全、停车有序，有禁烟和安全标识，病房和厕所清洁无异味", "", "environment", "ENV"),
    ("S-11", EVERYBODY, "首次被询问、首次接诊的人员负责到底", "首问和首诊负责制", "attitude", "FIRST"),
    ("S-11B", EVERYBODY, "工作时间着装规范、佩戴胸卡", "佩戴胸卡（牌）", "attitude", "DISC"),
    ("S-12", EVERYBODY, "医师讲清病情、方案、检查、用药、耗材和医保目录项目", "", "communication", "COMM"),
    ("S-13", EVERYBODY, "现场未见生硬、冷漠、推诿、拖拉等态度问题", "生、硬、冷、懒、慢", "attitude", "ATT"),
    ("S-14", EVERYBODY, "门诊大厅、病房、行政办公、公共卫生区域公布24小时投诉电话", "本院及卫健局投诉电话各一部", "publicity", "INFO"),
    ("S-15", ("level2",), "全部科室和病房都已张贴投诉电话", "所有科室、病房均要张贴", "publicity", "INFO"),
    ("S-16", ("township",), "投诉电话至少张贴5处", "不低于5处", "publicity", "INFO"),
]
OF_THE_DUTIES = [
    ("D-01", "投诉有一站式受理和处理，患者不用多处跑", "communication", None),
    ("D-02", "投诉渠道公开、畅通、方便", "publicity", "INFO"),
    ("D-03", "首诉负责：第一个接到投诉的人受理并负责到底", "attitude", "FIRST"),
    ("D-04", "可能危害患者安全的，立即采取措施避免或减轻", "safety", "QUAL"),
    ("D-05", "投诉事项及时核实", "communication", None),
    ("D-06", "处理意见及时反馈投诉人", "communication", None),
    ("D-07", "引导患者通过合法途径解决", "communication", None),
    ("D-08", "对高风险投诉有防范和报告", "safety", None),
    ("D-09", "重点投诉办结后回访", "communication", None),
    ("D-10", "投诉暴露的问题整改到位，形成闭环", "quality", None),
]
TITLES = {"level2": "二级以上医院检查表", "township": "乡镇卫生院检查表", "other": "其他医疗机构检查表"}
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)


def items_for(group):
    for code, groups, text, quote, theme, category in OF_THE_PLAN:
        if group in groups:
            yield code, text, quote, PLAN, theme, category
    for number, (code, text, theme, category) in enumerate(OF_THE_DUTIES, start=1):
        yield code, text, "", f"{DUTIES}第{number}项", theme, category


def add_checklists(apps, schema_editor):
    themes = {one.code: one for one in apps.get_model("rectification", "Theme").objects.all()}
    categories = {
        one.code: one for one in apps.get_model("bureau", "ProblemCategory").objects.all()
    }
    checklists = apps.get_model("rectification", "Checklist").objects
    items = apps.get_model("rectification", "ChecklistItem").objects
    for group, title in TITLES.items():
        checklist, is_new = checklists.get_or_create(
            group=group,
            version=1,
            defaults={
                "title": title,
                "valid_from": date(2000, 1, 1),
                "state": "approved",
                "source": "县卫生健康局提升医疗卫生服务群众满意度工作方案；医疗机构投诉管理“十应当”（2021）",
                "approved_at": WRITTEN,
            },
        )
        if not is_new:
            continue
        for position, (code, text, quote, clause, theme, category) in enumerate(items_for(group)):
            items.create(
                checklist=checklist, position=position, code=code, text=text, quote=quote,
                clause=clause, theme=themes.get(theme), category=categories.get(category),
            )


class Migration(migrations.Migration):
    replaces = [
        ("rectification", "0006_first_checklists"),
        ("rectification", "0021_brackets_of_the_badge"),
    ]
    dependencies = [
        ("rectification", "0002_rules_version_one"),
    ]
    operations = [
        migrations.RunPython(add_checklists, migrations.RunPython.noop),
    ]
