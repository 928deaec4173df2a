"""What jobs, doers and the trail are called."""

from django.utils.translation import gettext_lazy as _

from bureau.choices.by_word import by_word
from bureau.rules import ActorKind, JobState
from bureau.trail import FaultKind

JOB_STATES = by_word(
    {
        JobState.QUEUED: _("Waiting"),
        JobState.RUNNING: _("Under way"),
        JobState.DONE: _("Done"),
        JobState.FAILED: _("Failed"),
    }
)
ACTOR_KINDS = by_word(
    {
        ActorKind.USER: _("Account"),
        ActorKind.API: _("Hospital system"),
        ActorKind.PUBLIC: _("Citizen"),
        ActorKind.JOB: _("Automatic job"),
    }
)
TRAIL_FAULTS = by_word(
    {
        FaultKind.EDITED: _("Act edited"),
        FaultKind.DELETED: _("Act deleted"),
        FaultKind.INSERTED: _("Act put in afterwards"),
        FaultKind.REORDERED: _("Act moved to another place"),
        FaultKind.CUT: _("The end of the chain is cut off, as the anchor says of"),
        FaultKind.REPLACED: _("The chain was replaced, as the anchor says of"),
        FaultKind.UNSEALED: _("Act not sealed in time"),
        FaultKind.UNGUARDED: _("Table open to edits"),
        FaultKind.NO_ANCHOR: _("Anchor missing of"),
    }
)
