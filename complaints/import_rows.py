"""A row of a book of cases as its page shows it: who complained stays masked."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from bureau import masks
from bureau.import_states import ImportState, RowState
from bureau.models import User
from bureau.rules import Role
from complaints.choices import TYPES
from complaints.models import Case, CaseImport, CaseImportRow
from complaints.models.scope import is_seen_by_section
from complaints.selectors import importing
from complaints.sheets import RowValues
from complaints.wording import Chip

SHORT, AT_A_TIME = 40, 500


class ImportLine(NamedTuple):
    row: CaseImportRow
    external_no: str
    received: str
    who: str
    about: str
    summary: str
    due: str
    chips: list[Chip]


def import_lines(rows: Iterable[CaseImportRow], *, user: User) -> list[ImportLine]:
    """Show what good rows say, and what is special about each."""
    listed = {row.pk: (row, RowValues.from_json(row.read_values())) for row in rows}
    new = {pk: said for pk, (row, said) in listed.items() if row.case_id is None}
    alike = importing.perhaps_same(new, user=user)
    given = importing.given_days(row.case_id for row, _said in listed.values() if row.case_id)
    return [
        _line(row, said, [*_chips(row, said, user), *_beside(row, said, alike.get(pk), given)])
        for pk, (row, said) in listed.items()
    ]


def rows_for_others(batch: CaseImport, *, user: User) -> int:
    """Count the new rows of a checked file that become cases its sender will not see."""
    if batch.state != ImportState.CHECKED or Role.LEADER in user.roles:
        return 0
    new = batch.rows.filter(state=RowState.NEW).iterator(chunk_size=AT_A_TIME)
    return sum(is_for_others(RowValues.from_json(row.read_values()), user) for row in new)


def is_for_others(values: RowValues, user: User) -> bool:
    """Test if a row is a petition or an accusation that another section handles."""
    return not is_seen_by_section(
        user.section_code or "", channel=values.channel, is_accusation=values.is_accusation
    )


def _line(row: CaseImportRow, values: RowValues, chips: list[Chip]) -> ImportLine:
    who = " ".join(filter(None, [masks.name(values.name), masks.phone(values.phone)]))
    kind = str(TYPES[values.type])
    return ImportLine(
        row,
        values.external_no,
        f"{values.came_at:%Y-%m-%d %H:%M}",
        who,
        row.read_cells().get("institution", ""),
        f"{kind} · {values.title or values.words}"[:SHORT],
        values.due_on.isoformat() if values.due_on else "",
        chips,
    )


def _chips(row: CaseImportRow, values: RowValues, user: User) -> Iterator[Chip]:
    if values.is_accusation:
        yield Chip("danger", _("Accusation"))
    if row.state == RowState.NEW and is_for_others(values, user):
        yield Chip("warning", _("for another section"))
    if values.secret or values.is_accusation:
        yield Chip("hold", _("kept from the institution"))
    if values.is_done and row.state == RowState.NEW:
        yield Chip("neutral", _("done on %(day)s") % {"day": values.closed_on})


def _beside(
    row: CaseImportRow, values: RowValues, alike: Case | None, given: Mapping[int, date]
) -> Iterator[Chip]:
    """Say what stands already: a case that may be the same, or another day for the same order."""
    if alike:
        yield Chip("warning", _("same phone as %(no)s") % {"no": alike.no})
    kept = given.get(row.case_id or 0)
    if row.state == RowState.UNCHANGED and kept and values.due_on and kept != values.due_on:
        yield Chip("warning", _("due %(day)s here: extend it at the case") % {"day": kept})
