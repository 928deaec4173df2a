"""What the steps of a case take beside its state. Each check answers what is missing, in words.

What a service looks at as well is said once, in `selectors.lacking`.
"""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from bureau.models import User
from complaints import selectors
from complaints.models import Case, HotlineOrder
from complaints.rules.steps import Step
from complaints.rules.words import CaseState, ClockCode, ClockFamily, OrderAsk
from complaints.selectors import rechecking


def _dispatch(user: User, case: Case) -> str:
    return selectors.lacks_to_dispatch(case)


def _accuse(user: User, case: Case) -> str:
    return _("It is an accusation already.") if case.is_accusation else ""


def _mark_fabricated(user: User, case: Case) -> str:
    return selectors.lacks_to_mark_fabricated(case, by=user)


def _confirm_fabricated(user: User, case: Case) -> str:
    return selectors.lacks_to_confirm_fabricated(case, by=user)


def _recheck(user: User, case: Case) -> str:
    return rechecking.lacks_to_recheck(case, by=user)


def _find(user: User, case: Case) -> str:
    if case.allegations.exists() or case.people.exists():
        return ""
    return _("Write down first what is alleged.")


def _verify(user: User, case: Case) -> str:
    return "" if case.verified_at else selectors.lacks_to_verify(case, verifier=user.pk)


def _tie(user: User, case: Case) -> str:
    if case.people.filter(finding="").exists():
        return ""
    return _("Nobody is named here on whom there is no finding yet.")


def _review(user: User, case: Case) -> str:
    return "" if selectors.waits_for_review(case) else _("There is nothing to review.")


def _rectify(user: User, case: Case) -> str:
    if missing := selectors.lacks_to_rectify(case):
        return missing
    if standing := selectors.items_of_round(case).first():
        return _("Ledger item %(no)s stands for it already.") % {"no": standing.no}
    return ""


def _extend(user: User, case: Case) -> str:
    running = case.clocks.filter(stopped_at=None, is_void=False)
    if running.exclude(family=ClockFamily.STATUTORY).exists():
        return ""
    return _("No term of it runs that can be extended.")


def _decide(user: User, case: Case) -> str:
    waiting = selectors.extensions_asked(case)
    if not waiting.exists():
        return _("Nobody asks for more time any more.")
    if not waiting.exclude(asked_by=user).exists():
        return _("Somebody else decides on an extension.")
    return ""


def _take_longer(user: User, case: Case) -> str:
    running = case.clocks.filter(stopped_at=None, is_void=False)
    if running.filter(code=ClockCode.ANSWER, family=ClockFamily.STATUTORY).exists():
        return ""
    return _("The term of the answer does not run any more.")


def _withdraw(user: User, case: Case) -> str:
    return selectors.lacks_to_withdraw(case)


def _unmerge(user: User, case: Case) -> str:
    if Case.objects.filter(matter=case.matter_id).exclude(pk=case.pk).exists():
        return selectors.lacks_to_part(case)
    return _("It is joined with no other case.")


def _show(user: User, case: Case) -> str:
    return "" if selectors.files_of(case, user=user).exists() else _("No file hangs here.")


def _reply(user: User, case: Case) -> str:
    return selectors.lacks_to_reply(case)


def _close(user: User, case: Case) -> str:
    return selectors.lacks_to_close(case)


def _archive(user: User, case: Case) -> str:
    return selectors.lacks_review(case) if case.state == CaseState.CLOSED else ""


def _reopen(user: User, case: Case) -> str:
    return selectors.lacks_to_reopen(case, by=user)


def _sign(user: User, case: Case) -> str:
    if missing := selectors.lacks_order(case):
        return missing
    return "" if selectors.lacks_signature(case) else _("It is signed in already.")


def _contact(user: User, case: Case) -> str:
    if missing := selectors.lacks_signature(case):
        return missing
    if HotlineOrder.objects.filter(case=case, contacted_at=None).exists():
        return ""
    return _("The caller was rung already.")


def _give_back(user: User, case: Case) -> str:
    return selectors.lacks_signature(case) or _asked_already(case, OrderAsk.RETURN)


def _exclude(user: User, case: Case) -> str:
    return selectors.lacks_signature(case) or _asked_already(case, OrderAsk.EXCLUDE)


def _asked_already(case: Case, kind: OrderAsk) -> str:
    asked = case.order_requests.filter(kind=kind)
    if asked.filter(is_granted__isnull=True).exists():
        return _("It is asked for already: somebody else decides.")
    return _("It was granted already.") if asked.filter(is_granted=True).exists() else ""


def _decide_order(user: User, case: Case) -> str:
    waiting = selectors.order_requests_asked(case)
    if missing := selectors.lacks_order(case):
        return missing
    if not waiting.exists():
        return _("Nothing is asked of this order.")
    return "" if waiting.exclude(asked_by=user).exists() else _("Somebody else decides on this.")


def _object(user: User, case: Case) -> str:
    if case.clocks.filter(code=ClockCode.PETITION_OBJECT, is_void=False).exists():
        return ""
    return _("Only a petition that was handed down to us is objected to.")


CHECKS: Mapping[Step, Callable[[User, Case], str]] = {
    Step.ACCEPT_DISPATCH: _dispatch,
    Step.DISPATCH: _dispatch,
    Step.ACCUSE: _accuse,
    Step.FABRICATED: _mark_fabricated,
    Step.CONFIRM_FABRICATED: _confirm_fabricated,
    Step.RECHECK: _recheck,
    Step.FIND: _find,
    Step.VERIFY: _verify,
    Step.TIE: _tie,
    Step.REVIEW: _review,
    Step.RECTIFY: _rectify,
    Step.EXTEND: _extend,
    Step.DECIDE: _decide,
    Step.MANY: _take_longer,
    Step.WITHDRAW: _withdraw,
    Step.UNMERGE: _unmerge,
    Step.SHOW: _show,
    Step.TAKE_OFF: _show,
    Step.REPLY: _reply,
    Step.CLOSE: _close,
    Step.ARCHIVE: _archive,
    Step.REOPEN: _reopen,
    Step.SIGN: _sign,
    Step.CONTACT: _contact,
    Step.GIVE_BACK: _give_back,
    Step.EXCLUDE: _exclude,
    Step.DECIDE_ORDER: _decide_order,
    Step.OBJECT: _object,
}
