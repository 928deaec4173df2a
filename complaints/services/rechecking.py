"""Looking again at random at what was found to be unsubstantiated.

Source: the bureau's default A-35. An institution may report on itself; that it comes to nothing is
looked at again by chance.
"""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import User
from bureau.services import record_act
from complaints import selectors
from complaints.models import Recheck, RecheckDraw
from complaints.rules import rechecks as rules
from complaints.rules.steps import Step
from complaints.selectors import rechecking
from complaints.services.acts import check_step, locked, record_case_act
from complaints.services.errors import CaseError, lacking_nothing, reason_given
from complaints.services.reopening import reopen_case

KIND = "recheck_draw"


def draw_rechecks(*, at: datetime) -> int:
    """Draw the re-checks of every month that is over and was not drawn from; return how many.

    Late, twice or in two workers at once a month is drawn from once.
    """
    months = rechecking.months_to_draw(before=timezone.localdate(at).replace(day=1))
    return sum(_draw_month(month, at) for month in months)


@transaction.atomic
def _draw_month(month: date, at: datetime) -> int:
    """Draw by the share that was in force on the month's first day."""
    cases = {case.no: case for case in rechecking.frame_of(month)}
    frame = sorted(cases)
    percent = selectors.table_on(month).recheck_percent
    draw, is_new = RecheckDraw.objects.get_or_create(
        month=month,
        defaults={
            "seed": secrets.token_hex(16), "frame": frame, "percent": percent, "drawn_at": at,
            "frame_hash": rules.frame_hash(frame),
        },
    )  # fmt: skip
    if not is_new:
        return 0
    chosen = [cases[no] for no in rules.drawn(frame, seed=draw.seed, percent=percent)]
    Recheck.objects.bulk_create(
        Recheck(draw=draw, case=case, verified_at=case.verified_at or at) for case in chosen
    )
    facts = {"frame": len(frame), "drawn": len(chosen), "frame_hash": draw.frame_hash}
    record_act(verb="draw_rechecks", kind=KIND, no=str(draw), by=None, at=at, facts=facts)
    for case in chosen:
        record_case_act(case, "draw_recheck", by=None, at=at, facts={"month": str(draw)})
    return len(chosen)


@transaction.atomic
def record_recheck(
    *,
    recheck: Recheck,
    result: rules.Recheck,
    note: str,
    by: User,
    at: datetime,
    calendar: WorkCalendar,
) -> Recheck:
    """Write what a re-check came to; written once. What does not hold is taken up again with it.

    :raises CaseError: without a note, for whoever handled the case or made its findings, for whom
        it names, once it was taken up again, or where it cannot be taken up again.
    """
    case = locked(recheck.case)
    recheck = Recheck.objects.select_for_update().get(pk=recheck.pk)
    if recheck.result:
        if (recheck.result, recheck.by_id) == (result, by.pk):
            return recheck
        raise CaseError(_("Somebody has re-checked it already."))
    note = reason_given(note, ask=_("Please write what you looked at, and what you found."))
    check_step(case, Step.RECHECK)
    lacking_nothing(rechecking.lacks_to_recheck(case, by=by))
    recheck.result, recheck.note, recheck.by, recheck.at = result, note, by, at
    recheck.save(update_fields=["result", "note", "by", "at"])
    facts = {"recheck": str(result)}
    record_case_act(case, "record_recheck", by=by, at=at, why=note, facts=facts)
    if result is rules.Recheck.REOPENED:
        reopen_case(case=case, why=note, by=by, at=at, calendar=calendar)
    return recheck
