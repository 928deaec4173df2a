"""Whoever searches finds what stands in the list before them, and no more."""

import pytest

from bureau.rules import Role
from complaints import selectors
from complaints.models import Case
from complaints.selectors import searching
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def found(user, words):
    return list(selectors.search(Case.objects.visible_to(user), words, user=user))


@pytest.mark.parametrize("words", ["拔牙后脸肿", "拔牙 发炎", "发炎  拔牙", "拔牙　发炎"])
def test_a_case_that_nobody_was_given_is_found_by_the_words_in_the_list(desk, words):
    case = desk.case(words="拔牙后脸肿，伤口发炎")
    desk.case(words="拔牙时态度生硬")

    assert found(desk.clerk, words) == [case]


@pytest.mark.long
def test_two_words_of_what_was_dispatched_are_found_in_any_order(desk):
    case = desk.dispatched(text="请核实拔牙后感染的处理经过")
    desk.dispatched(text="请核实拔牙收费")

    assert found(desk.clerk, "感染 拔牙") == found(desk.officer, "拔牙 感染") == [case]
    assert found(desk.clerk, "拔牙 骨折") == found(desk.clerk, "牙 后") == []


def test_once_dispatched_a_case_is_found_by_the_text_of_the_list_alone(desk):
    desk.dispatched(words="我母亲李桂兰在内科打针", text="请核实注射经过")

    assert found(desk.clerk, "母亲") == []


def test_nobody_finds_by_a_name_that_the_list_keeps_from_them(desk):
    case = desk.case(words="黄志涛说内科态度生硬")
    auditor = UserFactory(roles=[Role.AUDITOR])

    assert found(desk.clerk, "涛说") == [case]
    assert found(auditor, "涛说") == []
    assert found(desk.officer, "态度生硬") == []


def test_a_search_says_when_it_reads_in_part_of_what_waits(desk, monkeypatch):
    monkeypatch.setattr(searching, "MOST_READ", 1)
    rows = Case.objects.visible_to(desk.clerk)
    desk.case(words="拔牙后脸肿")

    assert not selectors.leaves_unread(rows, "拔牙", user=desk.clerk)
    desk.case(words="打针没戴胸牌")
    assert selectors.leaves_unread(rows, "拔牙", user=desk.clerk)
    assert not selectors.leaves_unread(rows, "", user=desk.clerk)
    assert not selectors.leaves_unread(rows, "拔牙", user=desk.officer)
