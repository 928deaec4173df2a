"""What each number of the overview is called, and what it is counted of."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

FIGURES = {
    "intake": _("Complaints and reports"),
    "taken_up_on_time": _("Taken up in time"),
    "answered_on_time": _("Answered within the law's term"),
    "substantiated": _("Substantiated"),
    "fabricated": _("Made up"),
    "satisfied": _("Satisfied when called back"),
    "order_response": _("Orders: caller rung in time"),
    "order_on_time": _("Orders: answered by the hotline's day"),
    "order_solved": _("Orders: solved, as callers say"),
    "order_satisfied": _("Orders: callers satisfied"),
}


class Word(NamedTuple):
    """How a number stands in an exported list, in Chinese whoever takes it out."""

    name: str
    of: str


EXPORTED = {
    "intake": Word("投诉举报件（按事项）", "受理事项总数"),
    "taken_up_on_time": Word("按时受理", "已受理件"),
    "answered_on_time": Word("法定时限内答复", "已答复件"),
    "substantiated": Word("属实（含部分属实）", "已认定事项"),
    "fabricated": Word("捏造事实", "已认定事项"),
    "satisfied": Word("回访满意", "有效回访"),
    "order_response": Word("12345响应", "应联系工单"),
    "order_on_time": Word("12345按期办结", "已答复工单"),
    "order_solved": Word("12345解决", "有效回访工单"),
    "order_satisfied": Word("12345满意", "有效回访工单"),
}
