"""What this app lets the bureau change: its kinds of rules, for the pages of all of them."""

from bureau.rule_forms import DaysField, RuleVersionForm
from bureau.rule_tables import RuleKind
from bureau.rules import SectionCode
from followups import selectors
from followups.rules.table import KIND, RegisterTable
from followups.thresholds import NOTE, THRESHOLDS, TITLE


class RegisterRulesForm(RuleVersionForm):
    reminder_days = DaysField(max_length=60)


REGISTER: RuleKind[RegisterTable] = RuleKind(
    code=KIND,
    title=TITLE,
    note=NOTE,
    table=RegisterTable,
    thresholds=THRESHOLDS,
    form=RegisterRulesForm,
    decided_since=selectors.has_registers_since,
    sections=frozenset({SectionCode.MEDICAL_ADMIN}),
    by_month=True,
)
