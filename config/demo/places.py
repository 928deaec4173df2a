"""Where the demo county's complaint phones hang: most of what is asked for, some of it missing."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from bureau.models import Institution, User
from bureau.rules import Role
from rectification.rules.postings import CheckResult, Zone
from rectification.services import places as services

SPOTS = (
    (Zone.OUTPATIENT, "门诊大厅入口东墙"),
    (Zone.WARD, "住院部一楼电梯口"),
    (Zone.OFFICE, "行政楼一楼公示栏"),
    (Zone.PUBLIC_HEALTH, "公共卫生科候诊区"),
    (Zone.OUTPATIENT, "收费挂号窗口旁"),
)
LACKING_EVERY = 4


def tell_places(*, day: date) -> None:
    """Hang the phones in every house; each fourth one lacks its last spot."""
    clerk = User.objects.filter(groups__name=Role.BUREAU_STAFF.value).order_by("pk").first()
    morning = _at(day - timedelta(days=30), 9)
    for number, house in enumerate(Institution.objects.order_by("code")):
        own = f"0539-22{51000 + number}"
        spots = SPOTS[: 4 if number % LACKING_EVERY == LACKING_EVERY - 1 else 5]
        for zone, spot in spots:
            _hang(house, zone, spot, own, clerk, morning)
        if house.is_level2_or_above:
            _hang_in_departments(house, own, clerk, morning, leaving_out=number % 2)
        _ring(house, own, clerk, day, answered=number % LACKING_EVERY != 1)


def _hang(house, zone, spot, own, by, at, department=None) -> None:
    place = services.register_place(
        institution=house, zone=zone, place=spot, department=department, own_number=own,
        bureau_number=settings.COMPLAINT_PHONE, by=by, at=at,
    )  # fmt: skip
    result = CheckResult.IN_ORDER
    services.check_place(place=place, result=result, by=by, at=at + timedelta(days=10))


def _hang_in_departments(house, own, by, at, *, leaving_out: int) -> None:
    departments = list(house.departments.order_by("name"))
    for department in departments[: len(departments) - leaving_out]:
        zone = Zone.WARD if department.is_ward else Zone.OUTPATIENT
        _hang(house, zone, f"{department.name}门口", own, by, at, department)


def _ring(house, own, by, day: date, *, answered: bool) -> None:
    """Ring once in the day and, where somebody answered, once at night."""
    calls = [(_at(day - timedelta(days=3), 10), 8), (_at(day - timedelta(days=2), 22), 25)]
    for called_at, seconds in calls if answered else calls[:1]:
        services.record_test_call(
            institution=house, number=own, called_at=called_at,
            answered_in_s=seconds if answered else None, by=by, at=called_at,
        )  # fmt: skip


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
