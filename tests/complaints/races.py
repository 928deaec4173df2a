"""Acts in the same moment, each on a connection of its own; and every step of a case, ready to
be taken so.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier

from django.db import connections

from bureau.models import Act, Placement
from bureau.rules import Role
from bureau.services import BureauError
from complaints import services
from complaints.models import Case, MoreTime, Recheck, RecheckDraw
from complaints.rules import workflow
from complaints.rules.rechecks import Recheck as Result
from complaints.rules.rechecks import frame_hash
from complaints.rules.steps import Step
from complaints.rules.words import (
    CaseState,
    Channel,
    ClockCode,
    Finding,
    Grade,
    Ground,
    Receiver,
    ReplyWay,
    ReturnGround,
)
from tests.complaints.conftest import moment
from tests.factories import StaffFactory, UserFactory

WHY = "同一次就诊的同一件事"
AT = moment("2026-11-10")


def at_once(*acts):
    ready = Barrier(len(acts), timeout=10)

    def run(act):
        try:
            connections["default"].ensure_connection()
            ready.wait()
            return act()
        except BureauError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


class Race:
    """Cases as far as a step wants them, and the steps, each with whatever it takes."""

    def __init__(self, desk):
        self.desk, self.calendar, self.house = desk, desk.calendar, desk.hospital
        self.fine = {"finding": Finding.UNSUBSTANTIATED}
        self.second = UserFactory(section=desk.head.section, roles=[Role.BUREAU_STAFF])
        self.doctor = StaffFactory(institution=desk.hospital)
        Placement.objects.create(
            staff=self.doctor, institution=desk.hospital, from_on=date(2020, 1, 1)
        )

    # Cases.

    def closed(self):
        case = self.desk.replied(**self.fine)
        self.desk.do("close_case", case, on="2026-11-09")
        return case

    def marked(self):
        case = self.closed()
        self.do("mark_fabricated", case, basis=WHY)
        return case

    def drawn(self):
        """A case that was the only one to draw from, in a month of its own."""
        case = self.closed()
        frame = [case.no]
        draw = RecheckDraw.objects.create(
            month=date(2020 + RecheckDraw.objects.count(), 1, 1), seed="a", percent=100,
            frame=frame, frame_hash=frame_hash(frame), drawn_at=AT,
        )  # fmt: skip
        Recheck.objects.create(draw=draw, case=case, verified_at=case.verified_at)
        return case

    def found(self):
        case = self.desk.dispatched()
        self.desk.report(case)
        alleged = self.desk.do("add_allegation", case, text="说话生硬")
        services.find_allegation(allegation=alleged, by=self.desk.clerk, at=AT, basis="调取了监控",
                                 **self.fine)  # fmt: skip
        return case

    def reported(self):
        case = self.desk.dispatched()
        self.desk.report(case)
        self.desk.do("add_allegation", case, text="说话生硬")
        return case

    def paused(self):
        case = self.desk.accepted()
        self.desk.do("suspend_case", case, reason="待补充材料")
        return case

    def naming(self):
        case = self.desk.dispatched()
        self.desk.do("name_person", case, said_as="张医生")
        return case

    def badly_graded(self):
        case = self.desk.replied(**self.fine)
        self.do("record_callback", case, grade=Grade.DISSATISFIED, note="答复没有依据", **self.days)
        return case

    def of_hotline(self):
        number = f"DH{Case.objects.count()}"
        return self.desk.accepted("2026-11-09", channel=Channel.HOTLINE, external_no=number)

    def signed(self):
        case = self.desk.case("2026-11-09", channel=Channel.HOTLINE)
        self.do("sign_order", case, **self.days)
        return case

    def to_return(self):
        case = self.signed()
        self.ask_return(case)
        return case

    def asked_for(self):
        case = self.of_hotline()
        self.extend(case)
        return case

    def pair(self):
        return [self.desk.accepted(), self.desk.accepted("2026-11-03")]

    def joined(self):
        cases = self.pair()
        self.merge(cases)
        return cases[1]

    # Steps.

    @property
    def days(self):
        return {"calendar": self.calendar}

    def do(self, verb, case, **said):
        return getattr(services, verb)(case=case, **{"by": self.desk.clerk, "at": AT, **said})

    def dispatch(self, case):
        self.do("dispatch_case", case, institution=self.house, text="请核实", **self.days)

    def report(self, case, text="已谈话提醒"):
        self.do("submit_report", case, institution=self.house, text=text, by=self.desk.officer,
                **self.days)  # fmt: skip

    def give_back(self, case):
        self.do("return_case", case, institution=self.house, reason="不属于本院职责",
                by=self.desk.officer)  # fmt: skip

    def reply(self, case, text="已核实"):
        self.do("reply_case", case, way=ReplyWay.PHONE, text=text, **self.days)

    def ask_return(self, case):
        self.do("ask_return", case, ground=ReturnGround.NOT_OUR_DUTY, basis="不属于本单位职责")

    def decide_return(self, case):
        services.decide_request(
            request=case.order_requests.get(), is_granted=True, by=self.desk.head, at=AT
        )

    def extend(self, case):
        clock = case.clocks.get(code=ClockCode.HOTLINE_ANSWER)
        services.ask_more_time(clock=clock, by_length=2, reason="需会同医保部门核实",
                               by=self.desk.clerk, at=AT)  # fmt: skip

    def decide(self, case):
        more = MoreTime.objects.get(case=case)
        services.decide_more_time(more=more, is_granted=True, by=self.desk.head, at=AT, **self.days)

    def confirm_fabricated(self, case):
        services.confirm_fabricated(
            mark=case.fabrications.get(), is_granted=True, by=self.desk.head, at=AT
        )

    def recheck(self, case):
        services.record_recheck(
            recheck=case.rechecks.get(), result=Result.UPHELD, note="重看了监控", by=self.second,
            at=moment("2026-12-02"), **self.days,
        )  # fmt: skip

    def find(self, case):
        services.find_allegation(allegation=case.allegations.get(), by=self.desk.clerk, at=AT,
                                 basis="调取了监控", **self.fine)  # fmt: skip

    def tie(self, case):
        services.tie_person(person=case.people.get(), staff=self.doctor, by=self.desk.clerk, at=AT)

    def review(self, case):
        services.review_callback(
            callback=case.callbacks.get(), is_subjective=True, by=self.desk.head, at=AT,
            review="答复未说明依据，重新办理", **self.days,
        )  # fmt: skip

    def call_back(self, case, grade=Grade.SATISFIED, note=""):
        self.do("record_callback", case, grade=grade, note=note, **self.days)

    def merge(self, cases):
        services.merge_cases(cases=cases, why=WHY, by=self.desk.clerk, at=AT)

    def told(self, verb, **said):
        return lambda case: self.do(verb, case, **said)

    def reopen(self, case):
        self.do("reopen_case", case, why="提供了新的录音证据", **self.days)

    @property
    def table(self):
        """Say of every step which case it wants, how it is taken, and the act it leaves."""
        rooms = (self._taken_up, self._with_the_unit, self._found_out, self._answered,
                 self._of_its_days, self._of_a_channel)  # fmt: skip
        return {step: row for room in rooms for step, row in room().items()}

    def _taken_up(self):
        desk = self.desk
        return {
            Step.ACCEPT: (desk.case, self.told("accept_case", **self.days), "accept_case"),
            Step.DECLINE: (
                desk.case,
                self.told("decline_case", ground=Ground.IN_COURT, explanation="已向法院起诉"),
                "decline_case",
            ),
            Step.TRANSFER: (
                desk.case,
                self.told("transfer_case", to=Receiver.POLICE, explanation="已移送公安机关"),
                "transfer_case",
            ),
            Step.TAKE: (desk.accepted, self.told("take_case", handler=desk.head), "take_case"),
            Step.SORT: (
                desk.accepted,
                self.told("sort_case", changes={"safety_urgent": True}, **self.days), "sort_case",
            ),
            Step.ACCUSE: (
                desk.dispatched, self.told("make_accusation", why=WHY), "make_accusation",
            ),
            Step.ACCEPT_DISPATCH: (desk.accepted, self.dispatch, "dispatch_case"),
            Step.NOTE: (desk.accepted, self.told("write_entry", text="已联系"), "write_entry"),
            Step.WITHDRAW: (desk.accepted, self.told("withdraw_case", why=WHY), "withdraw_case"),
        }  # fmt: skip

    def _with_the_unit(self):
        desk = self.desk
        return {
            Step.DISPATCH: (desk.accepted, self.dispatch, "dispatch_case"),
            Step.INVESTIGATE: (
                desk.dispatched, self.told("begin_investigation"), "begin_investigation",
            ),
            Step.RETURN: (desk.dispatched, self.give_back, "return_case"),
            Step.REPORT: (desk.dispatched, self.report, "submit_report"),
            Step.STATE: (
                desk.dispatched,
                self.told("file_statement", institution=self.house, text="当时在抢救病人",
                          by=desk.officer),
                "file_statement",
            ),
        }  # fmt: skip

    def _found_out(self):
        desk = self.desk
        return {
            Step.ALLEGE: (
                desk.accepted, self.told("add_allegation", text="说话生硬"), "add_allegation",
            ),
            Step.NAME: (desk.accepted, self.told("name_person", said_as="张医生"), "name_person"),
            Step.TIE: (self.naming, self.tie, "tie_person"),
            Step.FIND: (self.reported, self.find, "find_allegation"),
            Step.VERIFY: (
                self.found, self.told("verify_case", by=desk.head), "verify_case",
            ),
            Step.UNMERGE: (self.joined, self.told("unmerge_case", why=WHY), "unmerge_case"),
        }  # fmt: skip

    def _answered(self):
        desk = self.desk
        return {
            Step.REPLY: (partial(desk.verified, **self.fine), self.reply, "reply_case"),
            Step.CALL_BACK: (
                partial(desk.replied, **self.fine), self.call_back, "record_callback",
            ),
            Step.REVIEW: (self.badly_graded, self.review, "review_callback"),
            Step.RECTIFY: (desk.replied, self.told("open_rectification"), ""),
            Step.CLOSE: (
                partial(desk.replied, **self.fine), self.told("close_case"), "close_case",
            ),
            Step.ARCHIVE: (self.closed, self.told("archive_case"), "archive_case"),
            Step.REOPEN: (self.closed, self.reopen, "reopen_case"),
            Step.FABRICATED: (
                self.closed, self.told("mark_fabricated", basis=WHY), "mark_fabricated",
            ),
            Step.RECHECK: (self.drawn, self.recheck, "record_recheck"),
            Step.CONFIRM_FABRICATED: (
                self.marked, self.confirm_fabricated, "confirm_fabricated",
            ),
        }  # fmt: skip

    def _of_its_days(self):
        desk = self.desk
        return {
            Step.PAUSE: (
                desk.accepted, self.told("suspend_case", reason="待补充材料"), "suspend_case",
            ),
            Step.RESUME: (self.paused, self.told("resume_case", **self.days), "resume_case"),
            Step.MANY: (
                partial(desk.accepted, "2026-11-09"),
                self.told("convert_to_many", reason=WHY, **self.days), "convert_to_many",
            ),
            Step.EXTEND: (self.of_hotline, self.extend, "ask_more_time"),
            Step.DECIDE: (self.asked_for, self.decide, "decide_more_time"),
        }  # fmt: skip

    def _of_a_channel(self):
        desk = self.desk
        return {
            Step.SIGN: (
                partial(desk.case, "2026-11-09", channel=Channel.HOTLINE),
                self.told("sign_order", **self.days), "sign_order",
            ),
            Step.CONTACT: (self.signed, self.told("contact_caller"), "contact_caller"),
            Step.GIVE_BACK: (self.signed, self.ask_return, "ask_return"),
            Step.EXCLUDE: (self.signed, self.told("ask_exclusion", basis=WHY), "ask_exclusion"),
            Step.DECIDE_ORDER: (self.to_return, self.decide_return, "decide_return"),
            Step.OBJECT: (
                partial(desk.case, "2026-11-09", channel=Channel.PETITION_LETTER, handed_down=True),
                self.told("object_petition", reasons="不属于本单位职责"), "object_petition",
            ),
        }  # fmt: skip


def course_of(case):
    """List the states that a case's acts tell of, each leading into the next."""
    acts = Act.objects.filter(object_kind="case", object_no=case.no).order_by("pk")
    states = set(CaseState)
    return [(act.before, act.after) for act in acts if {act.before, act.after} & states]


def is_a_way(case):
    """Test if what the acts tell of is one way, along the table, to where the case is."""
    was = CaseState.REGISTERED
    for before, after in course_of(case)[1:]:
        on_hold = CaseState(after) if before == CaseState.SUSPENDED else None
        allowed = workflow.can_move(CaseState(before), CaseState(after), suspended_from=on_hold)
        if before != was or not allowed:
            return False
        was = CaseState(after)
    return was == Case.objects.get(pk=case.pk).state
