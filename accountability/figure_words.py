"""What each number of accountability is called, what it counts and of what."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Word(NamedTuple):
    """How a number is called, what it says; `is_days` for a mean in days."""

    label: Any
    said: Any
    is_days: bool = False


OF_TIER = _("Proposed in this time and not withdrawn by its end, of all that was proposed.")
TIERS = {
    "staff": (
        _("People: tier 1"), _("People: tier 2"), _("People: tier 3"),
        _("People: beyond the ladder"),
    ),
    "institution": (
        _("Institutions: tier 1"), _("Institutions: tier 2"), _("Institutions: tier 3"),
        _("Institutions: beyond the ladder"),
    ),
    "joint": (
        _("Joint liability: tier 1"), _("Joint liability: tier 2"), _("Joint liability: tier 3"),
        _("Joint liability: beyond the ladder"),
    ),
    "false_followup": (
        _("Made-up follow-ups: tier 1"), _("Made-up follow-ups: tier 2"),
        _("Made-up follow-ups: tier 3"), _("Made-up follow-ups: beyond the ladder"),
    ),
}  # fmt: skip
FIGURES = {
    **{
        f"{ladder}_{tier}": Word(label, OF_TIER)
        for ladder, labels in TIERS.items()
        for tier, label in enumerate(labels, 1)
    },
    "open": Word(
        _("Not decided yet"),
        _("On the last day, of all that was ever proposed and not withdrawn."),
    ),
    "days_to_proposal": Word(
        _("Days from finding to proposal"),
        _("Mean, from the day the finding that reached the tier was verified."),
        is_days=True,
    ),
    "days_to_decision": Word(
        _("Days from finding to decision"),
        _("Mean, of what was decided in this time."),
        is_days=True,
    ),
    "upheld": Word(
        _("Upheld when looked at again"),
        _("Of the entries whose review or appeal was answered in this time: upheld every time."),
    ),
    "changed": Word(
        _("Changed when looked at again"),
        _("Of the same entries: made lighter or revoked at least once."),
    ),
    "in_effect": Word(
        _("In effect"),
        _("Entries with a measure that holds on the last day, of all that was ever proposed and"
          " not withdrawn."),
    ),
    "events_staff": Word(
        _("Matters counted: people"),
        _("Counted on a day of this time and standing at its end, where it happened; of all"
          " ladders' matters."),
    ),
    "events_institution": Word(
        _("Matters counted: institutions"),
        _("Likewise; one matter counts once for the institution, however many people it names."),
    ),
    "events_joint": Word(
        _("Matters counted: joint liability"),
        _("Likewise; one matter counts once for a head, however many of the department it names."),
    ),
    "events_false_followup": Word(
        _("Matters counted: made-up follow-ups"),
        _("Likewise; one follow-up counts once for the institution that registered it."),
    ),
}  # fmt: skip
