"""A page that was open for long offers what the case's state no longer has: the service refuses."""

import pytest

from bureau.models import Act
from complaints import services
from complaints.models import Case
from complaints.rules.words import CaseState, Channel, ClockCode, Grade
from complaints.services import CaseError
from tests.complaints.conftest import moment
from tests.factories import StaffFactory

AT = moment("2026-11-05")


def archived(case):
    Case.objects.filter(pk=case.pk).update(state=CaseState.ARCHIVED, closed_at=AT)


def acts(case):
    return Act.objects.filter(object_no=case.no).count()


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("add_allegation", {"text": "收费不清"}),
        ("name_person", {"said_as": "李护士"}),
        ("write_entry", {"text": "已电话告知"}),
    ],
)
def test_what_is_written_on_a_case_from_a_stale_page_is_refused_once_it_is_archived(
    desk, verb, said
):
    case = desk.dispatched()
    first = desk.do(verb, case, **said)
    archived(case)
    before = acts(case)

    with pytest.raises(CaseError, match="this cannot be done now"):
        desk.do(verb, case, **{name: f"{text}，又一次" for name, text in said.items()})

    assert desk.do(verb, case, **said) == first
    assert acts(case) == before


def test_who_is_meant_is_not_said_of_an_archived_case(desk):
    case = desk.dispatched()
    person = desk.do("name_person", case, said_as="张医生")
    staff = StaffFactory(institution=desk.hospital)
    archived(case)

    with pytest.raises(CaseError, match="this cannot be done now"):
        services.tie_person(person=person, staff=staff, by=desk.clerk, at=AT)


@pytest.mark.long
def test_no_grade_of_an_archived_case_is_reviewed_and_nothing_of_it_rectified(desk):
    case = desk.replied()
    graded = services.record_callback(
        case=case, grade=Grade.DISSATISFIED, note="没有当面道歉", by=desk.clerk, at=AT,
        calendar=desk.calendar,
    )  # fmt: skip
    archived(case)

    with pytest.raises(CaseError, match="this cannot be done now"):
        services.review_callback(
            callback=graded, is_subjective=False, review="已当面说明情况", by=desk.head, at=AT,
            calendar=desk.calendar,
        )  # fmt: skip
    with pytest.raises(CaseError, match="this cannot be done now"):
        desk.do("open_rectification", case)


def test_no_term_of_an_archived_case_grows(desk):
    case = desk.dispatched()
    clock = case.clocks.get(code=ClockCode.UNIT_REPORT)
    said = {
        "clock": clock,
        "reason": "等会诊意见出来",
        "by": desk.clerk,
        "at": moment("2026-11-03"),
    }
    more = services.ask_more_time(by_length=1, **said)
    archived(case)

    for refused in (
        lambda: services.decide_more_time(
            more=more, is_granted=True, by=desk.head, at=AT, calendar=desk.calendar
        ),
        lambda: desk.do("convert_to_many", case, reason="涉及三个科室", calendar=desk.calendar),
        lambda: services.ask_more_time(by_length=1, **said | {"by": desk.head}),
    ):
        with pytest.raises(CaseError, match="this cannot be done now"):
            refused()


def test_an_archived_order_was_rung_about_and_asked_of_before(desk):
    case = desk.case(channel=Channel.HOTLINE, external_no="GD20261102001")
    desk.do("sign_order", case, calendar=desk.calendar)
    asked = desk.do("ask_exclusion", case, basis="诉求不合理，无法满足")
    archived(case)

    for refused in (
        lambda: desk.do("contact_caller", case),
        lambda: services.decide_request(request=asked, is_granted=True, by=desk.head, at=AT),
    ):
        with pytest.raises(CaseError, match="this cannot be done now"):
            refused()
    assert desk.do("ask_exclusion", case, basis="诉求不合理，无法满足") == asked


def test_archived_cases_are_joined_with_open_ones_and_parted_or_joined_alone_no_more(desk):
    first, second, third = [desk.case() for _ in range(3)]
    said = {"why": "同一天同一件事", "by": desk.clerk, "at": AT}
    archived(first)
    services.merge_cases(cases=[first, second], **said)
    archived(second)
    archived(third)

    with pytest.raises(CaseError, match="this cannot be done now"):
        services.merge_cases(cases=[first, third], **said)
    with pytest.raises(CaseError, match="this cannot be done now"):
        desk.do("unmerge_case", second, why="不是同一件事")
    second.refresh_from_db()
    assert services.merge_cases(cases=[first, second], **said) == second.matter


def test_the_page_says_so_and_adds_nothing(desk, client):
    case = desk.dispatched()
    archived(case)
    client.force_login(desk.clerk)

    page = client.post(f"/cases/{case.no}/allege/", {"text": "说话生硬，态度不好"})

    assert "this cannot be done now" in page.content.decode()
    assert not case.allegations.exists()


def test_an_archived_case_is_sorted_and_handed_on_no_more(desk):
    case = desk.accepted()
    desk.do("take_case", case, handler=desk.head)
    archived(case)

    for refused in (
        lambda: desk.do("take_case", case, handler=desk.clerk),
        lambda: desk.do("sort_case", case, changes={"safety_urgent": True}, calendar=desk.calendar),
    ):
        with pytest.raises(CaseError, match="this cannot be done now"):
            refused()
    assert desk.do("take_case", case, handler=desk.head).handler == desk.head
