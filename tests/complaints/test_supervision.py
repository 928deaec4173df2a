"""Long unsolved and repeated: listed by itself, once, until a leader has taken note of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bureau.models import Act, Notice
from bureau.rules import Role
from complaints import exports, services
from complaints.models import MoreTime, Supervision
from complaints.rules.supervision import Listed, contacts_after, is_long_unsolved
from complaints.rules.table import CaseTable
from complaints.services.supervising import list_supervised, note_supervision
from tests.complaints.conftest import moment
from tests.factories import UserFactory

LATER = moment("2027-01-05")
DAY = date(2026, 11, 2)


@pytest.fixture
def leader(db):
    return UserFactory(roles=[Role.LEADER], name="刘局长")


def listed(at=LATER):
    list_supervised(at=at)
    return [(one.reason, one.case.no, one.count) for one in Supervision.objects.order_by("pk")]


def who(n):
    return services.Complainant(name=f"群众{n}", phone=f"1380000000{n}")


@pytest.mark.parametrize(
    ("days", "extensions", "is_long"), [(60, 0, False), (61, 0, True), (5, 1, False), (5, 2, True)]
)
def test_a_case_is_long_unsolved_past_sixty_days_or_extended_twice(days, extensions, is_long):
    day = DAY + timedelta(days=days)

    assert is_long_unsolved(received_on=DAY, day=day, extensions=extensions) is is_long


def test_the_days_are_those_of_the_table():
    table = CaseTable(long_unsolved_days=10)

    assert is_long_unsolved(
        received_on=DAY, day=DAY + timedelta(days=11), extensions=0, table=table
    )


def test_only_what_comes_after_the_answer_counts_as_brought_up_again():
    contacts = [moment(f"2026-11-0{n}") for n in (1, 2, 3)]

    assert contacts_after(moment("2026-11-02"), contacts) == 1
    assert contacts_after(None, contacts) == 0


@pytest.mark.long
def test_an_old_open_case_is_listed_once_and_the_leaders_hear_of_it(desk, leader):
    case, closed = desk.case(), desk.case()
    desk.do("withdraw_case", closed, why="已与医院和解")

    assert listed() == listed() == [(Listed.LONG_UNSOLVED, case.no, 64)]
    assert Notice.objects.filter(recipient=leader).count() == 1
    assert Act.objects.filter(verb="list_supervised").count() == 1


def test_a_case_that_was_extended_twice_is_listed_however_young(desk):
    case = desk.case()
    for clock in case.clocks.all()[:2]:
        MoreTime.objects.create(
            clock=clock, case=case, by_length=1, reason="需鉴定", asked_by=desk.clerk,
            asked_at=LATER, is_granted=True, decided_by=desk.head, decided_at=LATER,
        )  # fmt: skip

    assert listed(moment("2026-11-05")) == [(Listed.LONG_UNSOLVED, case.no, 3)]


@pytest.mark.long
def test_a_matter_brought_up_twice_after_its_answer_is_listed(desk):
    case = desk.replied()
    again = [desk.case("2026-11-09"), desk.case("2026-11-10")]
    assert listed(moment("2026-11-11")) == []

    desk_said = {"why": "同一件事再次反映", "by": desk.clerk, "at": moment("2026-11-11")}
    services.merge_cases(cases=[case, *again], **desk_said)

    assert listed(moment("2026-11-11")) == [(Listed.AFTER_ANSWER, again[1].no, 2)]


@pytest.mark.long
def test_three_different_people_on_one_house_and_category_are_listed(desk, attitude):
    for n in (1, 1, 2):
        desk.case(who=who(n), category=attitude)
    desk.case(who=services.Complainant(), category=attitude)
    assert listed(moment("2026-11-05")) == []

    newest = desk.case(who=who(3), category=attitude)

    assert listed(moment("2026-11-05")) == [(Listed.MANY_PEOPLE, newest.no, 3)]


@pytest.mark.long
def test_after_the_leaders_word_only_what_is_new_is_listed_again(desk, attitude, leader):
    for n in (1, 2, 3):
        desk.case(who=who(n), category=attitude)
    listed(moment("2026-11-05"))
    one = Supervision.objects.get()

    for words in ("请医政科约谈该院", "别的话也写五个字"):
        note_supervision(supervision=one, note=words, by=leader, at=moment("2026-11-06"))

    one.refresh_from_db()
    assert (one.note, one.noted_by) == ("请医政科约谈该院", leader)
    assert len(listed(moment("2026-11-07"))) == 1
    for n in (4, 5, 6):
        desk.case("2026-11-09", who=who(n), category=attitude)
    assert len(listed(moment("2026-11-10"))) == 2
    assert Act.objects.filter(verb="note_supervision").count() == 1


def test_an_accusation_stands_on_no_list(desk, attitude):
    desk.case(is_accusation=True)
    for n in (1, 2, 3):
        desk.case(who=who(n), category=attitude, is_accusation=True)

    assert listed() == []


@pytest.mark.long
def test_a_leader_takes_note_on_the_page_and_nobody_else(desk, client, leader, time_machine):
    case = desk.case()
    listed()
    time_machine.move_to(LATER, tick=False)
    one, url = Supervision.objects.get(), reverse("complaints:supervised")
    address = reverse("complaints:note_supervision", args=[one.pk])

    client.force_login(desk.clerk)
    assert case.no in client.get(url).content.decode()
    assert client.post(address, {"note": "请医政科约谈该院"}).status_code == 403
    client.force_login(leader)
    refused = client.post(address, {"note": "好"}, follow=True)
    assert "At least 5 characters" in refused.content.decode()
    client.post(address, {"note": "请医政科约谈该院"})

    assert list(client.get(url).context["page_obj"]) == []
    assert "请医政科约谈该院" in client.get(url, {"noted": "1"}).content.decode()


def test_what_a_person_may_not_see_of_cases_stands_on_no_list_of_theirs(desk, petition_clerk):
    desk.case()
    listed()

    assert Supervision.objects.visible_to(desk.clerk).count() == 1
    assert not Supervision.objects.visible_to(petition_clerk).exists()
    assert not Supervision.objects.visible_to(desk.officer).exists()


def test_the_export_has_the_rows_of_the_page_and_nobody_who_complained(desk, attitude):
    for n in (1, 2, 3):
        desk.case(who=who(n), category=attitude)
    listed(moment("2026-11-05"))

    listing = exports.supervised(desk.clerk, {}, False, date(2026, 11, 5))

    rows = [list(row) for row in listing.rows()]
    assert (listing.count, [row[1] for row in rows]) == (1, [3])
    assert "群众" not in str(rows)


@pytest.mark.long
def test_the_list_costs_the_same_for_one_row_as_for_many(
    desk, client, leader, django_assert_max_num_queries
):
    desk.case()
    listed(LATER)
    client.force_login(leader)
    with django_assert_max_num_queries(60) as once:
        client.get(reverse("complaints:supervised"))
    for _ in range(4):
        desk.case()
    listed(LATER)
    with django_assert_max_num_queries(len(once)):
        client.get(reverse("complaints:supervised"))
