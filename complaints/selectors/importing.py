"""What a book of cases is held against: the directory's names, and what is registered already."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from bureau.import_states import RowState
from bureau.models import Institution, ProblemCategory, User
from bureau.sealing import keyed_hash
from bureau.sheet_names import Names
from complaints.models import Case, CaseImport, CaseImportRow
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


def row_counts(batch: CaseImport) -> dict[str, int]:
    """Count a file's rows by what would come of them, or came; every row is in one of them."""
    rows = batch.rows.order_by().values_list("state").annotate(n=Count("pk"))
    counted = dict(rows)
    return {str(state): counted.get(state, 0) for state in RowState}
