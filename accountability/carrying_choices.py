"""The labels of the words of talks and bulletins, in the language of whoever reads."""

from django.utils.translation import pgettext_lazy

from accountability.rules.carrying import Interviewed, Scope, Sheet, TalkKind
from bureau.choices import by_word

INTERVIEWED = by_word(
    {
        Interviewed.DEPUTY: pgettext_lazy("interviewed", "The unit's leader in charge"),
        Interviewed.PRINCIPAL: pgettext_lazy("interviewed", "The unit's principal leader"),
        Interviewed.PERSON: pgettext_lazy("interviewed", "The person it is about"),
    }
)
TALK_KINDS = by_word(
    {
        TalkKind.REMIND: pgettext_lazy("talk", "to remind"),
        TalkKind.ADMONISH: pgettext_lazy("talk", "to admonish"),
        TalkKind.ACCOUNT: pgettext_lazy("talk", "to hold to account"),
    }
)
SCOPES = by_word(
    {
        Scope.COUNTY: pgettext_lazy("bulletin", "every institution of the county's health system"),
        Scope.SAME_KIND: pgettext_lazy("bulletin", "institutions of the same kind"),
    }
)
SHEETS = by_word(
    {
        Sheet.SUMMONS: pgettext_lazy("paper", "Summons to an interview"),
        Sheet.MINUTES: pgettext_lazy("paper", "Record of an interview"),
        Sheet.BULLETIN: pgettext_lazy("paper", "Bulletin of criticism"),
        Sheet.AWARDS: pgettext_lazy("paper", "Letter that revokes awards"),
        Sheet.UNIT: pgettext_lazy("paper", "Notice to the unit of what it carries out"),
    }
)
