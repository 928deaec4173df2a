"""The ledger's columns in the county's order, as its workbooks and papers are written.

What leaves the house is in Chinese whoever takes it out, so these words stand here.
"""

from typing import NamedTuple


class Column(NamedTuple):
    """A column: the field it shows, its heading, other headings under which it comes in."""

    field: str
    heading: str
    also: tuple[str, ...] = ()
    is_read: bool = False


COLUMNS = (
    Column("number", "序号"),
    Column("no", "台账编号"),
    Column("source", "问题来源", ("来源", "线索来源", "发现渠道"), is_read=True),
    Column("source_no", "来源编号", ("原编号", "原台账编号", "编号"), is_read=True),
    Column(
        "found_on", "发现日期", ("检查日期", "检查时间", "排查日期", "发现时间", "日期"),
        is_read=True,
    ),
    Column(
        "institution", "责任单位",
        ("被检查单位", "单位", "单位名称", "机构", "医疗机构", "整改单位"), is_read=True,
    ),
    Column(
        "problem", "问题描述", ("存在问题", "问题", "问题内容", "具体问题", "主要问题"),
        is_read=True,
    ),
    Column("category", "问题类别", ("类别", "问题分类", "类型"), is_read=True),
    Column("theme", "专项主题", ("专项", "主题"), is_read=True),
    Column("severity", "严重程度", ("等级", "问题等级", "程度"), is_read=True),
    Column("is_common", "是否共性", ("共性问题",), is_read=True),
    Column("cause", "原因分析", ("原因",), is_read=True),
    Column("goal", "整改目标", ("整改要求", "目标"), is_read=True),
    Column("measures", "整改措施", ("措施", "具体措施")),
    Column("kind", "整改类型"),
    Column("leader", "责任领导"),
    Column("sections", "责任科室"),
    Column("responsible", "责任人", ("整改责任人", "负责人"), is_read=True),
    Column("due_on", "整改时限"),
    Column("progress", "进展情况"),
    Column("state", "完成情况"),
    Column("evidence", "佐证材料"),
    Column("self_check", "自查结论"),
    Column("requested_on", "申请销号时间"),
    Column("verified", "验收人/验收方式/验收意见"),
    Column("publicity", "是否公示/公示期"),
    Column("closed_on", "销号时间"),
    Column("approved_by", "销号批准人"),
    Column("look_back", "回头看日期/结果"),
    Column("remark", "备注", ("说明",), is_read=True),
)  # fmt: skip
HEADINGS = [column.heading for column in COLUMNS]
READ = {column.field: column for column in COLUMNS if column.is_read}
PRINTED = ("序号", "问题", "措施", "责任人", "时限", "进展", "销号")

SOURCE_WORDS = {
    "complaint": "投诉",
    "hotline": "12345",
    "petition": "信访",
    "followup": "随访",
    "spot_check": "抽查",
    "survey": "满意度",
    "inspection": "检查",
    "unannounced": "暗访",
    "assessment": "考核",
    "superior": "上级反馈",
    "self_check": "自查",
    "interview": "约谈",
}
SEVERITY_WORDS = {"ordinary": "一般", "serious": "较重", "high": "严重"}
KIND_WORDS = {"immediate": "立行立改", "limited": "限期整改", "standing": "长期坚持"}
METHOD_WORDS = {"on_site": "现场", "documents": "查阅资料", "telephone": "电话"}
VERDICT_WORDS = {"accepted": "同意销号", "phased": "阶段性完成", "returned": "退回整改"}
LOOK_BACK_WORDS = {"": "待回头看", "holds": "未反弹", "relapse": "问题反弹"}
STATE_WORDS = {
    "draft": "待立项",
    "dismissed": "不予立项",
    "issued": "已下达",
    "planned": "方案已报",
    "rectifying": "整改中",
    "returned": "退回整改",
    "closure_requested": "申请销号",
    "verifying": "验收核查",
    "publicity": "公示中",
    "phased": "阶段性完成",
    "closed": "已销号",
}
YES, NO, MISSING = "是", "否", "—"
