"""Ten doors, one lock: whom a case is kept from finds it by no page, list, search, file or word."""

import pytest
import time_machine

from bureau.models import Act, Attachment, DueStep, Notice, Section
from bureau.rules import Role, SectionCode
from bureau.selectors import count_for
from complaints import exports, selectors, services
from complaints.models import (
    Allegation,
    Assignment,
    Case,
    ClockRow,
    Entry,
    HotlineOrder,
    MoreTime,
    NamedPerson,
    OrderRequest,
    Pause,
    Reply,
    Statement,
    Supervision,
    UnitReport,
)
from complaints.models.course import Callback
from complaints.open_work import open_work, todo_cards
from complaints.rules.steps import Step
from complaints.rules.words import CaseState
from complaints.services import CaseError
from complaints.verbs import VERBS, offered
from tests.complaints.conftest import moment
from tests.factories import StaffFactory, UserFactory

HANGING = (Allegation, Assignment, Callback, ClockRow, Entry, HotlineOrder, MoreTime, NamedPerson,
           OrderRequest, Pause, Reply, Statement, Supervision, UnitReport)  # fmt: skip
DAY = moment("2026-11-06")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(DAY, tick=False):
        yield


def section(code):
    return Section.objects.get(code=code)


def named(desk, case, user):
    """Tie a name in a case to somebody's staff record."""
    person = desk.do("name_person", case, said_as="张医生")
    services.tie_person(person=person, staff=user.staff, by=desk.head, at=DAY)


def officer_of_the_other_house(desk, township):
    desk.dispatched()
    return UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])


def named_officer(desk, township):
    doctor = StaffFactory(institution=desk.hospital)
    user = UserFactory(institution=desk.hospital, roles=[Role.HOSPITAL_OFFICER], staff=doctor)
    named(desk, desk.dispatched(), user)
    return user


def named_clerk(desk, township):
    user = UserFactory(
        section=section(SectionCode.MEDICAL_ADMIN), roles=[Role.BUREAU_STAFF], is_staff=True,
        staff=StaffFactory(institution=desk.hospital),
    )  # fmt: skip
    named(desk, desk.dispatched(), user)
    return user


def named_leader(desk, township):
    user = UserFactory(roles=[Role.LEADER], staff=StaffFactory(institution=desk.hospital))
    named(desk, desk.dispatched(), user)
    return user


def officer_of_the_accused(desk, township):
    desk.case(is_accusation=True)
    return desk.officer


def clerk_whose_section_has_no_accusations(desk, township):
    desk.case(is_accusation=True)
    return desk.clerk


def turned(desk):
    desk.do("make_accusation", desk.dispatched(), why="反映收受药商回扣，属检举控告", by=desk.head)


def officer_of_the_accused_later(desk, township):
    turned(desk)
    return desk.officer


def clerk_who_handled_what_is_an_accusation_now(desk, township):
    turned(desk)
    return desk.clerk


KEPT_FROM = [officer_of_the_other_house, named_officer, named_clerk, named_leader,
             officer_of_the_accused, clerk_whose_section_has_no_accusations,
             officer_of_the_accused_later, clerk_who_handled_what_is_an_accusation_now]  # fmt: skip


def hang_everything(desk, case):
    """Hang on a case one row of everything that can hang on one, whatever its state allows."""
    unit, now = {"case": case, "institution": desk.hospital}, {"at": DAY}
    written = {"case": case, "by": desk.head, **now}
    asked = {"case": case, "asked_by": desk.clerk, "asked_at": DAY}
    Allegation.objects.create(case=case, position=1, text="说话生硬")
    given, _new = Assignment.objects.get_or_create(
        **unit, defaults={"text": "请核实", "by": desk.clerk, "is_lead": True, **now}
    )
    Callback.objects.create(**written, grade="satisfied")
    Entry.objects.create(**written, audience="institution", text="请补充材料")
    HotlineOrder.objects.create(case=case, signed_at=DAY, signed_by=desk.clerk)
    MoreTime.objects.create(**asked, clock=case.clocks.first(), by_length=1, reason="等待鉴定")
    OrderRequest.objects.create(**asked, kind="return", ground="other", basis="不属本局职责")
    Pause.objects.create(case=case, by=desk.clerk, reason="等待鉴定", paused_on=DAY.date())
    Reply.objects.create(**written, way="phone", text="已核实")
    Statement.objects.create(**written, institution=desk.hospital, text="说明如下")
    Supervision.objects.create(
        case=case, reason="long_unsolved", about=f"case {case.pk}", count=1, found_at=DAY
    )
    UnitReport.objects.create(**written, assignment=given, text="已谈话提醒")
    if not case.people.exists():
        desk.do("name_person", case, said_as="李护士")


def rows_of_the_ground_floor(user, case):
    """The rows that name a case and that somebody is shown: of files, of what is due."""
    return [
        *Attachment.objects.visible_to(user).filter(object_no=case.no),
        *DueStep.objects.visible_to(user).filter(no__startswith=case.no),
    ]


@pytest.mark.long
@pytest.mark.parametrize("reader", KEPT_FROM)
def test_by_no_door(desk, township, client, reader):
    user = reader(desk, township)
    case = Case.objects.get()
    file = services.attach_file(
        case=case, name="证据.pdf", content=b"%PDF-1.4\n%%EOF", by=desk.head, at=DAY
    )
    clock = case.clocks.first()
    client.force_login(user)

    page = f"/cases/{case.no}/"
    inner = [page, f"{page}clocks/{clock.pk}/", f"{page}files/{file.pk}/"]
    inner += [f"{page}{step}/" for step, verb in VERBS.items() if verb.is_held_by(user)]
    answers = {path: client.get(path).status_code for path in inner}
    assert set(answers.values()) == {404}, answers
    posted = {path: client.post(path, {}).status_code for path in inner[3:]}
    assert set(posted.values()) <= {404}, posted
    services.remind_of_cases(at=moment("2026-12-01"), calendar=desk.calendar)
    lists = ["/cases/", "/cases/?tab=all", f"/cases/?tab=all&q={case.no}", "/cases/?tab=all&q=4502",
             "/", "/admin/complaints/case/", f"/admin/complaints/case/?q={case.no}",
             "/admin/bureau/duestep/", "/admin/bureau/attachment/",
             f"/admin/bureau/attachment/?q={case.no}"]  # fmt: skip
    # The number itself is read back to whoever asks for it.
    ways = {f"cases/{case.no}/", f"case/{case.pk}/", f"Case {case.no}", f"{file.pk}"}
    for path in lists:
        shown = client.get(path, follow=True).content.decode()
        assert not [way for way in ways if way in shown], path
    assert client.get(f"/admin/complaints/case/{case.pk}/change/").status_code in {302, 403}


@pytest.mark.long
@pytest.mark.parametrize("reader", KEPT_FROM)
def test_by_no_selector_export_card_or_word(desk, township, reader):
    user = reader(desk, township)
    case = Case.objects.get()
    Notice.objects.all().delete()
    services.attach_file(
        case=case, name="证据.pdf", content=b"%PDF-1.4\n%%EOF", by=desk.officer, at=DAY
    )

    services.remind_of_cases(at=moment("2026-12-01"), calendar=desk.calendar)
    hang_everything(desk, case)

    leader = UserFactory(roles=[Role.LEADER])
    assert len(rows_of_the_ground_floor(leader, case)) > 2
    assert rows_of_the_ground_floor(user, case) == []
    assert not Notice.objects.filter(recipient=user).exists()
    for model in HANGING:
        assert model.objects.visible_to(leader).filter(case=case).exists(), model
        assert not model.objects.visible_to(user).filter(case=case).exists(), model
    assert not selectors.search(Case.objects.visible_to(user), case.no, user=user).exists()
    assert not selectors.cases_of_matter(case.matter, user=user).exists()
    assert exports.cases(user, {"tab": "all"}, False, DAY.date()).count == 0
    assert case.no not in str(todo_cards(user, DAY.date()))
    assert not any(count_for([item.waits for item in open_work(user, DAY.date())]))
    alike = {"phone": "13855144502", "institution": None, "category": None}
    assert selectors.likely_same(user=user, received_at=DAY, **alike) == []


@pytest.mark.parametrize("reader", [named_officer, named_clerk, named_leader])
def test_nobody_makes_the_named_person_responsible(desk, township, reader):
    user = reader(desk, township)

    with pytest.raises(CaseError, match="cannot handle this case"):
        desk.do("take_case", Case.objects.get(), handler=user)


def test_who_was_named_after_the_page_was_read_does_not_accept_the_case(desk):
    desk.clerk.staff = StaffFactory(institution=desk.hospital)
    desk.clerk.save()
    case = desk.case()
    named(desk, case, desk.clerk)

    with pytest.raises(CaseError, match="cannot handle this case"):
        desk.do("accept_case", case, calendar=desk.calendar)

    case.refresh_from_db()
    assert (case.state, case.handler) == (CaseState.REGISTERED, None)
    desk.do("accept_case", case, by=desk.head, calendar=desk.calendar)


@pytest.mark.long
def test_who_handles_a_case_and_is_then_found_to_be_named_handles_it_no_more(desk):
    desk.clerk.staff = StaffFactory(institution=desk.hospital)
    desk.clerk.save()
    case = desk.dispatched()
    assert case.handler == desk.clerk

    named(desk, case, desk.clerk)
    named_again = case.people.get()
    services.tie_person(person=named_again, staff=desk.clerk.staff, by=desk.head, at=DAY)

    case.refresh_from_db()
    assert case.handler is None
    taken = Act.objects.filter(object_no=case.no, verb="take_case")
    assert [act.facts for act in taken] == [{"from": str(desk.clerk.pk), "to": ""}]
    with pytest.raises(CaseError, match="Only whoever handles"):
        desk.do("reveal_complainant", case, reason="需要联系当事人")
    services.remind_of_cases(at=moment("2026-11-10"), calendar=desk.calendar)
    late = Notice.objects.filter(kind="overdue", subject_no=case.no)
    assert set(late.values_list("recipient", flat=True)) == {desk.head.pk, desk.officer.pk}


def test_an_accusation_is_assigned_to_no_unit_not_even_where_it_names_somebody_else(
    desk, township, petition_clerk
):
    case = desk.case(is_accusation=True, institution=None)
    case = services.accept_case(case=case, by=petition_clerk, at=DAY, calendar=desk.calendar)

    for unit in (desk.hospital, township):
        for rest in ({}, {"assisting": [desk.hospital]}):
            with pytest.raises(CaseError, match="the bureau itself looks into it"):
                desk.do("dispatch_case", case, by=petition_clerk, institution=unit, text="请核实",
                        calendar=desk.calendar, **rest)  # fmt: skip

    assert not Assignment.objects.exists()
    steps = {verb.step for verb in offered(petition_clerk, case)}
    assert Step.INVESTIGATE in steps
    assert not steps & {Step.DISPATCH, Step.ACCEPT_DISPATCH}
