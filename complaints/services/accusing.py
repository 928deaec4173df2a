"""What turns out to be an accusation (检举控告), by whatever door it came.

Source: 信访工作条例 art. 30, 46: nothing of an accusation reaches whom it accuses.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import keep_from_houses, tell
from complaints import notices, selectors
from complaints.models import Case
from complaints.rules.words import CaseState, ClockCode
from complaints.services.acts import check_state, locked, move, record_case_act
from complaints.services.assigning import take_back, take_from_handler
from complaints.services.clocks import void_clocks
from complaints.services.errors import reason_given
from complaints.services.files import hide_from_units
from complaints.services.reminders import RunningClocks
from rectification.services import dismiss_item


@transaction.atomic
def make_accusation(*, case: Case, why: str, by: User, at: datetime) -> Case:
    """Turn a case into an accusation: from now on the bureau itself looks into it, out of the
    sight of every unit and of whichever of its own people may not read accusations.

    Whatever a unit had of it is taken back; what is a draft in the ledger in its words is given
    up. Who handled it and may not see it handles it no longer, and whoever is on duty for
    accusations is told. Done twice it is one; it is not taken back.

    :raises CaseError: without a reason, or if the case is archived.
    """
    case = locked(case)
    if case.is_accusation:
        return case
    check_state(case, *sorted(set(CaseState) - {CaseState.ARCHIVED}))
    why = reason_given(why, ask=_("Please write what makes it an accusation."))
    _give_up_drafts(case, by, at)
    case.is_accusation = True
    _take_from_units(case, why, by, at)
    if case.handler and not Case.objects.visible_to(case.handler).filter(pk=case.pk).exists():
        take_from_handler(case, by, at)
    tell(notices.accused(case, day=timezone.localdate(at)), at=at)
    return case


def _take_from_units(case: Case, why: str, by: User, at: datetime) -> None:
    """Take a case out of every unit's hands and sight; what waited for a unit is the bureau's."""
    take_back(case, _("Taken back by the bureau."), by, at)
    if case.suspended_from == CaseState.ASSIGNED:
        case.suspended_from = CaseState.RETURNED
    saving = ("is_accusation", "suspended_from")
    if case.state == CaseState.ASSIGNED:
        move(case, CaseState.RETURNED, "make_accusation", by=by, at=at, saving=saving, why=why)
    else:
        case.save(update_fields=saving)
        record_case_act(case, "make_accusation", by=by, at=at, why=why)
    void_clocks(case, ClockCode.UNIT_REPORT)
    hide_from_units(case, by, at)
    keep_from_houses(kind=RunningClocks.name, about=f"{case.no} ")


def _give_up_drafts(case: Case, by: User, at: datetime) -> None:
    """Give up what stands in the ledger in the case's own words and nobody has ordered yet."""
    reason = _("The case that it came from is handled in another way now.")
    for item in selectors.drafts_of(case):
        dismiss_item(item=item, reason=reason, by=by, at=at)
