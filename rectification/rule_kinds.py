"""What this app lets the bureau change: its kinds of rules, for the pages of all of them."""

from bureau.rule_forms import RuleVersionForm
from bureau.rule_tables import RuleKind
from bureau.rules import SectionCode
from rectification import selectors
from rectification.rules.table import KIND, LedgerTable
from rectification.thresholds import NOTE, THRESHOLDS, TITLE

LEDGER: RuleKind[LedgerTable] = RuleKind(
    code=KIND,
    title=TITLE,
    note=NOTE,
    table=LedgerTable,
    thresholds=THRESHOLDS,
    form=RuleVersionForm,
    decided_since=selectors.has_items_since,
    sections=frozenset({SectionCode.MEDICAL_ADMIN}),
)
