"""Where people work: a transfer ends one placement and begins the next; history is kept."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Department, Institution, Placement, Staff
from bureau.services.acts import Doer, record_act
from bureau.services.directory import DirectoryError

A_DAY = timedelta(days=1)


@transaction.atomic
def transfer_staff(
    *,
    staff: Staff,
    to: Institution,
    from_on: date,
    by: Doer | None,
    at: datetime,
    department: Department | None = None,
    position: str = "",
    staff_no: str = "",
    why: str = "",
) -> Placement:
    """Let a person work elsewhere from a day on; what is left empty goes along as it is.

    The placement before ends the day before; one that began on the very day was a slip and is
    put right. Asked again for the same nothing changes.

    :raises DirectoryError: if the day is yet to come or not after the last move, if the person
        has left, or if department or number do not fit the new house.
    """
    staff = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    position, staff_no = position or staff.position, staff_no or staff.staff_no
    asked = Placement(
        staff=staff, institution=to, department=department, staff_no=staff_no, position=position,
        from_on=from_on,
    )  # fmt: skip
    standing = staff.placements.filter(to_on=None).first()
    if standing and _says(standing) == _says(asked):
        return standing
    _check_transfer(asked, from_on, timezone.localdate(at))
    old_place = staff.institution
    placement = _begin(asked, from_on, standing)
    staff.institution, staff.department = to, department
    staff.position, staff.staff_no = position, staff_no
    staff.save(update_fields=["institution", "department", "position", "staff_no"])
    _record(placement, by, at, left=old_place, why=why)
    return placement


def _says(placement: Placement) -> tuple:
    return (
        placement.institution_id,
        placement.department_id,
        placement.staff_no,
        placement.position,
        placement.from_on,
    )


def _check_transfer(asked: Placement, from_on: date, today: date) -> None:
    if from_on > today:
        raise DirectoryError(_("A transfer is entered on its day or afterwards."))
    if asked.department and asked.department.institution_id != asked.institution_id:
        raise DirectoryError(_("This department belongs to another institution."))
    others = Staff.objects.exclude(pk=asked.staff_id).filter(institution=asked.institution)
    if others.filter(staff_no=asked.staff_no).exists():
        said = _("The staff number %(number)s is taken there. Give another one.")
        raise DirectoryError(said % {"number": asked.staff_no})


def _begin(asked: Placement, from_on: date, standing: Placement | None) -> Placement:
    """End the standing placement and begin the next; on the very day put the standing one right."""
    if standing is None:
        raise DirectoryError(_("This person has left: enter the return on the roster first."))
    if standing.from_on and from_on < standing.from_on:
        said = _("This person has worked where they are since %(day)s only.")
        raise DirectoryError(said % {"day": standing.from_on})
    if from_on == standing.from_on:
        asked.pk = standing.pk
    else:
        standing.to_on = from_on - A_DAY
        standing.save(update_fields=["to_on"])
    asked.save()
    return asked


@transaction.atomic
def place_staff(*, staff: Collection[Staff], by: Doer | None, at: datetime) -> int:
    """Bring placements into step with what the roster says of these people; return how many were.

    Somebody new works there since before anybody wrote it down. Another department or position
    holds from today on; one that was not known is filled in.

    :raises DirectoryError: if somebody left before they came.
    """
    today = timezone.localdate(at)
    latest: dict[int, Placement] = {}
    known = Placement.objects.filter(staff__in=staff).select_related("institution")
    for placement in known.latest_first().reverse():
        latest[placement.staff_id] = placement
    new = [_first(one) for one in staff if one.pk not in latest]
    Placement.objects.bulk_create(new)
    brought = [_in_step(one, latest[one.pk], today) for one in staff if one.pk in latest]
    moved = [placement for placement in brought if placement]
    for placement in moved:
        _record(placement, by, at, verb="place_staff")
    _record_new(new, by, at)
    return len(new) + len(moved)


def _first(staff: Staff) -> Placement:
    return Placement(
        staff=staff,
        institution=staff.institution,
        department=staff.department,
        staff_no=staff.staff_no,
        position=staff.position,
        to_on=staff.active_to,
    )


def check_placement(*, staff: Staff, at: datetime) -> None:
    """Refuse what `place_staff` would, before anything is saved.

    :raises DirectoryError: if somebody left before they came.
    """
    standing = Placement.objects.filter(staff=staff).latest_first().first()
    if standing:
        _asked(staff, standing, timezone.localdate(at))


def _in_step(staff: Staff, standing: Placement, today: date) -> Placement | None:
    """Bring one person's latest placement into step; None if it is."""
    asked = _asked(staff, standing, today)
    if asked is None:
        return None
    if asked.pk is None and not _is_back(staff, standing):
        standing.to_on = today - A_DAY
        standing.save(update_fields=["to_on"])
    asked.save()
    return asked


def _asked(staff: Staff, standing: Placement, today: date) -> Placement | None:
    """Say what follows on the latest placement, or how it ought to read; None if it does.

    What follows has no key yet.
    """
    asked = _first(staff)
    same = _says(asked)[:4] == _says(standing)[:4]
    if same and standing.to_on == staff.active_to:
        return None
    is_move = _is_move(asked, standing) and standing.from_on != today
    if is_move or _is_back(staff, standing):
        asked.from_on = today
    else:
        asked.pk, asked.from_on = standing.pk, standing.from_on
    if asked.from_on and asked.to_on and asked.to_on < asked.from_on:
        raise DirectoryError(_("A placement cannot end before it begins."))
    return asked


def _is_back(staff: Staff, standing: Placement) -> bool:
    return standing.to_on is not None and staff.active_to is None


def _is_move(asked: Placement, standing: Placement) -> bool:
    """Tell a move from what was only filled in."""
    department = standing.department_id and asked.department_id != standing.department_id
    return bool(department or (standing.position and asked.position != standing.position))


def _record(
    placement: Placement,
    by: Doer | None,
    at: datetime,
    *,
    verb: str = "transfer_staff",
    left: Institution | None = None,
    why: str = "",
) -> None:
    facts = {"name": placement.staff.name, "position": placement.position}
    if left:
        facts["left"] = left.code
    if placement.from_on:
        facts["from_on"] = placement.from_on.isoformat()
    if placement.department:
        facts["department"] = placement.department.name
    record_act(
        verb=verb, kind="staff", no=placement.staff_id, by=by, at=at,
        institution=placement.institution, why=why, facts=facts,
        before=left.name[:40] if left else "", after=placement.institution.name[:40],
    )  # fmt: skip


def _record_new(new: Collection[Placement], by: Doer | None, at: datetime) -> None:
    """One act for each house: a first roster of five hundred people is one thing that happened."""
    for house in {placement.institution for placement in new}:
        count = sum(placement.institution == house for placement in new)
        record_act(
            verb="place_staff", kind="institution", no=house.code, by=by, at=at,
            institution=house, facts={"count": count},
        )  # fmt: skip
