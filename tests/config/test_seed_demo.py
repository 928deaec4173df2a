"""The demo county: three months before a day, told through the services, once."""

from datetime import date
from io import StringIO

import openpyxl
import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from bureau.models import Institution, OfficerAssignment, Staff, User
from config.demo.books import OPEN_HOUSES
from config.demo.county import LOGINS, PASSWORD
from followups import selectors
from followups.models import FollowUpRecord, MonthlyRegister, MonthReport, SpotCheck
from followups.rules.register import RegisterState

NOVEMBER_8 = date(2026, 11, 8)
TOLD = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]


def seed():
    out = StringIO()
    call_command("seed_demo", "--on", NOVEMBER_8.isoformat(), "--months", "3", stdout=out)
    return out.getvalue()


def counted():
    models = (Institution, Staff, User, OfficerAssignment, MonthlyRegister, FollowUpRecord)
    return [model.objects.count() for model in (*models, MonthReport, SpotCheck)]


def open_registers(month):
    waiting = MonthlyRegister.objects.of_month(month).filter(arrived_on__isnull=True)
    return set(waiting.values_list("institution__code", flat=True))


@pytest.fixture
def county(db, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    return seed()


def test_the_newest_month_waits_for_three_houses_and_the_earlier_ones_are_closed(county, tmp_path):
    first = counted()

    months = MonthlyRegister.objects.order_by("month").values_list("month", flat=True)
    assert list(months.distinct()) == TOLD
    assert open_registers(TOLD[-1]) == set(OPEN_HOUSES)
    assert [selectors.is_closed(month) for month in TOLD] == [True, True, False]
    states = {
        register.standing(NOVEMBER_8).state
        for register in MonthlyRegister.objects.of_month(TOLD[1])
    }
    assert {RegisterState.ON_TIME, RegisterState.LATE, RegisterState.PARTIAL} <= states
    assert not SpotCheck.objects.filter(finished_at__isnull=True).exists()
    assert_everybody_can_sign_in(county)
    assert_books_wait(tmp_path)

    assert "kept as it is" in seed()
    assert counted() == first


def assert_everybody_can_sign_in(county):
    for login in LOGINS:
        user = authenticate(username=login.username, password=PASSWORD)
        assert user is not None, login.username
        assert user.roles == {login.role}
        assert login.username in county
    assert PASSWORD in county


def assert_books_wait(folder):
    books = sorted(folder.glob("var/demo/*.xlsx"))
    assert len(books) == len(OPEN_HOUSES)
    assert all(openpyxl.load_workbook(book).active.max_row > 10 for book in books)
