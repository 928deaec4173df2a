"""A list is asked for, and a second person agrees to a long one in the clear."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

import orjson
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.exports import ExportKind, Listing
from bureau.models import ExportRequest, User
from bureau.rules import (
    BATCH_LENGTH,
    BATCH_SIGNS,
    LARGEST_EXPORT,
    MIN_REASON,
    OPEN_EXPORTS,
    ExportForm,
    ExportState,
    needs_second_person,
    says_something,
)
from bureau.sealing import keyed_hash
from bureau.services.acts import record_act
from bureau.services.errors import BureauError
from bureau.services.jobs import queue_job

A_DAY = timedelta(hours=24)


@transaction.atomic
def ask_export(
    *,
    kind: ExportKind,
    arguments: Mapping[str, str],
    form: ExportForm,
    by: User,
    at: datetime,
    clear: bool = False,
    reason: str = "",
) -> ExportRequest:
    """Ask for a list as the person sees it; asked twice while under way, it is asked once.

    :raises PermissionDenied: if the person lacks the verb.
    :raises ObjectDoesNotExist: if the list is not there for this person.
    :raises BureauError: if a reason is missing or the list is too long.
    """
    listing = lay_out(kind, arguments, by=by, clear=clear, at=at)
    _check(listing, clear=clear, reason=reason)
    # One request of a person after the other, or two clicks would count the same rows.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    text = orjson.dumps(dict(arguments), option=orjson.OPT_SORT_KEYS).decode()
    same = {
        "by": by,
        "kind": kind.name,
        "arguments_hash": keyed_hash(text, purpose="export"),
        "form": form.value,
        "is_clear": clear,
    }
    standing = ExportRequest.objects.filter(**same, state__in=sorted(OPEN_EXPORTS)).first()
    if standing:
        return standing
    waits = needs_second_person(clear=clear, rows=listing.count, rows_before=_rows_of(by, at))
    request = ExportRequest(
        **same,
        batch=_batch(),
        title=listing.title[:200],
        reason=reason.strip() if clear else "",
        section_code=kind.section or "",
        institution=listing.institution,
        rows_asked=listing.count,
        state=ExportState.ASKED if waits else ExportState.QUEUED,
        asked_at=at,
    )
    request.arguments = text
    if not (waits or kind.is_at_once):
        request.job = queue_job(kind="build_export", by=by, institution=listing.institution, at=at)
    request.save(force_insert=True)
    act_on(request, "ask_export", by=by, at=at, after=request.state, why=request.reason)
    return request


def lay_out(
    kind: ExportKind, arguments: Mapping[str, str], *, by: User, clear: bool, at: datetime
) -> Listing:
    """Lay out a list for one person, who has the verb for it, as it stands on that day.

    :raises PermissionDenied: if the person lacks it.
    """
    needed = [kind.permission, *([kind.clear_permission] if clear else [])]
    if not by.is_active or not by.has_perms(needed) or (clear and not kind.clear_permission):
        raise PermissionDenied
    return kind.lay_out(by, arguments, clear, timezone.localdate(at))


def _check(listing: Listing, *, clear: bool, reason: str) -> None:
    if clear and not says_something(reason):
        raise BureauError(
            _("Names and numbers in the clear need a reason of at least %(n)s characters.")
            % {"n": MIN_REASON}
        )
    if listing.count > LARGEST_EXPORT:
        raise BureauError(
            _("%(n)s rows are too many for one file. Narrow the list down first.")
            % {"n": f"{listing.count:,}"}
        )


def _rows_of(by: User, at: datetime) -> int:
    """Count the rows in the clear that a person asked for in the last 24 hours."""
    taken = ExportRequest.objects.filter(by=by, is_clear=True, asked_at__gt=at - A_DAY)
    taken = taken.exclude(state__in=[ExportState.REFUSED.value, ExportState.FAILED.value])
    return taken.aggregate(rows=Sum("rows_asked"))["rows"] or 0


def _batch() -> str:
    return "".join(secrets.choice(BATCH_SIGNS) for _sign in range(BATCH_LENGTH))


@transaction.atomic
def approve_export(*, request: ExportRequest, by: User, at: datetime) -> ExportRequest:
    """Agree to a list in the clear as the second person; agreed twice, it is built once.

    :raises BureauError: if it was decided otherwise, or is one's own.
    """
    request = _waiting(request, by)
    if request.state != ExportState.ASKED:
        return request
    request.job = queue_job(
        kind="build_export", by=request.by, institution=request.institution, at=at
    )
    request.state, request.decided_by, request.decided_at = ExportState.QUEUED, by, at
    request.save(update_fields=["job", "state", "decided_by", "decided_at"])
    act_on(request, "approve_export", by=by, at=at, before=ExportState.ASKED, after=request.state)
    return request


@transaction.atomic
def refuse_export(*, request: ExportRequest, by: User, at: datetime, reason: str) -> ExportRequest:
    """Refuse a list in the clear, with a reason that its owner reads.

    :raises BureauError: if it was decided otherwise, is one's own, or there is no reason.
    """
    if not says_something(reason):
        raise BureauError(_("Please write why, in at least %(n)s characters.") % {"n": MIN_REASON})
    request = _waiting(request, by, refusing=True)
    if request.state != ExportState.ASKED:
        return request
    request.state, request.decided_by, request.decided_at = ExportState.REFUSED, by, at
    request.refusal = reason.strip()
    request.save(update_fields=["state", "decided_by", "decided_at", "refusal"])
    act_on(
        request, "refuse_export",
        by=by, at=at, before=ExportState.ASKED, after=request.state, why=request.refusal,
    )  # fmt: skip
    return request


def _waiting(request: ExportRequest, by: User, *, refusing: bool = False) -> ExportRequest:
    """Lock a request that waits for a second person, or that this person decided the same."""
    request = ExportRequest.objects.select_for_update().get(pk=request.pk)
    if request.by_id == by.pk:
        raise BureauError(_("Somebody else has to decide on your own export."))
    is_refused = request.state == ExportState.REFUSED
    decided_the_same = request.decided_by_id == by.pk and is_refused == refusing
    if request.state != ExportState.ASKED and not decided_the_same:
        raise BureauError(_("This export has been decided on already."))
    return request


def act_on(
    request: ExportRequest,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    before: str = "",
    after: str = "",
    why: str = "",
) -> None:
    record_act(
        verb=verb,
        kind="export",
        no=request.batch,
        by=by,
        at=at,
        institution=request.institution,
        before=str(before),
        after=str(after),
        why=why,
        facts={
            "list": request.kind,
            "title": request.title,
            "format": request.form,
            "clear": request.is_clear,
            "rows": request.rows_written
            if request.rows_written is not None
            else request.rows_asked,
        },
    )
