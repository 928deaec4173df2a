"""The thresholds of the ledger in words: what each means. All are the bureau's defaults."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.rule_tables import Threshold

DAYS = pgettext_lazy("unit", "days")
WORKDAYS = pgettext_lazy("unit", "working days")
PER_CENT = "%"

TITLE = _("Rectification ledger")
NOTE = _(
    "An item goes by the version in force on the day on which its rectification was ordered. The"
    " plan asks for a ledger and for striking off, and names no number."
)
THRESHOLDS = (
    Threshold(
        "plan_due_workdays",
        _("Plan handed in within"),
        WORKDAYS,
        help=_("From the order; never later than the problem itself is due."),
    ),
    Threshold(
        "immediate_days",
        _("To be put right at once: within"),
        DAYS,
        help=_("Proposed when it is ordered; another day may be set."),
    ),
    Threshold(
        "limited_days",
        _("To be put right within a limit: within"),
        DAYS,
        help=_("Proposed when it is ordered; another day may be set."),
    ),
    Threshold(
        "standing_days",
        _("To be kept up for good: looked at anew every"),
        DAYS,
        help=_("Such an item is not struck off; after each phase it comes up again."),
    ),
    Threshold(
        "verify_workdays",
        _("The bureau verifies within"),
        WORKDAYS,
        help=_("From the application for strike-off. The unit's clock stands still meanwhile."),
    ),
    Threshold(
        "most_extension_days",
        _("The one extension is at most"),
        DAYS,
        help=_("Counted from the day on which the item was due."),
    ),
    Threshold(
        "publicity_days",
        _("Public notice"),
        DAYS,
        help=_("Where it is chosen: struck off on the day after the last at the earliest."),
    ),
    Threshold(
        "look_back_days",
        _("Look-back after"),
        DAYS,
        help=_("From the strike-off. Everything of high severity, and what is drawn of the rest."),
    ),
    Threshold(
        "look_back_percent",
        _("Drawn for a look-back"),
        PER_CENT,
        help=_("Of a month's other strike-offs, rounded up, by a seed that is kept."),
    ),
    Threshold(
        "relapse_days",
        _("The same problem again is a relapse within"),
        DAYS,
        help=_("From the strike-off: it is reopened under its own number."),
    ),
    Threshold(
        "recurrence_days",
        _("Similar problems are shown from the last"),
        DAYS,
        help=_("Of the same institution and category, beside each other."),
    ),
    Threshold(
        "soon_days",
        _("Due soon from"),
        DAYS,
        help=_("Before the due day: shown in amber, and the unit is told."),
    ),
    Threshold(
        "escalate_section_workdays",
        _("Overdue: told to the section after"),
        WORKDAYS,
        help=_("After the due day. The unit hears of it at once."),
    ),
    Threshold(
        "escalate_leader_workdays",
        _("Overdue: told to the leaders after"),
        WORKDAYS,
        help=_("After the due day."),
    ),
)
