"""Who hears of a register that is not in, and of a doubt: the house first, then the bureau."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from bureau.calendar import WorkCalendar
from bureau.due import DueThing, Level, LevelKind
from bureau.models import Institution, User
from bureau.rules import Role, SectionCode
from bureau.selectors import hospital_officers, leaders, liaison_officers, section_people
from bureau.sending import NoticeKind, Urgency
from bureau.services import About, Telling, take_due_levels
from followups import reminder_words, selectors
from followups.models import (
    CallCorrection,
    DoubtedFollowUp,
    MonthlyRegister,
    RegisterReturn,
    Reminder,
    RowRemoval,
    SpotCheck,
)
from followups.rules import doubts, reminders
from followups.services.acts import REGISTER, SPOT_CHECK

SECTION = SectionCode.MEDICAL_ADMIN


def remind_of_registers(*, at: datetime, calendar: WorkCalendar) -> int:
    """Say whatever is to be said by `at` of registers that are not in; return how much was new.

    Each month is reminded of on the days that its own rules name.
    """
    kinds = (OpenRegisters(calendar), LateLists(calendar))
    return sum(take_due_levels(kind, at=at, calendar=calendar) for kind in kinds)


def remind_of_doubts(*, at: datetime, calendar: WorkCalendar) -> int:
    """Say whatever is to be said by `at` of follow-ups in doubt; return how much was new."""
    return take_due_levels(OpenDoubts(calendar), at=at, calendar=calendar)


class OpenRegisters:
    """Registers that are not in, or in only in part (a `bureau.services.DueKind`)."""

    name = REGISTER
    stale_after = reminders.STALE_AFTER

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar

    def things(self, *, at: datetime) -> Iterable[DueThing]:
        zone = timezone.get_default_timezone()
        ladder = partial(reminders.levels, calendar=self.calendar, zone=zone)
        open_ones = selectors.registers_open(since=_since(at)).select_related("institution")
        of_month: dict[date, tuple[Level, ...]] = {}
        for register in open_ones.order_by("due_on", "pk"):
            month = register.month
            if month not in of_month:
                of_month[month] = ladder(register.due_on, table=selectors.table_of(month))
            yield DueThing(register.no, of_month[month])

    def lock(self, no: str) -> MonthlyRegister | None:
        registers = MonthlyRegister.objects.select_for_update(of=("self",)).numbered(no)
        return registers.filter(completed_on__isnull=True).select_related("institution").first()

    def about(self, thing: MonthlyRegister) -> About:
        return About(partial(reminder_words.title, thing.month), thing.institution)

    def tellings(self, thing: MonthlyRegister, level: Level, *, at: datetime) -> Sequence[Telling]:
        house, day = thing.institution, timezone.localdate(at)
        is_overdue = level.kind is LevelKind.ESCALATE
        own = [] if is_overdue else list(hospital_officers(house))
        # Overdue and looked after by nobody: the section has it on its late list.
        others = liaison_officers(house, day=day) if is_overdue else _at_the_bureau(house, day)
        return [
            Telling(
                kind=NoticeKind.OVERDUE if is_overdue else NoticeKind.DUE,
                recipients=own or others,
                words=partial(reminder_words.register_notice, thing, is_overdue=is_overdue),
                subject=(REGISTER, thing.no),
                url=_page(thing, "upload" if own else "register"),
            )
        ]


class LateLists:
    """Months past their due day with registers not in: one list for the section."""

    name = "late_list"
    stale_after = reminders.STALE_AFTER

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar

    def things(self, *, at: datetime) -> Iterable[DueThing]:
        zone = timezone.get_default_timezone()
        open_ones = selectors.registers_open(since=_since(at)).order_by("month")
        for month, due_on in open_ones.values_list("month", "due_on").distinct():
            level = reminders.overdue_level(due_on, calendar=self.calendar, zone=zone)
            yield DueThing(month.isoformat(), (level,))

    def lock(self, no: str) -> list[MonthlyRegister] | None:
        registers = MonthlyRegister.objects.select_for_update(of=("self",))
        of_month = registers.filter(month=no, completed_on__isnull=True).order_by("pk")
        return list(of_month.select_related("institution")) or None

    def about(self, thing: list[MonthlyRegister]) -> About:
        return About(partial(reminder_words.list_title, thing[0].month))

    def tellings(
        self, thing: list[MonthlyRegister], level: Level, *, at: datetime
    ) -> Sequence[Telling]:
        month = thing[0].month
        looked_after = selectors.looked_after_on(timezone.localdate(at))
        return [
            Telling(
                kind=NoticeKind.OVERDUE,
                recipients=list(section_people(SECTION)),
                words=partial(reminder_words.late_list, thing, looked_after=looked_after),
                subject=(self.name, month.isoformat()),
                url=f"{reverse('followups:matrix')}?until={month:%Y-%m}&only=missing",
            )
        ]


class OpenDoubts:
    """Follow-ups in doubt that nobody has decided (a `bureau.services.DueKind`)."""

    name = "doubt"
    stale_after = doubts.STALE_AFTER

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar

    def things(self, *, at: datetime) -> Iterable[DueThing]:
        zone = timezone.get_default_timezone()
        for one in selectors.undecided_doubts():
            if one.explain_by:
                levels = doubts.levels(one.explain_by, calendar=self.calendar, zone=zone)
                yield DueThing(one.no, levels)

    def lock(self, no: str) -> DoubtedFollowUp | None:
        waiting = DoubtedFollowUp.objects.select_for_update(of=("self",)).undecided().numbered(no)
        return waiting.select_related("item__spot_check__register__institution").first()

    def about(self, thing: DoubtedFollowUp) -> About:
        house = thing.item.spot_check.register.institution
        return About(partial(reminder_words.doubt_title, thing), house)

    def tellings(self, thing: DoubtedFollowUp, level: Level, *, at: datetime) -> Sequence[Telling]:
        """The institution is warned as long as it has not explained; then whoever decides is."""
        if level.no == doubts.OVER:
            told, words = _who_decide(thing), reminder_words.doubt_waits
            return [_of_doubt(thing, told, words, "", kind=NoticeKind.OVERDUE)]
        if thing.explained_at:
            return []
        house, words = thing.item.spot_check.register.institution, reminder_words.doubt_ends_soon
        told = list(hospital_officers(house)) or _at_the_bureau(house, timezone.localdate(at))
        return [_of_doubt(thing, told, words, "", kind=NoticeKind.DUE)]


def urged(reminder: Reminder) -> Telling:
    """Word what a person of the bureau asks of an institution now."""
    register = reminder.register
    own = list(hospital_officers(register.institution))
    day = timezone.localdate(reminder.at)
    return Telling(
        kind=NoticeKind.URGED,
        recipients=own or _at_the_bureau(register.institution, day),
        cause=f"reminder {reminder.pk}",
        words=partial(reminder_words.urging, register),
        subject=(REGISTER, register.no),
        url=_page(register, "upload" if own else "register"),
        urgency=Urgency.PROMPT,
    )


def sent_back(sent: RegisterReturn) -> Telling:
    """Word to an institution that its register came back, and why."""
    return _to_house(sent, f"return {sent.pk}", partial(reminder_words.sent_back, sent))


def row_taken_out(removal: RowRemoval) -> Telling:
    """Word to an institution that a row of its register was taken out, and why."""
    words = partial(reminder_words.row_taken_out, removal)
    return _to_house(removal, f"removal {removal.pk}", words)


def _to_house(of: RegisterReturn | RowRemoval, cause: str, words: Callable[[], str]) -> Telling:
    register = of.register
    own = list(hospital_officers(register.institution))
    return Telling(
        kind=NoticeKind.TASK,
        recipients=own or _at_the_bureau(register.institution, timezone.localdate(of.at)),
        cause=cause,
        words=words,
        subject=(REGISTER, register.no),
        url=_page(register, "register"),
        urgency=Urgency.PROMPT,
    )


def redraw_asked(redraw: SpotCheck) -> Telling:
    """Word to who may agree that a redraw waits: the heads of the section, but for who asked."""
    heads = section_people(SECTION).filter(groups__name=Role.SECTION_HEAD)
    return Telling(
        kind=NoticeKind.TASK,
        recipients=[head for head in heads if head != redraw.asked_by],
        cause=f"redraw {redraw.pk}",
        words=partial(reminder_words.redraw_asked, redraw),
        subject=(SPOT_CHECK, str(redraw.pk)),
        url=reverse("followups:check", args=[redraw.pk]),
    )


def redraw_answered(redraw: SpotCheck) -> Telling:
    """Word to who asked for a redraw what came of it."""
    return Telling(
        kind=NoticeKind.TASK,
        recipients=[redraw.asked_by] if redraw.asked_by else [],
        cause=f"redraw {redraw.pk} answered",
        words=partial(reminder_words.redraw_answered, redraw),
        subject=(SPOT_CHECK, str(redraw.pk)),
        url=reverse("followups:check", args=[redraw.pk]),
    )


def _since(at: datetime) -> date:
    return timezone.localdate(at) - reminders.STALE_AFTER - timedelta(days=1)


def corrections_told(correction: CallCorrection, check: SpotCheck) -> list[Telling]:
    """Word that a result of a list which hospital and bureau have read was corrected.

    By whom and why is the bureau's own: a reason may tell what a patient said.
    """
    house, day = check.register.institution, timezone.localdate(correction.at)
    bureau = [one for one in _at_the_bureau(house, day) if one != correction.by]
    return [
        Telling(
            kind=NoticeKind.TASK,
            recipients=people,
            cause=f"correction {correction.pk}",
            words=partial(words, correction, check),
            subject=(SPOT_CHECK, str(check.pk)),
            url=_page(check.register, "register"),
        )
        for people, words in (
            (list(hospital_officers(house)), reminder_words.result_corrected),
            (bureau, reminder_words.result_corrected_by),
        )
    ]


def doubt_raised(doubt: DoubtedFollowUp) -> Telling:
    """Ask an institution to explain a follow-up that its patient denied to two callers."""
    house = doubt.item.spot_check.register.institution
    return _of_doubt(doubt, list(hospital_officers(house)), reminder_words.doubt_raised, "raised")


def doubt_explained(doubt: DoubtedFollowUp) -> Telling:
    """Word to who decides that an explanation is in."""
    return _of_doubt(doubt, _who_decide(doubt), reminder_words.doubt_explained, "explained")


def _who_decide(doubt: DoubtedFollowUp) -> list[User]:
    """Name the heads of the section, but for callers; where there is none, the leaders."""
    callers = {doubt.called_by_id, *selectors.first_callers(doubt.item)}
    heads = section_people(SECTION).filter(groups__name=Role.SECTION_HEAD).exclude(pk__in=callers)
    return list(heads) or list(leaders().exclude(pk__in=callers))


def doubt_decided(doubt: DoubtedFollowUp) -> Telling:
    """Word to the institution what was decided, or that it was taken back."""
    house = doubt.item.spot_check.register.institution
    step = "taken back" if doubt.taken_back_at else "decided"
    return _of_doubt(doubt, list(hospital_officers(house)), reminder_words.doubt_decided, step)


def _of_doubt(
    doubt: DoubtedFollowUp,
    people: list[User],
    words: Callable[[DoubtedFollowUp], str],
    step: str,
    *,
    kind: NoticeKind = NoticeKind.TASK,
) -> Telling:
    return Telling(
        kind=kind,
        recipients=people,
        cause=f"doubt {doubt.pk} {step}",
        words=partial(words, doubt),
        subject=(SPOT_CHECK, str(doubt.item.spot_check_id)),
        url=reverse("followups:doubt", args=[doubt.item_id]),
    )


def _at_the_bureau(institution: Institution, day: date) -> list[User]:
    """Whom to tell where the house cannot be told: its liaison officer, or else the section."""
    return liaison_officers(institution, day=day) or list(section_people(SECTION))


def _page(register: MonthlyRegister, name: str) -> str:
    return reverse(f"followups:{name}", args=[register.institution.code, register.month_text])
