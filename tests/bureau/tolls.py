"""A kind of rules that no app has: what the ground floor does with any."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from bureau.models import RuleVersion
from bureau.rule_forms import RuleVersionForm
from bureau.rule_tables import Draft, RuleKind, Threshold, check_limits
from bureau.rules import SectionCode
from bureau.services import draft_rule_version

AT = datetime(2026, 11, 21, 2, tzinfo=UTC)
DECEMBER = date(2026, 12, 1)
JANUARY = date(2027, 1, 1)


@dataclass(frozen=True)
class TollTable:
    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {"rate": (1, 100), "days": (1, 31)}

    rate: int = 10
    days: tuple[int, ...] = (5, 8)

    def __post_init__(self) -> None:
        check_limits(self)


TOLL: RuleKind[TollTable] = RuleKind(
    code="tests.toll",
    title="Toll",
    note="",
    table=TollTable,
    thresholds=(Threshold("rate", "Rate", "%"), Threshold("days", "Days", "days")),
    form=RuleVersionForm,
    decided_since=lambda day: day < date(2026, 11, 1),
    sections=frozenset({SectionCode.MEDICAL_ADMIN}),
)


def proposal(rate=12, *, days=(5, 8), valid_from=DECEMBER, document_no="安卫发〔2026〕31号"):
    values = {"rate": rate, "days": days}
    return Draft(values, valid_from, document_no, "关于调整抽查比例的通知")


def first_version() -> RuleVersion:
    return RuleVersion.objects.create(
        kind=TOLL.code, number=1, valid_from=date(2000, 1, 1), values={"rate": 10, "days": [5, 8]},
        source="方案", state="approved", drafted_at=AT, approved_at=AT,
    )  # fmt: skip


def drafted(by, rate=12, *, at=AT, **said) -> RuleVersion:
    return draft_rule_version(kind=TOLL, draft=proposal(rate, **said), by=by, at=at)
