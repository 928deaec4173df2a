"""The columns of a register: what each is called, in the house template and elsewhere.

Headings were collected from registers as hospitals really keep them and from what hospital
systems export. A heading is known exactly (after normalising) or it is asked about.
"""

from dataclasses import dataclass
from enum import StrEnum

from followups.rules.rows import EXPECTED, MUST_HAVE


class Kind(StrEnum):
    """How the cells of a column are read."""

    NAME = "name"
    TEXT = "text"
    CODE = "code"
    PHONE = "phone"
    DATE = "date"
    AGE = "age"
    ORDINAL = "ordinal"
    FLAG = "flag"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Column:
    """One field with the house template's heading; `most` is how many characters it holds."""

    field: str
    heading: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    most: int = 60
    width: int = 12

    @property
    def must_have(self) -> bool:
        return self.field in MUST_HAVE

    @property
    def expected(self) -> bool:
        return self.field in EXPECTED


def named(words: str) -> tuple[str, ...]:
    return tuple(words.split())


COLUMNS = (
    Column(
        "institution",
        "机构编码",
        Kind.CODE,
        named("机构代码 医疗机构编码 医疗机构代码 单位编码 机构 医疗机构 机构名称 医疗机构名称"),
    ),
    Column(
        "department",
        "出院科室",
        Kind.NAME,
        named(
            "科室 科别 科室名称 所在科室 住院科室 出院科别 出院病区 病区 病房 科室/病区 科室(病区)"
        ),
    ),
    Column(
        "patient_name",
        "姓名",
        Kind.NAME,
        named("患者姓名 病人姓名 出院患者姓名 病员姓名 患者名称 患者"),
        width=10,
    ),
    Column("sex", "性别", Kind.OPTION, named("患者性别"), width=6),
    Column("age", "年龄", Kind.AGE, named("患者年龄 岁数 周岁"), width=6),
    Column(
        "id_no",
        "身份证号",
        Kind.CODE,
        named(
            "身份证号码 身份证 证件号码 证件号 患者身份证号 患者身份证号码 有效证件号码 "
            "公民身份号码 居民身份证号 居民身份证号码 身份证件号码 身份证件号"
        ),
        width=21,
    ),
    Column(
        "inpatient_no",
        "住院号",
        Kind.CODE,
        named(
            "病历号 病案号 住院病历号 住院编号 住院号码 住院号/病历号 病历号码 病案号码 "
            "住院流水号 患者住院号"
        ),
        most=40,
        width=16,
    ),
    Column("admitted_on", "入院日期", Kind.DATE, named("入院时间 住院日期 入院日")),
    Column(
        "discharged_on",
        "出院日期",
        Kind.DATE,
        named("出院时间 出院日 离院日期 离院时间 出院年月日"),
    ),
    Column(
        "diagnosis",
        "出院诊断",
        Kind.TEXT,
        named("诊断 主要诊断 出院主要诊断 主要出院诊断 最后诊断 最后诊断1 疾病诊断 临床诊断 病种"),
        most=300,
        width=22,
    ),
    Column(
        "discharge_way",
        "离院方式",
        Kind.OPTION,
        named(
            "出院情况 出院情况/离院方式 离院方式/出院情况 出院方式 转归 出院转归 治疗结果 "
            "治疗效果 出院时情况"
        ),
        width=10,
    ),
    Column(
        "attending_doctor",
        "主管医师",
        Kind.NAME,
        named(
            "主管医生 经管医生 经管医师 经治医生 经治医师 管床医生 管床医师 主治医生 主治医师 "
            "责任医生 责任医师 床位医生 主管大夫"
        ),
        width=10,
    ),
    Column(
        "contact_relation",
        "与患者关系",
        Kind.NAME,
        named("联系人/关系 联系人 联系人关系 关系 联系人及关系 与病人关系 家属关系 联系人姓名"),
        most=40,
    ),
    Column(
        "address",
        "家庭住址",
        Kind.TEXT,
        named("住址 家庭地址 地址 现住址 联系地址 通讯地址 居住地址 详细地址"),
        most=200,
    ),
    Column(
        "phone",
        "联系电话",
        Kind.PHONE,
        named(
            "电话 联系方式 手机号 手机号码 电话号码 联系电话号码 患者电话 联系人电话 家属电话 "
            "手机 患者联系电话 本人电话 随访电话"
        ),
        width=15,
    ),
    Column(
        "needs_followup",
        "是否需随访",
        Kind.FLAG,
        named("是否需要随访 需随访 需要随访 是否应访 应随访"),
        width=11,
    ),
    Column(
        "special_kind",
        "特殊患者类别",
        Kind.OPTION,
        named("特殊患者 患者类别 特殊类别 特殊病人类别 特殊患者类型 特殊人群"),
    ),
    Column(
        "due_on",
        "应访日期",
        Kind.DATE,
        named("应随访日期 应访时间 应随访时间 计划随访日期 计划随访时间 预约随访日期"),
    ),
    Column(
        "seq",
        "第几次",
        Kind.ORDINAL,
        named("随访次数 随访次序 第几次随访 次数 随访序次"),
        width=8,
    ),
    Column(
        "followed_on",
        "随访时间",
        Kind.DATE,
        named(
            "随访日期 第一次随访日期 第一次随访时间 首次随访日期 首次随访时间 回访时间 回访日期 "
            "随访日 电话随访时间 电话随访日期"
        ),
    ),
    Column("method", "随访方式", Kind.OPTION, named("回访方式 随访途径 随访形式 随访方法")),
    Column(
        "answered_by",
        "接听人",
        Kind.NAME,
        named("接电话人 受访人 被访人 随访对象 接受随访人 应答人 受访者 被随访人"),
        width=8,
        most=40,
    ),
    Column(
        "content",
        "随访内容",
        Kind.TEXT,
        named("随访情况 随访记录 回访内容 回访情况 随访内容及情况 随访情况记录 随访具体内容"),
        most=2000,
        width=26,
    ),
    Column(
        "condition",
        "患者近况",
        Kind.TEXT,
        named("近况 目前情况 目前状况 恢复情况 康复情况 病情恢复情况 患者目前情况"),
        most=2000,
    ),
    Column(
        "advice",
        "下一步建议",
        Kind.TEXT,
        named("建议 指导意见 健康指导 康复指导 指导建议 医嘱建议 随访建议"),
        most=2000,
        width=18,
    ),
    Column(
        "outcome",
        "随访结果",
        Kind.OPTION,
        named("回访结果 结果 随访结局 随访状态 是否访到 是否随访成功"),
        width=10,
    ),
    Column(
        "grade",
        "满意度",
        Kind.OPTION,
        named("满意程度 患者满意度 满意情况 满意度评价"),
        width=10,
    ),
    Column(
        "opinion",
        "意见建议",
        Kind.TEXT,
        named(
            "患者意见 意见 意见与建议 意见及建议 意见和建议 意见/建议 患者意见建议 患者建议 "
            "患者意见及建议 患者意见与建议 患者意见和建议 病人意见"
        ),
        most=2000,
        width=22,
    ),
    Column(
        "converted_to",
        "是否转投诉/整改",
        Kind.NAME,
        named("是否转投诉 转投诉 是否转整改 转投诉/整改"),
        most=40,
    ),
    Column(
        "follower",
        "随访人",
        Kind.NAME,
        named(
            "随访人签字 随访人签名 随访者 随访人员 随访人姓名 随访医生 随访医师 随访护士 "
            "随访医生签字 回访人 回访人员"
        ),
        width=10,
    ),
    Column("is_supplement", "是否补报", Kind.FLAG, named("补报 补报标记"), width=10),
    Column("remark", "备注", Kind.TEXT, named("备考"), most=2000, width=16),
)

BY_FIELD = {column.field: column for column in COLUMNS}


def column_letters(index: int) -> str:
    """Name a column counted from 0 as spreadsheets do: A, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
