"""The file of an export: built from what its owner may see, fetched by nobody else, then gone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.exports import ExportKind, Listing
from bureau.models import ExportRequest, User
from bureau.rules import (
    EXPORT_ATTEMPTS,
    EXPORT_LIVES_HOURS,
    OPEN_EXPORTS,
    ExportForm,
    ExportState,
)
from bureau.services.errors import BureauError
from bureau.services.export_rows import are_still_seen, records_in, together
from bureau.services.exports import act_on, ask_export, lay_out
from bureau.services.files import atomic_with_files, forget_file, keep_file, open_file
from bureau.services.jobs import finish_job, report_progress
from bureau.tables import Cell, Table, Written, write_text, write_workbook

# Above the hard time limit of a task: who has not finished by then never will.
GIVEN_UP_AFTER = timedelta(minutes=16)
A_MINUTE = timedelta(minutes=1)
REPORT_EVERY = 500


def build_export(request: ExportRequest, *, at: datetime, clock: Callable[[], datetime]) -> None:
    """Write the file, with the rows that its owner may see now; run twice, it is built once.

    A right that was lost meanwhile ends it. `clock` says when it was ready.
    """
    if not _take_up(request, at):
        return
    request.refresh_from_db()
    try:
        listing = lay_out(
            request.export_kind,
            orjson.loads(request.arguments.reveal()),
            by=User.objects.get(pk=request.by_id),
            clear=request.is_clear,
            at=request.asked_at,
        )
    except (PermissionDenied, ObjectDoesNotExist, LookupError):
        fail_export(request, at=at, failure=_("You may no longer see this list."))
        return
    shown = records_in(listing, request)
    written = write_listing(request, listing, progress=True)
    # Both before and after: what came in meanwhile may stand in the file.
    request.shown = together(shown, records_in(listing, request))
    _note_built(request, written, at=clock())


def _take_up(request: ExportRequest, at: datetime) -> bool:
    """Claim a request that nobody builds; one that was taken up and never finished counts."""
    free = ExportRequest.objects.filter(pk=request.pk, attempts__lt=EXPORT_ATTEMPTS)
    queued = free.filter(state=ExportState.QUEUED.value)
    stuck = free.filter(state=ExportState.BUILDING.value, taken_up_at__lt=at - GIVEN_UP_AFTER)
    claim = {"state": ExportState.BUILDING, "taken_up_at": at, "attempts": request.attempts + 1}
    return bool(queued.update(**claim) or stuck.update(**claim))


def write_listing(request: ExportRequest, listing: Listing, *, progress: bool = False) -> Written:
    """Write a list with its mark and a closing line that says how many rows it holds."""
    rows = _reported(request, listing) if progress else listing.rows()
    table = Table(listing.title, listing.headings, rows)
    options: dict[str, Any] = {
        "mark": mark_of(request),
        "closing": lambda count: _closing(count, request.rows_asked),
    }
    if request.form == ExportForm.CSV:
        return write_text(table, **options)
    return write_workbook([table], batch=request.batch, **options)


def _reported(request: ExportRequest, listing: Listing) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(listing.rows()):
        if request.job and number % REPORT_EVERY == 0:
            report_progress(request.job, done=number, total=listing.count)
        yield row


def mark_of(request: ExportRequest) -> str:
    """Say in the file itself who took it out, when, and as which batch."""
    words = _("Exported by %(name)s (%(account)s) on %(at)s, batch %(batch)s") % {
        "name": request.by.name,
        "account": request.by.username,
        "at": f"{timezone.localtime(request.asked_at):%Y-%m-%d %H:%M}",
        "batch": request.batch,
    }
    if request.is_clear:
        words += " · " + _("Reason: %(reason)s") % {"reason": request.reason}
    return words


def _closing(count: int, on_page: int) -> str:
    if count == on_page:
        said = ngettext("%(n)s row, as on the page.", "%(n)s rows, as on the page.", count)
    else:
        said = ngettext(
            "%(n)s row; the page had %(page)s when the list was asked for.",
            "%(n)s rows; the page had %(page)s when the list was asked for.",
            count,
        )
    return said % {"n": f"{count:,}", "page": f"{on_page:,}"}


@atomic_with_files()
def _note_built(request: ExportRequest, written: Written, *, at: datetime) -> None:
    mine = ExportRequest.objects.select_for_update().filter(
        pk=request.pk, state=ExportState.BUILDING.value, attempts=request.attempts
    )
    if not mine.exists():
        return  # another worker took it up meanwhile: its file counts
    name = f"{request.title}-{request.batch}.{request.form}"
    file = keep_file(name=name, content=written.content, by=request.by, at=at)
    mine.update(
        state=ExportState.READY,
        file=file,
        rows_written=written.rows,
        shown=request.shown,
        expires_at=at + timedelta(hours=EXPORT_LIVES_HOURS),
    )
    if request.job:
        finish_job(request.job, at=at)
    request.refresh_from_db()
    act_on(
        request, "build_export", by=None, at=at, before=ExportState.BUILDING, after=request.state
    )


@transaction.atomic
def fail_export(request: ExportRequest, *, at: datetime, failure: str = "") -> None:
    """Note that an export came to nothing; it can be asked for again."""
    building = ExportRequest.objects.filter(pk=request.pk, state__in=sorted(OPEN_EXPORTS))
    if not building.update(state=ExportState.FAILED, refusal=failure[:500]):
        return
    if request.job:
        finish_job(request.job, at=at, failure=failure or "build_export")
    before = request.state
    request.refresh_from_db()
    act_on(request, "fail_export", by=None, at=at, before=before, after=request.state, why=failure)


def download_export(*, request: ExportRequest, by: User, at: datetime) -> tuple[str, bytes]:
    """Hand the file to who asked for it; a list in the clear once, any other until it expires.

    A file whose rows its owner may no longer see is gone at once.

    :raises ExportRequest.DoesNotExist: for anybody else, or if the list is not theirs any more.
    :raises PermissionDenied: if its owner lacks the verb by now.
    :raises BureauError: if there is no file any more.
    """
    request = ExportRequest.objects.get(pk=request.pk, by=by)
    if request.can_be_fetched(at) and not _is_still_theirs(request, by):
        _expire(request.pk, at, early=True)
        raise ExportRequest.DoesNotExist
    return _fetch(request, by, at)


def _is_still_theirs(request: ExportRequest, by: User) -> bool:
    """Tell whether a person could still ask for the list; the file was built for who they were."""
    said = orjson.loads(request.arguments.reveal())
    kind, clear = request.export_kind, request.is_clear
    try:
        listing = lay_out(kind, said, by=by, clear=clear, at=request.asked_at)
    except (ObjectDoesNotExist, LookupError):
        return False
    return listing.institution == request.institution and are_still_seen(listing, request, by)


@transaction.atomic
def _fetch(request: ExportRequest, by: User, at: datetime) -> tuple[str, bytes]:
    request = ExportRequest.objects.select_for_update().get(pk=request.pk)
    if not request.can_be_fetched(at):
        raise BureauError(_("This file is no longer there. Ask for the export again."))
    content = open_file(request.file)
    name = request.file.name
    request.fetched_at = request.fetched_at or at
    before = request.state
    if request.is_clear:
        _remove_file(request, ExportState.DELIVERED)
    request.save(update_fields=["fetched_at", "state", "shown"])
    act_on(request, "download_export", by=by, at=at, before=before, after=request.state)
    return name, content


@transaction.atomic
def hand_out(
    *,
    kind: ExportKind,
    arguments: Mapping[str, str],
    form: ExportForm,
    by: User,
    at: datetime,
) -> tuple[str, bytes]:
    """Write a small list without sealed values and hand it over at once; its row stays.

    :raises PermissionDenied: if the person lacks the verb.
    :raises ObjectDoesNotExist: if the list is not there for this person.
    """
    if not kind.is_at_once:
        raise PermissionDenied
    request = ask_export(kind=kind, arguments=arguments, form=form, by=by, at=at)
    listing = lay_out(kind, arguments, by=by, clear=False, at=at)
    written = write_listing(request, listing)
    request.state, request.rows_written, request.fetched_at = (
        ExportState.DELIVERED, written.rows, at,
    )  # fmt: skip
    request.save(update_fields=["state", "rows_written", "fetched_at"])
    if request.job:
        finish_job(request.job, at=at)
    act_on(
        request, "download_export",
        by=by, at=at, before=ExportState.QUEUED, after=request.state,
    )  # fmt: skip
    return f"{request.title}-{request.batch}.{request.form}", written.content


def exports_not_built(*, at: datetime) -> list[ExportRequest]:
    """List what no worker was told of, or what one took up and never finished.

    What broke off too often is given up.
    """
    under_way = ExportRequest.objects.filter(
        state__in=[ExportState.QUEUED.value, ExportState.BUILDING.value]
    )
    stuck = under_way.filter(taken_up_at__lt=at - GIVEN_UP_AFTER)
    for request in stuck.filter(attempts__gte=EXPORT_ATTEMPTS):
        fail_export(request, at=at)
    waiting = under_way.filter(taken_up_at=None, asked_at__lt=at - A_MINUTE)
    return [*waiting, *stuck.filter(attempts__lt=EXPORT_ATTEMPTS)]


def expire_exports(*, at: datetime) -> int:
    """Delete the files whose day is over; the rows stay. Late or twice, it comes to the same."""
    over = ExportRequest.objects.filter(state=ExportState.READY.value, expires_at__lte=at)
    return sum(_expire(pk, at) for pk in list(over.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: Any, at: datetime, *, early: bool = False) -> bool:
    ready = ExportRequest.objects.select_for_update().filter(pk=pk, state=ExportState.READY.value)
    request = (ready if early else ready.filter(expires_at__lte=at)).first()
    if request is None:
        return False
    _remove_file(request, ExportState.EXPIRED)
    request.save(update_fields=["state", "shown"])
    act_on(request, "expire_export", by=None, at=at, before=ExportState.READY, after=request.state)
    return True


def _remove_file(request: ExportRequest, state: ExportState) -> None:
    """Take the file out of the store once the transaction stands; name and hash stay."""
    stored = request.file
    request.state, request.shown = state, b""
    if stored:
        transaction.on_commit(lambda: forget_file(stored))
