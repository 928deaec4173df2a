"""The thresholds of registers and spot-checks in words: what each means and what it rests on.

What the plan itself says is quoted. Everything else is the bureau's default, and says so.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.rule_tables import Basis, Threshold

DAY_OF_MONTH = pgettext_lazy("unit", "day of the month")
HOUR = pgettext_lazy("unit", "o'clock")
DAYS = pgettext_lazy("unit", "days")
PEOPLE = pgettext_lazy("unit", "people")
LOOKS = pgettext_lazy("unit", "looks")
PER_CENT = "%"

TITLE = _("Follow-up registers and spot-checks")
NOTE = _(
    "The register of a month, its closing and its spot-check follow the version in force on the"
    " first day of that month, however late they happen."
)
THRESHOLDS = (
    Threshold(
        "due_day",
        _("Register due on"),
        DAY_OF_MONTH,
        Basis.PLAN,
        "“每月10号（固定）”",
        _("In the month after the register's own, up to 24:00. It does not move for rest days."),
    ),
    Threshold(
        "provisional_hour",
        _("Provisional report on the due day at"),
        HOUR,
        help=_("A first county report, before the day is over."),
    ),
    Threshold(
        "reminder_days",
        _("Reminders on"),
        DAY_OF_MONTH,
        help=_(
            "Whoever has not handed in is reminded on these days: several, rising, none after the"
            " due day."
        ),
        misfit=_("They have to rise, and none may be later than the due day, the %(due_day)s."),
    ),
    Threshold(
        "followup_due_days",
        _("First follow-up due within"),
        DAYS,
        help=_(
            "Days from discharge to the follow-up that reached somebody. The plan asks for one"
            " follow-up at least and names no days. Where a row names its own due day, that"
            " day counts."
        ),
    ),
    Threshold(
        "chronic_due_days",
        _("First follow-up due within, chronic diseases"),
        DAYS,
        help=_("For rows whose kind of patient says so and that name no due day."),
    ),
    Threshold(
        "tumour_due_days",
        _("First follow-up due within, tumours"),
        DAYS,
        help=_("For rows whose kind of patient says so and that name no due day."),
    ),
    Threshold(
        "latest_due_days",
        _("A row's own due day counts up to"),
        DAYS,
        help=_("Days from discharge. Whoever writes a later one has to be in time by then."),
    ),
    Threshold(
        "township_rate_percent",
        _("Spot-check rate, township health centres"),
        PER_CENT,
        Basis.PLAN,
        "“10%”",
        _("Of the rows claimed as followed up, rounded up."),
    ),
    Threshold(
        "level2_rate_percent",
        _("Spot-check rate, level 2 and above"),
        PER_CENT,
        Basis.PLAN,
        "“5%”",
        _("Of the rows claimed as followed up, rounded up."),
    ),
    Threshold(
        "min_checks",
        _("At least to be checked"),
        PEOPLE,
        help=_("In each institution and month, or all there are."),
    ),
    Threshold(
        "replacements_factor",
        _("In reserve for each person drawn"),
        PEOPLE,
        help=_("Drawn with the list, called up in their order where nobody answers."),
    ),
    Threshold(
        "attempts_before_replacement",
        _("Unanswered calls before the next person"),
        pgettext_lazy("unit", "calls"),
        help=_("Then the person stays on record, and the next in reserve is called."),
    ),
    Threshold(
        "days_before_replacement",
        _("Unanswered calls spread over"),
        DAYS,
        help=_("The last of them falls on another day: three in a row say nothing."),
    ),
    Threshold(
        "hours_between_attempts",
        _("Between two unanswered calls"),
        pgettext_lazy("unit", "hours"),
        help=_("An earlier one does not count."),
    ),
    Threshold(
        "look_seconds",
        _("A number stays in sight for"),
        pgettext_lazy("unit", "seconds"),
        help=_("After that it is masked again; looking once more is another look on record."),
    ),
    Threshold(
        "looks_an_hour",
        _("Looks within an hour without a reminder"),
        LOOKS,
        help=_("Whoever looks at more numbers is told so. Counted by the rules of the day."),
    ),
    Threshold(
        "looks_a_day",
        _("Looks within a day that are reported"),
        LOOKS,
        help=_("From so many on, whoever watches over looks is told who it was."),
    ),
    Threshold(
        "closing_grace_minutes",
        _("After the closing, figures freeze within"),
        pgettext_lazy("unit", "minutes"),
        help=_(
            "Files that arrived before 24:00 of the due day can still be submitted for so long and"
            " count as arrived; then the figures freeze. A report built later than twice as long"
            " says that it was."
        ),
    ),
    Threshold(
        "common_from",
        _("An opinion is listed from"),
        PEOPLE,
        help=_(
            "Said by fewer, an opinion is only counted, so that nobody can be told from it. The"
            " plan speaks of problems that many report and names no number."
        ),
    ),
    Threshold(
        "cluster_from",
        _("A problem goes to the ledger from"),
        PEOPLE,
        help=_("Patients of an institution who named one category in a month. Each counts once."),
    ),
    Threshold(
        "cluster_share_percent",
        _("Or from a share of"),
        PER_CENT,
        help=_("Of the patients reached. What a single patient says is never a problem of many."),
    ),
    Threshold(
        "explain_days",
        _("To explain a follow-up that the patient denies"),
        pgettext_lazy("unit", "working days"),
        help=_(
            "From the day of the second call that bears it out. After that the bureau decides"
            " whether the follow-up was made up, explained or not. The plan is silent on it."
        ),
    ),
)
