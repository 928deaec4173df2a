"""The thresholds of complaints in words: what each means, and where it comes from."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.rule_tables import Threshold

HOURS = pgettext_lazy("unit", "hours")
DAYS = pgettext_lazy("unit", "days")
WORKDAYS = pgettext_lazy("unit", "working days")
PER_CENT = "%"
TIMES = pgettext_lazy("unit", "times")
PEOPLE = pgettext_lazy("unit", "persons")

TITLE = _("Complaints and their clocks")
NOTE = _(
    "A clock goes by the version in force on the day on which it starts, and keeps it. The answer"
    " in 5 and in 10 working days and the terms of petitions are set by law."
)
THRESHOLDS = (
    Threshold("first_action_hours", _("First action where health is at risk"), HOURS),
    Threshold("triage_workdays", _("Taken up within"), WORKDAYS),
    Threshold("answer_workdays", _("Answered within"), WORKDAYS),
    Threshold("answer_many_workdays", _("Answered within, several departments"), WORKDAYS),
    Threshold("unit_report_workdays", _("The institution reports within"), WORKDAYS),
    Threshold(
        "unit_report_many_workdays", _("The institution reports within, several departments"),
        WORKDAYS,
    ),
    Threshold("bureau_finding_workdays", _("The bureau finds within"), WORKDAYS),
    Threshold("callback_days", _("Called back within"), DAYS),
    Threshold("review_workdays", _("A bad grade is reviewed within"), WORKDAYS),
    Threshold("consultation_workdays", _("A question is answered within"), WORKDAYS),
    Threshold("help_workdays", _("A request for help is answered within"), WORKDAYS),
    Threshold("suggestion_workdays", _("A suggestion is answered within"), WORKDAYS),
    Threshold("hotline_sign_workdays", _("A hotline order is signed in within"), WORKDAYS),
    Threshold("hotline_return_workdays", _("A hotline order is returned within"), WORKDAYS),
    Threshold("hotline_returns", _("A hotline order is returned at most"), TIMES),
    Threshold("hotline_contact_workdays", _("The caller of an order is rung within"), WORKDAYS),
    Threshold(
        "child_order_lead_workdays", _("An institution's part is due before the order by"), WORKDAYS
    ),
    Threshold("petition_tell_days", _("Petition: told whether accepted within"), DAYS),
    Threshold("petition_object_workdays", _("Petition: objected to within"), WORKDAYS),
    Threshold("petition_finish_days", _("Petition: finished within"), DAYS),
    Threshold("petition_extension_days", _("Petition: the one extension"), DAYS),
    Threshold("warn_percent", _("Warned at these parts of a term"), PER_CENT),
    Threshold("escalate_section_workdays", _("Overdue: told to the head after"), WORKDAYS),
    Threshold("escalate_deputy_workdays", _("Overdue: told to the deputy director after"),
              WORKDAYS),
    Threshold("long_unsolved_days", _("Long unsolved after"), DAYS),
    Threshold("repeat_contacts", _("Repeated: contacts after the final answer"), TIMES),
    Threshold("repeat_people", _("Repeated: different complainants"), PEOPLE),
    Threshold("repeat_days", _("Repeated: counted over"), DAYS),
    Threshold("duplicate_days", _("Suggested as the same within"), DAYS),
    Threshold("recheck_percent", _("Re-checked of what is unsubstantiated"), PER_CENT),
)  # fmt: skip
