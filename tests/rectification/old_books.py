"""An old ledger in a workbook, for the tests that bring one in."""

from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from openpyxl import Workbook

AT = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def cells(line):
    return line.split()


HEADINGS = cells(
    "编号 检查日期 被检查单位 存在问题 等级 整改时限 进展情况 销号情况 销号时间 验收情况"
)
OPEN_ROW = cells("1 2026-09-01 县人民医院 无人导医 一般 2026-10-01 已排班 整改中")
CLOSED_ROW = cells(
    "2 2026-03-01 县人民医院 厕所异味 严重 2026-03-31 已保洁 已销号 2026-04-02 李敏现场查看"
)
FAULTY_ROW = cells("3 2026-09-01 县医院 无叫号 一般 2026-10-01 已排班 整改中")
ALL = (OPEN_ROW, CLOSED_ROW, FAULTY_ROW)


def workbook(*rows, headings=HEADINGS):
    made = Workbook()
    for row in (headings, *rows):
        made.active.append(row)
    content = BytesIO()
    made.save(content)
    return content.getvalue()
