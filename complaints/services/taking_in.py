"""The good rows of a book become cases, all or none, each with its number and its clocks.

An order keeps the hotline's number and day. What an old book calls done comes in as archived, with
what the book says of it as a note: nothing is found, nobody answered, by an import.
"""

from datetime import datetime, time

from django.utils import timezone

from bureau.calendar import WorkCalendar
from bureau.import_states import RowState
from bureau.models import Institution, ProblemCategory, User
from complaints.models import Case, CaseImport, CaseImportRow
from complaints.rules.words import Audience, CaseState, CaseType, Channel, Confidentiality
from complaints.services.acts import record_case_act
from complaints.services.clocks import void_clocks
from complaints.services.importing import IMPORTS
from complaints.services.leaving import write_entry
from complaints.services.registering import Complainant, Told, register_case
from complaints.sheets import Book, RowValues

# What stands in the timeline and in an exported list is Chinese whoever takes the book in.
OUTCOME = "旧投诉登记簿《{file}》第{row}行记载的处理结果：{said}"
NO_OUTCOME = "旧投诉登记簿《{file}》第{row}行记载：已办结"
LONGEST = 4_000


def confirm_import(
    *, batch: CaseImport, by: User, at: datetime, calendar: WorkCalendar
) -> CaseImport:
    """Register every good row, in one transaction; confirmed twice is once.

    :raises CaseError: if no row is new, or the file is in another state.
    """

    def take_in(batch: CaseImport) -> int:
        rows = list(batch.rows.filter(state=RowState.NEW).order_by("number"))
        return sum(_take_in(batch, row, by=by, at=at, calendar=calendar) for row in rows)

    return IMPORTS.confirm(batch=batch, by=by, at=at, take_in=take_in)


def _take_in(
    batch: CaseImport, row: CaseImportRow, *, by: User, at: datetime, calendar: WorkCalendar
) -> bool:
    """Register a row; what was registered meanwhile is left as it stands."""
    values, code = RowValues.from_json(row.read_values()), ""
    twin = CaseImportRow.objects.filter(identity=row.identity, case__isnull=False).first()
    case = twin.case if twin else None
    if case is None:
        case, code = register_case(
            told=_told(batch, values), complainant=_complainant(values), by=by, at=at,
            calendar=calendar,
        )  # fmt: skip
    if code and values.is_done:
        _lay_by(batch, row, case, values, by=by, at=at)
    row.case, row.state = case, RowState.NEW if code else RowState.UNCHANGED
    row.save(update_fields=["case", "state"])
    return bool(code)


def _told(batch: CaseImport, values: RowValues) -> Told:
    return Told(
        words=values.told,
        channel=Channel(values.channel),
        received_at=values.came_at,
        type=CaseType(values.type),
        occurred_on=values.occurred_on,
        institution=Institution.objects.filter(pk=values.institution or 0).first(),
        category=ProblemCategory.objects.filter(pk=values.category or 0).first(),
        external_no=values.external_no,
        external_due_on=values.due_on,
        first_receiver="12345" if batch.book == Book.ORDERS else "",
        is_accusation=values.is_accusation,
    )


def _complainant(values: RowValues) -> Complainant:
    """Say who complained. Who asks for secrecy, or accuses, is kept from every institution."""
    is_kept = values.secret or values.is_accusation
    return Complainant(
        confidentiality=Confidentiality.FROM_UNIT if is_kept else Confidentiality.OPEN,
        name=values.name,
        phone=values.phone,
        wants_reply=not values.is_done,
    )


def _lay_by(
    batch: CaseImport, row: CaseImportRow, case: Case, values: RowValues, *, by: User, at: datetime
) -> None:
    """Lay what the old book calls done into the archive, on the day that the book names."""
    if values.closed_on is None:
        raise ValueError("what is done says on which day")
    words = OUTCOME if values.outcome else NO_OUTCOME
    text = words.format(file=batch.file.name, row=row.number, said=values.outcome)[:LONGEST]
    write_entry(case=case, text=text, audience=Audience.INTERNAL, by=by, at=at)
    zone = timezone.get_default_timezone()
    case.state, case.closed_at = (
        CaseState.ARCHIVED,
        datetime.combine(values.closed_on, time(0), zone),
    )
    case.save(update_fields=["state", "closed_at"])
    void_clocks(case)
    record_case_act(
        case, "archive_case", by=by, at=at, before=CaseState.REGISTERED, after=CaseState.ARCHIVED,
        facts={"row": row.number},
    )  # fmt: skip
