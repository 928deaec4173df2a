"""Strike-off: applied for with evidence, seen by somebody else, or returned with a reason.

Source: the plan's “盘点销号” (S-01); who may verify and how: `rules.verification`.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import User
from bureau.services import tell
from bureau.templatetags.shell import short_day
from rectification import selectors
from rectification.models import Closure, Item
from rectification.notices import ledger as notices
from rectification.rules import states, terms, verification
from rectification.rules.words import Decision, ItemState, Method, RectKind, Severity, Verdict
from rectification.services.acts import check_state, locked, move
from rectification.services.doing import decide_extension
from rectification.services.errors import LedgerError, reason_given, refuse_if
from rectification.services.look_backs import plan_look_back

APPLIED = tuple(sorted(states.WITH_THE_BUREAU))


@transaction.atomic
def request_closure(
    *, item: Item, done: str, self_check: str = "", by: User, at: datetime, calendar: WorkCalendar
) -> Closure:
    """Say that a problem is gone and ask that somebody come and see; asked twice is asked once.

    The unit's clock stops here; the bureau's own begins.

    :raises LedgerError: without words or evidence, or too late for it.
    """
    item = locked(item)
    if waiting := item.closures.filter(verdict="").first():
        return waiting
    if not done.strip():
        raise LedgerError(_("Please write what was done."))
    refuse_if(verification.bar_to_apply(selectors.work_of(item)))
    today = timezone.localdate(at)
    table = selectors.table_on(item.ordered_on)
    closure = Closure.objects.create(
        item=item,
        round=item.round,
        done=done.strip(),
        self_check=self_check.strip(),
        requested_by=by,
        requested_at=at,
        requested_on=today,
        due_on=item.term_ends_on,
        verify_by=terms.verify_by(today, calendar=calendar, table=table),
    )
    facts = {"on_time": terms.was_on_time(today, item.term_ends_on)}
    move(item, ItemState.CLOSURE_REQUESTED, "request_closure", by=by, at=at, facts=facts)
    tell(notices.closure_requested(closure, day=today), at=at)
    return closure


@transaction.atomic
def take_back_closure(*, item: Item, reason: str, by: User, at: datetime) -> Item:
    """Take back what was applied for by mistake: the item stands as it stood before.

    Its day stays where it was, and whoever was to look is told. Taken back twice is once.

    :raises LedgerError: without a reason, once somebody began to verify, or if it is neither one's
        own application nor that of one's institution.
    """
    item = locked(item)
    newest = item.closures.filter(round=item.round).first()
    if newest and newest.verdict == Verdict.TAKEN_BACK and item.is_with_the_unit:
        return item
    why = reason_given(reason, ask=_("Please write why the application is taken back."))
    check_state(item, ItemState.CLOSURE_REQUESTED)
    if not selectors.has_applied(by, item):
        raise LedgerError(_("Whoever applied takes it back; the bureau returns it with a reason."))
    closure = item.closures.get(verdict="")
    closure.verdict = Verdict.TAKEN_BACK
    closure.save(update_fields=["verdict"])
    stood = selectors.state_before_application(item)
    move(item, stood, "take_back_closure", by=by, at=at, why=why)
    tell(notices.taken_back(closure, day=timezone.localdate(at)), at=at)
    return item


@transaction.atomic
def begin_verification(*, item: Item, by: User, at: datetime) -> Item:
    """Take an application up, so that everybody sees that somebody is on the way.

    :raises LedgerError: if this person may not verify it, or nothing was applied for.
    """
    item = locked(item)
    if item.state == ItemState.VERIFYING:
        return item
    refuse_if(verification.bar_to_verify(selectors.verifier_of(by, item), selectors.work_of(item)))
    move(item, ItemState.VERIFYING, "begin_verification", by=by, at=at)
    return item


@transaction.atomic
def accept_closure(
    *,
    item: Item,
    method: Method,
    opinion: str = "",
    in_public: bool = False,
    ends: bool = False,
    application: int | None = None,
    by: User,
    at: datetime,
) -> Item:
    """Say that the problem was seen to be gone: struck off now, or after the public notice.

    What is kept up for good is done for this phase and comes up again, until whoever verifies
    says that it `ends`: then it is struck off like the others. Accepted twice is accepted once.
    `application` is the one that was looked at.

    :raises LedgerError: if this person may not verify it or not in this way, or if another
        application waits by now.
    """
    item = locked(item)
    if _was_accepted(item):
        return item
    check_state(item, *APPLIED)
    refuse_if(
        verification.bar_to_verify(selectors.verifier_of(by, item), selectors.work_of(item), method)
    )
    closure = _looked_at(item, application)
    is_standing = item.kind == RectKind.STANDING and not ends
    verdict = Verdict.PHASED if is_standing else Verdict.ACCEPTED
    _decide(closure, verdict, method=method, opinion=opinion, by=by, at=at)
    facts = {"method": str(method)}
    if is_standing:
        _begin_next_phase(item, facts, by=by, at=at)
    elif in_public:
        _put_on_notice(item, facts, by=by, at=at)
    else:
        _strike_off(item, closure, by=by, at=at, facts=facts)
    return item


def _looked_at(item: Item, application: int | None) -> Closure:
    """:raises LedgerError: if another application of the item was looked at than waits by now."""
    at_hand = selectors.closure_at_hand(item)
    if at_hand is None:
        raise LedgerError(_("Nothing is applied for here."))
    if application not in {None, at_hand.pk} and item.closures.filter(pk=application).exists():
        raise LedgerError(
            _("Another application waits here by now: please look at that one first.")
        )
    return at_hand


def _was_accepted(item: Item) -> bool:
    return item.state in {ItemState.CLOSED, ItemState.PUBLICITY, ItemState.PHASED}


@transaction.atomic
def strike_off(*, item: Item, by: User, at: datetime) -> Item:
    """Strike off what was on public notice, once nobody objected in time.

    :raises LedgerError: while the notice runs, if this person had a hand in the work, or if it
        turned out severe and nobody was on site.
    """
    item = locked(item)
    if item.state == ItemState.CLOSED:
        return item
    check_state(item, ItemState.PUBLICITY)
    accepted = item.closures.get(round=item.round, verdict=Verdict.ACCEPTED)
    # Its severity may have been put right meanwhile: how it was looked at is asked anew.
    work, method = selectors.work_of(item), selectors.method_accepted(item)
    refuse_if(verification.bar_to_verify(selectors.verifier_of(by, item), work, method))
    until = item.publicity_until
    if until and timezone.localdate(at) <= until:
        raise LedgerError(
            _("On public notice until %(day)s: it can be struck off on the day after.")
            % {"day": short_day(until)}
        )
    _strike_off(item, accepted, by=by, at=at, facts={})
    return item


@transaction.atomic
def return_item(
    *, item: Item, reason: str, application: int | None = None, by: User, at: datetime
) -> Item:
    """Send an item back with a reason: not gone, or objected to. Its day stays where it was.

    :raises LedgerError: without a reason, if this person may not verify it, if nothing was
        applied for, or if another than the `application` that was looked at waits by now.
    """
    item = locked(item)
    if item.state == ItemState.RETURNED:
        return item
    why = reason_given(reason, ask=_("Please write what is still missing."))
    check_state(item, *APPLIED, ItemState.PUBLICITY)
    refuse_if(verification.bar_to_verify(selectors.verifier_of(by, item), selectors.work_of(item)))
    closure = _looked_at(item, application)
    _decide(closure, Verdict.RETURNED, method=closure.method, opinion=why, by=by, at=at)
    item.publicity_until = None
    move(
        item, ItemState.RETURNED, "return_item",
        by=by, at=at, why=why, saving=("publicity_until",),
    )  # fmt: skip
    tell(notices.returned(closure), at=at)
    return item


def _decide(
    closure: Closure, verdict: Verdict, *, method: str, opinion: str, by: User, at: datetime
) -> None:
    closure.verdict, closure.method, closure.opinion = verdict, method, opinion.strip()
    closure.verified_by, closure.verified_at = by, at
    closure.save(update_fields=["verdict", "method", "opinion", "verified_by", "verified_at"])


def _strike_off(
    item: Item, closure: Closure, *, by: User, at: datetime, facts: dict[str, str]
) -> None:
    item.closure, item.closed_on = closure, timezone.localdate(at)
    saving = ("closure", "closed_on")
    move(
        item, ItemState.CLOSED, "strike_off",
        by=by, at=at, saving=saving, why=closure.opinion, facts=facts,
    )  # fmt: skip
    if item.severity == Severity.HIGH:
        plan_look_back(item, at=at)
    tell(notices.struck_off(closure), at=at)


def _put_on_notice(item: Item, facts: dict[str, str], *, by: User, at: datetime) -> None:
    table = selectors.table_on(item.ordered_on)
    item.publicity_until = terms.publicity_until(timezone.localdate(at), table=table)
    facts = {**facts, "until": item.publicity_until.isoformat()}
    saving = ("publicity_until",)
    move(item, ItemState.PUBLICITY, "accept_closure", by=by, at=at, saving=saving, facts=facts)


def _begin_next_phase(item: Item, facts: dict[str, str], *, by: User, at: datetime) -> None:
    """Let what is kept up for good come up again after its next term.

    More time that was asked for in the phase now over is void: it would bring the day forward.
    """
    for asked in item.extensions.filter(round=item.round, decision="").exclude(asked_by=by):
        why = _("The phase it was asked for is over.")
        decide_extension(extension=asked, decision=Decision.REFUSED, answer=why, by=by, at=at)
    table = selectors.table_on(item.ordered_on)
    item.due_on = terms.due_on(timezone.localdate(at), RectKind.STANDING, table=table)
    item.term_reason = ""
    facts = {**facts, "due_on": item.due_on.isoformat()}
    saving = ("due_on", "term_reason")
    move(item, ItemState.PHASED, "accept_closure", by=by, at=at, saving=saving, facts=facts)
