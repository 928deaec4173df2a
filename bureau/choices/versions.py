"""What keys of systems, versions of rules and words of the lexicon are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.access_keys import KeyState, Scope
from bureau.category_table import UseState
from bureau.choices.by_word import by_word
from bureau.rule_tables import Basis, VersionState

API_SCOPES = by_word(
    {
        Scope.REGISTERS_READ: _("read registers"),
        Scope.REGISTERS_WRITE: _("hand in registers"),
        Scope.POSTINGS_READ: _("read posting places"),
        Scope.INSPECTIONS_READ: _("read inspections"),
        Scope.LEDGER_READ: _("read the own ledger items"),
        Scope.LEDGER_WRITE: _("name problems for the ledger"),
        Scope.CASES_READ: _("read the complaints given to the institution"),
        Scope.CASES_WRITE: _("register complaints, and report on those given"),
        Scope.ELIGIBILITY_CHECK: _("check who of the own people is eligible"),
        Scope.ACCOUNTABILITY_READ: _("read what is intended or decided about the own house"),
    }
)
USE_STATES = by_word({UseState.IN_USE: _("in use"), UseState.RETIRED: _("retired")})
KEY_STATES = by_word(
    {
        KeyState.ACTIVE: pgettext_lazy("key", "In use"),
        KeyState.OVERLAP: pgettext_lazy("key", "Replaced, still accepted"),
        KeyState.EXPIRED: pgettext_lazy("key", "Expired"),
        KeyState.REVOKED: pgettext_lazy("key", "Revoked"),
    }
)
VERSION_STATES = by_word(
    {
        VersionState.DRAFT: pgettext_lazy("rules", "Draft"),
        VersionState.APPROVED: pgettext_lazy("rules", "Approved"),
        VersionState.WITHDRAWN: pgettext_lazy("rules", "Withdrawn"),
    }
)
BASES = by_word(
    {
        Basis.PLAN: _("the county's plan"),
        Basis.LAW: _("law"),
        Basis.DEFAULT: _("the bureau's default"),
    }
)
