"""What this app lets the bureau change: its kinds of rules, for the pages of all of them."""

from bureau.rule_forms import RuleVersionForm
from bureau.rule_tables import RuleKind
from bureau.rules import SectionCode
from rectification import posting_thresholds, selectors
from rectification.rules import postings
from rectification.rules.table import KIND, LedgerTable
from rectification.selectors.places import has_test_calls_since
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
POSTINGS: RuleKind[postings.PostingTable] = RuleKind(
    code=postings.KIND,
    title=posting_thresholds.TITLE,
    note=posting_thresholds.NOTE,
    table=postings.PostingTable,
    thresholds=posting_thresholds.THRESHOLDS,
    form=RuleVersionForm,
    decided_since=has_test_calls_since,
    sections=frozenset({SectionCode.MEDICAL_ADMIN}),
)
