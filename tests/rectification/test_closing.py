from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from bureau.models import Act, Notice
from bureau.rules import Role
from rectification import services
from rectification.models import Closure, Extension, Item, LookBack, LookBackDraw
from rectification.rules.words import (
    Decision,
    ItemState,
    LookBackResult,
    Method,
    RectKind,
    Severity,
    SourceKind,
    Verdict,
)
from rectification.services import LedgerError
from tests.factories import UserFactory
from tests.rectification.conftest import ANOTHER, CALENDAR, moment


def acts_of(item) -> list[str]:
    return list(Act.objects.filter(object_no=item.no).order_by("pk").values_list("verb", flat=True))


def test_done_without_evidence_is_refused_and_leaves_nothing_behind(ledger):
    item = ledger.issued()

    with pytest.raises(LedgerError, match="Nothing shows yet"):
        ledger.apply(item)

    item.refresh_from_db()
    assert item.state == ItemState.ISSUED
    assert not item.closures.exists()


def test_with_evidence_it_waits_for_somebody_to_look(ledger):
    item = ledger.applied()

    assert item.state == ItemState.CLOSURE_REQUESTED
    assert item.closures.get().verify_by == date(2026, 9, 25)


def test_asking_twice_is_asking_once(ledger):
    item = ledger.applied()

    again = ledger.apply(item)

    assert again == item.closures.get()
    assert acts_of(item).count("request_closure") == 1


def test_whoever_did_it_does_not_verify_it(ledger):
    item = ledger.issued()
    ledger.show(item, on="2026-09-10", by=ledger.verifier)
    ledger.apply(item)

    with pytest.raises(LedgerError, match="had a hand in this"):
        ledger.accept(item)


def test_the_unit_never_strikes_off_even_through_another_of_its_people(ledger):
    item = ledger.applied()
    colleague = UserFactory(institution=ledger.hospital, roles=[Role.HOSPITAL_OFFICER])

    with pytest.raises(LedgerError, match="the bureau verifies"):
        ledger.accept(item, by=colleague)


def test_an_officer_does_not_strike_off_alone_what_they_found(ledger, liaison):
    item = ledger.issued()
    Item.objects.filter(pk=item.pk).update(opened_by=liaison)
    ledger.show(item, on="2026-09-10")
    ledger.apply(item)

    with pytest.raises(LedgerError, match="found this problem yourself"):
        ledger.accept(item, by=liaison)


def test_high_severity_is_seen_on_site(ledger):
    item = ledger.applied(severity=Severity.HIGH)

    with pytest.raises(LedgerError, match="on site"):
        ledger.accept(item, method=Method.DOCUMENTS)
    assert ledger.accept(item).state == ItemState.CLOSED


def test_returned_it_goes_back_with_the_reason_and_the_day_stays(ledger):
    item = ledger.applied()
    due_on = item.due_on

    services.return_item(
        item=item, reason="导医台无人值守", by=ledger.verifier, at=moment("2026-09-22")
    )

    item.refresh_from_db()
    assert (item.state, item.due_on) == (ItemState.RETURNED, due_on)
    assert item.closures.get().opinion == "导医台无人值守"
    assert Notice.objects.filter(recipient=ledger.officer, cause__startswith="returned").exists()


def test_a_return_without_a_reason_is_refused(ledger):
    item = ledger.applied()

    with pytest.raises(LedgerError, match="what is still missing"):
        services.return_item(item=item, reason=" ", by=ledger.verifier, at=moment("2026-09-22"))


def test_verified_it_is_struck_off_on_that_day(ledger):
    item = ledger.closed()

    item.refresh_from_db()
    assert (item.state, item.closed_on) == (ItemState.CLOSED, date(2026, 9, 22))
    assert item.closure.verified_by == ledger.verifier


def test_verified_twice_it_is_struck_off_once(ledger):
    item = ledger.closed()

    ledger.accept(item, on="2026-09-25")

    item.refresh_from_db()
    assert item.closed_on == date(2026, 9, 22)
    assert acts_of(item).count("strike_off") == 1


def test_a_returned_item_can_be_applied_for_and_struck_off_again(ledger):
    item = ledger.applied()
    services.return_item(
        item=item, reason="材料不全请补充", by=ledger.verifier, at=moment("2026-09-22")
    )
    ledger.show(item, on="2026-09-24", content=ANOTHER)
    ledger.apply(item, on="2026-09-24")

    ledger.accept(item, on="2026-09-25")

    verdicts = item.closures.order_by("pk").values_list("verdict", flat=True)
    assert list(verdicts) == [Verdict.RETURNED, Verdict.ACCEPTED]


def test_what_is_kept_up_for_good_is_done_for_a_phase_and_comes_up_again(ledger):
    item = ledger.closed(kind=RectKind.STANDING)

    item.refresh_from_db()
    assert (item.state, item.due_on) == (ItemState.PHASED, date(2026, 12, 21))
    assert item.closed_on is None


def test_less_severe_while_the_bureau_looks_takes_a_reason_and_another_verifier(ledger):
    item = ledger.applied(severity=Severity.HIGH)
    lower = {"item": item, "changes": {"severity": Severity.ORDINARY}, "by": ledger.verifier}
    on = moment("2026-09-21")

    with pytest.raises(LedgerError, match="less severe"):
        services.change_item(**lower, at=on)
    for _ in range(2):
        services.change_item(**lower, reason="现场核对后属一般问题", at=on)
    with pytest.raises(LedgerError, match="had a hand in this"):
        ledger.accept(item, method=Method.DOCUMENTS)

    act = Act.objects.get(object_no=item.no, verb="change_item")
    assert act.why == "现场核对后属一般问题"
    ledger.accept(item, by=ledger.clerk)
    item.refresh_from_db()
    assert item.state == ItemState.CLOSED


def test_more_time_asked_for_in_a_phase_is_void_when_the_phase_is_over(ledger):
    item = ledger.issued(kind=RectKind.STANDING)
    extension = services.ask_extension(
        item=item, due_on=item.due_on + timedelta(days=10), reason="设备到货延迟一周",
        by=ledger.officer, at=moment("2026-09-10"),
    )  # fmt: skip
    ledger.show(item, on="2026-09-20")
    ledger.apply(item)
    ledger.accept(item)

    item.refresh_from_db()
    assert (item.state, item.due_on) == (ItemState.PHASED, date(2026, 12, 21))
    assert not Extension.objects.waiting().exists()
    services.decide_extension(
        extension=extension, decision=Decision.GRANTED, by=ledger.clerk, at=moment("2026-09-23")
    )
    item.refresh_from_db()
    assert item.due_on == date(2026, 12, 21)


def test_more_time_that_was_asked_for_another_day_is_not_granted(ledger):
    item = ledger.issued(kind=RectKind.STANDING)
    extension = services.ask_extension(
        item=item, due_on=item.due_on + timedelta(days=10), reason="设备到货延迟一周",
        by=ledger.officer, at=moment("2026-09-10"),
    )  # fmt: skip
    Item.objects.filter(pk=item.pk).update(due_on=date(2027, 3, 1))

    with pytest.raises(LedgerError, match="phase it was asked for is over"):
        services.decide_extension(
            extension=extension, decision=Decision.GRANTED, by=ledger.clerk,
            at=moment("2026-09-11"),
        )  # fmt: skip

    extension.refresh_from_db()
    assert extension.decision == ""


def test_on_public_notice_it_is_struck_off_the_day_after_at_the_earliest(ledger):
    item = ledger.accept(ledger.applied(), in_public=True)
    assert (item.state, item.publicity_until) == (ItemState.PUBLICITY, date(2026, 9, 29))

    with pytest.raises(LedgerError, match="On public notice until"):
        services.strike_off(item=item, by=ledger.verifier, at=moment("2026-09-29"))
    services.strike_off(item=item, by=ledger.verifier, at=moment("2026-09-30"))

    item.refresh_from_db()
    assert item.state == ItemState.CLOSED


def test_what_turns_out_severe_on_public_notice_is_seen_on_site_before_it_is_struck_off(ledger):
    item = ledger.accept(ledger.applied(), method=Method.DOCUMENTS, in_public=True)
    services.change_item(
        item=item, changes={"severity": Severity.HIGH}, by=ledger.clerk, at=moment("2026-09-25")
    )

    with pytest.raises(LedgerError, match="on site"):
        services.strike_off(item=item, by=ledger.verifier, at=moment("2026-09-30"))

    item.refresh_from_db()
    assert item.state == ItemState.PUBLICITY


def test_an_objection_sends_back_what_was_on_public_notice(ledger):
    item = ledger.accept(ledger.applied(), in_public=True)

    services.return_item(
        item=item, reason="群众反映仍无人", by=ledger.verifier, at=moment("2026-09-25")
    )

    item.refresh_from_db()
    assert (item.state, item.publicity_until) == (ItemState.RETURNED, None)


@pytest.mark.parametrize(
    "columns",
    [
        {"state": ItemState.CLOSED.value},
        {"state": ItemState.CLOSED.value, "closed_on": date(2026, 9, 22)},
    ],
)
def test_the_database_refuses_a_struck_off_row_without_its_closure(ledger, columns):
    item = ledger.issued()

    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**columns)


def test_the_database_refuses_a_strike_off_that_nobody_has_verified(ledger):
    item = ledger.applied()
    columns = {
        "state": ItemState.CLOSED.value,
        "closed_on": date(2026, 9, 22),
        "closure": item.closures.get(),
    }

    with pytest.raises(IntegrityError, match="verifier and evidence"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**columns)


def test_the_database_refuses_a_verifier_who_applied(ledger):
    closure = ledger.applied().closures.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.filter(pk=closure.pk).update(
            verdict=Verdict.ACCEPTED, verified_by=ledger.officer,
            verified_at=moment("2026-09-22"), method=Method.ON_SITE,
        )  # fmt: skip


# --- Look-backs and relapses -------------------------------------------------------------------


def test_high_severity_is_always_looked_at_again_after_thirty_days(ledger):
    item = ledger.closed(severity=Severity.HIGH)

    assert item.look_backs.get().due_on == date(2026, 10, 22)


def test_of_the_rest_a_tenth_of_the_month_is_drawn_once(ledger):
    for _ in range(11):
        ledger.closed()

    assert services.draw_look_backs(at=moment("2026-10-01", 1)) == 2
    assert services.draw_look_backs(at=moment("2026-11-01", 1)) == 0
    draw = LookBackDraw.objects.get()
    assert len(draw.frame) == 11
    assert LookBack.objects.filter(draw=draw).count() == 2


def test_a_month_is_not_drawn_from_before_it_is_over(ledger):
    ledger.closed()

    assert services.draw_look_backs(at=moment("2026-09-30", 23)) == 0


def test_a_look_back_that_finds_it_back_reopens_under_the_same_number(ledger):
    item = ledger.closed(severity=Severity.HIGH)
    look_back = item.look_backs.get()

    services.record_look_back(
        look_back=look_back, result=LookBackResult.RELAPSE, note="又无人值守",
        by=ledger.clerk, at=moment("2026-10-22"),
    )  # fmt: skip

    item.refresh_from_db()
    assert (item.state, item.round, item.closed_on) == (ItemState.RECTIFYING, 2, None)
    assert item.relapses.get().was_closed_on == date(2026, 9, 22)


def test_a_look_back_is_recorded_once_and_not_by_whoever_did_the_work(ledger):
    item = ledger.closed(severity=Severity.HIGH)
    look_back = item.look_backs.get()
    with pytest.raises(LedgerError, match="the bureau verifies"):
        services.record_look_back(
            look_back=look_back, result=LookBackResult.HOLDS, note="",
            by=ledger.officer, at=moment("2026-10-22"),
        )  # fmt: skip

    for note in ("情况保持", "another word"):
        services.record_look_back(
            look_back=look_back, result=LookBackResult.HOLDS, note=note,
            by=ledger.clerk, at=moment("2026-10-22"),
        )  # fmt: skip

    look_back.refresh_from_db()
    assert look_back.note == "情况保持"


def test_that_it_holds_is_not_said_before_its_day(ledger):
    item = ledger.closed(severity=Severity.HIGH)

    with pytest.raises(LedgerError, match="can be said from"):
        services.record_look_back(
            look_back=item.look_backs.get(), result=LookBackResult.HOLDS, note="",
            by=ledger.clerk, at=moment("2026-10-21"),
        )  # fmt: skip


def test_a_look_back_that_comes_late_is_recorded_as_it_was_found(ledger):
    item = ledger.closed(severity=Severity.HIGH)
    look_back = item.look_backs.get()
    seen = {"look_back": look_back, "result": LookBackResult.RELAPSE, "note": "导医台又无人"}

    for _ in range(2):
        services.record_look_back(**seen, by=ledger.clerk, at=moment("2026-12-22"))

    item.refresh_from_db()
    look_back.refresh_from_db()
    assert (look_back.result, look_back.on) == (LookBackResult.RELAPSE, date(2026, 12, 22))
    assert (item.state, item.round) == (ItemState.CLOSED, 1)
    draft = Item.objects.get(state=ItemState.DRAFT)
    assert (draft.source_no, draft.problem) == (item.no, "导医台又无人")
    assert (draft.institution, draft.severity) == (item.institution, Severity.HIGH)


def test_a_relapse_ends_the_look_back_that_was_planned(ledger):
    item = ledger.closed(severity=Severity.HIGH)
    assert LookBack.objects.waiting().exists()

    services.reopen_item(
        item=item, found_on=date(2026, 10, 9), note="同一问题再次反映",
        by=ledger.clerk, at=moment("2026-10-09"),
    )  # fmt: skip

    assert not LookBack.objects.waiting().exists()


def test_the_same_problem_45_days_later_reopens_and_links(ledger):
    item = ledger.closed()
    draft = ledger.draft(on="2026-11-06", source=SourceKind.COMPLAINT, source_no="TS-1")

    services.reopen_item(
        item=item, found_on=date(2026, 11, 6), note="同一问题再次反映", draft=draft,
        by=ledger.clerk, at=moment("2026-11-06"),
    )  # fmt: skip

    item.refresh_from_db()
    draft.refresh_from_db()
    assert (item.state, item.round) == (ItemState.RECTIFYING, 2)
    assert draft.state == ItemState.DISMISSED
    assert item.relapses.get().draft == draft


def test_reopening_twice_for_the_same_draft_is_reopening_once(ledger):
    item = ledger.closed()
    draft = ledger.draft(on="2026-11-06")

    for _ in range(2):
        services.reopen_item(
            item=item, found_on=date(2026, 11, 6), note="同一问题再次反映", draft=draft,
            by=ledger.clerk, at=moment("2026-11-06"),
        )  # fmt: skip

    item.refresh_from_db()
    assert item.round == 2


def test_after_ninety_days_it_is_a_new_problem(ledger):
    item = ledger.closed()

    with pytest.raises(LedgerError, match="a new entry"):
        services.reopen_item(
            item=item, found_on=date(2026, 12, 22), note="同一问题再次反映",
            by=ledger.clerk, at=moment("2026-12-22"),
        )  # fmt: skip


def test_reopened_it_needs_evidence_of_its_own(ledger):
    item = ledger.closed()
    services.reopen_item(
        item=item, found_on=date(2026, 10, 9), note="同一问题再次反映",
        by=ledger.clerk, at=moment("2026-10-09"),
    )  # fmt: skip

    with pytest.raises(LedgerError, match="Nothing shows yet"):
        services.request_closure(
            item=item, done="再次整改", by=ledger.officer, at=moment("2026-10-12"),
            calendar=CALENDAR,
        )  # fmt: skip
