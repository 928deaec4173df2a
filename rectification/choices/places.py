"""The labels of the words of posting, in the language of whoever reads."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.choices import by_word
from rectification.rules.postings import CheckResult, Lack, Missing, Zone

ZONES = by_word(
    {
        Zone.OUTPATIENT: pgettext_lazy("zone", "outpatient hall"),
        Zone.WARD: pgettext_lazy("zone", "wards"),
        Zone.OFFICE: pgettext_lazy("zone", "administration"),
        Zone.PUBLIC_HEALTH: pgettext_lazy("zone", "public health area"),
    }
)
CHECK_RESULTS = by_word(
    {
        CheckResult.IN_ORDER: pgettext_lazy("posting", "hangs, both numbers right"),
        CheckResult.DAMAGED: pgettext_lazy("posting", "damaged or hidden"),
        CheckResult.WRONG_NUMBER: pgettext_lazy("posting", "a number is wrong"),
        CheckResult.GONE: pgettext_lazy("posting", "not there"),
    }
)
LACKS = {
    Lack.ZONE: _("Nothing posted in zone: %(name)s"),
    Lack.DEPARTMENT: _("Not posted: %(name)s"),
    Lack.REGISTRY: _("The registry lists no department or ward yet"),
    Lack.PLACES: _("Places still to come: %(n)s"),
    Lack.OWN_NUMBER: _("%(name)s: the institution's number is missing"),
    Lack.BUREAU_NUMBER: _("%(name)s: the bureau's number is missing"),
    Lack.NOT_IN_ORDER: _("%(name)s: found not in order"),
}
ACTS = {
    "register_place": pgettext_lazy("act", "Posting place registered"),
    "correct_place": pgettext_lazy("act", "Numbers of a posting place put right"),
    "check_place": pgettext_lazy("act", "Posting place checked"),
    "retire_place": pgettext_lazy("act", "Posting place taken down"),
    "say_zone_absent": pgettext_lazy("act", "Zone said not to be there"),
    "say_zone_there": pgettext_lazy("act", "Zone said to be there after all"),
    "record_test_call": pgettext_lazy("act", "Test call recorded"),
}
"""This module's verbs, as the timeline and the trail name them."""
STORY = {
    **CHECK_RESULTS,
    **ZONES,
    "standing": pgettext_lazy("posting", "hangs"),
    "retired": pgettext_lazy("posting", "taken down"),
}


def missing_in_words(missing: Missing) -> str:
    """Name what is missing, for people."""
    name = ZONES[missing.name] if missing.lack is Lack.ZONE else missing.name
    return str(LACKS[missing.lack]) % {"name": name, "n": missing.n}
