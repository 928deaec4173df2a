"""A proposal of the demo county on its road, each step taken on its day through its service."""

import heapq
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date

from accountability import services
from accountability.models import SanctionProposal
from accountability.rules.carrying import Scope, Sheet
from accountability.rules.words import Document, Heard, MeasureCode, Organ, ServedBy
from bureau.calendar import WorkCalendar
from bureau.models import Notice, OfficialPaper, User
from bureau.paper_kinds import paper_kind
from bureau.services import draft_paper, read_notice, review_paper, send_paper, sign_paper
from config.demo.complaint_steps import at

BASIS = "《事业单位人事管理条例》、县卫生健康局满意度提升工作方案第五条"
WEIGHED = "会议认为事实清楚、证据确凿，陈述申辩所述情况不影响事实认定"
FELL = "会议认为原处理所依据的事实不成立，应予撤销"
DEMANDS = "各单位以此为戒，逐岗自查服务态度和告知、在岗情况，自查结果报医政医管科"
Tale = Generator[date, None, date]
"""Yields the day of its next step before it takes it; returns the day of its last one."""


def tell_in_order(tales: Iterable[Tale]) -> None:
    """Let the tale go on whose next day is the earliest, so that numbers follow days."""
    waiting = [(next(tale), number, tale) for number, tale in enumerate(tales)]
    heapq.heapify(waiting)
    while waiting:
        _day, number, tale = waiting[0]
        try:
            heapq.heapreplace(waiting, (next(tale), number, tale))
        except StopIteration:
            heapq.heappop(waiting)


@dataclass(frozen=True, slots=True)
class Personnel:
    """The clerk puts forward and serves, the head reviews and enters decisions, a leader signs."""

    clerk: User
    head: User
    leader: User


@dataclass(frozen=True, slots=True)
class Handling:
    """One proposal, and who takes its steps."""

    proposal: SanctionProposal
    people: Personnel
    calendar: WorkCalendar
    facts: str

    @property
    def receiver(self) -> str:
        whom = self.proposal.staff
        return whom.name if whom else f"{self.proposal.institution.name}办公室"

    def after(self, day: date, workdays: int) -> date:
        return self.calendar.add_workdays(day, workdays)

    def step(self, name: str, day: date, hour: int, **said):
        """Take a step of the road, by the clerk if nobody else is named."""
        self.proposal.refresh_from_db()
        said = {"by": self.people.clerk, "at": at(day, hour), **said}
        return getattr(services, name)(proposal=self.proposal, **said)

    def signed(self, document: Document | Sheet, day: date) -> OfficialPaper:
        """Have a paper drafted, reviewed and signed within a day; who is told of it reads it."""
        paper = draft_paper(
            kind=paper_kind(document.value), about=self.proposal.no, by=self.people.clerk,
            at=at(day, 10),
        )  # fmt: skip
        send_paper(paper=paper, by=self.people.clerk, at=at(day, 11))
        review_paper(paper=paper, by=self.people.head, at=at(day, 15))
        paper = sign_paper(paper=paper, by=self.people.leader, at=at(day, 16))
        for notice in Notice.objects.filter(subject_kind="paper", subject_no=str(paper.pk)):
            read_notice(notice=notice, at=at(day, 17))
        return paper

    def served(self, name: str, day: date, **said):
        way = {"served_on": day, "way": ServedBy.IN_PERSON, "receiver": self.receiver}
        return self.step(name, day, 10, **way, **said)

    def to_notice(self, day: date) -> Tale:
        """Put every measure of the tier forward, and serve the notice on the next working day."""
        yield day
        codes = [MeasureCode(one) for one in self._called()]
        self.step("put_forward_measures", day, 9, measures=codes, facts=self.facts, basis=BASIS)
        self.signed(Document.NOTICE, day)
        day = self.after(day, 1)
        yield day
        self.served("serve_notice", day, calendar=self.calendar)
        return day

    def _called(self) -> list[str]:
        of_tier = {1: "first", 2: "second", 3: "third"}[self.proposal.tier]
        return self.proposal.rules.values[f"{of_tier}_tier"]

    def to_statement(self, day: date, said: str) -> Tale:
        """Hear what is said, or that nothing is: two working days after the notice."""
        served_on = yield from self.to_notice(day)
        day = self.after(served_on, 2)
        yield day
        heard = Heard.RECEIVED if said else Heard.WAIVED
        words = said or "已书面表示放弃陈述申辩"
        self.step("hear_statement", day, 11, heard=heard, said=words, on=day,
                  is_complete=bool(said))  # fmt: skip
        return day

    def to_effect(self, day: date, said: str) -> Tale:
        """Go the whole road: decided on the third working day after the statement."""
        heard_on = yield from self.to_statement(day, said)
        day = self.after(heard_on, 3)
        yield day
        self._decide(day)
        self.signed(Document.DECISION, day)
        day = self.after(day, 1)
        yield day
        self.served("serve_decision", day)
        self.step("put_in_effect", day, 15)
        return day

    def _decide(self, day: date) -> None:
        told = {MeasureCode(one.code): one.months for one in self.proposal.measures.all()}
        decided = services.Decided(
            organ=Organ.BUREAU_MEETING, minutes_no=self._minutes(day), on=day, holds_from=day,
            measures=told, opinion=WEIGHED, is_legal_reviewed=True, is_free_of_ties=True,
        )  # fmt: skip
        self.step("decide_measures", day, 9, by=self.people.head, decided=decided)

    def _minutes(self, day: date) -> str:
        return f"安卫会纪〔{day.year}〕{day.timetuple().tm_yday // 7 + 1}号"

    def bulletin_out(self, day: date) -> Tale:
        """Write the bulletin of the measure, have it signed, and note that it is out."""
        yield day
        self.step("write_bulletin", day, 9, scope=Scope.COUNTY, facts=self.facts, demands=DEMANDS)
        paper = self.signed(Sheet.BULLETIN, day)
        by_what = paper.number.text if paper.number else ""
        code = MeasureCode.COUNTY_BULLETIN
        self.step("carry_out_measure", day, 17, code=code, on=day, by_what=by_what)
        return day

    def taken_back(self, day: date, grounds: str) -> Tale:
        """Put forward to take something back, have it decided by another, and serve that."""
        yield day
        self.step("put_forward_taking_back", day, 9, grounds=grounds)
        day = self.after(day, 1)
        yield day
        self.step(
            "take_back_measures", day, 9, by=self.people.leader, organ=Organ.BUREAU_MEETING,
            minutes_no=self._minutes(day), on=day, opinion=FELL,
        )  # fmt: skip
        self.signed(Document.REVOCATION, day)
        day = self.after(day, 1)
        yield day
        self.served("serve_taking_back", day)
        return day
