"""What a unit reads of a case: what was written for it, and nothing that was written for others."""

import dataclasses
from datetime import date

import pytest
from django.urls import reverse

from bureau.models import LeaderPost
from bureau.rules import Role
from bureau.templatetags.shell import day
from complaints import exports, selectors, services
from complaints.models import Case, ClockRow
from complaints.rules.words import Audience
from complaints.views.sheet import told
from rectification import services as services_of_the_ledger
from rectification.models import Item
from rectification.rules.words import RectKind
from tests.callers import Caller
from tests.complaints.api import place
from tests.complaints.conftest import moment
from tests.factories import StaffFactory, UserFactory

NOW = moment("2026-11-06")


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def page(client, user, case):
    client.force_login(user)
    answer = client.get(case.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def assisting(township):
    return UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])


@pytest.fixture
def given_twice(desk, township):
    """A case whose lead gave it back and got it again, with a text that is for the lead alone."""
    case = desk.accepted()
    given = {"institution": desk.hospital, "calendar": desk.calendar}
    desk.do("dispatch_case", case, text="请两院核实转诊经过", assisting=[township], **given)
    desk.do("return_case", case, institution=desk.hospital, by=desk.officer, reason="科室不在本院")
    desk.do("dispatch_case", case, text="请贵院单独说明收费", **given)
    case.refresh_from_db()
    return case


@pytest.mark.long
def test_what_was_explained_to_the_complainant_is_on_no_page_of_a_unit(desk, client):
    case = desk.dispatched()
    Case.objects.filter(pk=case.pk).update(explanation="王女士，您反映的事项已转交")
    services.attach_file(case=case, name="公示.pdf", content=b"%PDF-1.4\n%%EOF", by=desk.clerk,
                         at=NOW, audience=Audience.PUBLIC)  # fmt: skip

    assert "王女士" in page(client, desk.clerk, case)
    shown = page(client, desk.officer, case)
    assert "公示.pdf" in shown
    assert "王女士" not in shown


@pytest.mark.long
def test_a_unit_reads_the_notes_that_are_for_it_and_none_for_the_complainant(desk, client, his):
    case = desk.dispatched()
    for audience in Audience:
        desk.do("write_entry", case, text=f"写给{audience}的话", audience=audience)

    shown = page(client, desk.officer, case)
    notes = his.get(place(case)).json()["notes"]

    assert [note["text"] for note in notes] == ["写给institution的话"]
    assert "写给institution的话" in shown
    assert "写给public的话" not in shown
    assert "写给public的话" in page(client, desk.clerk, case)


@pytest.mark.long
def test_an_assisting_unit_reads_its_own_text_by_every_door(given_twice, assisting, client):
    case, foreign, own = given_twice, "请贵院单独说明收费", "请两院核实转诊经过"
    client.force_login(assisting)
    listed = client.get(reverse("complaints:cases"), {"tab": "all"}).content.decode()
    handling = client.get(reverse("complaints:cases"), {"tab": "handling"}).content.decode()
    api = Caller(assisting.institution, at=NOW).get(place(case)).content.decode()
    book = exports.cases(assisting, {"tab": "all"}, False, NOW.date())

    doors = [page(client, assisting, case), listed, handling, api, str(list(book.rows())),
             str(dataclasses.astuple(told(case, assisting)))]  # fmt: skip

    for door in doors:
        assert own in door
        assert foreign not in door


def test_a_unit_finds_by_what_it_was_given_itself(given_twice, assisting, desk):
    def found(user, words):
        return list(selectors.search(Case.objects.visible_to(user), words, user=user))

    assert found(assisting, "单独说明收费") == []
    assert found(assisting, "转诊经过") == [given_twice]
    assert found(desk.officer, "单独说明收费") == found(desk.clerk, "单独说明收费") == [given_twice]


@pytest.mark.long
def test_why_a_case_waited_or_got_longer_is_told_to_no_unit(desk, client):
    case = desk.dispatched(on="2026-11-02")
    clock = ClockRow.objects.get(case=case, code="C-06")
    more = services.ask_more_time(
        clock=clock, by_length=1, reason="等待局内专家会诊", by=desk.clerk, at=moment("2026-11-03")
    )
    services.decide_more_time(more=more, is_granted=True, answer="同意延长一日", by=desk.head,
                              at=moment("2026-11-03"), calendar=desk.calendar)  # fmt: skip
    desk.do("suspend_case", case, on="2026-11-03", reason="等待投诉人补充材料")
    desk.do("resume_case", case, on="2026-11-05", calendar=desk.calendar)
    why = reverse("complaints:why", args=[case.no, clock.pk])

    shown = {user: page(client, user, case) + client.get(why).content.decode()
             for user in (desk.clerk, desk.officer)}  # fmt: skip

    for secret in ("等待局内专家会诊", "同意延长一日", "等待投诉人补充材料"):
        assert secret in shown[desk.clerk]
        assert secret not in shown[desk.officer]
    assert f"{day(date(2026, 11, 3))} – {day(date(2026, 11, 5))}" in shown[desk.officer]


@pytest.mark.long
def test_a_unit_reads_of_its_own_people_alone(given_twice, assisting, desk, township, client):
    for said_as, house in (("赵医生", desk.hospital), ("钱护士", township)):
        person = desk.do("name_person", given_twice, said_as=said_as)
        staff = StaffFactory(institution=house, name=f"{said_as[0]}某某")
        services.tie_person(person=person, staff=staff, by=desk.clerk, at=NOW)

    assert "赵某某" not in page(client, assisting, given_twice)
    assert "钱某某" in page(client, assisting, given_twice)
    assert "钱某某" not in page(client, desk.officer, given_twice)
    assert "钱某某" in page(client, desk.clerk, given_twice)


@pytest.mark.long
def test_the_ledger_tells_the_accused_neither_the_words_nor_the_number(desk, client):
    case = desk.verified()
    Case.objects.filter(pk=case.pk).update(is_accusation=True, dispatch_text="")
    for _ in range(2):
        desk.do("open_rectification", case, on="2026-11-06")
    item = Item.objects.get()
    services_of_the_ledger.issue_item(
        item=item, kind=RectKind.LIMITED, leader=LeaderPost.objects.first(), by=desk.head,
        sections=[desk.head.section], at=NOW, calendar=desk.calendar,
    )  # fmt: skip

    assert "说话生硬" not in item.problem
    shown = page(client, desk.officer, item)
    assert item.problem in shown
    assert case.no not in shown
    assert item.source_no == case.no
