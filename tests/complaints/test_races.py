"""Two people take the same step in the same second, on two connections: it happens once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from bureau.models import Act, DueStep
from bureau.services import BureauError
from complaints import invariants, services
from complaints.models import Case, Entry, Pause, Reply
from complaints.rules.words import Channel, Finding, ReplyWay, ReturnGround
from tests.complaints.conftest import moment

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = range(3)


def at_once(act, times=2):
    ready = Barrier(times, timeout=10)

    def run(_number):
        try:
            connections["default"].ensure_connection()
            ready.wait()
            return act()
        except BureauError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def moves(desk):
    house, calendar = desk.hospital, desk.calendar
    why = "同一次就诊的同一件事"

    def signed():
        case = desk.case(channel=Channel.HOTLINE)
        desk.do("sign_order", case, on="2026-11-02", calendar=calendar)
        return case

    return {
        "accept_case": (desk.case, {"calendar": calendar}),
        "dispatch_case": (
            desk.accepted, {"institution": house, "text": "请核实", "calendar": calendar},
        ),
        "begin_investigation": (desk.dispatched, {}),
        "suspend_case": (desk.accepted, {"reason": "待补充材料"}),
        "convert_to_many": (desk.accepted, {"reason": why, "calendar": calendar}),
        "withdraw_case": (desk.accepted, {"why": why}),
        "reply_case": (
            partial(desk.verified, finding=Finding.UNSUBSTANTIATED),
            {"way": ReplyWay.PHONE, "text": "已核实", "calendar": calendar},
        ),
        "close_case": (partial(desk.replied, finding=Finding.UNSUBSTANTIATED), {}),
        "write_entry": (desk.accepted, {"text": "已联系"}),
        "sign_order": (partial(desk.case, channel=Channel.HOTLINE), {"calendar": calendar}),
        "contact_caller": (signed, {}),
        "ask_return": (signed, {"ground": ReturnGround.NOT_OUR_DUTY, "basis": why}),
        "ask_exclusion": (signed, {"basis": why}),
        "object_petition": (
            partial(desk.case, channel=Channel.PETITION_LETTER, handed_down=True),
            {"reasons": "不属于本单位职责"},
        ),
    }  # fmt: skip


def test_a_step_taken_by_two_in_the_same_second_happens_once(desk):
    for verb, (begun, said) in moves(desk).items():
        for _round in ROUNDS:
            case = begun()
            at_once(lambda verb=verb, case=case, said=said: desk.do(verb, case, **said))

            acts = Act.objects.filter(object_no=case.no, verb=verb).count()
            assert acts == 1, verb

    assert Pause.objects.count() == len(ROUNDS)
    assert Reply.objects.filter(text="已核实").count() == len(ROUNDS)
    assert Entry.objects.count() == len(ROUNDS)
    assert list(invariants.breaches(at=timezone.now())) == []


def test_a_return_decided_by_two_in_the_same_second_is_decided_once(desk):
    for _round in ROUNDS:
        case = desk.case(channel=Channel.HOTLINE)
        desk.do("sign_order", case, on="2026-11-02", calendar=desk.calendar)
        request = desk.do(
            "ask_return", case, ground=ReturnGround.NOT_OUR_DUTY, basis="不属于本单位职责"
        )
        at_once(lambda request=request: services.decide_request(
            request=request, is_granted=True, by=desk.head, at=moment("2026-11-03")
        ))  # fmt: skip

        assert Act.objects.filter(object_no=case.no, verb="decide_return").count() == 1
        assert Act.objects.filter(object_no=case.no, verb="transfer_case").count() == 1


def test_one_order_of_the_hotline_is_one_case_however_many_workers_bring_it(desk):
    for number in ROUNDS:
        told = desk.told(external_no=f"DH{number}")
        register = partial(
            services.register_case, told=told, complainant=services.Complainant(), by=None,
            at=told.received_at, calendar=desk.calendar,
        )  # fmt: skip
        at_once(register, 3)

    assert Case.objects.count() == len(ROUNDS)
    assert [case.no[-4:] for case in Case.objects.order_by("no")] == ["0001", "0002", "0003"]


def test_two_schedulers_say_an_overdue_case_once(desk):
    for _number in ROUNDS:
        desk.accepted()

    at_once(lambda: services.remind_of_cases(at=moment("2026-11-10"), calendar=desk.calendar))

    assert DueStep.objects.filter(kind="case_clock", is_skipped=False).count() == len(ROUNDS)
