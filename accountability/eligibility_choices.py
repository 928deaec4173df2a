"""The labels of a check of eligibility, in the language of whoever reads."""

from django.utils.translation import pgettext_lazy

from accountability.rules.effects import Purpose
from accountability.rules.eligibility import Result, Unclear
from bureau.choices import by_word

PURPOSES = by_word(
    {
        Purpose.AWARD: pgettext_lazy("eligibility", "awards of a year"),
        Purpose.TITLE: pgettext_lazy("eligibility", "promotion in title"),
        Purpose.APPOINTMENT: pgettext_lazy("eligibility", "appointment"),
    }
)
RESULTS = by_word(
    {
        Result.ELIGIBLE: pgettext_lazy("eligibility", "eligible"),
        Result.NOT_ELIGIBLE: pgettext_lazy("eligibility", "not eligible"),
        Result.UNCLEAR: pgettext_lazy("eligibility", "not clear"),
    }
)
UNCLEAR = by_word(
    {
        Unclear.NOT_KNOWN: pgettext_lazy(
            "eligibility",
            "Nobody of this name is among those you may check: look at the name and the unit.",
        ),
        Unclear.NOT_IN_EFFECT: pgettext_lazy(
            "eligibility",
            "A decision is served and not put in effect yet: ask the bureau's personnel section.",
        ),
        Unclear.SEVERAL: pgettext_lazy(
            "eligibility", "Several people have this name: give the staff number or the phone."
        ),
        Unclear.OTHER_STAFF_NO: pgettext_lazy(
            "eligibility", "Nobody of this name has this staff number: look at both."
        ),
        Unclear.OTHER_PHONE: pgettext_lazy(
            "eligibility", "Nobody of this name has this phone: give the staff number."
        ),
        Unclear.OTHER_HOUSE: pgettext_lazy(
            "eligibility", "Nobody of this name works at this institution: look at both."
        ),
    }
)
