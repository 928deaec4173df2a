"""What notices, letters and levels are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.choices.by_word import by_word
from bureau.due import LevelKind
from bureau.sending import ChannelName, DeliveryState, NoticeKind, Urgency

NOTICE_KINDS = by_word(
    {
        NoticeKind.DUE: _("Reminder before a due day"),
        NoticeKind.OVERDUE: _("Overdue"),
        NoticeKind.URGED: _("Urged by the bureau"),
        NoticeKind.TASK: _("Work that came to you"),
        NoticeKind.SYSTEM: _("About the system"),
    }
)
URGENCIES = by_word(
    {
        Urgency.NORMAL: _("In the day's letter"),
        Urgency.PROMPT: _("By itself, in office hours"),
        Urgency.SAFETY: _("At any hour"),
    }
)
CHANNELS = by_word({ChannelName.EMAIL: _("E-mail")})
DELIVERY_STATES = by_word(
    {
        DeliveryState.WAITING: pgettext_lazy("letter", "Waiting"),
        DeliveryState.CLAIMED: pgettext_lazy("letter", "Being sent"),
        DeliveryState.SENT: pgettext_lazy("letter", "Sent"),
        DeliveryState.FAILED: pgettext_lazy("letter", "Failed, will be tried again"),
        DeliveryState.UNKNOWN: pgettext_lazy("letter", "Outcome unknown"),
        DeliveryState.DEAD: pgettext_lazy("letter", "Not delivered"),
        DeliveryState.IN_APP: pgettext_lazy("letter", "On the platform only"),
        DeliveryState.GIVEN_UP: pgettext_lazy("letter", "Given up"),
    }
)
LEVEL_KINDS = by_word(
    {
        LevelKind.WARN: pgettext_lazy("level", "Warning"),
        LevelKind.REMIND: pgettext_lazy("level", "Reminder"),
        LevelKind.ESCALATE: pgettext_lazy("level", "Carried further"),
    }
)
LEVEL_ACTS = by_word(
    {
        LevelKind.WARN: pgettext_lazy("act", "Warned before the day"),
        LevelKind.REMIND: pgettext_lazy("act", "Reminded when due"),
        LevelKind.ESCALATE: pgettext_lazy("act", "Carried further when overdue"),
    }
)
"""What a level of something due did, told apart on a timeline."""
# What a letter says of itself where nothing went out: the reason, worded when shown.
NOT_MAILED = {
    "no_server": _("No mail server is set up."),
    "no_address": _("The account has no e-mail address."),
    "inactive": _("The account is closed."),
    "taken_along": _("It went out with another letter to the same person."),
    "read": _("Everything in it had been read."),
    "never_reported": _("The worker broke off; the letter may have arrived."),
}
