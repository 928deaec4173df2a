"""Cases that go another round: given to another unit, taken up again, graded after the end."""

from complaints.rules.words import ClockCode, Finding, Grade, ReplyWay
from tests.complaints.conftest import moment

FINE = {"finding": Finding.UNSUBSTANTIATED}


def reopen(desk, case, on="2026-11-12"):
    desk.do("reopen_case", case, on=on, why="提供了新的录音证据", calendar=desk.calendar)


def dispatch(desk, case, house, text, on="2026-11-12", **said):
    desk.do("dispatch_case", case, on=on, institution=house, text=text,
            calendar=desk.calendar, **said)  # fmt: skip


def call(desk, case, grade, on, note=""):
    said = {"grade": grade, "note": note, "calendar": desk.calendar}
    return desk.do("record_callback", case, on=on, **said)


def reply(desk, case, on, text="已核实并批评教育"):
    said = {"way": ReplyWay.PHONE, "text": text, "calendar": desk.calendar}
    return desk.do("reply_case", case, on=on, **said)


def verify_again(desk, case, on="2026-11-13"):
    desk.do("begin_investigation", case, on=on)
    desk.do("verify_case", case, on=on, by=desk.head)


def standing(case):
    held = case.assignments.filter(returned_at=None)
    return set(held.values_list("institution__name", "is_lead", "text"))


def test_a_bad_grade_after_a_review_that_was_not_made_has_its_clock_again(desk):
    case = desk.replied(**FINE)
    call(desk, case, Grade.DISSATISFIED, "2026-11-09", "答复不清楚")
    reopen(desk, case)
    verify_again(desk, case)
    reply(desk, case, "2026-11-16", "重新核实，已道歉")

    call(desk, case, Grade.VERY_DISSATISFIED, "2026-11-17", "还是不清楚")

    waits = case.clocks.get(code=ClockCode.REVIEW, is_void=False)
    assert waits.started_on == moment("2026-11-17").date()
