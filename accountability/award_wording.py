"""Words for awards that were given before a ban on them was decided."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accountability.models import SanctionProposal
from accountability.rules.bans import LateAward
from accountability.rules.states import IMPOSING, UNTOLD
from accountability.rules.words import MeasureCode
from accountability.selectors import awards
from accountability.selectors.pages import called_for
from bureau.templatetags.shell import listed

FOLLOWS = {
    LateAward.REVOKE: pgettext_lazy("late award", "they are revoked"),
    LateAward.NEXT_YEAR: pgettext_lazy("late award", "the next year's are kept back instead"),
}


def late_note(proposal: SanctionProposal, *, day: date) -> str:
    """Say what becomes of awards given already, or that they are to be named; empty if neither."""
    if proposal.kind not in IMPOSING:
        return ""
    if MeasureCode.AWARD_BAN not in [one.measure for one in called_for(proposal, day=day)]:
        return ""
    follows = FOLLOWS[awards.late_award(proposal)]
    if named := awards.given(proposal):
        said = _("Awards given already: %(awards)s. By the rules %(follows)s.")
        return said % {"awards": listed(named), "follows": follows}
    if day <= proposal.award_year.last or proposal.state not in UNTOLD:
        return ""
    said = _(
        "The year is over: its awards may have been given. Name those as you put this forward: by"
        " the rules %(follows)s."
    )
    return said % {"follows": follows}
