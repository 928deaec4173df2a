"""Who hears that a pending appointment comes to its end: the unit, then also the section."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from accountability import notices
from accountability.models import SanctionProposal
from accountability.rules import pending as rules
from accountability.selectors import pending as selectors
from accountability.services.road_acts import locked
from bureau.calendar import WorkCalendar
from bureau.due import DueThing, Level
from bureau.services import About, Telling, take_due_levels


def remind_of_assessments(*, at: datetime, calendar: WorkCalendar) -> int:
    """Say whatever is to be said by `at` of pending appointments that end; return how much."""
    return take_due_levels(PendingEnds(calendar), at=at, calendar=calendar)


class PendingEnds:
    """Pending appointments whose assessment is awaited (a `bureau.services.DueKind`)."""

    name = "pending_end"
    stale_after = rules.STALE_AFTER

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar

    def things(self, *, at: datetime) -> Iterable[DueThing]:
        zone, day = timezone.get_default_timezone(), timezone.localdate(at)
        for one, ending in selectors.endings(selectors.in_pending(), day):
            if ending.stage in rules.AWAITED:
                ahead = (ending.last - ending.first_to_assess).days
                levels = rules.levels(ending.last, ahead=ahead, calendar=self.calendar, zone=zone)
                yield DueThing(f"{one.no} {ending.last}", levels)

    def lock(self, no: str) -> SanctionProposal | None:
        """Lock the proposal; None once the assessment is filed or nothing pends any more."""
        found = SanctionProposal.objects.filter(no=no.split()[0]).first()
        proposal = locked(found) if found else None
        return proposal if proposal and selectors.is_awaited(proposal) else None

    def about(self, thing: SanctionProposal) -> About:
        house = thing.institution if selectors.is_told(thing) else None
        return About(lambda: _title(thing), house)

    def tellings(self, thing: SanctionProposal, level: Level, *, at: datetime) -> Sequence[Telling]:
        ending = selectors.ending_of(thing, timezone.localdate(at))
        if ending is None:
            return []
        told = [notices.to_assess(thing, ending)]
        if level.no >= rules.OVERDUE:
            told.append(notices.late_assessment(thing, ending))
        return told


def _title(proposal: SanctionProposal) -> str:
    return gettext("End of pending appointment: %(no)s") % {"no": proposal.no}
