"""The words under which a sheet says type, channel, secrecy and whether something is done."""

from collections.abc import Mapping

from bureau.sheet_cells import normal_heading
from complaints.rules.words import CaseType, Channel


def _words(table: Mapping[str, str]) -> dict[str, str]:
    return {
        normal_heading(word): meaning for meaning, words in table.items() for word in words.split()
    }


TYPES = _words({
    CaseType.COMPLAINT: "投诉 投诉类 表达不满",
    CaseType.REPORT: "举报 投诉举报 检举 检举控告 举报类",
    CaseType.SUGGESTION: "建议 意见建议 意见 建议类",
    CaseType.CONSULTATION: "咨询 咨询类 业务咨询",
    CaseType.HELP: "求助 求助类 诉求 申诉求决",
    CaseType.PRAISE: "表扬 感谢 表扬类",
})  # fmt: skip
CHANNELS = _words({
    Channel.BUREAU_PHONE: "电话 来电 局投诉电话 卫健局电话 局电话",
    Channel.HOUSE_PHONE: "本院投诉电话 医院投诉电话 院内电话 单位电话",
    Channel.HOTLINE: "12345 12345热线 市民热线 政务热线 热线",
    Channel.PETITION_LETTER: "来信 信件 书信",
    Channel.PETITION_VISIT: "来访 信访 上访",
    Channel.PETITION_NET: "网上信访 网信 国家信访平台",
    Channel.PETITION_PHONE: "信访电话",
    Channel.WECHAT: "微信 公众号 微信公众号",
    Channel.EMAIL: "邮件 邮箱 电子邮箱 电子邮件",
    Channel.OPINION_BOX: "意见箱 举报箱",
    Channel.RECEPTION: "现场 现场接待 当面 窗口",
    Channel.QR_FORM: "二维码 扫码",
    Channel.FOLLOWUP: "随访 随访中提出",
    Channel.SURVEY: "满意度调查 问卷",
    Channel.SUPERIOR: "上级转办 上级交办 转办 市卫健委转办",
    Channel.MEDIA: "媒体 舆情 网络舆情",
    Channel.LEADERS_BOX: "局长信箱 院长信箱 领导信箱",
})  # fmt: skip
SECRET = _words({
    "yes": "是 保密 要求保密 匿名 √ ✓ y yes 对机构保密",
    "no": "否 不保密 公开 实名 无需保密 × n no",
})  # fmt: skip
DONE = _words({
    "yes": "已办结 办结 已完成 完成 是 已答复 已回复 √ ✓",
    "no": "办理中 未办结 处理中 调查中 未完成 待办 否",
})  # fmt: skip
NAMELESS = frozenset({"匿名", "不愿透露", "未透露", "先生", "女士", "群众", "市民"})
"""What stands for a name where none was given."""
BUREAU_ITSELF = frozenset(
    normal_heading(name)
    for name in ("县卫健局", "卫健局", "县卫生健康局", "卫生健康局", "本局", "局机关", "局本级")
)
