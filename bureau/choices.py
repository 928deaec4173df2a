"""The labels of the rules' words, in the language of whoever reads."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.calendar import Counting
from bureau.rule_tables import Basis, VersionState
from bureau.rules import ActorKind, DayKind, Grade, InstitutionKind, JobState, Role
from bureau.trail import FaultKind


def by_word(labels: Mapping[str, Any]) -> dict[str, Any]:
    """Key labels by plain strings: migrations keep words, a rule's word finds its label."""
    return {str(word): label for word, label in labels.items()}


ROLES = by_word(
    {
        Role.SYS_ADMIN: _("System administrator"),
        Role.AUDITOR: _("Auditor"),
        Role.LEADER: _("Bureau leader"),
        Role.SECTION_HEAD: _("Section head"),
        Role.BUREAU_STAFF: _("Bureau staff"),
        Role.LIAISON: _("Liaison officer"),
        Role.HOSPITAL_OFFICER: _("Hospital quality officer"),
        Role.DEPARTMENT_HANDLER: _("Department handler"),
    }
)
INSTITUTION_KINDS = by_word(
    {
        InstitutionKind.GENERAL: _("General hospital"),
        InstitutionKind.TCM: _("Hospital of Chinese medicine"),
        InstitutionKind.MATERNITY: _("Maternal and child health hospital"),
        InstitutionKind.SPECIALIST: _("Specialist hospital"),
        InstitutionKind.TOWNSHIP: _("Township health centre"),
        InstitutionKind.COMMUNITY: _("Community health centre"),
        InstitutionKind.CLINIC: _("Village clinic"),
    }
)
GRADES = by_word(
    {
        Grade.THREE_A: _("Level 3, class A"),
        Grade.THREE_B: _("Level 3, class B"),
        Grade.THREE: _("Level 3"),
        Grade.TWO_A: _("Level 2, class A"),
        Grade.TWO_B: _("Level 2, class B"),
        Grade.TWO: _("Level 2"),
        Grade.ONE: _("Level 1"),
        Grade.NONE: _("Not graded"),
    }
)
DAY_KINDS = by_word(
    {
        DayKind.HOLIDAY: _("Holiday"),
        DayKind.MAKEUP: _("Make-up working day"),
    }
)
COUNTINGS = by_word(
    {
        Counting.COUNTS: pgettext_lazy("day", "counts"),
        Counting.MAKEUP: pgettext_lazy("day", "counts (make-up day)"),
        Counting.NOT: pgettext_lazy("day", "does not count"),
    }
)
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
VERSION_STATES = by_word(
    {
        VersionState.DRAFT: pgettext_lazy("rules", "Draft"),
        VersionState.APPROVED: pgettext_lazy("rules", "Approved"),
        VersionState.WITHDRAWN: pgettext_lazy("rules", "Withdrawn"),
    }
)
BASES = by_word(
    {
        Basis.PLAN: _("the county's plan"),
        Basis.LAW: _("law"),
        Basis.DEFAULT: _("the bureau's default"),
    }
)
ACTS = {
    "log_in": pgettext_lazy("act", "Logged in"),
    "log_out": pgettext_lazy("act", "Logged out"),
    "fail_log_in": pgettext_lazy("act", "Log-in failed"),
    "be_denied": pgettext_lazy("act", "Was denied"),
    "read_trail": pgettext_lazy("act", "Read the trail"),
    "lift_lockout": pgettext_lazy("act", "Opened log-in again"),
    "draft_rule_version": pgettext_lazy("act", "Drafted a rule version"),
    "approve_rule_version": pgettext_lazy("act", "Approved a rule version"),
    "replace_rule_version": pgettext_lazy("act", "Replaced a rule version before it began"),
    "withdraw_draft": pgettext_lazy("act", "Withdrew a draft"),
}
"""The ground floor's verbs, as the timeline and the trail name them."""
