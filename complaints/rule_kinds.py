"""What this app lets the bureau change: its kind of rules, for the pages of all of them."""

from bureau.rule_forms import RuleVersionForm
from bureau.rule_tables import RuleKind
from bureau.rules import SectionCode
from complaints import selectors, thresholds
from complaints.rules.table import KIND, CaseTable

CASES: RuleKind[CaseTable] = RuleKind(
    code=KIND,
    title=thresholds.TITLE,
    note=thresholds.NOTE,
    table=CaseTable,
    thresholds=thresholds.THRESHOLDS,
    form=RuleVersionForm,
    decided_since=selectors.has_clocks_since,
    sections=frozenset({SectionCode.MEDICAL_ADMIN}),
)
