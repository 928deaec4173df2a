"""The demo county's complaints: six a month to their end, and the newest as far as they have come.

Which channel, which unit and which story follow from the number of a complaint, so that the same
day tells the same year.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random

from bureau.calendar import WorkCalendar
from bureau.models import Institution, ProblemCategory, Staff, User
from bureau.selectors import work_calendar
from complaints.models import Case
from complaints.rules.words import CaseType, Channel, Confidentiality
from complaints.services import Complainant, Told, merge_cases, register_case
from complaints.services.public import receive_complaint
from complaints.services.supervising import list_supervised
from config.demo.accountability import OF_TALES
from config.demo.complaint_plots import ORDER, PLOTS, STANDING, TAKEN_UP, Plot
from config.demo.complaint_steps import Desk, Steps, at
from config.demo.complaint_texts import (
    ACCUSATIONS,
    ASKED,
    ETHICS,
    LETTERS,
    STORIES,
    URGENT,
    Story,
)
from config.demo.ledger import photograph
from config.demo.rows import person, phone

A_MONTH = 6
LATEST_DAYS = 25
"""The newest are told by `STANDING`, everything before them by `PLOTS`."""
CHANNELS = (
    Channel.BUREAU_PHONE, Channel.QR_FORM, Channel.HOTLINE, Channel.HOUSE_PHONE, Channel.HOTLINE,
    Channel.QR_FORM, Channel.RECEPTION, Channel.BUREAU_PHONE, Channel.OPINION_BOX, Channel.WECHAT,
    Channel.FOLLOWUP, Channel.HOTLINE, Channel.LEADERS_BOX, Channel.SUPERIOR,
)  # fmt: skip
OPEN, FROM_UNIT, ANONYMOUS = Confidentiality
HOW_OPEN = (OPEN, FROM_UNIT, OPEN, OPEN, OPEN, FROM_UNIT, OPEN)
HOW_OPEN_BY_TELEPHONE = (FROM_UNIT, ANONYMOUS, OPEN)
RELATIONS = ("本人", "子女", "配偶", "父母")
EVENT = (Channel.HOTLINE, Channel.QR_FORM, Channel.BUREAU_PHONE)
"""Three told of one event, by as many ways."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is there, read once."""

    desk: Desk
    petitions: Desk
    houses: Sequence[Institution]
    categories: dict[str, ProblemCategory]
    staff: dict[int, list[Staff]]
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class Heard:
    """One complaint before it is registered: its number here, its kind and day, and the story."""

    n: int
    kind: str
    day: date
    channel: Channel
    house: Institution
    story: Story
    type: CaseType = CaseType.COMPLAINT
    is_early: bool = False

    @property
    def hour(self) -> int:
        return 0 if self.is_early else 8 + self.n % 8

    @property
    def is_petition(self) -> bool:
        return self.kind in {"petition", "accusation"}


def tell_complaints(*, until: date, first: date, months: int) -> None:
    """Tell the complaints up to `until`: ended ones, waiting ones, overdue ones, joined ones.

    On that day itself some come in before anybody is at the office; nothing else has happened yet.
    """
    cast, today = _cast(), until
    until -= timedelta(days=1)
    all_told = A_MONTH * months
    span = max((until - first).days - LATEST_DAYS, 1)
    for n in range(all_told):
        kind = ORDER[n % len(ORDER)]
        heard = _heard(n, kind, first + timedelta(days=1 + span * n // all_told), cast)
        _tell_one(heard, PLOTS[kind], until, cast)
    for n, (age, kind, plot) in enumerate(STANDING, start=all_told):
        day = _before(until, age, cast.calendar) if age else today
        heard = replace(_heard(n, kind, day, cast), is_early=day == today)
        _tell_one(heard, plot, until, cast)
    for number, back in enumerate((LATEST_DAYS + 12, 9)):
        plot = PLOTS["whole"] if number == 0 else TAKEN_UP
        _tell_event(1_000 + 10 * number, until - timedelta(days=back), plot, until, cast)
    list_supervised(at=at(until, 0))


def _cast() -> Cast:
    people = {user.username: user for user in User.objects.filter(institution=None)}
    staff: dict[int, list[Staff]] = defaultdict(list)
    known = Staff.objects.filter(active_to=None).exclude(staff_no__in=OF_TALES)
    for one in known.order_by("staff_no"):
        staff[one.institution_id].append(one)
    return Cast(
        Desk(people["limin"], people["kezhang"]),
        Desk(people["xinfang"], people["xfkezhang"]),
        list(Institution.objects.order_by("code")),
        {category.code: category for category in ProblemCategory.objects.all()},
        staff,
        work_calendar(),
    )


def _before(until: date, workdays: int, calendar: WorkCalendar) -> date:
    """Return the last day from which as many working days are over by `until`."""
    days = (until - timedelta(days=back) for back in count(1))
    return next(day for day in days if calendar.add_workdays(day, workdays) <= until)


def _heard(n: int, kind: str, day: date, cast: Cast) -> Heard:
    """Say by which way and of whom a complaint is, from its number and its kind."""
    houses = [one for one in cast.houses if one.active_from is None or one.active_from <= day]
    # Every third is the county hospital's, so that its officer has some to report on.
    house = houses[0] if n % 3 == 0 else houses[n % len(houses)]
    if kind in OF_TOWNSHIPS:
        house = houses[HOSPITALS + n % (len(houses) - HOSPITALS)]
    plain = Heard(n, kind, day, CHANNELS[n % len(CHANNELS)], house, STORIES[n % len(STORIES)])
    return TOLD_BY_KIND.get(kind, lambda heard: heard)(plain)


def _asked(heard: Heard) -> Heard:
    kind, category, words, reply = ASKED[heard.n % len(ASKED)]
    story = Story(category, words, "", (), "", reply, "")
    return replace(heard, channel=Channel.HOTLINE, story=story, type=kind)


def _petition(heard: Heard) -> Heard:
    channel = LETTER_WAYS[heard.n % len(LETTER_WAYS)]
    return replace(heard, channel=channel, story=LETTERS[heard.n % len(LETTERS)])


def _accusation(heard: Heard) -> Heard:
    story = ACCUSATIONS[heard.n % len(ACCUSATIONS)]
    return replace(_petition(heard), story=story, type=CaseType.REPORT)


HOSPITALS = 3
LATE, NEVER = (5, 3), (11, 2)
OF_TOWNSHIPS = {"petition", "accusation", "passed_on", "urgent"}
LETTER_WAYS = (Channel.PETITION_LETTER, Channel.PETITION_NET, Channel.PETITION_VISIT)
TOLD_BY_KIND: dict[str, Callable[[Heard], Heard]] = {
    "asked": _asked,
    "petition": _petition,
    "accusation": _accusation,
    "hotline": lambda heard: replace(heard, channel=Channel.HOTLINE),
    "urgent": lambda heard: replace(heard, channel=Channel.BUREAU_PHONE, story=URGENT),
    "ethics": lambda heard: replace(heard, channel=Channel.BUREAU_PHONE, story=ETHICS),
    "passed_on": lambda heard: replace(heard, story=STORIES[1]),
}


def _tell_event(n: int, day: date, plot: Plot, until: date, cast: Cast) -> None:
    """Tell of one event by three people on three days, joined in one matter on the fourth."""
    house, story = cast.houses[1], STORIES[3]
    heard_of = [
        Heard(n + number, "whole", day + timedelta(days=number), way, house, story)
        for number, way in enumerate(EVENT)
    ]
    stories = [(heard, _begun(heard, cast)) for heard in heard_of]
    joined_on = day + timedelta(days=len(EVENT))
    for heard, steps in stories:
        _go_on(heard, steps, plot, (heard.day, joined_on - timedelta(days=1)), cast)
    said = {"by": cast.desk.clerk, "at": at(joined_on, 8, 50)}
    cases = [steps.case for _heard, steps in stories]
    merge_cases(cases=cases, why="同一天同一孩子急诊就诊的同一件事", **said)
    for heard, steps in stories:
        _go_on(heard, steps, plot, (joined_on, until), cast)


def _tell_one(heard: Heard, plot: Plot, until: date, cast: Cast) -> None:
    """Tell one complaint: how it came in, then each step whose day has come."""
    _go_on(heard, _begun(heard, cast), plot, (heard.day, until), cast)


def _begun(heard: Heard, cast: Cast) -> Steps:
    """Take a complaint in."""
    chance = Random(f"complaint-{heard.n}")
    desk = cast.petitions if heard.is_petition else cast.desk
    case = _registered(heard, desk, chance, cast)
    return Steps(case, heard.story, desk, chance, cast.calendar)


def _go_on(heard: Heard, steps: Steps, plot: Plot, days: tuple[date, date], cast: Cast) -> None:
    """Take each step of a plot whose day is one of these."""
    first, last = days
    for after, step in _with_the_caller_rung(heard, plot):
        on = cast.calendar.add_workdays(heard.day, after)
        if first <= on <= last:
            steps.case.refresh_from_db()
            getattr(steps, step)(on)


def _with_the_caller_rung(heard: Heard, plot: Plot) -> Plot:
    """Add to an order's plot that its caller is rung: one of five a day late, one of 11 never."""
    taken_up = next((after for after, step in plot if step == "accepted"), None)
    if heard.channel is not Channel.HOTLINE or taken_up is None or _is_one(heard, NEVER):
        return plot
    rung = (taken_up + 1, "rung_late") if _is_one(heard, LATE) else (taken_up, "rung")
    before = [one for one in plot if one[0] < rung[0] or one[1] == "accepted"]
    return (*before, rung, *(one for one in plot if one not in before))


def _is_one(heard: Heard, rare: tuple[int, int]) -> bool:
    one_of, rest = rare
    return heard.n % one_of == rest


def _registered(heard: Heard, desk: Desk, chance: Random, cast: Cast) -> Case:
    who, told = _complainant(heard, chance), _told(heard, chance, cast)
    if heard.channel is Channel.QR_FORM:
        secret = f"demo form {heard.n}".encode()
        photos = [photograph("投诉", heard.n, "#B8C0C9")] if heard.n % 3 == 1 else []
        return receive_complaint(
            form=secret, told=told, complainant=who, photos=photos, at=told.received_at,
            calendar=cast.calendar,
        ).case  # fmt: skip
    written = told.received_at + timedelta(minutes=10)
    return register_case(
        told=told, complainant=who, by=desk.clerk, at=written, calendar=cast.calendar
    ).case


def _told(heard: Heard, chance: Random, cast: Cast) -> Told:
    day, story, house = heard.day, heard.story, heard.house
    named = chance.choice(cast.staff[house.pk]).name if story.names_somebody else ""
    is_order, departments = heard.channel is Channel.HOTLINE, list(house.departments.all())
    prefix = "DH" if is_order else "XF" if heard.is_petition else ""
    return Told(
        words=story.words.format(who=named),
        demand=story.demand,
        channel=heard.channel,
        type=heard.type,
        received_at=at(day, heard.hour, heard.n * 7 % 60),
        occurred_on=day - timedelta(days=chance.randrange(1, 6)),
        institution=house,
        department=chance.choice(departments) if departments and heard.n % 2 else None,
        category=cast.categories.get(story.category),
        external_no=f"{prefix}{day:%Y%m%d}{heard.n:04}" if prefix else "",
        external_due_on=cast.calendar.add_workdays(day, 4) if is_order and heard.n % 2 else None,
        handed_down=heard.is_petition and heard.n % 2 == 0,
        first_receiver=f"{house.name}服务台" if heard.channel is Channel.HOUSE_PHONE else "",
        safety_urgent=heard.kind == "urgent",
        is_accusation=heard.kind == "accusation",
        named=[named] if named else [],
    )


def _complainant(heard: Heard, chance: Random) -> Complainant:
    relation, name = chance.choice(RELATIONS), person(chance)
    how = _how_open(heard)
    return Complainant(
        confidentiality=how,
        name=name,
        phone=phone(chance),
        relation=relation,
        patient=name if relation == RELATIONS[0] else person(chance),
        wants_reply=how != ANONYMOUS or heard.channel is Channel.QR_FORM,
    )


def _how_open(heard: Heard) -> Confidentiality:
    if heard.kind == "accusation":
        return ANONYMOUS if heard.n % 2 else FROM_UNIT
    if heard.is_petition or heard.kind in {"asked", "redone"}:
        return OPEN
    is_by_telephone = heard.channel is Channel.QR_FORM
    among = HOW_OPEN_BY_TELEPHONE if is_by_telephone else HOW_OPEN
    return among[heard.n % len(among)]
