"""What became of the rows of a workbook that is brought in."""

from django.db.models import Count

from bureau.import_states import RowState
from bureau.models.imports import Batch


def row_counts(batch: Batch) -> dict[str, int]:
    """Count a file's rows by what would come of them, or came; every row is in one of them."""
    rows = batch.rows.order_by().values_list("state").annotate(n=Count("pk"))
    counted = dict(rows)
    return {str(state): counted.get(state, 0) for state in RowState}
