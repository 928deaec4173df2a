"""What the demo county's findings came to: a doctor at the second tier, one case that was
overturned, and a township centre at the third.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from accountability.services import reconcile
from bureau.models import Institution, ProblemCategory, Staff, User
from bureau.selectors import work_calendar
from complaints import services
from complaints.models import Case
from complaints.rules.words import Channel, Finding
from config.demo.complaint_plots import FOUND, Plot
from config.demo.complaint_steps import Desk, Steps, at
from config.demo.complaint_texts import STORIES, Story
from config.demo.rows import person, phone

DOCTOR_AT, TOWNSHIP = "371323A01", "371323B02"
OF_DOCTOR, OF_TOWNSHIP = (82, 61, 40), (75, 54, 33)
"""So many days before the day it is they were received."""
OVERTURNED_BEFORE = 9
ANSWERED: Plot = (*FOUND, (5, "replied"))
RUDE = STORIES[0]


class Certain(Steps):
    """The steps of a complaint of which it is known what was found."""

    def __init__(self, case: Case, finding: Finding, desk: Desk) -> None:
        super().__init__(case, RUDE, desk, Random(case.no), work_calendar())
        self.finding = finding


def tell_accountability(*, until: date) -> None:
    """Tell the complaints, let the rules propose, overturn one, and let them look again."""
    people = {user.username: user for user in User.objects.filter(institution=None)}
    desk = Desk(people["limin"], people["kezhang"])
    doctors = Staff.objects.filter(institution__code=DOCTOR_AT, position="医师", employment="在编")
    doctor = doctors.latest("staff_no")
    of_doctor = _told(OF_DOCTOR, doctor.institution, desk, until, named=[doctor.name])
    _told(OF_TOWNSHIP, Institution.objects.get(code=TOWNSHIP), desk, until, named=[])
    overturned_on = until - timedelta(days=OVERTURNED_BEFORE)
    reconcile(at=at(overturned_on, 8))
    _overturn(of_doctor[0], desk, overturned_on)


def settle_accountability(*, until: date) -> None:
    """Let the rules propose whatever else the year's findings call for."""
    reconcile(at=at(until, 8))


def _told(
    days_before: Sequence[int], house: Institution, desk: Desk, until: date, *, named: list[str]
) -> list[Case]:
    """Tell complaints of rude words, found so, about somebody or about a house alone."""
    told = []
    for back in days_before:
        day = until - timedelta(days=back)
        case = _registered(RUDE, house, desk, day, named)
        steps = Certain(case, Finding.SUBSTANTIATED, desk)
        for after, step in ANSWERED:
            case.refresh_from_db()
            getattr(steps, step)(steps.calendar.add_workdays(day, after))
        told.append(case)
    return told


def _registered(story: Story, house: Institution, desk: Desk, day: date, named: list[str]) -> Case:
    chance = Random(f"accountability-{house.code}-{day}")
    told = services.Told(
        words=story.words.format(who=named[0] if named else "一位医生"),
        demand=story.demand,
        channel=Channel.BUREAU_PHONE,
        received_at=at(day, 10, 20),
        institution=house,
        category=ProblemCategory.objects.get(code=story.category),
        named=named,
    )
    who = services.Complainant(name=person(chance), phone=phone(chance), relation="子女")
    return services.register_case(
        told=told, complainant=who, by=desk.clerk, at=told.received_at, calendar=work_calendar()
    ).case


def _overturn(case: Case, desk: Desk, day: date) -> None:
    """Take a case up again on a recording that turned up, and find that it was not so."""
    case.refresh_from_db()
    services.reopen_case(
        case=case, why="家属提供的录音显示，当时说话的是陪诊人员", by=desk.clerk, at=at(day, 9),
        calendar=work_calendar(),
    )  # fmt: skip
    case.refresh_from_db()
    services.begin_investigation(case=case, by=desk.clerk, at=at(day, 10))
    anew = Certain(case, Finding.UNSUBSTANTIATED, desk)
    anew.basis = "经比对录音与门诊监控，投诉所述言语非该医师所说"
    made = {"finding": anew.finding, "basis": anew.basis, "by": desk.clerk, "at": at(day, 15)}
    for alleged in case.allegations.all():
        services.find_allegation(allegation=alleged, **made)
    for named in case.people.all():
        services.find_person(person=named, **made)
    case.refresh_from_db()
    anew.verified(day)
    case.refresh_from_db()
    anew.replied(day)
