"""The plan's ladders as tables. Which version holds is dated data: that of the event's day.

Source: the county's plan. Staff: once “全县通报批评”, twice “年内” “取消其当年评先树优资格”
and “五年内不得晋升职称”, three times “待聘一年…只发基本工资”. Institutions,
“被投诉服务态度不好的”: interview with “分管负责人”, with “主要负责人”, then a bulletin
and “局党组研究处理意见”. What the plan leaves open are the bureau's defaults (domain 7.6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any, ClassVar, Self

from accountability.rules.bans import AWARDS, BanScope, BanStack, BanStart, LateAward
from accountability.rules.words import (
    Beyond,
    Countable,
    CountDate,
    CountPer,
    CountWindow,
    LadderCode,
    MeasureCode,
    UnitGroup,
)
from bureau.rule_tables import Unfit

M = MeasureCode
OF_STAFF = (M.COUNTY_BULLETIN, M.AWARD_BAN, M.TITLE_PROMOTION_BAN, M.PENDING_APPOINTMENT)
OF_INSTITUTIONS = (
    M.INTERVIEW_DEPUTY, M.INTERVIEW_PRINCIPAL, M.COUNTY_BULLETIN, M.PARTY_GROUP_DECISION,
)  # fmt: skip
TIERS = ("first_tier", "second_tier", "third_tier")
TIERS_OF_KIND = MappingProxyType({one: f"{one}_tiers_at" for one in UnitGroup})
"""Where the numbers of one kind of institutions stand; none there: those of all."""
NUMBERS = ("is_on", "year_begins_month", "count_under_appeal", "tiers_at", "cumulative")
WHOLE = 100
"""An event counts in hundredths, so that halves stay exact."""
MOST_KINDS = 20


def kind_of(ladder: LadderCode) -> str:
    """Name the kind of rules that a ladder is."""
    return f"accountability.{ladder}"


@dataclass(frozen=True)
class LadderTable:
    """One ladder: who is on it, what is counted by which day, and what each tier calls for.

    :raises Unfit: for a word or number that does not belong, tiers that do not rise, or a tier
        that calls for nothing.
    """

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        "is_on": (0, 1),
        "applies_to": (0, len(UnitGroup)),
        "window": (1, 1),
        "year_begins_month": (1, 12),
        "count_date": (1, 1),
        "count_under_appeal": (0, 1),
        "tiers_at": (1, 20),
        "first_tier": (1, 4),
        "second_tier": (1, 4),
        "third_tier": (1, 4),
        "cumulative": (0, 1),
        "beyond": (1, 1),
    }
    """The least and the most of a number; of words, how many there may be."""
    MEASURES: ClassVar[tuple[MeasureCode, ...]] = ()

    is_on: int = 1
    applies_to: tuple[str, ...] = (UnitGroup.LEVEL2.value, UnitGroup.TOWNSHIP.value)
    window: str = CountWindow.YEAR.value
    year_begins_month: int = 1
    count_date: str = CountDate.RECEIVED.value
    count_under_appeal: int = 1
    tiers_at: tuple[int, ...] = (1, 2, 3)
    first_tier: tuple[str, ...] = ()
    second_tier: tuple[str, ...] = ()
    third_tier: tuple[str, ...] = ()
    cumulative: int = 1
    beyond: str = Beyond.REFER.value

    def __post_init__(self) -> None:
        _check_words(self, "applies_to", UnitGroup)
        _check_words(self, "window", CountWindow)
        _check_words(self, "count_date", CountDate)
        _check_words(self, "beyond", Beyond)
        if self.beyond == Beyond.EXTEND and M.TITLE_PROMOTION_BAN not in self.MEASURES:
            raise Unfit("beyond")
        for name in TIERS:
            _check_words(self, name, self.MEASURES)
        for name in NUMBERS:
            _check_numbers(self, name)
        _check_rising(self, "tiers_at")

    @property
    def counts_on(self) -> CountDate:
        return CountDate(self.count_date)

    @property
    def rolls(self) -> bool:
        """Test if the twelve months to an event's day are counted, and no year."""
        return self.window == CountWindow.ROLLING

    @property
    def counts_under_appeal(self) -> bool:
        """Test if what a tier rests on counts for the next while that one is looked at again."""
        return bool(self.count_under_appeal)

    @property
    def is_cumulative(self) -> bool:
        """Test if lower tiers are proposed beside a higher one that is found on the same day."""
        return bool(self.cumulative)

    @property
    def partial_weight(self) -> int:
        """Return what counts of something partly found so, in hundredths."""
        return WHOLE

    @property
    def counts_withdrawn(self) -> bool:
        """Test if what was withdrawn, and gone on with, counts."""
        return True

    @property
    def per_person(self) -> bool:
        """Test if an institution counts once for each person found, and not once a matter."""
        return False

    @property
    def counts_to_parent(self) -> bool:
        """Test if what is found at a branch counts for the house to which it belongs as well."""
        return False

    @property
    def tells_kinds_apart(self) -> bool:
        """Test if some kind of institutions has tiers of its own."""
        return False

    def of_kind(self, group: UnitGroup) -> Self:
        """Return the table as it is for one kind of institutions."""
        return self

    def measures(self, tier: int) -> tuple[MeasureCode, ...]:
        """Return what a tier calls for; above the last one what the rule says of that."""
        if tier > len(TIERS) and self.beyond != Beyond.REPEAT_TOP:
            is_longer = self.beyond == Beyond.EXTEND
            return (M.TITLE_PROMOTION_BAN if is_longer else M.PARTY_GROUP_DECISION,)
        named = getattr(self, TIERS[min(tier, len(TIERS)) - 1])
        return tuple(MeasureCode(one) for one in named)

    def months_of(self, measure: MeasureCode) -> int | None:
        """Return how long a measure holds from its decision; None for what has no such term."""
        return None


@dataclass(frozen=True)
class CaseLadderTable(LadderTable):
    """A ladder on which complaints add up: which of their findings, and how much of each."""

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        **LadderTable.LIMITS,
        "countable_findings": (1, len(Countable)),
        "partial_percent": (0, 100),
        "withdrawn_counts": (0, 1),
    }

    countable_findings: tuple[str, ...] = tuple(one.value for one in Countable)
    partial_percent: int = WHOLE
    withdrawn_counts: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_words(self, "countable_findings", Countable)
        if Countable.SUBSTANTIATED not in self.countable_findings:
            raise Unfit("countable_findings")
        _check_numbers(self, "partial_percent")
        _check_numbers(self, "withdrawn_counts")

    @property
    def partial_weight(self) -> int:
        return self.partial_percent if Countable.PARTLY in self.countable_findings else 0

    @property
    def counts_withdrawn(self) -> bool:
        return bool(self.withdrawn_counts)


BAN_WORDS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {"late_award": LateAward, "ban_start": BanStart, "ban_stack": BanStack, "ban_scope": BanScope}
)


@dataclass(frozen=True)
class StaffTable(CaseLadderTable):
    """The ladder of people: it follows the person, wherever they work."""

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        **CaseLadderTable.LIMITS,
        "title_ban_years": (1, 5),
        "pending_months": (1, 12),
        "not_own_staff": (0, MOST_KINDS),
        "tier1_requires_decision": (0, 1),
        "late_award": (1, 1),
        "ban_start": (1, 1),
        "ban_stack": (1, 1),
        "ban_scope": (1, len(BanScope)),
        "award_types": (1, MOST_KINDS),
    }
    MEASURES: ClassVar[tuple[MeasureCode, ...]] = OF_STAFF

    first_tier: tuple[str, ...] = (M.COUNTY_BULLETIN.value,)
    second_tier: tuple[str, ...] = (M.AWARD_BAN.value, M.TITLE_PROMOTION_BAN.value)
    third_tier: tuple[str, ...] = (M.PENDING_APPOINTMENT.value,)
    title_ban_years: int = 5
    pending_months: int = 12
    not_own_staff: tuple[str, ...] = ("劳务派遣", "外包", "实习", "进修", "规培", "返聘")
    tier1_requires_decision: int = 1
    late_award: str = LateAward.REVOKE.value
    ban_start: str = BanStart.DECISION.value
    ban_stack: str = BanStack.MAX.value
    ban_scope: tuple[str, ...] = (BanScope.APPLY.value, BanScope.APPOINT.value)
    award_types: tuple[str, ...] = AWARDS

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_numbers(self, "title_ban_years")
        _check_numbers(self, "pending_months")
        _check_numbers(self, "tier1_requires_decision")
        for name, words in BAN_WORDS.items():
            _check_words(self, name, words)
        for name in ("not_own_staff", "award_types"):
            _check_texts(self, name)

    def adds_up(self, measure: MeasureCode, tier: int) -> bool:
        """Test if a measure of a tier follows on what holds of its kind as it begins."""
        is_longer = tier > len(TIERS) and self.beyond == Beyond.EXTEND
        is_ban = measure is MeasureCode.TITLE_PROMOTION_BAN
        return is_ban and (is_longer or self.ban_stack == BanStack.SUM)

    def months_of(self, measure: MeasureCode) -> int | None:
        if measure is MeasureCode.TITLE_PROMOTION_BAN:
            return 12 * self.title_ban_years
        return self.pending_months if measure is MeasureCode.PENDING_APPOINTMENT else None


@dataclass(frozen=True)
class JointTable(StaffTable):
    """The ladder of heads of departments (domain A-09). Not in the plan, so off by default."""

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        **StaffTable.LIMITS,
        "head_positions": (1, MOST_KINDS),
    }

    is_on: int = 0
    second_tier: tuple[str, ...] = (M.AWARD_BAN.value,)
    head_positions: tuple[str, ...] = ("科主任", "科室负责人", "护士长")

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_texts(self, "head_positions")


@dataclass(frozen=True)
class InstitutionTable(CaseLadderTable):
    """The ladder of institutions: what is counted stays where it happened."""

    LIMITS: ClassVar[Mapping[str, tuple[int, int]]] = {
        **CaseLadderTable.LIMITS,
        "cross_count": (0, 1),
        "inst_count_per": (1, 1),
        "branches_count": (0, 1),
        **dict.fromkeys(TIERS_OF_KIND.values(), (1, 20)),
    }
    MEASURES: ClassVar[tuple[MeasureCode, ...]] = OF_INSTITUTIONS

    first_tier: tuple[str, ...] = (M.INTERVIEW_DEPUTY.value,)
    second_tier: tuple[str, ...] = (M.INTERVIEW_PRINCIPAL.value,)
    third_tier: tuple[str, ...] = (M.COUNTY_BULLETIN.value, M.PARTY_GROUP_DECISION.value)
    cross_count: int = 1
    inst_count_per: str = CountPer.MATTER.value
    branches_count: int = 0
    level2_tiers_at: tuple[int, ...] = ()
    township_tiers_at: tuple[int, ...] = ()
    community_tiers_at: tuple[int, ...] = ()
    clinic_tiers_at: tuple[int, ...] = ()
    other_tiers_at: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_numbers(self, "cross_count")
        _check_words(self, "inst_count_per", CountPer)
        _check_numbers(self, "branches_count")
        for name in TIERS_OF_KIND.values():
            _check_numbers(self, name)
            if getattr(self, name) != ():
                _check_rising(self, name)

    @property
    def tells_kinds_apart(self) -> bool:
        return any(getattr(self, name) for name in TIERS_OF_KIND.values())

    def of_kind(self, group: UnitGroup) -> Self:
        own = getattr(self, TIERS_OF_KIND[group])
        return replace(self, tiers_at=own) if own else self

    @property
    def counts_to_parent(self) -> bool:
        return bool(self.branches_count)

    @property
    def per_person(self) -> bool:
        return self.inst_count_per == CountPer.PERSON


@dataclass(frozen=True)
class FollowUpTable(LadderTable):
    """The ladder of made-up follow-ups (domain 5.5). Not in the plan, so off by default.

    It is the institution's, which handed the register in as its own. What was found made up
    counts whole: neither categories nor halves play a part.
    """

    MEASURES: ClassVar[tuple[MeasureCode, ...]] = OF_INSTITUTIONS

    is_on: int = 0
    first_tier: tuple[str, ...] = (M.INTERVIEW_DEPUTY.value,)
    second_tier: tuple[str, ...] = (M.INTERVIEW_PRINCIPAL.value,)
    third_tier: tuple[str, ...] = (M.COUNTY_BULLETIN.value,)


def _check_numbers(table: LadderTable, name: str) -> None:
    least, most = table.LIMITS[name]
    value = getattr(table, name)
    for number in value if isinstance(value, tuple) else (value,):
        if type(number) is not int or not least <= number <= most:
            raise Unfit(name)


def _check_rising(table: LadderTable, name: str) -> None:
    tiers = getattr(table, name)
    if len(tiers) != len(TIERS) or any(a >= b for a, b in pairwise(tiers)):
        raise Unfit(name)


def _check_words(table: LadderTable, name: str, known: Iterable[Any]) -> None:
    least, most = table.LIMITS[name]
    value = getattr(table, name)
    given = value if isinstance(value, tuple) else (value,)
    is_known = set(given) <= set(known) and len(set(given)) == len(given)
    if not least <= len(given) <= most or not is_known:
        raise Unfit(name)


def _check_texts(table: LadderTable, name: str) -> None:
    least, most = table.LIMITS[name]
    value = getattr(table, name)
    if not isinstance(value, tuple) or not least <= len(value) <= most:
        raise Unfit(name)
    if not all(isinstance(one, str) and one.strip() for one in value):
        raise Unfit(name)


TABLES: Mapping[LadderCode, type[LadderTable]] = MappingProxyType(
    {
        LadderCode.STAFF: StaffTable,
        LadderCode.INSTITUTION: InstitutionTable,
        LadderCode.JOINT: JointTable,
        LadderCode.FALSE_FOLLOWUP: FollowUpTable,
    }
)
