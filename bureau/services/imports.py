"""A workbook brought in, for every app: kept as it came, its columns said by a person, each row
checked, and nothing of it counting before somebody confirms.

An app says of its kind of file how it is found in a workbook and how its rows are judged
(`Imports`), and what becomes of a good row (`take_in`). Where a file stands, who moved it on and
that what the columns mean is asked once, are the same for all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from bureau.import_states import OPEN, ImportState, RowState
from bureau.models import Serial, User
from bureau.models.imports import Batch, ColumnsSaid
from bureau.services.acts import record_act
from bureau.services.errors import BureauError
from bureau.services.files import atomic_with_files, keep_file, open_file
from bureau.sheet_tables import Layout, SheetTable, TableRefused
from bureau.workbooks import Workbook, WorkbookRefused, read_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """One kind of file.

    `kind` names a file in acts, `noun` ends their verbs: receive_, map_, confirm_, withdraw_ and
    download_. `mappings` keep what the columns mean, and `said_for` says beside the headings for
    which files; `rows` judges the rows of a table and returns them as they are kept; `counted`
    names in the act what good rows became; `series` is the series of numbers that they take, and
    its period on a day.
    """

    kind: str
    noun: str
    counted: str
    batch: type[Batch]
    mappings: type[ColumnsSaid]
    error: type[BureauError]
    table_faults: Mapping[Any, Any]
    find_table: Callable[[Workbook, Any], SheetTable]
    layout: Callable[[Any], Layout]
    rows: Callable[[Any, SheetTable], Sequence[Model]]
    series: Callable[[datetime], tuple[str, str]]
    said_for: Callable[[Any], Mapping[str, Any]] = lambda batch: {}

    def _act(self, batch: Any, verb: str, *, by: User, at: datetime, **said: Any) -> None:
        verb = f"{verb}_{self.noun}"
        record_act(verb=verb, kind=self.kind, no=batch.pk, by=by, at=at, **said)

    @atomic_with_files()
    def receive(self, *, batch: Any, name: str, content: bytes, by: User, at: datetime) -> Any:
        """Keep a file, and read it: checked at once if its headings are known, else it asks.

        `batch` is a new one. What a person can mend becomes its refusal, with the reason.
        """
        batch.file = keep_file(name=name, content=content, by=by, at=at)
        batch.state, batch.by, batch.at = ImportState.ASKING, by, at
        try:
            table = self.find_table(read_workbook(content), batch)
        except WorkbookRefused as refused:
            self._refuse(batch, {"reason": refused.reason, "facts": refused.facts})
        except TableRefused as refused:
            self._refuse(batch, {"table": refused.fault, "names": refused.names})
        else:
            self._read(batch, table)
        facts = {"bytes": len(content), "rows": batch.rows.count() if batch.mapping else 0}
        self._act(batch, "receive", by=by, at=at, after=batch.state, facts=facts)
        return batch

    def _refuse(self, batch: Any, refusal: dict[str, Any]) -> None:
        batch.state, batch.refusal = ImportState.REFUSED, refusal
        batch.save(force_insert=True)

    def _read(self, batch: Any, table: SheetTable) -> None:
        batch.sheet_name, batch.header_row = table.sheet, table.header_row
        batch.keep_columns(table.asked())
        batch.mapping = self._mappings(batch, table).first()
        batch.save(force_insert=True)
        if batch.mapping:
            self._check(batch, table)

    def _mappings(self, batch: Any, table: SheetTable) -> Any:
        known: Any = self.mappings._default_manager
        return known.filter(heading_set=table.heading_set, **self.said_for(batch))

    def refusal_sentence(self, batch: Any) -> str:
        """Say why a file was not read, and what to do."""
        refusal = batch.refusal
        if "reason" in refusal:
            return str(WorkbookRefused(refusal["reason"], **refusal["facts"]))
        said = self.table_faults[refusal["table"]]
        return str(said) % {"names": "、".join(refusal["names"])}

    def _locked(self, batch: Any) -> Any:
        return self.batch._default_manager.select_for_update(of=("self",)).get(pk=batch.pk)

    @transaction.atomic
    def map_columns(
        self, *, batch: Any, fields: Mapping[int, str], by: User, at: datetime, **more: Any
    ) -> Any:
        """Say which column is what, for this file and all with the same headings; check its rows.

        `more` is kept beside the columns. Said once more the same way, it only checks anew.

        :raises BureauError: the app's own, if a field is given twice, a needed one is missing, or
            the file is done.
        """
        batch = self._locked(batch)
        if batch.state not in OPEN:
            raise self.error(
                _("This file was taken in or laid aside: its columns stay as they are.")
            )
        self._check_fields(batch, list(filter(None, fields.values())))
        table = self.find_table(read_workbook(open_file(batch.file)), batch)
        columns = [[at_, heading, fields.get(at_, "")] for at_, heading in table.headings.items()]
        kept = {"columns": columns, "confirmed_by": by, "confirmed_at": at, **more}
        batch.mapping, _is_new = self._mappings(batch, table).update_or_create(
            heading_set=table.heading_set, **self.said_for(batch), defaults=kept
        )
        self._check(batch, table)
        facts = {"columns": sum(bool(field) for _at, _heading, field in columns)}
        self._act(batch, "map", by=by, at=at, after=batch.state, facts=facts)
        return batch

    def _check_fields(self, batch: Any, given: Sequence[str]) -> None:
        layout = self.layout(batch)
        if twice := {name for name in given if given.count(name) > 1}:
            headings = "、".join(layout.columns[name].heading for name in sorted(twice))
            raise self.error(_("Two columns cannot both be %(headings)s.") % {"headings": headings})
        missing = [layout.columns[name].heading for name in layout.must_have if name not in given]
        if missing:
            said = _("Say which column is %(headings)s: without it no row can be taken in.")
            raise self.error(said % {"headings": "、".join(missing)})

    def _check(self, batch: Any, table: SheetTable) -> None:
        """Check every row, and keep each with what it says or what is wrong with it."""
        rows = self.rows(batch, table)
        batch.rows.all().delete()
        batch.rows.model._default_manager.bulk_create(rows)
        batch.state = ImportState.CHECKED
        batch.save(update_fields=["mapping", "state"])

    @atomic_with_files()
    def confirm(
        self,
        *,
        batch: Any,
        by: User,
        at: datetime,
        take_in: Callable[[Any], int],
        check: Callable[[Any, User], None] = lambda batch, by: None,
    ) -> Any:
        """Take every good row in, in one transaction; confirmed twice is once.

        `take_in` is called with the locked file while nobody else takes numbers, and returns how
        many rows became something; `check` refuses whoever may not confirm this file.

        :raises BureauError: the app's own, if no row is new, or the file is in another state.
        """
        batch = self._locked(batch)
        if batch.state == ImportState.IMPORTED:
            return batch
        if batch.state != ImportState.CHECKED:
            raise self.error(_("Only a file that has been checked can be taken in."))
        self.check_new(batch)
        check(batch, by)
        self._one_at_a_time(at)
        facts = {self.counted: take_in(batch), "sha256": batch.file.sha256}
        batch.state, batch.confirmed_by, batch.confirmed_at = ImportState.IMPORTED, by, at
        batch.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        before, after = ImportState.CHECKED, batch.state
        self._act(batch, "confirm", by=by, at=at, before=before, after=after, facts=facts)
        return batch

    def check_new(self, batch: Any) -> None:
        """:raises BureauError: the app's own, if no row of a file is new."""
        if not batch.rows.filter(state=RowState.NEW).exists():
            raise self.error(_("No row of this file is new: there is nothing to take in."))

    def _one_at_a_time(self, at: datetime) -> None:
        """Wait for whoever takes numbers now: what they enter is seen when rows are compared."""
        series, period = self.series(at)
        Serial.objects.get_or_create(series=series, period=period)
        Serial.objects.select_for_update().get(series=series, period=period)

    @transaction.atomic
    def withdraw(self, *, batch: Any, by: User, at: datetime) -> Any:
        """Lay a file aside; it stays kept. Laid aside twice is once.

        :raises BureauError: the app's own, if it was taken in.
        """
        batch = self._locked(batch)
        if batch.state == ImportState.WITHDRAWN:
            return batch
        if batch.state not in OPEN:
            raise self.error(_("Only a file that waits to be taken in is laid aside."))
        before, batch.state = batch.state, ImportState.WITHDRAWN
        batch.save(update_fields=["state"])
        self._act(batch, "withdraw", by=by, at=at, before=before, after=batch.state)
        return batch

    @transaction.atomic
    def note_download(self, *, batch: Any, by: User, at: datetime) -> None:
        """Write down who took a file out: it may name people, or a whole county's problems."""
        self._act(batch, "download", by=by, at=at)
