"""A checked file or a nil report becomes a version of the month's register."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.models import Institution, User
from bureau.sentences import filled
from bureau.services import Doer, client_of, tell, user_of
from followups import selectors
from followups.models import MonthlyRegister, RegisterVersion, Reminder, Upload
from followups.rules import register as rules
from followups.rules.words import UploadState
from followups.services.acts import record_register_act
from followups.services.errors import RegisterError, reason_given
from followups.services.marking import drop_marked_copy
from followups.services.owed_months import check_month, register_of
from followups.services.reminders import urged
from followups.services.renumbering import renumber
from followups.services.staging import Counts, take_over

NOTHING = Counts(0, 0, 0, 0)


@transaction.atomic
def submit_upload(
    *, upload: Upload, by: Doer | None, at: datetime, reason: str = ""
) -> RegisterVersion:
    """Make a checked file's good rows count, all of them or none.

    Submitting again returns the version there is; a file that brings nothing new makes no
    version. What counts for being on time is the day the file arrived, as long as the month's
    figures are not frozen.

    :raises RegisterError: if the file is not ready, is blocked by a foreign row, has no good
        row, or no reason is given though the month is closed or rows of a closed one change.
    """
    register, upload = _held(upload)
    if upload.state == UploadState.SUBMITTED:
        return _version_of(upload)
    _check_ready(upload)
    renumber(upload)
    is_closed = selectors.is_closed(register.month)
    restated = selectors.months_restated(upload)
    reason = _reason_for(is_closed, reason, restated)
    _mark_submitted(upload, at)
    most_before = selectors.most_rows_before(register, but=upload)
    day, before = _counted_on(register, upload, at), transaction.savepoint()
    told: dict[str, Any] = {"reason": reason, "is_closed": is_closed, "restated": restated}
    version = _new_version(register, upload=upload, by=by, at=at, **told)
    counts = take_over(upload, version)
    completes = _completes(register, upload, most_before=most_before, day=day)
    was = register.standing(day).state
    if not (counts.new or counts.updated or completes) and version.number > 1:
        transaction.savepoint_rollback(before)
        version = _version_of(upload)
        _record(register, "submit_upload", version, by=by, at=at, was=was)
        return version
    _note_counts(version, counts)
    _note_arrival(register, day, completes=completes)
    _record(register, "submit_upload", version, by=by, at=at, was=was, counts=counts)
    return version


def _mark_submitted(upload: Upload, at: datetime) -> None:
    upload.state = UploadState.SUBMITTED
    # A copy of the whole file, marked, gives way to one of the rows that are left out now.
    drop_marked_copy(upload, at=at)
    upload.save(update_fields=["state", "marked_copy", "marking_job"])


def _counted_on(register: MonthlyRegister, upload: Upload, at: datetime) -> date:
    return rules.counted_on(
        arrived_on=timezone.localdate(upload.arrived_at),
        submitted_on=timezone.localdate(at),
        was_corrected=bool(upload.corrections),
        was_frozen=selectors.is_frozen(register.month, at),
    )


def hold_register(pk: int) -> MonthlyRegister:
    """Hold a register and, before it, its institution: stays reach over months."""
    institutions = Institution.objects.select_for_update(no_key=True, of=("self",))
    institutions.get(registers=pk)
    return MonthlyRegister.objects.select_for_update().get(pk=pk)


def _held(upload: Upload) -> tuple[MonthlyRegister, Upload]:
    register = hold_register(upload.register_id)
    return register, Upload.objects.select_for_update().get(pk=upload.pk)


def _record(
    register: MonthlyRegister,
    verb: str,
    version: RegisterVersion,
    *,
    by: Doer | None,
    at: datetime,
    was: rules.RegisterState,
    counts: Counts | None = None,
) -> None:
    """Write what a submission made of the register; without counts it brought nothing new."""
    record_register_act(
        register,
        verb,
        by=by,
        at=at,
        before=was,
        after=register.standing(timezone.localdate(at)).state,
        why=version.reason if counts else "",
        facts={"version": version.number, **(counts._asdict() if counts else {})},
    )


def _completes(register: MonthlyRegister, upload: Upload, *, most_before: int, day: date) -> bool:
    if register.completed_on is not None and not register.is_nil:
        return False
    handed = rules.Handed(
        refused=upload.rows_refused,
        absent=selectors.absent_count(upload),
        taken=selectors.rows_taken(register),
        most_before=most_before,
    )
    return rules.completes(handed, month=register.month, day=day)


def _note_arrival(register: MonthlyRegister, day: date, *, completes: bool) -> None:
    if register.is_nil or register.arrived_on is None:
        # Rows after a nil report say that the nil report was none.
        register.arrived_on, register.completed_on = day, None
    if completes:
        register.completed_on = max(day, register.arrived_on)
    register.is_nil, register.returned_at = False, None
    register.save(update_fields=["arrived_on", "completed_on", "is_nil", "returned_at"])


def _version_of(upload: Upload) -> RegisterVersion:
    """Return the version an upload made or, where it brought nothing new, the latest."""
    own = RegisterVersion.objects.filter(upload=upload).first()
    return own or upload.register.versions.latest("number")


def _check_ready(upload: Upload) -> None:
    if upload.state != UploadState.CHECKED:
        raise RegisterError(_("This file has not been checked, so it cannot be submitted."))
    if upload.is_blocked:
        raise RegisterError(
            _("The file holds rows of another institution, so nothing of it can be submitted.")
        )
    if not upload.rows_good:
        raise RegisterError(_("No row of this file is free of problems."))


def _reason_for(is_closed: bool, reason: str, restated: Sequence[date] = ()) -> str:
    if not is_closed and not restated:
        return reason.strip()
    ask: Any = _("The month is closed. Please write why the register is handed in or changed now.")
    if not is_closed:
        months = "、".join(f"{month:%Y-%m}" for month in restated)
        said = _("Rows of a closed month (%(months)s) change. Please write why they change now.")
        ask = filled(said, months=months)
    return reason_given(reason, ask=ask)


def _new_version(
    register: MonthlyRegister,
    *,
    by: Doer | None,
    at: datetime,
    reason: str,
    is_closed: bool,
    upload: Upload | None = None,
    restated: Sequence[date] = (),
) -> RegisterVersion:
    latest = register.versions.order_by("-number").values_list("number", flat=True).first()
    return RegisterVersion.objects.create(
        register=register,
        number=(latest or 0) + 1,
        upload=upload,
        arrived_at=upload.arrived_at if upload else at,
        submitted_at=at,
        by=user_of(by),
        client=client_of(by),
        reason=reason,
        after_closing=is_closed,
        restates=[f"{month:%Y-%m}" for month in restated],
    )


def _note_counts(version: RegisterVersion, counts: Counts) -> None:
    version.rows_new, version.rows_updated, version.rows_unchanged, version.rows_refused = counts
    version.save(update_fields=["rows_new", "rows_updated", "rows_unchanged", "rows_refused"])


@transaction.atomic
def file_nil_report(
    *, institution: Institution, month: date, by: Doer | None, at: datetime, reason: str = ""
) -> RegisterVersion:
    """Report that nobody was discharged in a month: a register handed in, with no rows.

    :raises RegisterError: if rows were handed in already, the month is not over, or it is
        closed and no reason is given.
    """
    check_month(institution, month, timezone.localdate(at))
    register = register_of(institution=institution, month=month)
    register = MonthlyRegister.objects.select_for_update().get(pk=register.pk)
    if register.is_nil and register.returned_at is None:
        return register.versions.latest("number")
    if register.records.exists() or (register.arrived_on is not None and not register.is_nil):
        raise RegisterError(_("Rows were handed in for this month, so it cannot be reported nil."))
    today = timezone.localdate(at)
    if not rules.is_over(register.month, today):
        raise RegisterError(_("The month is not over yet. Report nil when it is."))
    is_closed = selectors.is_closed(register.month)
    reason = _reason_for(is_closed, reason)
    version = _new_version(register, by=by, at=at, reason=reason, is_closed=is_closed)
    was = register.standing(today).state
    register.is_nil, register.returned_at = True, None
    # Sent back and reported nil once more it keeps its day.
    register.arrived_on = register.completed_on = register.arrived_on or today
    register.save(update_fields=["is_nil", "arrived_on", "completed_on", "returned_at"])
    _record(register, "file_nil_report", version, by=by, at=at, was=was, counts=NOTHING)
    return version


@transaction.atomic
def remind(*, registers: Iterable[MonthlyRegister], by: User, at: datetime) -> int:
    """Remind institutions of registers that are not in, once a day each; return how many.

    A month that is not over is not reminded of: nothing of it could be handed in.
    """
    waiting = (
        MonthlyRegister.objects.select_for_update(of=("self",))
        .filter(pk__in=[register.pk for register in registers], arrived_on__isnull=True)
        .filter(month__lt=rules.first_of_month(timezone.localdate(at)))
        .order_by("pk")
    )
    today = timezone.localdate(at)
    new = []
    for register in waiting.select_related("institution"):
        latest = register.reminders.order_by("-at").first()
        if latest and timezone.localdate(latest.at) == today:
            continue
        new.append(Reminder.objects.create(register=register, by=by, at=at))
        record_register_act(register, "remind", by=by, at=at)
    tell(*map(urged, new), at=at)
    return len(new)
