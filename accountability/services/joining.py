"""Two records of one person: proposed by one, approved by a second, undone by one with a reason.

A count split over two records misses some of it, a wrong joining counts somebody else's. So two
people say it, and one is enough to end it: what is wrongly counted must not wait for a second.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.models import SamePerson
from accountability.rules.words import LadderCode
from accountability.selectors import persons
from accountability.services.reconciling import reconcile_subject
from accountability.services.road_acts import RoadError, written
from bureau.models import Staff, User
from bureau.services import record_act

KIND = "same_person"


@transaction.atomic
def join_records(
    *, record: Staff, counts_as: Staff, reason: str, by: User, at: datetime
) -> SamePerson:
    """Propose that a record counts as another one. It holds once a second person approves.

    Said again by the same person in the same words it is one proposal.

    :raises RoadError: without a reason, for one's own record, in a chain, where the record waits
        or counts already, or where somebody was told of what counts for it.
    """
    record, counts_as = _locked(record, counts_as)
    reason = written(reason, ask=_("Please write how one knows that it is one person."))
    there = SamePerson.objects.there().filter(record=record).first()
    if there and (there.counts_as_id, there.proposed_by_id, there.reason) == (
        counts_as.pk, by.pk, reason,
    ):  # fmt: skip
        return there
    if there:
        raise RoadError(_("This record counts as another one already, or waits for it."))
    _lacking_nothing(persons.lacks_to_join(record, counts_as, by=by))
    row = SamePerson.objects.create(
        record=record, counts_as=counts_as, reason=reason, proposed_by=by, proposed_at=at
    )
    _record_act(row, "join_records", by=by, at=at, why=reason)
    return row


@transaction.atomic
def approve_joining(*, row: SamePerson, by: User, at: datetime) -> SamePerson:
    """Say the second word: from now on what counts for either counts for one of them.

    :raises RoadError: for whoever proposed it or whose records they are, where it was undone, or
        where somebody was told meanwhile of what counts for the record that is moved.
    """
    row = _held(row)
    if row.approved_by_id == by.pk and row.undone_at is None:
        return row
    _lacking_nothing(persons.lacks_to_approve(row, by=by))
    row.approved_by, row.approved_at = by, at
    row.save(update_fields=["approved_by", "approved_at"])
    _record_act(row, "approve_joining", by=by, at=at)
    _settle(row, by=by, at=at)
    return row


@transaction.atomic
def undo_joining(*, row: SamePerson, reason: str, by: User, at: datetime) -> SamePerson:
    """End it, approved or not: each record counts for itself again, as if it never was.

    What somebody was told of then loses its ground, and its taking back is proposed.

    :raises RoadError: without a reason, for one's own records, or where it is undone already.
    """
    row = _held(row)
    reason = written(reason, ask=_("Please write why it is not so."))
    if row.undone_at and (row.undone_by_id, row.why_undone) == (by.pk, reason):
        return row
    _lacking_nothing(persons.lacks_to_undo(row, by=by))
    row.undone_by, row.undone_at, row.why_undone = by, at, reason
    row.save(update_fields=["undone_by", "undone_at", "why_undone"])
    _record_act(row, "undo_joining", by=by, at=at, why=reason)
    if row.approved_at:
        _settle(row, by=by, at=at)
    return row


def _locked(*records: Staff) -> list[Staff]:
    """Hold both records, in one order: nobody counts or joins them meanwhile."""
    rows = Staff.objects.select_for_update(of=("self",), no_key=True).select_related("institution")
    found = {one.pk: one for one in rows.filter(pk__in={one.pk for one in records}).order_by("pk")}
    return [found[one.pk] for one in records]


def _held(row: SamePerson) -> SamePerson:
    _locked(row.record, row.counts_as)
    return SamePerson.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _lacking_nothing(missing: str) -> None:
    if missing:
        raise RoadError(missing)


def _settle(row: SamePerson, *, by: User, at: datetime) -> None:
    """Count both anew at once; what follows for houses and heads the clock brings in step."""
    for ladder in (LadderCode.STAFF, LadderCode.JOINT):
        for subject in (row.record_id, row.counts_as_id):
            reconcile_subject(ladder=ladder, subject=subject, by=by, at=at)


def _record_act(row: SamePerson, verb: str, *, by: User, at: datetime, why: str = "") -> None:
    """Write what was said of two records; no institution reads it."""
    facts = {"record": row.record.staff_no, "counts_as": row.counts_as.staff_no}
    record_act(verb=verb, kind=KIND, no=row.pk, by=by, at=at, why=why, facts=facts)
