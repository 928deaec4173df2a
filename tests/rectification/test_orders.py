"""An order that said something wrong: put right with a reason, withdrawn by another, ended."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from bureau.models import Act, Notice, Section
from bureau.rules import SectionCode
from rectification import selectors, services, wording
from rectification.rules.steps import Step
from rectification.rules.words import ItemState, RectKind, Verdict
from rectification.services import LedgerError
from rectification.services.opening import name_sections
from rectification.verbs import VERBS, offered
from tests.rectification.conftest import ANOTHER, PDF, moment

WHY = "下达时责任人和时限写错"


def correct(ledger, item, *, on="2026-09-03", reason=WHY, **changes):
    return services.correct_order(
        item=item, changes=changes, reason=reason, by=ledger.clerk, at=moment(on)
    )


def withdraw(ledger, item, *, by=None, on="2026-09-03", reason="同一问题重复下达"):
    return services.withdraw_item(item=item, reason=reason, by=by or ledger.verifier, at=moment(on))


def planned(ledger):
    return services.submit_plan(
        item=ledger.issued(), cause="排班有空档", goal="", measures=["设导医台"],
        responsible="王主任", by=ledger.officer, at=moment("2026-09-02"),
    )  # fmt: skip


def test_an_order_is_put_right_and_the_act_keeps_what_it_said(ledger):
    item = planned(ledger)
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)

    for _ in range(2):
        correct(
            ledger, item, kind=RectKind.IMMEDIATE, due_on=date(2026, 9, 8), responsible="李主任",
            measures=["设导医台", "排班到岗"], sections=[personnel],
        )  # fmt: skip

    item.refresh_from_db()
    assert (item.kind, item.due_on, item.responsible) == ("immediate", date(2026, 9, 8), "李主任")
    assert item.plan_due_on <= item.due_on
    assert [one.text for one in item.measures.all()] == ["设导医台", "排班到岗"]
    act = Act.objects.get(verb="correct_order")
    assert act.why == WHY
    assert act.facts["was"]["responsible"] == "王主任"
    assert act.facts["now"]["measures"] == ["设导医台", "排班到岗"]
    assert "2026-10-01 → 2026-09-08" in wording.details(act)
    assert Notice.objects.filter(recipient=ledger.officer, cause__startswith="corrected").exists()


def test_the_form_that_puts_an_order_right_keeps_a_fourth_section(ledger):
    """An old ledger may name more than the form has room for."""
    item = ledger.issued()
    four = list(Section.objects.order_by("pk")[:4])
    name_sections(item, four)
    verb, asked = VERBS[Step.CORRECT], {"user": ledger.clerk, "day": date(2026, 9, 3)}
    shown = verb.ask(item, **asked).initial
    said = {**shown, "second": four[0].pk, "section": four[1].pk, "reason": WHY}

    form = verb.ask(item, said, **asked)
    assert form.is_valid(), form.errors
    verb.run(item, form, ledger.clerk, moment("2026-09-03"))

    answering = [one.section for one in item.itemsection_set.all()]
    assert answering == [four[1], four[0], four[2], four[3]]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"due_on": date(2026, 11, 1)}, "Later than .*why it takes longer"),
        ({"due_on": date(2026, 9, 2)}, "lie in the past"),
        ({"sections": []}, "at least one accountable section"),
        ({"measures": ["设导医台"]}, "once the plan is in"),
        ({"problem": "别的问题"}, "not changed"),
        ({"responsible": "李主任", "reason": "错"}, "why the order is put right"),
    ],
)
def test_what_an_order_may_not_become_is_refused(ledger, changes, words):
    item = ledger.issued()

    with pytest.raises(LedgerError, match=words):
        correct(ledger, item, **changes)

    item.refresh_from_db()
    assert item.due_on == date(2026, 10, 1)
    assert not Act.objects.filter(verb="correct_order").exists()


def test_a_day_that_was_set_too_short_by_mistake_moves_to_what_its_kind_gives(ledger):
    item = ledger.issued(due_on=date(2026, 9, 10))

    correct(ledger, item, due_on=date(2026, 10, 1))

    item.refresh_from_db()
    assert item.due_on == date(2026, 10, 1)


def test_an_order_of_an_unusually_long_term_takes_a_reason_that_everybody_reads(
    client_today, ledger
):
    latest = date(2026, 10, 31)
    draft = ledger.draft()
    with pytest.raises(LedgerError, match="why it takes longer"):
        ledger.order(draft, due_on=latest + timedelta(days=1))
    assert ledger.order(draft, due_on=latest, term_reason="不必说明的话").term_reason == ""

    late = ledger.order(ledger.draft(), due_on=date(2099, 1, 1), term_reason="随新院区建设一并整改")

    client_today.force_login(ledger.officer)
    assert "随新院区建设一并整改" in client_today.get(late.get_absolute_url()).content.decode()
    assert Act.objects.get(verb="issue_item", object_no=late.no).why == "随新院区建设一并整改"


def test_a_day_far_off_does_not_bound_its_own_correction(ledger):
    item = ledger.order(ledger.draft(), due_on=date(2099, 1, 1), term_reason="随新院区建设一并整改")

    with pytest.raises(LedgerError, match="why it takes longer"):
        correct(ledger, item, due_on=date(2098, 1, 1), term_reason="")
    correct(ledger, item, due_on=date(2027, 6, 30))
    item.refresh_from_db()
    assert (item.due_on, item.term_reason) == (date(2027, 6, 30), "随新院区建设一并整改")
    correct(ledger, item, due_on=date(2026, 10, 31))

    item.refresh_from_db()
    assert (item.due_on, item.term_reason) == (date(2026, 10, 31), "")
    assert selectors.term_began_on(item) == item.issued_on


def test_a_problem_that_came_back_is_bounded_from_its_return_on(ledger):
    back = ledger.closed()
    services.reopen_item(
        item=back, found_on=date(2026, 10, 9), note="又无人导医", by=ledger.clerk,
        at=moment("2026-10-09"),
    )  # fmt: skip

    with pytest.raises(LedgerError, match="Later than 8 Dec"):
        correct(ledger, back, on="2026-10-10", due_on=date(2026, 12, 9))
    correct(ledger, back, on="2026-10-10", due_on=date(2026, 12, 8))


def test_while_more_time_is_asked_for_the_day_is_not_put_right(ledger):
    item = ledger.issued(due_on=date(2026, 9, 10))
    services.ask_extension(
        item=item, due_on=date(2026, 9, 20), reason="设备采购尚未到货", by=ledger.officer,
        at=moment("2026-09-02"),
    )  # fmt: skip

    with pytest.raises(LedgerError, match="decide on that first"):
        correct(ledger, item, due_on=date(2026, 9, 12))


def test_once_strike_off_is_applied_for_the_order_stays(ledger):
    with pytest.raises(LedgerError, match="cannot be done now"):
        correct(ledger, ledger.applied(), on="2026-09-21", kind=RectKind.IMMEDIATE)


def test_what_was_ordered_by_mistake_is_withdrawn_by_another_and_keeps_its_number(ledger):
    item = ledger.issued()
    with pytest.raises(LedgerError, match="You ordered this yourself"):
        withdraw(ledger, item, by=ledger.clerk)
    with pytest.raises(LedgerError, match="why the order is withdrawn"):
        withdraw(ledger, item, reason="")
    assert Step.WITHDRAW not in {v.step for v in offered(ledger.clerk, item, item.found_on).verbs}
    assert Step.WITHDRAW in {v.step for v in offered(ledger.verifier, item, item.found_on).verbs}

    for _ in range(2):
        withdraw(ledger, item)

    item.refresh_from_db()
    assert item.state == ItemState.WITHDRAWN
    assert Act.objects.filter(verb="withdraw_item").count() == 1
    assert ledger.draft().no == "ZG-2026-0002"
    assert type(item).objects.visible_to(ledger.officer).filter(pk=item.pk).exists()


@pytest.mark.long
def test_what_is_being_verified_or_came_back_is_not_withdrawn(ledger):
    with pytest.raises(LedgerError, match="cannot be done now"):
        withdraw(ledger, ledger.applied())
    back = ledger.closed()
    services.reopen_item(
        item=back, found_on=date(2026, 10, 9), note="又无人导医", by=ledger.clerk,
        at=moment("2026-10-09"),
    )  # fmt: skip
    with pytest.raises(LedgerError, match="ends by a verification"):
        withdraw(ledger, back, on="2026-10-10")


# --- What is kept up for good -------------------------------------------------------------------


def in_its_second_phase(ledger):
    item = ledger.closed(kind=RectKind.STANDING)
    ledger.show(item, on="2026-12-01", content=ANOTHER)
    ledger.apply(item, on="2026-12-01")
    item.refresh_from_db()
    return item


def test_it_ends_by_the_same_verification_when_the_verifier_says_so(ledger):
    item = ledger.accept(in_its_second_phase(ledger), on="2026-12-03", ends=True)

    item.refresh_from_db()
    assert (item.state, item.closed_on) == (ItemState.CLOSED, date(2026, 12, 3))
    assert item.closure.verified_by == ledger.verifier


def test_whoever_did_the_work_does_not_end_it(ledger):
    item = ledger.issued(kind=RectKind.STANDING)
    ledger.show(item, on="2026-09-10", by=ledger.verifier)
    ledger.apply(item)

    with pytest.raises(LedgerError, match="had a hand in this"):
        ledger.accept(item, ends=True)


@pytest.mark.long
def test_in_a_later_phase_it_can_be_returned_and_go_on(ledger):
    item = in_its_second_phase(ledger)

    services.return_item(
        item=item, reason="导医台无人值守", by=ledger.verifier, at=moment("2026-12-03")
    )
    ledger.show(item, on="2026-12-04", content=PDF.replace(b"1 0 obj", b"7 0 obj"))
    ledger.apply(item, on="2026-12-04")
    ledger.accept(item, on="2026-12-05")

    verdicts = item.closures.order_by("pk").values_list("verdict", flat=True)
    assert list(verdicts) == [Verdict.PHASED, Verdict.RETURNED, Verdict.PHASED]


# --- On the pages -------------------------------------------------------------------------------


@pytest.fixture
def client_today(client, settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(moment("2026-09-03"), tick=False):
        yield client


@pytest.mark.long
def test_the_page_shows_the_order_as_it_stands_and_puts_it_right(client_today, ledger):
    item = planned(ledger)
    client_today.force_login(ledger.clerk)
    url = reverse("rectification:step", args=[item.no, "correct"])
    page = client_today.get(url)
    asked = {name: value for name, value in page.context["form"].initial.items() if value}
    assert asked["measures"] == "设导医台"

    answer = client_today.post(url, {**asked, "responsible": "李主任", "reason": WHY})

    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.responsible == "李主任"
    shown = client_today.get(item.get_absolute_url()).content.decode()
    assert "王主任 → 李主任" in shown


@pytest.mark.long
def test_the_verifiers_page_asks_whether_what_is_kept_up_for_good_ends(client_today, ledger):
    item = ledger.applied(kind=RectKind.STANDING, on="2026-09-03")
    client_today.force_login(ledger.verifier)
    url = reverse("rectification:step", args=[item.no, "accept"])
    assert "ends" in client_today.get(url).context["form"].fields

    client_today.post(url, {"method": "on_site", "ends": "on"})

    item.refresh_from_db()
    assert item.state == ItemState.CLOSED


@pytest.mark.long
def test_the_admin_puts_one_order_right_at_a_time(client_today, ledger):
    chosen = [ledger.issued().pk, ledger.issued().pk]
    client_today.force_login(ledger.clerk)
    sent = {"action": "step_correct", "_selected_action": chosen}

    page = client_today.post(reverse("admin:rectification_item_changelist"), sent, follow=True)

    assert "one item at a time" in page.content.decode()
