"""The two kinds of book that bring cases in, and the headings under which their columns come."""

from enum import StrEnum

from bureau import sheet_tables
from bureau.sheet_tables import Column, Layout, SheetTable
from bureau.workbooks import Workbook


class Book(StrEnum):
    """What a handed-in workbook is."""

    ORDERS = "orders"
    OLD_BOOK = "old_book"


MOST_ROWS = 1_000
SHARED = (
    Column(
        "name",
        "来电人",
        ("投诉人", "反映人", "联系人", "诉求人", "诉求人姓名", "姓名", "投诉人姓名"),
    ),
    Column(
        "phone",
        "联系方式",
        ("联系电话", "电话", "来电号码", "手机号", "投诉人电话", "投诉电话", "投诉人联系方式"),
    ),
    Column("title", "诉求标题", ("标题", "工单标题", "主题")),
    Column("occurred_on", "发生日期", ("发生时间", "就诊日期", "就诊时间")),
    Column("secret", "是否保密", ("保密", "保密要求", "是否匿名")),
)
ORDERS = (
    Column("external_no", "工单编号", ("工单号", "编号", "交办编号", "交办单号", "工单流水号")),
    Column("type", "诉求类型", ("工单类型", "类型", "诉求类别", "来电类型")),
    Column("words", "诉求内容", ("工单内容", "内容", "诉求", "反映内容", "主要诉求")),
    Column("institution", "承办单位", ("责任单位", "涉及单位", "单位", "被投诉单位", "处理单位")),
    Column("received_at", "派单时间", ("交办时间", "转办时间", "下派时间", "接收时间")),
    Column("due_on", "办理时限", ("办结时限", "截止时间", "截止日期", "要求办结时间", "反馈时限",
                                 "时限")),
    *SHARED,
)  # fmt: skip
OLD_BOOK = (
    Column("external_no", "登记编号", ("编号", "投诉编号", "登记号", "受理编号")),
    Column("received_at", "投诉时间", ("投诉日期", "登记时间", "登记日期", "受理时间", "受理日期",
                                   "接诉时间", "接诉日期", "收到时间", "日期")),
    Column("channel", "投诉渠道", ("来源", "渠道", "投诉方式", "来源渠道", "受理方式")),
    Column("type", "类型", ("诉求类型", "投诉类型")),
    Column("words", "投诉内容", ("内容", "反映内容", "反映问题", "投诉事由", "事由", "诉求内容")),
    Column("institution", "被投诉单位", ("单位", "涉及单位", "被投诉机构", "医疗机构", "承办单位",
                                    "单位名称")),
    Column("category", "问题类别", ("类别", "投诉类别", "问题分类")),
    Column("outcome", "处理结果", ("办理结果", "处理情况", "办理情况", "答复情况", "调查处理情况")),
    Column("state", "办理状态", ("状态", "是否办结", "办结情况", "是否完成")),
    Column("closed_on", "办结日期", ("办结时间", "完成时间", "完成日期", "答复日期", "答复时间")),
    *SHARED,
)  # fmt: skip


def _layout(columns: tuple[Column, ...], *must_have: str) -> Layout:
    return Layout({column.field: column for column in columns}, must_have, MOST_ROWS)


LAYOUTS = {
    Book.ORDERS: _layout(ORDERS, "external_no", "words", "received_at"),
    Book.OLD_BOOK: _layout(OLD_BOOK, "words", "received_at"),
}


def find_table(workbook: Workbook, book: Book) -> SheetTable:
    """Find the one book of this kind in a workbook.

    :raises TableRefused: if there is none or more than one, or it has no rows or too many.
    """
    return sheet_tables.find_table(workbook, LAYOUTS[book])
