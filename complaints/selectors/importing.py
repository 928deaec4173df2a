"""What a book of cases is held against: the directory's names, and what is registered already."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from bureau.models import Institution, ProblemCategory, User
from bureau.sealing import keyed_hash
from bureau.sheet_names import Names
from complaints.models import Case, CaseImportRow, ClockRow
from complaints.selectors.cases import table_on
from complaints.selectors.searching import digits
from complaints.sheets import Known, RowValues


def known_to(user: User, *, at: datetime) -> Known:
    """Return what a row may name: the houses are those that this person sees."""
    houses = Institution.objects.visible_to(user).values_list("pk", "code", "name")
    categories = ProblemCategory.objects.filter(is_active=True).values_list("pk", "code", "name")
    return Known(
        at, timezone.get_default_timezone(), Names.by_both(houses), Names.by_both(categories)
    )


def identity_hash(values: RowValues) -> bytes:
    return keyed_hash(values.identity, purpose="row of a book of cases")


def standing_cases(rows: Sequence[RowValues]) -> Mapping[int, int]:
    """Find for rows, by their order, the cases that they are: by number, or by an earlier row."""
    numbers = {row.external_no for row in rows} - {""}
    numbered = Case.objects.filter(external_no__in=numbers)
    by_no = {
        (channel, no): pk
        for pk, channel, no in numbered.values_list("pk", "channel", "external_no")
    }
    hashes = {identity_hash(row): at for at, row in enumerate(rows)}
    became = CaseImportRow.objects.filter(identity__in=hashes, case__isnull=False)
    by_row = {bytes(one): pk for one, pk in became.values_list("identity", "case")}
    found = {
        at: by_no.get((row.channel, row.external_no)) or by_row.get(identity_hash(row))
        for at, row in enumerate(rows)
    }
    return {at: pk for at, pk in found.items() if pk}


def given_days(cases: Iterable[int]) -> Mapping[int, date]:
    """Return the day that the hotline gave, by case, as it holds now."""
    given = ClockRow.objects.filter(case__in=set(cases), is_given=True, is_void=False)
    return dict(given.order_by("pk").values_list("case", "due_on"))


def perhaps_same(rows: Mapping[int, RowValues], *, user: User) -> Mapping[int, Case]:
    """Suggest for rows, by their keys, the latest case of the same phone; a person decides.

    It costs one query, however many rows there are.
    """
    hashes = {
        key: keyed_hash(number, purpose="phone")
        for key, row in rows.items()
        if (number := digits(row.phone))
    }
    if not hashes:
        return {}
    first = min(row.came_at for row in rows.values())
    days = timedelta(days=table_on(timezone.localdate(first)).duplicate_days)
    known = Case.objects.visible_to(user).filter(
        phone_hash__in=set(hashes.values()), received_at__gte=first - days
    )
    by_phone = {bytes(case.phone_hash): case for case in known.order_by("received_at", "pk")}
    return {key: by_phone[one] for key, one in hashes.items() if one in by_phone}
