from datetime import date

import pytest

from bureau.models import Act, Notice, Section
from bureau.rules import Role, SectionCode
from rectification import selectors, services
from rectification.models import Item
from rectification.rules.words import ItemState, RectKind, SourceKind
from rectification.services import LedgerError
from tests.factories import UserFactory
from tests.rectification.conftest import CALENDAR, moment


def test_numbers_run_without_a_gap_through_a_year(ledger):
    numbers = [ledger.draft().no for _ in range(3)]

    assert numbers == ["ZG-2026-0001", "ZG-2026-0002", "ZG-2026-0003"]


def test_one_source_enters_one_problem(ledger):
    first = ledger.draft(source=SourceKind.FOLLOWUP, source_no="371323A01/2026-10/ATT")

    again = ledger.draft(
        source=SourceKind.FOLLOWUP, source_no="371323A01/2026-10/ATT", problem="other words"
    )

    assert again == first
    assert ledger.draft().no == "ZG-2026-0002"


def test_one_source_enters_a_problem_of_each_institution_it_names(ledger, township):
    ours = ledger.draft(source=SourceKind.SUPERIOR, source_no="卫督〔2026〕3号")

    theirs = ledger.draft(
        source=SourceKind.SUPERIOR, source_no="卫督〔2026〕3号", institution=township
    )

    assert theirs != ours
    assert theirs.institution == township


def test_by_hand_a_source_that_has_its_problem_is_refused_and_takes_another_one(ledger):
    given = {
        "institution": ledger.hospital, "source": SourceKind.COMPLAINT, "source_no": "TS-9",
        "found_on": date(2026, 9, 1), "by": ledger.clerk, "at": moment("2026-09-01"),
    }  # fmt: skip
    first = services.enter_item(problem="态度生硬", **given)

    with pytest.raises(services.EnteredAlready, match=first.no):
        services.enter_item(problem="收费不明", **given)
    second = services.enter_item(problem="收费不明", part=None, **given)

    assert (first.source_part, second.source_part) == (1, 2)
    assert Item.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [({"problem": " "}, "what the problem is"), ({"found_on": date(2026, 9, 2)}, "future")],
)
def test_an_entry_that_says_nothing_or_of_tomorrow_is_refused(ledger, said, words):
    with pytest.raises(LedgerError, match=words):
        ledger.draft(on="2026-09-01", **said)

    assert not Item.objects.exists()


def test_ordered_its_days_run_and_the_unit_is_told(ledger):
    item = ledger.issued()

    item.refresh_from_db()
    assert (item.state, item.plan_due_on, item.due_on) == (
        ItemState.ISSUED, date(2026, 9, 8), date(2026, 10, 1),
    )  # fmt: skip
    assert Notice.objects.filter(recipient=ledger.officer, subject_no=item.no).count() == 1


def test_a_plan_is_never_due_after_the_problem_itself(ledger):
    item = ledger.issued(kind=RectKind.IMMEDIATE, due_on=date(2026, 9, 2))

    assert item.plan_due_on == date(2026, 9, 2)


def test_the_unit_does_not_see_what_the_bureau_has_not_taken_up(ledger):
    item = ledger.draft()
    assert not Item.objects.visible_to(ledger.officer).exists()

    services.dismiss_item(
        item=item, reason="与另一条重复登记", by=ledger.clerk, at=moment("2026-09-02")
    )

    assert not Item.objects.visible_to(ledger.officer).exists()
    assert Item.objects.visible_to(ledger.clerk).get().state == ItemState.DISMISSED


def test_another_house_sees_nothing_of_it(ledger, township):
    from bureau.rules import Role
    from tests.factories import UserFactory

    other = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])
    ledger.issued()

    assert not Item.objects.visible_to(other).exists()


def test_a_section_sees_what_it_answers_for(ledger):
    from bureau.models import Section
    from bureau.rules import Role, SectionCode
    from rectification.models import ItemSection
    from tests.factories import UserFactory

    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    reader = UserFactory(section=personnel, roles=[Role.BUREAU_STAFF])
    item = ledger.issued()
    assert not Item.objects.visible_to(reader).exists()

    ItemSection.objects.create(item=item, section=personnel, position=1)

    assert Item.objects.visible_to(reader).get() == item


def plan(ledger, item, **said):
    said = {"cause": "人手不足", "goal": "全时段导医", "measures": ["设导医台", "排班"], **said}
    return services.submit_plan(
        item=item, responsible="张三", by=ledger.officer, at=moment("2026-09-03"), **said
    )


def test_a_plan_is_handed_in_and_may_be_replaced_until_work_begins(ledger):
    item = plan(ledger, ledger.issued())
    plan(ledger, item)
    plan(ledger, item, measures=["设导医台"])

    assert item.state == ItemState.PLANNED
    assert [measure.text for measure in item.measures.all()] == ["设导医台"]
    assert Act.objects.filter(object_no=item.no, verb="submit_plan").count() == 2


def test_a_plan_without_a_measure_is_refused(ledger):
    with pytest.raises(LedgerError, match="at least one measure"):
        plan(ledger, ledger.issued(), measures=["  "])


def test_the_first_progress_begins_the_work_and_is_written_once(ledger):
    item = plan(ledger, ledger.issued())

    for _ in range(2):
        services.report_progress(
            item=item, text="导医台已到位", on=date(2026, 9, 5),
            by=ledger.officer, at=moment("2026-09-06"),
        )  # fmt: skip

    item.refresh_from_db()
    assert item.state == ItemState.RECTIFYING
    assert item.progress.count() == 1


@pytest.mark.parametrize("on", [date(2026, 8, 31), date(2026, 9, 7)])
def test_progress_before_the_order_or_of_tomorrow_is_refused(ledger, on):
    with pytest.raises(LedgerError, match="between the order and today"):
        services.report_progress(
            item=ledger.issued(), text="好了", on=on, by=ledger.officer, at=moment("2026-09-06")
        )


# What is on public notice or struck off has a closure, or the database refuses it.
@pytest.mark.parametrize("state", sorted(set(ItemState) - {ItemState.CLOSED, ItemState.PUBLICITY}))
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_the_filter_and_the_rule_agree_on_what_is_overdue(ledger, state, days):
    item = ledger.issued()
    Item.objects.filter(pk=item.pk).update(state=state)
    item.refresh_from_db()
    day = date.fromordinal(item.due_on.toordinal() + days)

    assert Item.objects.overdue(day).exists() == item.is_overdue(day)


def test_recurrence_is_shown_of_the_same_house_and_category_within_ninety_days(ledger):
    from bureau.models import ProblemCategory

    category = ProblemCategory.objects.create(code="XX", name="测试")
    long_ago = ledger.draft(on="2026-06-01", category=category)
    earlier = ledger.draft(on="2026-06-04", category=category)
    item = ledger.draft(on="2026-09-01", category=category)
    ledger.draft(on="2026-09-01")

    assert list(selectors.recurrences(item)) == [earlier]
    assert list(selectors.recurrences(long_ago)) == []


def test_the_bureau_puts_its_entry_right_but_not_the_problem(ledger):
    item = ledger.draft()
    change = {"by": ledger.clerk, "at": moment("2026-09-02")}

    for _ in range(2):
        services.change_item(item=item, changes={"severity": "high"}, **change)
    with pytest.raises(LedgerError, match="not changed"):
        services.change_item(item=item, changes={"problem": "other"}, **change)

    assert Act.objects.filter(object_no=item.no, verb="change_item").count() == 1


def test_reminders_are_said_once_and_rise(ledger, section_head):
    item = ledger.issued(due_on=date(2026, 9, 10))
    remind = services.remind_of_items

    assert remind(at=moment("2026-09-07"), calendar=CALENDAR) == 1
    assert remind(at=moment("2026-09-07", 11), calendar=CALENDAR) == 0
    assert remind(at=moment("2026-09-11"), calendar=CALENDAR) == 1

    told = Notice.objects.filter(subject_no=item.no, kind="overdue")
    assert {notice.recipient for notice in told} >= {ledger.officer, section_head}


def test_after_an_outage_only_the_level_that_fits_the_day_is_said(ledger):
    ledger.issued(due_on=date(2026, 9, 10))

    assert services.remind_of_items(at=moment("2026-09-16"), calendar=CALENDAR) == 1
    assert services.remind_of_items(at=moment("2026-09-17"), calendar=CALENDAR) == 0


def test_whoever_of_another_section_entered_a_problem_finds_it_again(ledger, hospital):
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    other = UserFactory(section=personnel, roles=[Role.BUREAU_STAFF])
    item = services.open_item(
        institution=hospital, problem="值班电话无人接听", found_on=date(2026, 9, 1),
        source=SourceKind.SELF_CHECK, by=other, at=moment("2026-09-01"),
    )  # fmt: skip

    assert Item.objects.visible_to(other).get() == item
