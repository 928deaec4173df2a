"""What happens to registers and spot-checks: one function, one transaction each.

owed_months  which months an institution owes, and the row of its register
uploads      a workbook arrives, is read, checked and staged
mending      a checked file is asked about, corrected on the page, or laid aside
other_months a workbook of another month goes to its own
marking      the person's own workbook back with its problems marked
submissions  a checked file or a nil report becomes a version; reminders
reminders    what is said of registers that are not in and of doubts, by itself and by the bureau
clusters     problems many patients named, into the ledger
closing      the months that ought to be open, reported on, closed and drawn
pushes       a hospital's system hands in rows
spotchecks   the draw, the look at a number, the calls
corrections  what was recorded of a call by mistake
doubts       a follow-up that its patient denies: second call, explanation, decision
redraws      another draw over the same register, over two desks
"""

from bureau.services import recorded
from followups.services.acts import note_download, note_receipt_download, note_report_download
from followups.services.closing import (
    close_month,
    draw_institution,
    open_month,
    reconcile,
    settle_month,
)
from followups.services.clusters import open_clusters
from followups.services.corrections import check_may_correct, correct_result
from followups.services.doubts import (
    confirm_false_followup,
    dismiss_doubt,
    explain_doubt,
    record_second_call,
    reveal_for_second_call,
    take_back_doubt,
)
from followups.services.errors import RegisterError
from followups.services.left_out import settle_left_out
from followups.services.marking import (
    fail_marking,
    mark_problems,
    marks_not_made,
    order_marked_copy,
)
from followups.services.mending import answer_questions, correct_cells, withdraw_upload
from followups.services.other_months import hand_in_for_its_month, seeming_month
from followups.services.owed_months import own_register
from followups.services.proofs import add_proof, withdraw_proof
from followups.services.pushes import (
    RowsRefused,
    check_push,
    push_rows,
    receive_push,
    refuse_whole,
    take_push,
)
from followups.services.redraws import (
    approve_redraw,
    ask_redraw,
    refuse_redraw,
    withdraw_redraw,
)
from followups.services.reminders import remind_of_doubts, remind_of_registers
from followups.services.removals import remove_row
from followups.services.returns import return_register
from followups.services.spotchecks import draw_spot_check, record_call, reveal_number
from followups.services.submissions import file_nil_report, remind, submit_upload
from followups.services.uploads import (
    check_upload,
    fail_upload,
    receive_rows,
    receive_upload,
    requeue_stuck_uploads,
)

__all__ = [
    "RegisterError",
    "RowsRefused",
    "add_proof",
    "answer_questions",
    "approve_redraw",
    "ask_redraw",
    "check_may_correct",
    "check_push",
    "check_upload",
    "close_month",
    "confirm_false_followup",
    "correct_cells",
    "correct_result",
    "dismiss_doubt",
    "draw_institution",
    "draw_spot_check",
    "explain_doubt",
    "fail_marking",
    "fail_upload",
    "file_nil_report",
    "hand_in_for_its_month",
    "mark_problems",
    "marks_not_made",
    "note_download",
    "note_receipt_download",
    "note_report_download",
    "open_clusters",
    "open_month",
    "order_marked_copy",
    "own_register",
    "push_rows",
    "receive_push",
    "receive_rows",
    "receive_upload",
    "reconcile",
    "record_call",
    "record_second_call",
    "recorded",
    "refuse_redraw",
    "refuse_whole",
    "remind",
    "remind_of_doubts",
    "remind_of_registers",
    "remove_row",
    "requeue_stuck_uploads",
    "return_register",
    "reveal_for_second_call",
    "reveal_number",
    "seeming_month",
    "settle_left_out",
    "settle_month",
    "submit_upload",
    "take_back_doubt",
    "take_push",
    "withdraw_proof",
    "withdraw_redraw",
    "withdraw_upload",
]
