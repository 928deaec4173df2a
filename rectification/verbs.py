"""The steps of an item as people meet them: who takes which, what it asks for, what it calls.

One table for the pages and for the admin, so that both offer the same and do the same.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from bureau.models import User
from bureau.templatetags.shell import short_day
from bureau.verbs import Offer, Verb, fitting, missing, not_in_state
from rectification import runs, selectors, wording
from rectification.choices.ledger import BARS
from rectification.forms import ledger as forms
from rectification.forms import verdicts
from rectification.forms.orders import CorrectForm
from rectification.models import Item
from rectification.rules import verification
from rectification.rules.steps import VERIFYING, Step, may_strike_off, steps_in
from rectification.rules.words import ItemState
from rectification.selectors.visits import is_hidden_from_unit, is_of_a_visit_called_off

REPORT, OPEN, ISSUE, VERIFY, DECIDE = (
    (f"rectification.{verb}",)
    for verb in ("report_item", "open_item", "issue_item", "verify_item", "approve_extension")
)
VERBS: Mapping[StrEnum, Verb] = {
    verb.step: verb
    for verb in (
        Verb(
            Step.DONE, REPORT, _("Report it done"),
            _("Reported done. Somebody of the bureau comes and sees."), runs.report_done,
            forms.DoneForm, _("From now on your clock stands still; the bureau's own runs."),
        ),
        Verb(
            Step.PLAN, REPORT, _("Hand in the plan"), _("The plan is handed in."),
            runs.submit_plan, forms.PlanForm,
            _("Until the first progress is reported, a new plan takes the place of the old."),
        ),
        Verb(
            Step.PROGRESS, REPORT, _("Report progress"), _("The progress is written down."),
            runs.report_progress, forms.ProgressForm,
            _("Written once and never edited: a correction is another entry."),
        ),
        Verb(
            Step.EVIDENCE, (*REPORT, *OPEN), _("Add photos or papers"), _("Added."),
            runs.add_evidence, forms.EvidenceForm,
        ),
        Verb(
            Step.EXTEND, REPORT, _("Ask for more time"),
            _("Asked. The day stays where it is until somebody has decided."),
            runs.ask_extension, forms.ExtendForm,
        ),
        Verb(
            Step.TAKE_BACK, REPORT, _("Take the application back"),
            _("Taken back. The item stands as it stood before; its day stays where it was."),
            runs.take_back_closure, forms.ReasonForm,
            _("For what was sent by mistake, as long as nobody has begun to verify it."),
        ),
        Verb(
            Step.ISSUE, ISSUE, _("Order the rectification"),
            _("Ordered. The institution is told and its days run."),
            runs.issue_item, forms.IssueForm,
        ),
        Verb(
            Step.SAME, ISSUE, _("It is an old problem"),
            _("The old item is reopened under its number; this entry is laid aside for it."),
            runs.reopen_for_draft, forms.SameForm,
        ),
        Verb(
            Step.DISMISS, ISSUE, _("Do not take it up"), _("Laid aside with your reason."),
            runs.dismiss_item, forms.ReasonForm, _("Its number is never given again."),
        ),
        Verb(
            Step.DECIDE, DECIDE, _("Decide on more time"), _("Decided. The institution is told."),
            runs.decide_extension, verdicts.DecideForm,
        ),
        Verb(
            Step.BEGIN, VERIFY, _("Begin to verify"),
            _("Everybody sees now that somebody is on the way."), runs.begin_verification,
        ),
        Verb(
            Step.ACCEPT, VERIFY, _("The problem is gone"), _("Verified."),
            runs.accept_closure, verdicts.AcceptForm,
        ),
        Verb(
            Step.STRIKE_OFF, VERIFY, _("Strike it off"), _("Struck off."), runs.strike_off,
            note=_("The public notice is over and nobody has objected."),
        ),
        Verb(
            Step.RETURN, VERIFY, pgettext_lazy("ledger", "Return it"),
            _("Returned with your reason. Its day stays where it is."),
            runs.return_item, verdicts.ReturnForm, _("What is still missing? The unit reads it."),
        ),
        Verb(
            Step.LOOK_BACK, VERIFY, _("Record the look-back"), _("The look-back is recorded."),
            runs.record_look_back, verdicts.LookBackForm, came_of=wording.looked_back,
        ),
        Verb(
            Step.REOPEN, VERIFY, _("The problem is back"),
            _("Reopened under its own number. The institution is told."),
            runs.reopen_item, verdicts.ReopenForm,
        ),
        Verb(
            Step.CHANGE, OPEN, _("Put the entry right"), _("The entry is put right."),
            runs.change_item, forms.ChangeForm,
            _("The problem itself, its source and its day stay as they were written."),
        ),
        Verb(
            Step.CORRECT, ISSUE, _("Put the order right"),
            _("The order is put right. The institution is told."),
            runs.correct_order, CorrectForm,
            _("What it said before and your reason stay on record. More time is an extension."),
        ),
        Verb(
            Step.WITHDRAW, ISSUE, _("Withdraw the order"),
            _("Withdrawn. The institution is told; the number stays."),
            runs.withdraw_item, forms.ReasonForm,
            _("For what was ordered by mistake. What was rectified is struck off, not withdrawn."),
        ),
    )
}  # fmt: skip


def offered(user: User, item: Item, day: date) -> Offer:
    """List the steps a person may take now; where only their own hand in it bars them, say so."""
    steps = steps_in(ItemState(item.state))
    found = fitting(VERBS, steps, CHECKS, user, item, day)
    asked = {Step(verb.step) for verb in found}
    # What bars a strike-off is said while the public notice hangs, not after it.
    if Step.STRIKE_OFF in steps and VERBS[Step.STRIKE_OFF].is_held_by(user):
        asked.add(Step.STRIKE_OFF)
    bars = _bars(user, item, asked)
    verbs = [verb for verb in found if verb.step not in bars]
    return Offer(verbs, list(dict.fromkeys(bars.values())))


def why_not(user: User, item: Item, verb: Verb, day: date) -> str:
    """Say what is missing for a step, whose hand in it bars it, or that it is none of its state."""
    step, is_open = Step(verb.step), verb.step in steps_in(ItemState(item.state))
    bar = _bars(user, item, {step}).get(step) if is_open else None
    if said := bar or missing(verb, CHECKS, user, item, day):
        return str(said)
    return "" if is_open else not_in_state(verb, item.get_state_display())


def _extend(user: User, item: Item, day: date) -> str:
    if selectors.extension_of_term(item) is None:
        return ""
    return gettext("An item is extended once; this one was, or its request still waits.")


def _take_back(user: User, item: Item, day: date) -> str:
    if selectors.has_applied(user, item):
        return ""
    return gettext("Whoever applied takes it back; the bureau returns it with a reason.")


def _decide(user: User, item: Item, day: date) -> str:
    waiting = item.extensions.waiting()
    if not waiting.exists():
        return gettext("Nobody asks for more time.")
    if not waiting.exclude(asked_by=user).exists():
        return gettext("Somebody else decides on an extension.")
    return ""


def _issue(user: User, item: Item, day: date) -> str:
    if is_hidden_from_unit(item):
        return gettext(
            "The unannounced visit is not finished: until then the unit learns nothing of it."
        )
    if is_of_a_visit_called_off(item):
        return gettext("The visit was called off: what was entered at it is not ordered.")
    return ""


def _withdraw(user: User, item: Item, day: date) -> str:
    if item.round > 1:
        return gettext("It was struck off before and came back: it ends by a verification.")
    if selectors.has_ordered(user, item):
        return gettext("You ordered this yourself: somebody else of the bureau withdraws it.")
    return ""


def _strike_off(user: User, item: Item, day: date) -> str:
    if may_strike_off(item.publicity_until, day):
        return ""
    words = gettext("On public notice until %(day)s: it can be struck off on the day after.")
    return words % {"day": short_day(item.publicity_until)}


def _look_back(user: User, item: Item, day: date) -> str:
    return "" if item.look_backs.waiting().exists() else gettext("No look-back waits here.")


def _same(user: User, item: Item, day: date) -> str:
    if barred := _issue(user, item, day):
        return barred
    if selectors.relapse_candidates(item, reader=user).exists():
        return ""
    return gettext("Nothing alike was struck off here lately.")


CHECKS: Mapping[StrEnum, Callable[[User, Item, date], str]] = {
    Step.ISSUE: _issue,
    Step.EXTEND: _extend,
    Step.TAKE_BACK: _take_back,
    Step.DECIDE: _decide,
    Step.WITHDRAW: _withdraw,
    Step.STRIKE_OFF: _strike_off,
    Step.LOOK_BACK: _look_back,
    Step.SAME: _same,
}


def _bars(user: User, item: Item, steps: set[Step]) -> dict[Step, Any]:
    """Say of the steps that take another pair of eyes why this person's are none."""
    asked = steps & VERIFYING
    if not asked:
        return {}
    work, who = selectors.work_of(item), selectors.verifier_of(user, item)
    found = {step: _bar(step, who, work, item) for step in asked}
    words = {**BARS, verification.Bar.NOT_ON_SITE: SEEN_OTHERWISE}
    return {step: words[bar] for step, bar in found.items() if bar is not None}


SEEN_OTHERWISE = _(
    "It is of high severity now and nobody looked at it on site: return it, and it is verified on"
    " site."
)


def _bar(
    step: Step, who: verification.Verifier, work: verification.Work, item: Item
) -> verification.Bar | None:
    if step is Step.LOOK_BACK:
        return verification.bar_to_look_back(who, work)
    # Its severity may have been put right on the notice: how it was looked at is asked anew.
    method = selectors.method_accepted(item) if step is Step.STRIKE_OFF else None
    return verification.bar_to_verify(who, work, method)
