"""Cases found by what somebody types, and by nobody who may not see them."""

import pytest
from django.urls import reverse

from complaints import services
from tests.complaints.conftest import moment
from tests.complaints.test_pages import found


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(moment("2026-11-03"), tick=False)


@pytest.mark.parametrize("words", ["13855144502", "138-5514-4502", "4502", "hzt", "HZT", "黄志涛"])
def test_the_bureau_finds_a_case_by_who_complained(desk, as_clerk, words):
    case = desk.case()
    desk.case(who=services.Complainant(name="李明", phone="13900001111"))

    assert found(as_clerk, q=words) == [case.no]


@pytest.mark.long
def test_a_case_is_found_by_its_number_and_by_the_words_that_were_dispatched(desk, as_clerk):
    case = desk.dispatched()

    assert found(as_clerk, tab="all", q=case.no[-4:]) == [case.no]
    assert found(as_clerk, tab="all", q="服务态度") == [case.no]
    assert found(as_clerk, tab="all", q="没有这样的话") == []


@pytest.mark.long
def test_a_case_is_found_by_any_part_of_its_number_that_people_say(desk, as_clerk):
    case = desk.case(channel="hotline_12345", external_no="GD-2026-77", institution=None)
    desk.case(on="2026-11-03")
    day = case.no[3:11]

    ways = [case.no, case.no.lower(), case.no[3:], day, f"TS-{day}", f"ＴＳ{day}", "GD-2026-77"]
    assert [found(as_clerk, q=words) for words in ways] == [[case.no]] * len(ways)
    for words in ("GD-2026", "20261", f"TS-{day}-9"):
        assert found(as_clerk, q=words) == []


@pytest.mark.long
def test_two_signs_are_a_word_and_one_is_none(desk, as_clerk):
    case = desk.dispatched(text="3 床张大夫态度差")

    for words in ("态度", "大夫态", "3 床", "床张"):
        assert found(as_clerk, tab="all", q=words) == [case.no]
    for words in ("度态", "态", "张夫"):
        assert found(as_clerk, tab="all", q=words) == []


@pytest.mark.long
def test_whoever_may_not_see_the_case_of_an_order_is_not_told_its_number(desk, as_clerk):
    kept = desk.case(channel="hotline_12345", external_no="GD-9", is_accusation=True)
    seen = desk.case(channel="hotline_12345", external_no="GD-8")
    said = {
        "type": "complaint", "channel": "hotline_12345", "received_at": "2026-11-02T09:00",
        "words": "窗口无人", "confidentiality": "open", "anyway": "1",
    }  # fmt: skip

    pages = [
        as_clerk.post(reverse("complaints:new"), {**said, "external_no": one.external_no},
                      follow=True).content.decode()
        for one in (kept, seen)
    ]  # fmt: skip

    assert (kept.no in pages[0], seen.no in pages[1]) == (False, True)
    assert "registered already; others handle it" in pages[0]


@pytest.mark.long
@pytest.mark.parametrize("words", ["13855144502", "4502", "hzt", "黄志涛"])
def test_a_unit_does_not_learn_by_searching_who_complained(desk, client, words):
    case = desk.dispatched()
    client.force_login(desk.officer)

    assert found(client, tab="all", q=case.no) == [case.no]
    assert found(client, tab="all", q=words) == []
