"""Until when something is due: in every place the day that is over by then, or its hour."""

import pytest
import time_machine
from django.utils.translation import override

from bureau.calendar import WorkCalendar
from complaints import exports, wording
from tests.complaints.conftest import moment

MIDNIGHT = moment("2026-11-24", hour=0)


def test_midnight_is_the_day_before_and_an_hour_is_written():
    with override("zh-hans"):
        assert wording.due_words(MIDNIGHT) == "2026-11-23"
        assert wording.due_words(moment("2026-11-23", hour=23, minute=3)) == "2026-11-23 23:03"
        assert wording.due_words(None) == ""


@pytest.mark.parametrize(
    ("due", "now", "said"),
    [
        (moment("2026-11-22", hour=3), moment("2026-11-22", hour=21), "Overdue 18 hours"),
        (moment("2026-11-22", hour=3), moment("2026-11-22", hour=3), "Overdue 1 hour"),
        (moment("2026-11-20", hour=3), moment("2026-11-22", hour=3), "Overdue 1 day"),
        (moment("2026-11-23", hour=0), moment("2026-11-23", hour=9), "Overdue 1 day"),
    ],
)
def test_what_is_due_by_the_hour_is_overdue_by_hours_on_its_first_day(due, now, said):
    chip = wording.until(due, now, calendar=WorkCalendar({}))

    assert (chip.tone, chip.label) == ("danger", said)


@pytest.mark.long
@pytest.mark.django_db
def test_the_admin_and_the_list_that_leaves_the_house_name_the_day_of_the_page(desk, client):
    case = desk.dispatched()
    case.next_due_at = MIDNIGHT
    case.save(update_fields=["next_due_at"])
    client.force_login(desk.clerk)

    with time_machine.travel(moment("2026-11-10"), tick=False):
        listed = client.get("/admin/complaints/case/").content.decode()
        shown = client.get(f"/admin/complaints/case/{case.pk}/change/").content.decode()

    assert "23 Nov 2026" in listed
    assert "23 Nov 2026" in shown
    assert "24 Nov" not in listed + shown
    assert "2026-11-23" in exports.cells_of(case)
