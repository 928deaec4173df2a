"""The good rows of an old ledger become items, all or none; docs/decisions/0021 says how.

What the old book calls struck off rests on its own row, kept as a paper, and on whoever confirms:
somebody else than who handed the book in, held to the rules of every verification.
"""

from collections.abc import Container
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.import_states import ImportState, RowState
from bureau.models import Institution, ProblemCategory, Section, User
from bureau.rules import SectionCode
from bureau.selectors import work_calendar
from bureau.services import add_attachment
from bureau.tables import Table, write_workbook
from bureau.templatetags.shell import listed
from rectification import selectors, sheets
from rectification.models import (
    Closure,
    Evidence,
    ImportRow,
    Item,
    ItemSection,
    LedgerImport,
    Measure,
    ProgressEntry,
)
from rectification.rules import terms, verification
from rectification.rules.words import ItemState, RectKind, Severity, SourceKind, Stage, Verdict
from rectification.selectors.importing import confirmers, seen_of, standing_items
from rectification.services.acts import ITEM, record_item_act
from rectification.services.errors import LedgerError, refuse_if
from rectification.services.importing import IMPORTS, fault_of_number
from rectification.services.look_backs import plan_look_back
from rectification.services.opening import next_part, open_item
from rectification.sheets.row_values import RowValues

LONGEST, MOST_OF_A_CAPTION = 2_000, 200
MOST_OF_AN_OPINION = 500
# What stands on papers and in the exported ledger is Chinese whoever takes the old one in.
PLACE = "旧台账《{file}》第{row}行"
STRUCK_OFF = "旧台账记载：已销号"
LED_BY = "旧台账记载的责任领导：{name}"


def confirm_import(*, batch: LedgerImport, by: User, at: datetime) -> LedgerImport:
    """Take every good row into the ledger, in one transaction; confirmed twice is once.

    :raises LedgerError: if there is no good row, or one is struck off that this person may not
        answer for.
    """
    return IMPORTS.confirm(
        batch=batch, by=by, at=at, check=refuse_own_strike_offs,
        take_in=partial(_take_in, by=by, at=at),
    )  # fmt: skip


def refuse_own_strike_offs(batch: LedgerImport, by: User) -> None:
    """:raises LedgerError: if rows are struck off and this person may not confirm that."""
    new = batch.rows.filter(state=RowState.NEW)
    if not new.filter(becomes=ItemState.CLOSED).exists():
        return
    if not by.has_perm("rectification.verify_item"):
        raise LedgerError(_("Rows of this file are struck off: who verifies takes them in."))
    if batch.by_id == by.pk:
        words = _(
            "You handed this file in, and rows of it are struck off: somebody else of the"
            " bureau looks at them and takes the file in."
        )
        if names := [one.name for one in confirmers(batch)]:
            words += _(" Told of it and able to: %(names)s.") % {"names": listed(names)}
        raise LedgerError(words)


def _take_in(batch: LedgerImport, *, by: User, at: datetime) -> int:
    rows = list(batch.rows.filter(state=RowState.NEW))
    standing = standing_items(RowValues.from_json(row.values) for row in rows)
    seen = seen_of(standing.values(), batch.by)
    book = _Book(batch, by, at)
    for place, row in enumerate(rows):
        if item := standing.get(place):
            _leave_out(row, item, seen)
        else:
            row.item = book.enter(row)
    ImportRow.objects.bulk_update(rows, ["state", "item", "values", "faults"])
    return sum(row.state == RowState.NEW for row in rows)


def _leave_out(row: ImportRow, item: Item, seen: Container[int]) -> None:
    """Leave a row out that came into the ledger since it was checked."""
    fault = fault_of_number(RowValues.from_json(row.values), item, seen)
    if fault:
        row.state, row.values, row.faults = RowState.REFUSED, None, [asdict(fault)]
    else:
        row.state, row.item = RowState.UNCHANGED, item


class _Book:
    """An old ledger while it is taken in: what its rows share is read once."""

    def __init__(self, batch: LedgerImport, by: User, at: datetime) -> None:
        self.batch, self.by, self.at = batch, by, at
        self.calendar = work_calendar()
        self.tables = selectors.TablesByDay()
        self.institutions = Institution.objects.in_bulk()
        self.categories = ProblemCategory.objects.in_bulk()
        self.keeper = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)

    def enter(self, row: ImportRow) -> Item:
        """Enter a row as an item with its number, and bring it to where the old book has it."""
        said = RowValues.from_json(row.values)
        item = open_item(
            **self._cause(said),
            part=next_part(**self._cause(said)),
            problem=said.problem,
            found_on=said.day_found,
            category=self.categories.get(said.category),
            severity=Severity(said.severity),
            is_common=said.is_common,
            by=self.by,
            at=self.at,
        )
        _write_around(item, said)
        if said.becomes is not ItemState.DRAFT:
            self._bring_on(item, said)
        item.save()
        if said.progress:
            self._report(item, said)
        if said.becomes is ItemState.CLOSED:
            self._strike_off(item, said, row)
        self._close_entry(item, said, row)
        return item

    def _cause(self, said: RowValues) -> dict[str, Any]:
        source, number = said.at_source
        house = self.institutions[said.institution]
        return {"institution": house, "source": SourceKind(source), "source_no": number}

    def _bring_on(self, item: Item, said: RowValues) -> None:
        """Give an item the days it had: the order counts from the day the problem was found."""
        found = item.found_on
        table = self.tables[found]
        item.issued_on = found
        item.due_on = said.due_on or terms.due_on(found, RectKind(said.kind), table=table)
        planned = terms.plan_due_on(found, calendar=self.calendar, table=table)
        item.plan_due_on = min(planned, item.due_on)
        sections = said.sections or (self.keeper.pk,)
        ItemSection.objects.bulk_create(
            ItemSection(item=item, section_id=pk, position=at) for at, pk in enumerate(sections)
        )
        item.state = ItemState.RECTIFYING if said.becomes is ItemState.CLOSED else said.becomes

    def _report(self, item: Item, said: RowValues) -> None:
        on = said.requested_on or said.closed_on or timezone.localdate(self.batch.at)
        ProgressEntry.objects.create(
            item=item, round=item.round, text=said.progress, by=self.batch.by, at=self.at, on=on
        )

    def _strike_off(self, item: Item, said: RowValues, row: ImportRow) -> None:
        """Strike off what the old book struck off, on the paper of its row.

        :raises LedgerError: if this person may not verify it.
        """
        self._hang_paper(item, row)
        closure = Closure.objects.create(
            item=item,
            round=item.round,
            done=said.progress or STRUCK_OFF,
            self_check=said.self_check,
            requested_by=self.batch.by,
            requested_at=self.batch.at,
            requested_on=said.requested_on or said.day_closed,
            due_on=item.term_ends_on,
            verify_by=said.day_closed,
        )
        work, who = selectors.work_of(item), selectors.verifier_of(self.by, item)
        refuse_if(verification.bar_to_verify(who, work, said.method))
        closure.verdict, closure.method = Verdict.ACCEPTED, said.method
        closure.verified_by, closure.verified_at = self.by, self.at
        closure.opinion = self._opinion(said, row)
        closure.save()
        item.closure, item.closed_on, item.state = closure, said.closed_on, ItemState.CLOSED
        item.save(update_fields=["closure", "closed_on", "state"])
        if item.severity == Severity.HIGH:
            plan_look_back(item, at=self.at)

    def _opinion(self, said: RowValues, row: ImportRow) -> str:
        source = PLACE.format(file=self.batch.file.name, row=row.number)
        told = [said.verified, said.approved_by, source]
        return "；".join(filter(None, told))[:LONGEST]

    def _hang_paper(self, item: Item, row: ImportRow) -> None:
        """Hang the row as it was written on its item: that row alone, whoever may see it later."""
        attachment = add_attachment(
            kind=ITEM,
            no=item.no,
            name=f"旧台账第{row.number}行.xlsx",
            content=_paper(self.batch, row),
            institution=item.institution,
            section=SectionCode.MEDICAL_ADMIN,
            by=self.batch.by,
            at=self.at,
        )
        caption = PLACE.format(file=self.batch.file.name, row=row.number)[:MOST_OF_A_CAPTION]
        Evidence.objects.create(
            item=item, round=item.round, stage=Stage.AFTER, attachment=attachment, caption=caption
        )

    def _close_entry(self, item: Item, said: RowValues, row: ImportRow) -> None:
        facts: dict[str, Any] = {"import": str(self.batch.pk), "row": row.number}
        if item.due_on:
            facts["due_on"] = item.due_on.isoformat()
        why = item.closure.opinion[:MOST_OF_AN_OPINION] if item.closure else ""
        record_item_act(
            item, "import_item", by=self.by, at=self.at, before=ItemState.DRAFT,
            after=ItemState(item.state), why=why, facts=facts,
        )  # fmt: skip


def _write_around(item: Item, said: RowValues) -> None:
    """Write what an old ledger says around a problem, whatever its state."""
    item.theme_id, item.leader_id, item.kind = said.theme, said.leader, said.kind
    item.cause, item.goal, item.responsible = said.cause, said.goal, said.responsible
    named = LED_BY.format(name=said.leader_named) if said.leader_named else ""
    item.remark = "\n".join(filter(None, [said.remark, named]))[:LONGEST]
    Measure.objects.bulk_create(
        Measure(item=item, position=at, text=text) for at, text in enumerate(said.measures, 1)
    )


def _paper(batch: LedgerImport, row: ImportRow) -> bytes:
    """Write a row of an old ledger as a sheet of its own, with where it stands.

    It leaves the house with its item, so it is in Chinese whoever takes the ledger in.
    """
    lines = [
        ("原台账文件", batch.file.name),
        ("文件指纹（SHA-256）", batch.file.sha256),
        ("工作表", batch.sheet_name),
        ("行号", str(row.number)),
        *((sheets.READ[name].heading, text) for name, text in row.cells.items() if text),
    ]
    table = Table(title="旧台账摘录", headings=("项目", "内容"), rows=lines)
    return write_workbook([table]).content


def bar_to_confirm(batch: LedgerImport, by: User) -> str:
    """Return why a person may not take a file in, or ""."""
    if batch.state != ImportState.CHECKED:
        return ""
    try:
        IMPORTS.check_new(batch)
        refuse_own_strike_offs(batch, by)
    except LedgerError as bar:
        return str(bar)
    return ""
