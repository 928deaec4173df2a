"""What an old ledger is held against: the directory's names, and what stands in the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from bureau.import_states import ImportState, RowState
from bureau.models import Institution, LeaderPost, ProblemCategory, Section, User
from bureau.rules import SectionCode
from bureau.selectors import section_people
from bureau.sheet_names import Names
from rectification.models import ImportRow, Item, LedgerImport, Theme
from rectification.rules.words import ItemState
from rectification.sheets.directory import Directory
from rectification.sheets.row_values import RowValues

AT_ONCE = 500
STRUCK_OFF = Q(state=RowState.NEW.value, becomes=ItemState.CLOSED.value)
CONFIRMING = ("rectification.import_item", "rectification.verify_item")


def waits_for_another(batch: LedgerImport) -> bool:
    """Test if rows of a checked file are struck off, which takes somebody else than its sender."""
    return batch.state == ImportState.CHECKED and batch.rows.filter(STRUCK_OFF).exists()


def waiting_for(user: User) -> QuerySet[LedgerImport]:
    """Return the files of others that wait for a second person, of those this one may take in."""
    if not user.has_perms(CONFIRMING):
        return LedgerImport.objects.none()
    seen = LedgerImport.objects.visible_to(user).filter(state=ImportState.CHECKED)
    struck_off = ImportRow.objects.filter(STRUCK_OFF, batch=OuterRef("pk"))
    waiting = seen.exclude(by=user).filter(Exists(struck_off))
    return waiting.select_related("file", "by").order_by("at")


def confirmers(batch: LedgerImport) -> list[User]:
    """Return who may take in a file that its sender may not."""
    people = section_people(SectionCode.MEDICAL_ADMIN).exclude(pk=batch.by_id)
    return [one for one in people if one.has_perms(CONFIRMING)]


def directory_for(user: User) -> Directory:
    """Return whom and what a row may name: the houses are those that this person sees."""
    houses = list(Institution.objects.visible_to(user).values_list("pk", "code", "name"))
    categories = ProblemCategory.objects.filter(is_active=True).values_list("pk", "code", "name")
    themes = Theme.objects.filter(is_active=True).values_list("pk", "code", "name")
    return Directory(
        institutions=Names.by_both(houses),
        leaders=_leaders([pk for pk, _code, _name in houses]),
        sections=Names.of(Section.objects.values_list("name", "pk")),
        categories=Names.by_both(categories),
        themes=Names.by_both(themes),
    )


def _leaders(houses: list[int]) -> Mapping[int | None, Names]:
    seen = Q(institution=None) | Q(institution__in=houses)
    found: defaultdict[int | None, list[tuple[str, int]]] = defaultdict(list)
    # The latest post of a name counts.
    for pk, house, name in (
        LeaderPost.objects.filter(seen).order_by("from_on").values_list("pk", "institution", "name")
    ):
        found[house].append((name, pk))
    return {house: Names.of(posts) for house, posts in found.items()}


def standing_items(rows: Iterable[RowValues]) -> Mapping[int, Item]:
    """Find for rows, by their order, the items that are the same problem, or have its number.

    That of the same number comes first; whether it is the same problem, the caller compares.
    """
    listed = list(rows)
    return {
        at: item
        for start in range(0, len(listed), AT_ONCE)
        for at, item in _standing(listed[start : start + AT_ONCE], start)
    }


def seen_of(items: Iterable[Item | None], user: User) -> frozenset[int]:
    """Return which of some items a person may see: of the others no number is told."""
    asked = {item.pk for item in items if item}
    return frozenset(
        Item.objects.visible_to(user).filter(pk__in=asked).values_list("pk", flat=True)
    )


def _standing(rows: list[RowValues], start: int) -> Iterable[tuple[int, Item]]:
    numbers = {row.at_source[1] for row in rows} - {""}
    of_days = Q(
        institution__in={row.institution for row in rows},
        found_on__in={row.found_on for row in rows},
    )
    numbered = Q(source_no__in=numbers) | Q(no__in={row.no for row in rows} - {""})
    items = list(Item.objects.filter(of_days | numbered).order_by("pk"))
    by_no = {item.no: item for item in items}
    at_source = {problem_at_source(item): item for item in items if item.source_no}
    by_source = {at[:3]: item for at, item in at_source.items()}
    by_problem = {identity_of(item): item for item in items}
    for at, row in enumerate(rows, start):
        found = (
            by_no.get(row.no)
            or at_source.get(row.problem_at_source)
            or by_problem.get(row.identity)
            # Of a source there may be another problem; a book's own number has one.
            or (not row.source_no and by_source.get(row.problem_at_source[:3]))
        )
        if found:
            yield at, found


def identity_of(item: Item) -> tuple:
    return _as_row(item).identity


def problem_at_source(item: Item) -> tuple[int, str, str, str]:
    return _as_row(item).problem_at_source


def _as_row(item: Item) -> RowValues:
    return RowValues(
        institution=item.institution_id, found_on=item.found_on, problem=item.problem,
        source=item.source, source_no=item.source_no,
    )  # fmt: skip
