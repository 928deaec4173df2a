"""What this app lets the bureau change: its kinds of rules, for the pages of all of them."""

from bureau.rule_forms import RuleVersionForm
from bureau.rule_tables import RuleKind
from bureau.rules import SectionCode
from rectification import selectors
from rectification.rules import postings
from rectification.rules.table import KIND, LedgerTable
from rectification.selectors.places import has_test_calls_since
from rectification.thresholds import ledger, places

LEDGER: RuleKind[LedgerTable] = RuleKind(
    code=KIND,
    title=ledger.TITLE,
    note=ledger.NOTE,
    table=LedgerTable,
    thresholds=ledger.THRESHOLDS,
    form=RuleVersionForm,
    decided_since=selectors.has_items_since,
    sections=frozenset({SectionCode.MEDICAL_ADMIN}),
)
POSTINGS: RuleKind[postings.PostingTable] = RuleKind(
    code=postings.KIND,
    title=places.TITLE,
    note=places.NOTE,
    table=postings.PostingTable,
    thresholds=places.THRESHOLDS,
    form=RuleVersionForm,
    decided_since=has_test_calls_since,
    sections=frozenset({SectionCode.MEDICAL_ADMIN}),
)
