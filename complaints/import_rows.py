"""A row of a book of cases as its page shows it: who complained stays masked."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from bureau import masks
from bureau.import_states import RowState
from complaints.choices import TYPES
from complaints.models import CaseImportRow
from complaints.sheets import RowValues
from complaints.wording import Chip

SHORT = 40


class ImportLine(NamedTuple):
    row: CaseImportRow
    external_no: str
    received: str
    who: str
    about: str
    summary: str
    due: str
    chips: list[Chip]


def import_line(row: CaseImportRow) -> ImportLine:
    """Show what a good row says, and what is special about it."""
    values, cells = RowValues.from_json(row.read_values()), row.read_cells()
    who = " ".join(filter(None, [masks.name(values.name), masks.phone(values.phone)]))
    kind = str(TYPES[values.type])
    return ImportLine(
        row,
        values.external_no,
        f"{values.came_at:%Y-%m-%d %H:%M}",
        who,
        cells.get("institution", ""),
        f"{kind} · {values.title or values.words}"[:SHORT],
        values.due_on.isoformat() if values.due_on else "",
        list(_chips(row, values)),
    )


def _chips(row: CaseImportRow, values: RowValues) -> list[Chip]:
    said = []
    if values.is_accusation:
        said.append(Chip("danger", _("Accusation")))
    if values.secret or values.is_accusation:
        said.append(Chip("hold", _("kept from the institution")))
    if values.is_done and row.state == RowState.NEW:
        said.append(Chip("neutral", _("done on %(day)s") % {"day": values.closed_on}))
    return said
