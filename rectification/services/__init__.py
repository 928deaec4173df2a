"""What happens in the ledger: one function, one transaction each."""

from rectification.services.closing import (
    accept_closure,
    begin_verification,
    request_closure,
    return_item,
    strike_off,
    take_back_closure,
)
from rectification.services.doing import (
    add_evidence,
    ask_extension,
    decide_extension,
    report_progress,
    submit_plan,
)
from rectification.services.errors import EnteredAlready, LedgerError
from rectification.services.look_backs import draw_look_backs, record_look_back, reopen_item
from rectification.services.opening import (
    change_item,
    dismiss_item,
    enter_item,
    issue_item,
    open_item,
)
from rectification.services.orders import correct_order, withdraw_item
from rectification.services.reminders import remind_of_items

__all__ = [
    "EnteredAlready",
    "LedgerError",
    "accept_closure",
    "add_evidence",
    "ask_extension",
    "begin_verification",
    "change_item",
    "correct_order",
    "decide_extension",
    "dismiss_item",
    "draw_look_backs",
    "enter_item",
    "issue_item",
    "open_item",
    "record_look_back",
    "remind_of_items",
    "reopen_item",
    "report_progress",
    "request_closure",
    "return_item",
    "strike_off",
    "submit_plan",
    "take_back_closure",
    "withdraw_item",
]
