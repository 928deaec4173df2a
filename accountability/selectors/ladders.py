"""The ladders and categories in force on any day, read once for many events."""

from datetime import date
from functools import cached_property

from accountability.rules.counting import Judging
from accountability.rules.table import TABLES, LadderTable, kind_of
from accountability.rules.words import LadderCode, UnitGroup
from accountability.selectors.directory import Directory
from bureau.category_table import KIND as CATEGORIES
from bureau.category_table import CategoryTable
from bureau.models import Institution, RuleVersion
from bureau.rule_tables import read

KINDS = [CATEGORIES, *(kind_of(ladder) for ladder in LadderCode)]


class Ladders:
    """Every approved version, as it stands when first asked; made anew for each count."""

    def __init__(self) -> None:
        self._tables: dict[int, LadderTable] = {}
        self._categories: dict[int, CategoryTable] = {}
        self._judging: dict[tuple[LadderCode, date], Judging] = {}
        self._alike: dict[tuple[LadderCode, int, int], Judging] = {}
        self._of_kind: dict[tuple[int, UnitGroup], LadderTable] = {}

    @cached_property
    def _versions(self) -> dict[str, list[RuleVersion]]:
        found: dict[str, list[RuleVersion]] = {kind: [] for kind in KINDS}
        for one in RuleVersion.objects.approved().filter(kind__in=KINDS).order_by("-valid_from"):
            found[one.kind].append(one)
        return found

    def version_on(self, ladder: LadderCode, day: date) -> RuleVersion | None:
        return self._begun(kind_of(ladder), day)

    def _begun(self, kind: str, day: date) -> RuleVersion | None:
        return next((one for one in self._versions[kind] if one.valid_from <= day), None)

    def table_of(self, version: RuleVersion) -> LadderTable:
        """Build the table of a version, once."""
        if version.pk not in self._tables:
            ladder = LadderCode(version.kind.rpartition(".")[2])
            self._tables[version.pk] = read(TABLES[ladder], version.values)
        return self._tables[version.pk]

    def table_on(self, ladder: LadderCode, day: date) -> LadderTable | None:
        version = self.version_on(ladder, day)
        return self.table_of(version) if version else None

    def table_for(self, ladder: LadderCode, subject: int, day: date) -> LadderTable | None:
        """Return a day's table as it is for one subject: houses may have tiers by their kind."""
        version = self.version_on(ladder, day)
        table = self.table_of(version) if version else None
        if version is None or table is None or not table.tells_kinds_apart:
            return table
        key = (version.pk, self._directory.group_on(subject, day))
        if key not in self._of_kind:
            self._of_kind[key] = table.of_kind(key[1])
        return self._of_kind[key]

    @cached_property
    def _directory(self) -> Directory:
        houses = Institution.objects.order_by().values_list("pk", flat=True)
        return Directory(institutions=set(houses), staff=())

    @cached_property
    def count_people(self) -> bool:
        """Test if a house counts for each of its people by any version there ever was."""
        versions = self._versions[kind_of(LadderCode.INSTITUTION)]
        return any(self.table_of(one).per_person for one in versions)

    @cached_property
    def count_branches(self) -> bool:
        """Test if a branch counts for its house by any version there ever was."""
        versions = self._versions[kind_of(LadderCode.INSTITUTION)]
        return any(self.table_of(one).counts_to_parent for one in versions)

    def were_ever_on(self, ladder: LadderCode) -> bool:
        """Test if anything counts on a ladder by any version there ever was."""
        return any(self.table_of(one).is_on for one in self._versions[kind_of(ladder)])

    def judging_on(self, ladder: LadderCode, day: date) -> Judging:
        """Return what judges the facts of a day; the days of the same versions share it."""
        judging = self._judging.get((ladder, day))
        if judging is None:
            table, categories = self.table_on(ladder, day), self.categories_on(day)
            judging = self._alike.setdefault(
                (ladder, id(table), id(categories)), Judging(table, categories)
            )
            self._judging[ladder, day] = judging
        return judging

    def categories_on(self, day: date) -> CategoryTable | None:
        version = self._begun(CATEGORIES, day)
        if version is None:
            return None
        if version.pk not in self._categories:
            self._categories[version.pk] = read(CategoryTable, version.values)
        return self._categories[version.pk]
