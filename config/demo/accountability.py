"""What the demo county's findings came to: a doctor at the second tier, one who is barred and
asks for a review, one whose case was overturned, and a township centre at the third tier.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from accountability.models import SanctionProposal
from accountability.rules.effects import Purpose
from accountability.rules.eligibility import Wanted
from accountability.rules.words import LadderCode, ProposalKind, RemedyKind
from accountability.selectors.counts import reckon_subject
from accountability.selectors.ladders import Ladders
from accountability.services import check_eligibility, end_terms, reconcile, reconcile_subject
from accountability.services.eligibility import Asked
from bureau.calendar import WorkCalendar
from bureau.models import Institution, ProblemCategory, Staff, User
from bureau.selectors import work_calendar
from complaints import services
from complaints.models import Case
from complaints.rules.words import Channel, Finding
from config.demo.complaint_plots import FOUND, Plot
from config.demo.complaint_steps import Desk, Steps, at
from config.demo.complaint_texts import OF_DOCTORS, STORIES, Story
from config.demo.county import NEWCOMER
from config.demo.handling import Handling, Personnel, Tale, tell_in_order
from config.demo.rows import person, phone

DOCTOR, BARRED, CLEARED = OF_TALES = ("A010057", "A010055", "A020059")
"""Of these nobody complains but here."""
LONGEST = 82
OF_DOCTOR, OF_BARRED, OF_CLEARED, OF_TOWNSHIP = (82, 20), (78, 45), (70,), (75, 54, 33)
"""So many days before the last day they were received."""
OVERTURNED_BEFORE = 9
A_REVIEWS_TERM = timedelta(days=30)
ANSWERED: Plot = (*FOUND, (5, "replied"))
RUDE = STORIES[0]
STATED = "当天候诊人数多，交代用药时说得太快，已向家属当面道歉，今后逐条写明"


@dataclass(frozen=True, slots=True)
class County:
    """Who is there, read once, and the day it is."""

    desk: Desk
    people: Personnel
    calendar: WorkCalendar
    until: date

    @property
    def last_day(self) -> date:
        """Return the day the complaints are told by: all of them are of one year."""
        is_one = (self.until - timedelta(days=LONGEST)).year == self.until.year
        return self.until if is_one else date(self.until.year - 1, 12, 31)

    def workdays_ago(self, workdays: int) -> date:
        """Return the last day from which as many working days are over by now."""
        days = (self.until - timedelta(days=back) for back in count(1))
        return next(day for day in days if self.calendar.add_workdays(day, workdays) <= self.until)


class Certain(Steps):
    """The steps of a complaint of which it is known what was found."""

    def __init__(self, case: Case, story: Story, finding: Finding, county: County) -> None:
        super().__init__(case, story, county.desk, Random(case.no), county.calendar)
        self.finding = finding


def tell_accountability(*, until: date) -> None:
    """Tell what was complained of, proposed, decided and taken back, and check who is eligible."""
    county = _county(until)
    people = {one.staff_no: one for one in Staff.objects.filter(staff_no__in=OF_TALES)}
    tell_in_order(
        [
            _second_tier(people[DOCTOR], county),
            _barred(people[BARRED], county),
            _overturned(people[CLEARED], county),
            _third_tier(_quietest_township(), county),
        ]
    )
    end_terms(at=at(until, 7))
    _check(county)
    reconcile(at=at(until, 8))


def _county(until: date) -> County:
    people = {user.username: user for user in User.objects.filter(institution=None)}
    personnel = Personnel(people["renshi"], people["rskezhang"], people["juzhang"])
    desk = Desk(people["limin"], people["kezhang"])
    return County(desk, personnel, work_calendar(), until)


def _quietest_township() -> Institution:
    """Find the township centre against which the least counts."""
    houses = Institution.objects.filter(kind="township_center").exclude(code=NEWCOMER)
    ladders = Ladders()

    def counted(house: Institution) -> int:
        return len(reckon_subject(LadderCode.INSTITUTION, house.pk, ladders=ladders).counted)

    return min(houses.order_by("code"), key=counted)


# --- The tales --------------------------------------------------------------------------------


def _second_tier(doctor: Staff, county: County) -> Tale:
    """Tell of a first tier in effect with its bulletin, and of a second that may be heard on."""
    first, story = OF_DOCTOR[0], OF_DOCTORS[0]
    case, day = yield from _found(story, doctor, first, county)
    handling = _proposed(doctor, 1, [case], county)
    day = yield from handling.to_effect(county.calendar.add_workdays(day, 1), STATED)
    yield from handling.bulletin_out(county.calendar.add_workdays(day, 2))
    again, _day = yield from _found(OF_DOCTORS[1], doctor, OF_DOCTOR[1], county)
    second = _proposed(doctor, 2, [case, again], county)
    return (yield from second.to_notice(county.workdays_ago(3)))


def _barred(doctor: Staff, county: County) -> Tale:
    """Tell of two tiers in effect, and of a review of the second that was asked for."""
    cases: list[Case] = []
    for tier, back in enumerate(OF_BARRED, 1):
        case, day = yield from _found(OF_DOCTORS[tier + 1], doctor, back, county)
        cases.append(case)
        handling = _proposed(doctor, tier, cases, county)
        day = yield from handling.to_effect(county.calendar.add_workdays(day, 1), "")
    day = min(county.workdays_ago(4), day + A_REVIEWS_TERM)
    yield day
    grounds = "第二件投诉所说时间本人正在参加院内抢救，有会诊记录，请求复核减轻处理"
    handling.step(
        "ask_again", day, 15, kind=RemedyKind.REVIEW, asked_on=day, asked_by=doctor.name,
        grounds=grounds,
    )  # fmt: skip
    return day


def _overturned(doctor: Staff, county: County) -> Tale:
    """Tell of a first tier in effect whose case was overturned: it is taken back."""
    case, day = yield from _found(RUDE, doctor, OF_CLEARED[0], county)
    handling = _proposed(doctor, 1, [case], county)
    day = yield from handling.to_effect(county.calendar.add_workdays(day, 1), "")
    day = yield from handling.bulletin_out(county.calendar.add_workdays(day, 2))
    day = county.until - timedelta(days=OVERTURNED_BEFORE)
    yield day
    _overturn(case, county, day)
    _reconcile(doctor, case)
    back = SanctionProposal.objects.get(staff=doctor, kind=ProposalKind.REVOKE)
    taking_back = Handling(back, county.people, county.calendar, "")
    grounds = f"投诉件{case.no}经重新核查认定不属实，原处理失去依据"
    return (yield from taking_back.taken_back(county.calendar.add_workdays(day, 1), grounds))


def _third_tier(house: Institution, county: County) -> Tale:
    """Tell of two interviews ordered, and of a third tier that waits for the party group."""
    cases: list[Case] = []
    for tier, back in enumerate(OF_TOWNSHIP[:2], 1):
        case, day = yield from _found(RUDE, house, back, county)
        cases.append(case)
        handling = _proposed(house, tier, cases, county)
        yield from handling.to_effect(county.calendar.add_workdays(day, 1), "")
    case, _day = yield from _found(RUDE, house, OF_TOWNSHIP[2], county)
    third = _proposed(house, 3, [*cases, case], county)
    said = "我院已逐件约谈当事科室，第三件发生在整改期内，请求以整改结果为准从轻处理"
    return (yield from third.to_statement(county.workdays_ago(5), said))


def _found(story: Story, whom: Staff | Institution, back: int, county: County):
    """Tell a complaint found so, as a part of a tale; return it and the day its finding held."""
    day = county.last_day - timedelta(days=back)
    yield day
    case = _told(story, whom, day, county)
    _reconcile(whom, case)
    return case, timezone.localdate(case.verified_at)


def _reconcile(whom: Staff | Institution, case: Case) -> None:
    """Let the rules look at somebody a minute after a finding holds."""
    ladder = LadderCode.STAFF if isinstance(whom, Staff) else LadderCode.INSTITUTION
    case.refresh_from_db()
    reconcile_subject(ladder=ladder, subject=whom.pk, at=case.verified_at + timedelta(minutes=1))


def _proposed(
    whom: Staff | Institution, tier: int, cases: Sequence[Case], county: County
) -> Handling:
    ladder = LadderCode.STAFF if isinstance(whom, Staff) else LadderCode.INSTITUTION
    rows = SanctionProposal.objects.kept().of_ladder(ladder, whom.pk).imposing()
    return Handling(rows.get(tier=tier), county.people, county.calendar, _facts(cases))


def _facts(cases: Sequence[Case]) -> str:
    """Say which complaints it rests on, and of what each was found so."""
    said = []
    for case in cases:
        texts = "、".join(one.text for one in case.allegations.all())
        basis = case.allegations.latest("pk").basis
        said.append(f"{case.no}：{texts}，经{basis}，属实。")
    return "\n".join(said)


# --- The complaints ---------------------------------------------------------------------------


def _told(story: Story, whom: Staff | Institution, day: date, county: County) -> Case:
    """Tell a complaint found so, about somebody or about a house alone."""
    case = _registered(story, whom, day, county)
    steps = Certain(case, story, Finding.SUBSTANTIATED, county)
    for after, step in ANSWERED:
        case.refresh_from_db()
        getattr(steps, step)(county.calendar.add_workdays(day, after))
    case.refresh_from_db()
    return case


def _registered(story: Story, whom: Staff | Institution, day: date, county: County) -> Case:
    is_staff = isinstance(whom, Staff)
    house, named = (whom.institution, whom.name) if is_staff else (whom, "")
    chance = Random(f"accountability-{house.code}-{day}")
    told = services.Told(
        words=story.words.format(who=f"{named}医生" if named else "一位医生"),
        demand=story.demand,
        channel=Channel.BUREAU_PHONE,
        received_at=at(day, 10, 20),
        institution=house,
        department=whom.department if is_staff else None,
        category=ProblemCategory.objects.get(code=story.category),
        named=[named] if named else [],
    )
    who = services.Complainant(name=person(chance), phone=phone(chance), relation="子女")
    return services.register_case(
        told=told, complainant=who, by=county.desk.clerk, at=told.received_at,
        calendar=county.calendar,
    ).case  # fmt: skip


def _overturn(case: Case, county: County, day: date) -> None:
    """Take a case up again on a recording that turned up, and find that it was not so."""
    clerk = county.desk.clerk
    case.refresh_from_db()
    services.reopen_case(
        case=case, why="家属提供的录音显示，当时说话的是陪诊人员", by=clerk, at=at(day, 9),
        calendar=county.calendar,
    )  # fmt: skip
    case.refresh_from_db()
    services.begin_investigation(case=case, by=clerk, at=at(day, 10))
    anew = Certain(case, RUDE, Finding.UNSUBSTANTIATED, county)
    anew.basis = "经比对录音与门诊监控，投诉所述言语非该医师所说"
    made = {"finding": anew.finding, "basis": anew.basis, "by": clerk, "at": at(day, 15)}
    for alleged in case.allegations.all():
        services.find_allegation(allegation=alleged, **made)
    for named in case.people.all():
        services.find_person(person=named, **made)
    case.refresh_from_db()
    anew.verified(day)
    case.refresh_from_db()
    anew.replied(day)


# --- Who is eligible --------------------------------------------------------------------------


def _check(county: County) -> None:
    """Look up for a promotion whom the tales are about and two of their colleagues."""
    doctors = Staff.objects.filter(institution__code__endswith="A01", position="医师")
    some = [*doctors.filter(staff_no__in=OF_TALES), *doctors.exclude(staff_no__in=OF_TALES)[:2]]
    wanted = [
        Wanted(row, one.name, one.staff_no, "", one.institution.name)
        for row, one in enumerate(some, 2)
    ]
    day = county.until - timedelta(days=1)
    asked = Asked(purpose=Purpose.TITLE, on=day)
    check_eligibility(asked=asked, wanted=wanted, by=county.people.clerk, at=at(day, 16))
