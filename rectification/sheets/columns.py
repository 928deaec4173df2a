"""The ledger's columns in the county's order, as its workbooks and papers are written.

What leaves the house is in Chinese whoever takes it out, so these words stand here.
"""

from bureau.sheet_tables import Column

COLUMNS = (
    Column("number", "序号"),
    # A book's own number is one problem's; a source's may be several problems'.
    Column(
        "no", "台账编号", ("台账号", "问题编号", "原编号", "原台账编号", "编号"), is_read=True
    ),
    Column("source", "问题来源", ("来源", "线索来源", "发现渠道", "检查方式"), is_read=True),
    Column("source_no", "来源编号", ("交办编号", "文号"), is_read=True),
    Column(
        "found_on", "发现日期", ("检查日期", "检查时间", "排查日期", "发现时间", "日期"),
        is_read=True,
    ),
    Column(
        "institution", "责任单位",
        ("被检查单位", "单位", "单位名称", "机构", "医疗机构", "整改单位", "机构代码"),
        is_read=True,
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
    Column("measures", "整改措施", ("措施", "具体措施"), is_read=True),
    Column("kind", "整改类型", ("整改方式", "整改性质"), is_read=True),
    Column("leader", "责任领导", ("分管领导", "包案领导", "牵头领导"), is_read=True),
    Column("sections", "责任科室", ("牵头科室", "督办科室", "责任股室"), is_read=True),
    Column("responsible", "责任人", ("整改责任人", "负责人"), is_read=True),
    Column(
        "due_on", "整改时限", ("整改期限", "完成时限", "时限", "限期", "期限"), is_read=True
    ),
    Column("progress", "进展情况", ("进展", "整改情况", "整改进展"), is_read=True),
    Column(
        "state", "完成情况", ("销号情况", "状态", "整改状态", "是否销号", "是否完成"), is_read=True
    ),
    Column("evidence", "佐证材料"),
    Column("self_check", "自查结论", is_read=True),
    Column(
        "requested_on", "申请销号时间", ("整改到位时间", "完成时间", "完成日期", "整改完成时间"),
        is_read=True,
    ),
    Column(
        "verified", "验收人/验收方式/验收意见",
        ("验收人", "验收方式", "验收意见", "验收情况", "核查人"), is_read=True,
    ),
    Column("publicity", "是否公示/公示期"),
    Column("closed_on", "销号时间", ("销号日期",), is_read=True),
    Column("approved_by", "销号批准人", ("批准人", "销号人"), is_read=True),
    Column("look_back", "回头看日期/结果"),
    Column("remark", "备注", ("说明",), is_read=True),
)  # fmt: skip
HEADINGS = [column.heading for column in COLUMNS]
READ = {column.field: column for column in COLUMNS if column.is_read}
MUST_HAVE = ("institution", "problem", "found_on")
"""Without these a row of an old ledger says nothing that could be taken in."""
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
    "withdrawn": "已撤销",
}
YES, NO, MISSING = "是", "否", "—"
