"""What was recorded of a call by mistake, corrected: the former result stays to be read."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import tell
from followups import selectors
from followups.models import CallCorrection, SpotCheck, SpotCheckItem
from followups.rules import sampling
from followups.rules.words import Verdict
from followups.selectors.corrections import CallResult
from followups.services.acts import record_check_act
from followups.services.errors import RegisterError, reason_given
from followups.services.reminders import corrections_told
from followups.services.spotchecks import call_up_next, in_force


@transaction.atomic
def correct_result(
    *,
    item: SpotCheckItem,
    was: Verdict,
    verdict: Verdict,
    reason: str,
    by: User,
    at: datetime,
    grade: str = "",
) -> SpotCheckItem:
    """Correct what a person's last call found; `was` is what the person correcting has read.

    What the calls amount to follows: the person may wait for a call again, the next in reserve
    be called up or, if nobody looked at their number yet, go back. Again changes nothing.
    Of a list whose results were all in it is told to the hospital, and to who looks after it.

    :raises RegisterError: without a reason, before a call, of a list that was replaced, if
        somebody has corrected the result meanwhile, or if all results were in and the person does
        not decide on lists.
    """
    check = SpotCheck.objects.select_for_update().get(pk=item.spot_check_id)
    item = in_force(item)
    stands = _standing(item)
    if (stands.verdict, stands.grade) == (verdict, grade):
        return item
    check_may_correct(item, by=by)
    reason = reason_given(reason, ask=_("Please write why the result is corrected."))
    if stands.verdict != was:
        raise RegisterError(_("Somebody has recorded a result for this person meanwhile."))
    was_settled = selectors.is_settled(check)
    now = CallResult(stands.attempt, verdict, grade)
    correction = _write(item, stands, now, reason=reason, by=by, at=at)
    _record(check, correction, after_all=was_settled)
    _settle_anew(check, item, at)
    if was_settled:
        tell(*corrections_told(correction, check), at=at)
    return item


def _standing(item: SpotCheckItem) -> CallResult:
    """Return what a person's last call is taken to have found.

    :raises RegisterError: before a call.
    """
    stands = selectors.last_result(item)
    if stands is None:
        raise RegisterError(_("No call to this person is recorded, so there is no result yet."))
    return stands


def _write(
    item: SpotCheckItem, was: CallResult, now: CallResult, *, reason: str, by: User, at: datetime
) -> CallCorrection:
    return CallCorrection.objects.create(
        item=item,
        number=item.corrections.count() + 1,
        attempt=was.attempt,
        at=at,
        by=by,
        was=was.verdict,
        verdict=now.verdict,
        was_grade=was.grade,
        grade=now.grade,
        reason=reason,
    )


def _record(check: SpotCheck, correction: CallCorrection, *, after_all: bool) -> None:
    """Write what was corrected; `after_all` where the results were all in before."""
    facts = {"position": correction.item.position, "attempt": correction.attempt}
    record_check_act(
        check,
        "correct_result",
        by=correction.by,
        at=correction.at,
        before=correction.was,
        after=correction.verdict,
        why=correction.reason,
        facts=facts | ({"after_all": True} if after_all else {}),
    )


def check_may_correct(item: SpotCheckItem, *, by: User) -> None:
    """Refuse a correction by who may not make it, before anything is filled in.

    :raises RegisterError: of a list that was replaced, or whose results were all in, and where the
        follow-up was found to be made up.
    """
    check = item.spot_check
    if check.is_replaced:
        raise RegisterError(_("This list was replaced by another draw."))
    if item.doubts.confirmed().exists():
        raise RegisterError(
            _("This follow-up was found to be made up. Take that back first, then correct.")
        )
    if not selectors.may_correct(check, by):
        raise RegisterError(
            _(
                "All results of this list are in, and the hospital reads them. The head of the "
                "section corrects it: tell them which person, and why."
            )
        )


def _settle_anew(check: SpotCheck, item: SpotCheckItem, at: datetime) -> None:
    table = selectors.table_of(check.register.month)
    before = item.verdict
    item.verdict = sampling.verdict_after(selectors.results_of(item), table=table) or ""
    item.save(update_fields=["verdict"])
    if before not in sampling.REPLACED and item.verdict in sampling.REPLACED:
        call_up_next(check)
    if before in sampling.REPLACED and item.verdict not in sampling.REPLACED:
        _send_back_one(check)
    is_open = check.items.filter(is_called_up=True, verdict="").exists()
    if is_open == (check.finished_at is not None):
        check.finished_at = None if is_open else at
        check.save(update_fields=["finished_at"])


def _send_back_one(check: SpotCheck) -> None:
    """Send the last person called up for another back, unless somebody has begun with them."""
    waiting = check.items.filter(is_called_up=True, is_replacement=True, verdict="")
    untouched = waiting.filter(calls=None, reveals=None).order_by("position").last()
    if untouched:
        untouched.is_called_up = False
        untouched.save(update_fields=["is_called_up"])
