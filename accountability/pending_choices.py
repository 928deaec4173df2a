"""The labels of the words of how pending appointment ends, in the language of whoever reads."""

from django.utils.translation import pgettext_lazy

from accountability.rules.pending import AssessmentState, Result, Stage
from bureau.choices import by_word

RESULTS = by_word(
    {
        Result.FIT: pgettext_lazy("assessment", "passed, to be appointed again"),
        Result.UNFIT: pgettext_lazy("assessment", "failed, not to be appointed again"),
    }
)
ASSESSMENT_STATES = by_word(
    {
        AssessmentState.FILED: pgettext_lazy("assessment", "filed, to be confirmed"),
        AssessmentState.SENT_BACK: pgettext_lazy("assessment", "sent back"),
        AssessmentState.CONFIRMED: pgettext_lazy("assessment", "confirmed"),
    }
)
STAGES = by_word(
    {
        Stage.RUNNING: pgettext_lazy("assessment", "in pending appointment"),
        Stage.TO_ASSESS: pgettext_lazy("assessment", "to be assessed"),
        Stage.OVERDUE: pgettext_lazy("assessment", "assessment overdue"),
        Stage.FILED: pgettext_lazy("assessment", "assessment to be confirmed"),
        Stage.CONFIRMED: pgettext_lazy("assessment", "assessment confirmed"),
    }
)
