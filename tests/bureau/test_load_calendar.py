from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bureau.models import CalendarDay, CalendarYear
from bureau.selectors import work_calendar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("times", [1, 2])
def test_loading_a_year_again_changes_nothing(times):
    CalendarDay.objects.filter(day__year=2026).delete()

    for _ in range(times):
        call_command("load_calendar", "2026", stdout=StringIO())

    assert work_calendar().add_workdays(date(2026, 2, 13), 5) == date(2026, 2, 27)
    assert CalendarYear.objects.filter(year=2026).count() == 1


def test_a_year_without_a_notice_is_refused_and_stays_provisional():
    with pytest.raises(CommandError, match="2031"):
        call_command("load_calendar", "2031")

    assert work_calendar().is_provisional(date(2031, 1, 1))


def test_the_source_of_a_year_is_the_notice_and_names_no_package(db):
    sources = set(CalendarYear.objects.values_list("source", flat=True))

    assert sources == {"国务院办公厅节假日安排通知"}
