"""When a complainant takes a complaint back, and what is written on a case beside the way."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import Doer, user_of
from complaints import selectors
from complaints.models import Case, Entry
from complaints.rules.steps import Step
from complaints.rules.words import Audience, CaseState, ClockCode
from complaints.services.acts import check_step, locked, move, record_case_act
from complaints.services.clocks import stop_clocks, void_clocks
from complaints.services.errors import lacking_nothing, reason_given, words_given


@transaction.atomic
def withdraw_case(*, case: Case, why: str, by: User | None, at: datetime) -> Case:
    """Note that a complainant takes it back. For safety and discipline the bureau goes on.

    :raises CaseError: without a word of why, if it is answered already, or if the bureau would go
        on with what nobody accepted yet.
    """
    case = locked(case)
    if case.state in {CaseState.WITHDRAWN, CaseState.WITHDRAWN_CONTINUE}:
        return case
    why = reason_given(why, ask=_("Please write why it is withdrawn."))
    lacking_nothing(selectors.lacks_to_withdraw(case))
    to = selectors.withdrawn_to(case)
    move(case, to, "withdraw_case", by=by, at=at, why=why)
    if to is CaseState.WITHDRAWN:
        void_clocks(case)
    return case


@transaction.atomic
def write_entry(
    *,
    case: Case,
    text: str,
    audience: Audience = Audience.INTERNAL,
    by: Doer | None,
    at: datetime,
) -> Entry:
    """Write something on a case, for one audience. It moves no day. The same twice on a day is
    once, unless something was written in between.

    A word to the institution is a first action for what presses for safety.

    :raises CaseError: without words, once the case is archived, or to an institution where it is
        an accusation.
    """
    case = locked(case)
    if audience == Audience.INSTITUTION:
        lacking_nothing(selectors.lacks_to_dispatch(case))
    text = words_given(text, ask=_("Please write something."))
    today = case.entries.filter(at__date=timezone.localdate(at))
    latest = today.order_by("-at", "-pk").first()
    if latest and (latest.text, latest.audience, latest.by) == (text, audience, user_of(by)):
        return latest
    check_step(case, Step.NOTE)
    entry = Entry.objects.create(case=case, audience=audience, text=text, by=user_of(by), at=at)
    record_case_act(case, "write_entry", by=by, at=at, facts={"audience": str(audience)})
    if audience == Audience.INSTITUTION:
        stop_clocks(case, ClockCode.FIRST_ACTION, at=at)
    return entry
