"""The steps of a case as people meet them: who takes which, what it asks for, what it calls.

One table for the pages and for the admin, so that both offer the same and do the same.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from bureau.models import User
from bureau.verbs import Verb, fitting, missing, not_in_state
from complaints import order_runs, runs, selectors
from complaints.checks import CHECKS
from complaints.forms import deciding as deciding_forms
from complaints.forms import files as file_forms
from complaints.forms import findings as finding_forms
from complaints.forms import orders as order_forms
from complaints.forms import steps as forms
from complaints.forms.dispatching import DispatchForm
from complaints.forms.leaving import WithdrawForm
from complaints.forms.merging import MergeForm
from complaints.forms.stating import StatementForm
from complaints.models import Case
from complaints.rules.steps import Step, steps_in
from complaints.rules.words import CaseState

HANDLE, FIND, REPORT, DECIDE, COMMENT, MERGE, RECHECK = (
    (f"complaints.{verb}",)
    for verb in ("handle_case", "find_case", "report_case", "approve_more_time", "comment_case",
                 "merge_case", "recheck_case")
)  # fmt: skip
WAYS_ON = (
    Verb(Step.REPORT, REPORT, _("Hand in the report"), _("Handed in. The bureau finds."),
         runs.report, forms.ReportForm),
    Verb(Step.ACCEPT_DISPATCH, HANDLE, _("Accept and dispatch"), _("Accepted and dispatched."),
         runs.accept_and_dispatch, DispatchForm,
         _("The institution is told at once and its days run.")),
    Verb(Step.ACCEPT, HANDLE, pgettext_lazy("case verb", "Accept"),
         _("Accepted. Its page says who handles it."), runs.accept),
    Verb(Step.DISPATCH, HANDLE, pgettext_lazy("case verb", "Dispatch"), _("Dispatched."),
         runs.dispatch, DispatchForm,
         _("The institution is told at once. Given again, its days go on as they were.")),
    Verb(Step.INVESTIGATE, HANDLE, _("Begin the investigation"), _("The investigation has begun."),
         runs.investigate),
    Verb(Step.FIND, FIND, _("Write the findings"), _("The findings are written down."),
         runs.find, finding_forms.FindForm,
         _("Of each allegation and each person by itself. A second person makes them hold.")),
    Verb(Step.VERIFY, FIND, _("Make the findings hold"), _("The findings hold."), runs.verify),
    Verb(Step.REPLY, HANDLE, _("Answer the complainant"), _("The answer is written down."),
         runs.reply, forms.ReplyForm),
    Verb(Step.CALL_BACK, HANDLE, _("Record a call-back"), _("The call-back is recorded."),
         runs.call_back, forms.CallbackForm, _("A bad grade is reviewed within two working days.")),
    Verb(Step.REVIEW, HANDLE, _("Review the bad call-back"), _("Reviewed."),
         runs.review, deciding_forms.ReviewForm),
    Verb(Step.RECTIFY, HANDLE, _("Open a ledger item"), _("The ledger item is open."), runs.rectify,
         note=_("Filled in from this case; opened twice it is one.")),
    Verb(Step.CLOSE, HANDLE, pgettext_lazy("case verb", "Close"), _("Closed."),
         runs.close, forms.CloseForm),
    Verb(Step.ARCHIVE, HANDLE, pgettext_lazy("case verb", "Archive"), _("Archived."), runs.archive),
)  # fmt: skip
WAYS_ASIDE = (
    Verb(Step.REOPEN, HANDLE, _("Take it up again"), _("Taken up again. The term runs anew."),
         runs.reopen, forms.ReasonForm, _("What is new?")),
    Verb(Step.DECLINE, HANDLE, _("Do not handle it"), _("Not handled; the complainant reads why."),
         runs.decline, forms.DeclineForm),
    Verb(Step.TRANSFER, HANDLE, pgettext_lazy("case verb", "Transfer"),
         _("Transferred; the complainant reads where."), runs.transfer, forms.TransferForm),
    Verb(Step.RETURN, REPORT, _("It is not ours"), _("Given back to the bureau."),
         runs.give_back, forms.ReasonForm, _("The days stay where they are.")),
    Verb(Step.PAUSE, HANDLE, pgettext_lazy("case verb", "Pause"), _("Paused."),
         runs.pause, forms.PauseForm),
    Verb(Step.RESUME, HANDLE, pgettext_lazy("case verb", "Go on"),
         _("Its clocks run again, the pause's working days given back."), runs.resume),
    Verb(Step.MANY, HANDLE, _("Several departments"), _("The longer term runs now."),
         runs.many, forms.ReasonForm, _("Which departments have to be asked?")),
    Verb(Step.EXTEND, HANDLE, _("Ask for an extension"),
         _("Asked. The day stays where it is until somebody has decided."),
         runs.extend, forms.ExtendForm),
    Verb(Step.DECIDE, DECIDE, _("Decide on the extension"), _("Decided."),
         runs.decide, deciding_forms.DecideForm),
    Verb(Step.WITHDRAW, HANDLE, _("The complaint is withdrawn"), _("Noted."),
         runs.withdraw, WithdrawForm,
         _("For safety and discipline the bureau goes on. Otherwise it ends and no term runs any"
           " more; noted by mistake, it is taken up again.")),
)  # fmt: skip
BESIDE = (
    Verb(Step.STATE, REPORT, _("Make a statement"), _("Handed in. The bureau reads it."),
         runs.state, StatementForm,
         _("Whoever is named has a right to be heard before the bureau finds.")),
    Verb(Step.ALLEGE, FIND, _("Add an allegation"), _("The allegation is added."),
         runs.allege, finding_forms.AllegeForm,
         _("One thing that is said to have happened: each has a finding of its own.")),
    Verb(Step.NAME, FIND, _("Add a person named"), _("The person is written down."),
         runs.name, finding_forms.NameForm),
    Verb(Step.TIE, FIND, _("Say who is meant"), _("Tied to the staff record."),
         runs.tie, finding_forms.TieForm, _("From now on this person does not see the case.")),
    Verb(Step.TAKE, HANDLE, _("Change who handles it"), _("Changed. No day moves."),
         runs.take, forms.TakeForm),
    Verb(Step.SORT, HANDLE, _("Sort it"), _("Sorted."), runs.sort, forms.SortForm,
         _("What was said stays as it was said.")),
    Verb(Step.ACCUSE, HANDLE, _("Turn it into an accusation"),
         _("It is an accusation. The sections for these look into it."),
         runs.accuse, forms.ReasonForm,
         _("Taken from units and from whoever may not read accusations. It stays one.")),
    Verb(Step.FABRICATED, FIND, _("Mark it as made up"),
         _("Marked. It holds once somebody else confirms it."),
         runs.mark_fabricated, finding_forms.FabricatedForm,
         _("Only of what is unsubstantiated as a whole. Whoever complained is not told: they read"
           " the ordinary answer.")),
    Verb(Step.CONFIRM_FABRICATED, FIND, _("Confirm that it was made up"), _("Written down."),
         runs.confirm_fabricated, deciding_forms.ConfirmFabricatedForm,
         _("Once confirmed, a letter of clarification can be drafted for everybody named.")),
    Verb(Step.RECHECK, RECHECK, _("Re-check the findings"), _("Written down."),
         runs.recheck, deciding_forms.RecheckForm,
         _("Drawn at random. What does not hold is taken up again at once.")),
    Verb(Step.NOTE, COMMENT, _("Write a note"), _("Written."), runs.note, forms.NoteForm),
    Verb(Step.ATTACH, HANDLE, _("Add a file"), _("Added."), runs.attach, file_forms.AttachForm),
    Verb(Step.SHOW, HANDLE, _("Say who sees a file"), _("Changed."),
         runs.show, file_forms.ShowForm, _("An institution never sees what is internal.")),
    Verb(Step.TAKE_OFF, HANDLE, _("Take a file off"), _("Taken off. Nobody opens it any more."),
         runs.take_off, file_forms.TakeOffForm, _("It stays in the trail that it hung here.")),
    Verb(Step.MERGE, MERGE, _("Join with other cases"), _("Joined in one matter."),
         runs.merge, MergeForm),
    Verb(Step.UNMERGE, MERGE, _("Take it out of the matter"),
         _("A matter of its own again."), runs.unmerge, forms.ReasonForm),
)  # fmt: skip
OF_A_CHANNEL = (
    Verb(Step.SIGN, HANDLE, _("Sign the order in"),
         _("Signed in. Until the end of its time it may be given back."), order_runs.sign),
    Verb(Step.CONTACT, HANDLE, _("The caller was rung"), _("Written down."), order_runs.contact),
    Verb(Step.GIVE_BACK, HANDLE, _("Give it back to the hotline"),
         _("Asked. Somebody else decides."), order_runs.give_back, order_forms.GiveBackForm,
         _("Only what is clearly not ours, with its legal basis, and once.")),
    Verb(Step.EXCLUDE, HANDLE, _("Not to count in the rates"), _("Asked. Somebody else decides."),
         order_runs.exclude, order_forms.ExcludeForm),
    Verb(Step.DECIDE_ORDER, DECIDE, _("Decide on what is asked of the order"),
         _("Decided."), order_runs.decide, deciding_forms.DecideOrderForm),
    Verb(Step.OBJECT, HANDLE, _("Object: it is not ours"),
         _("Given back to whoever handed it down."), order_runs.object_to, order_forms.ObjectForm,
         _("Within five working days, with reasons.")),
)  # fmt: skip
ALL_VERBS = (*WAYS_ON, *WAYS_ASIDE, *BESIDE, *OF_A_CHANNEL)
VERBS: Mapping[StrEnum, Verb] = {verb.step: verb for verb in ALL_VERBS}


def offered(user: User, case: Case) -> list[Verb]:
    """List the steps a person may take with a case now, in the order in which a page has them."""
    return fitting(VERBS, steps_in(CaseState(case.state)), CHECKS, user, case)


def why_not(user: User, case: Case, verb: Verb) -> str:
    """Say what is missing for a step, or that it is none of the case's state; empty if neither."""
    if said := missing(verb, CHECKS, user, case):
        return said
    is_open = verb.step in steps_in(CaseState(case.state))
    return "" if is_open else not_in_state(verb, case.get_state_display())


def waits_for(user: User, case: Case) -> list[str]:
    """Say what a case waits for before it goes on, of what this person cannot settle at once."""
    steps = steps_in(CaseState(case.state))
    ways = [VERBS[step] for step in (Step.VERIFY, Step.CLOSE, Step.ARCHIVE) if step in steps]
    said = [missing(verb, CHECKS, user, case) for verb in ways if verb.is_held_by(user)]
    own = {verb.step for verb in offered(user, case)}
    if Step.DECIDE not in own and selectors.extensions_asked(case).exists():
        said.append(gettext("An extension waits for its decision."))
    if Step.DECIDE_ORDER not in own and selectors.order_requests_asked(case).exists():
        said.append(gettext("What is asked of the order waits for its decision."))
    return list(dict.fromkeys(words for words in said if words))
