"""The thresholds in force on a day."""

from datetime import date
from typing import Any

from bureau.models import RuleVersion
from bureau.rule_tables import NoRuleInForce


def rule_version_on(kind: str, day: date) -> RuleVersion | None:
    return RuleVersion.objects.of_kind(kind).begun_by(day).first()


def rules_on(kind: str, day: date) -> dict[str, Any]:
    """Return the thresholds of a kind of rules by the version in force on the day of the event.

    Read anew each time, one row by its index: what another process approved a moment ago holds.
    Who needs the values for many rows asks once and passes them on.

    :raises NoRuleInForce: where no version holds yet: nothing may be decided for such a day.
    """
    version = rule_version_on(kind, day)
    if version is None:
        raise NoRuleInForce(f"no version of {kind} holds on {day}")
    return version.values
