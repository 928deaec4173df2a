"""The steps of one complaint in the demo county, each taken on a day through its service."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from bureau.calendar import WorkCalendar
from bureau.models import Institution, ProblemCategory, Staff, User
from complaints import services
from complaints.models import Case, ClockRow, MoreTime
from complaints.rules import findings
from complaints.rules.words import (
    Audience,
    Channel,
    ClockCode,
    Finding,
    Grade,
    Ground,
    Receiver,
    ReplyWay,
)
from config.demo.complaint_texts import DECLINED, HANDED_ON, Story
from config.demo.ledger import People, Told
from rectification.models import Item

NOT_SO = "经核实，未发现您反映的情况，监控和记录已留存备查；如有新的证据，请再与我们联系。"
BASES = ("调取监控并与当事人谈话", "核对值班、收费和诊疗记录", "现场查看并询问在场人员")
FOUND = [Finding.SUBSTANTIATED] * 4 + [Finding.PARTLY] * 2 + [Finding.UNSUBSTANTIATED] * 3
GRADES = [Grade.VERY_SATISFIED] * 2 + [Grade.SATISFIED] * 4 + [Grade.FAIR] * 2 + [Grade.NOT_REACHED]
WAYS = [ReplyWay.PHONE] * 3 + [ReplyWay.QUERY_PAGE, ReplyWay.LETTER]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who does it: whoever handles, and whoever makes findings hold and decides."""

    clerk: User
    head: User


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


class Steps:
    """What may happen with one complaint. The chance says what was found and how it was liked."""

    def __init__(
        self, case: Case, story: Story, desk: Desk, chance: Random, calendar: WorkCalendar
    ) -> None:
        self.case, self.story, self.desk, self.chance = case, story, desk, chance
        self.calendar = calendar
        self.house = case.institution
        self.finding = chance.choice(FOUND)
        self.basis = chance.choice(BASES)
        self.item: Item | None = None

    @property
    def officer(self) -> User:
        return User.objects.get(institution=self.house)

    def accepted(self, day: date) -> None:
        services.accept_case(
            case=self.case, by=self.desk.clerk, at=at(day, 9), calendar=self.calendar
        )

    def rung(self, day: date) -> None:
        """Ring whoever called the hotline, once the order is signed in."""
        self._ring(at(day, 9, 20))

    def rung_late(self, day: date) -> None:
        self._ring(at(day, 8, 40))

    def _ring(self, moment: datetime) -> None:
        services.contact_caller(case=self.case, by=self.desk.clerk, at=moment)

    def dispatched(self, day: date) -> None:
        self._dispatch(self.house, self.story.given, at(day, 10))

    def dispatched_again(self, day: date) -> None:
        said = f"{self.story.given}群众对答复不满意，请补充核实后重新报告。"
        self._dispatch(self.house, said, at(day, 15))

    def dispatched_elsewhere(self, day: date) -> None:
        """Give it to the county hospital, whose it was: the unit named had returned it."""
        self.house = Institution.objects.order_by("code")[0]
        services.sort_case(
            case=self.case, changes={"institution": self.house, "department": None},
            by=self.desk.clerk, at=at(day, 14), calendar=self.calendar,
        )  # fmt: skip
        self._dispatch(self.house, self.story.given, at(day, 15))

    def _dispatch(self, house: Institution, text: str, moment: datetime) -> None:
        services.dispatch_case(
            case=self.case, institution=house, text=text, by=self.desk.clerk, at=moment,
            calendar=self.calendar,
        )  # fmt: skip

    def returned(self, day: date) -> None:
        services.return_case(
            case=self.case, institution=self.house, reason="当日该患者在县人民医院就诊，非我院职责",
            by=self.officer, at=at(day, 11),
        )  # fmt: skip

    def investigated(self, day: date) -> None:
        by = self.desk.clerk if self.case.is_accusation else self.officer
        services.begin_investigation(case=self.case, by=by, at=at(day, 9))

    def reported(self, day: date) -> None:
        services.submit_report(
            case=self.case, institution=self.house, text=self.story.report, opinion=self.finding,
            by=self.officer, at=at(day, 14), calendar=self.calendar,
        )  # fmt: skip

    def reported_anew(self, day: date) -> None:
        services.submit_report(
            case=self.case, institution=self.house, opinion=Finding.SUBSTANTIATED,
            text=f"再次核实：{self.story.report}", by=self.officer, at=at(day, 14),
            calendar=self.calendar,
        )  # fmt: skip

    def asked_of_many(self, day: date) -> None:
        services.convert_to_many(
            case=self.case, reason="需会同医保科、护理部共同核实", by=self.desk.clerk,
            at=at(day, 9, 30), calendar=self.calendar,
        )  # fmt: skip

    def paused(self, day: date) -> None:
        services.suspend_case(
            case=self.case, reason="等待投诉人补充票据", by=self.desk.clerk, at=at(day, 15)
        )

    def resumed(self, day: date) -> None:
        services.resume_case(
            case=self.case, by=self.desk.clerk, at=at(day, 9), calendar=self.calendar
        )

    def more_time_asked(self, day: date) -> None:
        clock = ClockRow.objects.get(case=self.case, code=ClockCode.HOTLINE_ANSWER)
        services.ask_more_time(
            clock=clock, by_length=3, reason="当事人外出进修，需返院后谈话", by=self.desk.clerk,
            at=at(day, 10),
        )  # fmt: skip

    def more_time_decided(self, day: date) -> None:
        services.decide_more_time(
            more=MoreTime.objects.get(case=self.case), is_granted=True, by=self.desk.head,
            at=at(day, 16), calendar=self.calendar,
        )  # fmt: skip

    def noted(self, day: date) -> None:
        services.write_entry(
            case=self.case, text="已电话联系投诉人，补充了就诊时间和窗口位置。",
            audience=Audience.INTERNAL, by=self.desk.clerk, at=at(day, 11),
        )  # fmt: skip
        services.write_entry(
            case=self.case, text="请于本周内报送监控截图和谈话记录。",
            audience=Audience.INSTITUTION, by=self.desk.clerk, at=at(day, 11, 5),
        )  # fmt: skip

    def found(self, day: date) -> None:
        """Write down every allegation and what was found of it, and of everybody named."""
        category = ProblemCategory.objects.filter(code=self.story.category).first()
        made = {"basis": self.basis, "by": self.desk.clerk, "at": at(day, 15)}
        for text in self.story.alleged:
            alleged = services.add_allegation(
                case=self.case, text=text, category=category, by=self.desk.clerk, at=at(day, 15)
            )
            services.find_allegation(allegation=alleged, finding=self.finding, **made)
        for person in self.case.people.all():
            self._tie(person, day)
            alleged = self.case.allegations.all()
            services.find_person(person=person, finding=self.finding, allegations=alleged, **made)

    def _tie(self, person, day: date) -> None:
        named = Staff.objects.filter(institution=self.case.institution)
        staff = named.filter(name=person.said_as.reveal()).order_by("pk").first()
        if staff is not None:
            services.tie_person(person=person, staff=staff, by=self.desk.clerk, at=at(day, 15))
            person.refresh_from_db()

    def found_anew(self, day: date) -> None:
        self.finding, self.basis = Finding.SUBSTANTIATED, "补充调取录音并再次谈话"
        self.found(day)

    def verified(self, day: date) -> None:
        services.verify_case(case=self.case, by=self.desk.head, at=at(day, 16))

    def replied(self, day: date) -> None:
        text = self.story.reply if self.finding in findings.COUNTS else NOT_SO
        is_hotline = self.case.channel == Channel.HOTLINE
        self._reply(text, ReplyWay.HOTLINE if is_hotline else self.chance.choice(WAYS), day)

    def replied_anew(self, day: date) -> None:
        self._reply(f"再次核实后答复：{self.story.reply}", ReplyWay.PHONE, day)

    def _reply(self, text: str, way: ReplyWay, day: date) -> None:
        if self.case.wants_reply:
            services.reply_case(
                case=self.case, way=way, text=text, by=self.desk.clerk, at=at(day, 17),
                calendar=self.calendar,
            )  # fmt: skip

    def called_back(self, day: date) -> None:
        self._call_back(self.chance.choice(GRADES), "", day)

    def called_back_badly(self, day: date) -> None:
        note = "只说批评教育，没有说清怎么处理的，也没有当面道歉"
        self._call_back(Grade.DISSATISFIED, note, day)

    def _call_back(self, grade: Grade, note: str, day: date) -> None:
        if self.case.wants_reply:
            services.record_callback(
                case=self.case, grade=grade, note=note, by=self.desk.clerk, at=at(day, 10),
                is_solved=self._is_solved(grade), calendar=self.calendar,
            )  # fmt: skip

    def _is_solved(self, grade: Grade) -> bool | None:
        """Say what a caller of the hotline answered; nobody else is asked."""
        is_asked = self.case.channel == Channel.HOTLINE and grade != Grade.NOT_REACHED
        return grade != Grade.DISSATISFIED if is_asked else None

    def reviewed(self, day: date) -> None:
        services.review_callback(
            callback=self.case.callbacks.get(needs_review=True), is_subjective=True,
            review="答复没有说明处理依据，退回重新办理", by=self.desk.head, at=at(day, 11),
            calendar=self.calendar,
        )  # fmt: skip

    def closed(self, day: date) -> None:
        """Close it, with a ledger item for most of what was so, and a reason for the rest."""
        self.case.refresh_from_db()
        said = {"by": self.desk.clerk, "at": at(day, 16)}
        is_so = self.case.finding in findings.COUNTS
        reason = ""
        if is_so and self.case.institution and self.chance.random() < 0.6:
            self.item = services.open_rectification(case=self.case, **said)
            self._ledger(self.item).issued(day)
        elif is_so:
            reason = "已当场纠正并批评教育，同类问题已列入日常巡查"
        services.close_case(case=self.case, no_rectification=reason, **said)

    def _ledger(self, item: Item) -> Told:
        """Give the steps of its ledger item, which go on beside it."""
        people = People(self.desk.clerk, self.desk.head, self.desk.clerk.section)
        return Told(0, item, people, self.chance)

    def _rectified(self, day: date) -> None:
        """Let the ledger item be done and struck off before the case is laid away."""
        told = self._ledger(self.item)
        for before, step in ((30, told.planned), (12, told.done), (9, told.begun),
                             (7, told.accepted)):  # fmt: skip
            self.item.refresh_from_db()
            step(day - timedelta(days=before))

    def archived(self, day: date) -> None:
        if self.item is not None:
            self._rectified(day)
        services.archive_case(case=self.case, by=self.desk.clerk, at=at(day, 9))

    def declined(self, day: date) -> None:
        ground = self.chance.choice(list(Ground))
        services.decline_case(
            case=self.case, ground=ground, explanation=DECLINED[ground], by=self.desk.clerk,
            at=at(day, 10),
        )  # fmt: skip

    def transferred(self, day: date) -> None:
        to: Receiver = self.chance.choice(list(HANDED_ON))
        services.transfer_case(
            case=self.case, to=to, explanation=HANDED_ON[to], by=self.desk.clerk, at=at(day, 10)
        )

    def withdrawn(self, day: date) -> None:
        services.withdraw_case(
            case=self.case, why="投诉人来电称已与医院当面说清，不再投诉", by=self.desk.clerk,
            at=at(day, 10),
        )  # fmt: skip

    def answered_at_once(self, day: date) -> None:
        """Answer what was only asked, offered or praised."""
        self._reply(self.story.reply, ReplyWay.PHONE, day)
