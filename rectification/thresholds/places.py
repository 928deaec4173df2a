"""The thresholds of posting in words: what each means and what it rests on."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.rule_tables import Basis, Threshold

PLACES = pgettext_lazy("unit", "places")
CALLS = pgettext_lazy("unit", "calls")
HOUR = pgettext_lazy("unit", "o'clock")

TITLE = _("Posting of the complaint phones")
NOTE = _(
    "Coverage goes by the version in force today, a month's test calls by the one of its first"
    " day. Level-2 institutions post in every department and ward, whatever stands here."
)
THRESHOLDS = (
    Threshold(
        "township_places",
        _("Township centre: at least"),
        PLACES,
        basis=Basis.PLAN,
        clause="“不低于5处”",
        help=_("Distinct places at which both phones hang."),
    ),
    Threshold(
        "other_places",
        _("Institutions that the plan does not name: at least"),
        PLACES,
        help=_("Level-1 hospitals, community centres and others. 0 asks for none."),
    ),
    Threshold(
        "calls_a_month",
        _("Test calls to each institution a month"),
        CALLS,
        help=_("Rung by the bureau; a call that nobody answers counts as made."),
    ),
    Threshold(
        "calls_out_of_hours",
        _("Of these outside office hours"),
        CALLS,
        help=_("At night, at weekends, on holidays."),
    ),
    Threshold("office_opens", _("Office hours begin at"), HOUR),
    Threshold("office_closes", _("Office hours end at"), HOUR),
)
