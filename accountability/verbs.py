"""The steps of a proposal as people meet them: who takes which, what it asks for, what it calls.

One table for the pages and for the admin, so that both offer the same and do the same.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability import runs
from accountability.forms import carrying, pending, redress
from accountability.forms import steps as forms
from accountability.models import SanctionProposal
from accountability.pending_choices import ASSESSMENT_STATES
from accountability.road_choices import REMEDY_STATES
from accountability.rules.road import Step
from accountability.selectors.obstacles import obstacle, steps_of
from bureau.models import User
from bureau.verbs import Offer, Verb, missing, not_in_state

CARRIES, DECIDES = (
    (f"accountability.{verb}",) for verb in ("put_forward_measures", "decide_measures")
)
VERBS: Mapping[StrEnum, Verb] = {
    verb.step: verb
    for verb in (
        Verb(Step.PUT_FORWARD, CARRIES, _("Put measures forward"),
             _("Put forward. The notice can be drafted."), runs.put_forward, forms.PutForwardForm,
             _("Whoever puts measures forward does not decide on them.")),
        Verb(Step.SERVE_NOTICE, CARRIES, _("Note the service of the notice"),
             _("Noted. The term of the statement runs from the next day."),
             runs.serve_notice, forms.ServeForm),
        Verb(Step.HEAR, CARRIES, _("Note the statement"), _("The statement is noted."),
             runs.hear, forms.HearForm),
        Verb(Step.EXPIRE, CARRIES, _("Nothing came in time"), _("Noted. It can be decided."),
             runs.expire),
        Verb(Step.DECIDE, DECIDES, _("Enter the decision"),
             _("Entered. The paper of the decision can be drafted."),
             runs.decide, forms.DecideForm,
             _("A meeting decides; whoever enters it neither put it forward nor handled a"
               " complaint that counts.")),
        Verb(Step.SERVE_DECISION, CARRIES, _("Note the service of the decision"),
             _("Noted. It can be put in effect."), runs.serve_decision, forms.ServeForm),
        Verb(Step.PUT_IN_EFFECT, CARRIES, _("Put in effect"), _("It is in effect."),
             runs.put_in_effect),
        Verb(Step.CARRY_OUT, CARRIES, _("Note what was carried out"), _("Noted."),
             runs.carry_out, forms.CarryOutForm),
        Verb(Step.SUMMON, CARRIES, _("Arrange the interview"),
             _("Arranged. The summons can be drafted."), runs.summon, carrying.SummonForm,
             _("The leader whom the measure names, before somebody of another unit.")),
        Verb(Step.RECORD_TALK, CARRIES, _("Put the interview on record"),
             _("On record. Its demands stand in the rectification ledger."), runs.record_talk,
             carrying.RecordForm, _("By this record the measure is carried out.")),
        Verb(Step.WRITE_BULLETIN, CARRIES, _("Write the bulletin"),
             _("Written. The paper of the bulletin can be drafted."), runs.write_bulletin,
             carrying.BulletinForm),
        Verb(Step.ORDER, CARRIES, _("Order a rectification"),
             _("Ordered. At the item the medical administration section drafts the paper."),
             runs.order_rectification, carrying.OrderForm,
             _("It stands in the rectification ledger with a clock of its own.")),
        Verb(Step.CONFIRM, CARRIES, _("Answer the unit's assessment"), _("Answered."),
             runs.confirm, pending.ConfirmForm,
             _("Once it is confirmed, pending appointment is completed on its last day."),
             lambda done: ASSESSMENT_STATES[done.state]),
        Verb(Step.ASSESS, CARRIES, _("Enter the unit's assessment"),
             _("Entered. Somebody else confirms it."), runs.assess, pending.AssessForm,
             _("Where it came on paper; else the unit files it itself.")),
        Verb(Step.COMPLETE, CARRIES, pgettext_lazy("proposal verb", "Complete"),
             _("Completed."), runs.complete, forms.ReasonForm, _("What was confirmed, by whom?")),
        Verb(Step.LIFT, DECIDES, pgettext_lazy("proposal verb", "Lift before its end"),
             _("Lifted."), runs.lift, redress.LiftForm, _("By which decision, and why?")),
        Verb(Step.ASK_AGAIN, CARRIES, _("Note a review or an appeal"),
             _("Noted. The measures hold on meanwhile."), runs.ask_again, redress.AskAgainForm,
             came_of=lambda done: REMEDY_STATES[done.state]),
        Verb(Step.ANSWER, DECIDES, _("Decide on the review or appeal"),
             _("Entered. The paper of the answer can be drafted."), runs.answer,
             redress.AnswerForm,
             _("Somebody who neither put it forward nor decided it; never heavier.")),
        Verb(Step.SERVE_ANSWER, CARRIES, _("Note the service of the answer"), _("Noted."),
             runs.serve_answer, forms.ServeForm),
        Verb(Step.RESTORE, CARRIES, _("Note what was put right"), _("Noted."),
             runs.restore, redress.RestoreForm),
        Verb(Step.PUT_BACK, CARRIES, _("Put forward to take it back"),
             _("Put forward. Somebody else decides."), runs.put_back, redress.PutBackForm),
        Verb(Step.TAKE_BACK, DECIDES, pgettext_lazy("proposal verb", "Take it back"),
             _("Taken back. The paper can be drafted."), runs.take_back, redress.TakeBackForm,
             _("From the day of the decision on nothing of it holds.")),
        Verb(Step.SERVE_BACK, CARRIES, _("Note the service of the taking back"), _("Noted."),
             runs.serve_back, forms.ServeForm),
        Verb(Step.SERVE_END, CARRIES, _("Note the service of the end"), _("Noted."),
             runs.serve_end, forms.ServeForm),
        Verb(Step.DISMISS, DECIDES, pgettext_lazy("proposal verb", "Take no measure"),
             _("Dismissed with your reason."), runs.dismiss, redress.DismissForm),
    )
}  # fmt: skip
CHECKS = {step: partial(lambda step, user, record, day: obstacle(step, record, user=user, day=day),
                        step) for step in Step}  # fmt: skip


def offered(user: User, proposal: SanctionProposal, day: date) -> Offer:
    """List the steps a person may take now, and what keeps them from those they otherwise would."""
    steps = steps_of(proposal)
    held = [verb for verb in VERBS.values() if verb.step in steps and verb.is_held_by(user)]
    said = [missing(verb, CHECKS, user, proposal, day) for verb in held]
    free = [verb for verb, bar in zip(held, said, strict=True) if not bar]
    return Offer(free, list(dict.fromkeys(filter(None, said))))


def why_not(user: User, proposal: SanctionProposal, verb: Verb, day: date) -> str:
    """Say what is missing for a step, or that it is none of its state; empty if neither.

    Of what is to take effect the missing step of the road is named, whatever the state.
    """
    is_open = verb.step in steps_of(proposal)
    is_asked = is_open or verb.step is Step.PUT_IN_EFFECT
    if is_asked and (said := missing(verb, CHECKS, user, proposal, day)):
        return said
    return "" if is_open else not_in_state(verb, proposal.get_state_display())
