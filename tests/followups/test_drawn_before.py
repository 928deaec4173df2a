"""Each claim stands in one frame: earlier months are asked only as far back as a row can reach."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups import selectors, services
from followups.models import FollowUpRecord, SpotCheck
from tests.factories import IN_TIME, OCTOBER, rows, submitted

AUGUST, SEPTEMBER, NOVEMBER = (date(2026, month, 1) for month in (8, 9, 11))
DRAWN = datetime(2026, 12, 12, tzinfo=UTC)


def of_month(month, count=5, first=0, **values):
    given = {"discharged_on": month.replace(day=5), "followed_on": month.replace(day=9), **values}
    return rows(first + count, **given)[first:]


def drawn(house, month, given):
    services.open_month(min(month, AUGUST), at=IN_TIME)
    at = datetime(month.year, month.month + 1, 3, tzinfo=UTC)
    register = submitted(house, given, at=at, month=month).register
    return services.draw_spot_check(register=register, at=DRAWN)


@pytest.fixture
def three_months(hospital):
    return [drawn(hospital, month, of_month(month)) for month in (AUGUST, SEPTEMBER, OCTOBER)]


def keys(check):
    return {key for key, _department in check.frame}


@pytest.mark.long
def test_every_month_has_a_whole_frame_of_its_own_however_many_came_before(three_months):
    assert [len(check.frame) for check in three_months] == [5, 5, 5]
    assert [check.required for check in three_months] == [3, 3, 3]
    assert len(set.union(*map(keys, three_months))) == 15


@pytest.mark.long
def test_rows_of_earlier_months_sent_again_are_drawn_from_no_more_and_new_ones_are(
    hospital, three_months
):
    again = of_month(AUGUST, is_supplement=True)
    forgotten = of_month(AUGUST, count=2, first=20, is_supplement=True)

    check = drawn(hospital, NOVEMBER, [*again, *forgotten])

    august, *_later = three_months
    assert len(check.frame) == 2
    assert not keys(check) & keys(august)


@pytest.mark.long
def test_only_the_draws_since_the_oldest_discharge_are_asked(hospital, three_months):
    check = SpotCheck(register=three_months[-1].register, batch=2)
    own = [key for key, _department in three_months[-1].frame]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = selectors.drawn_before(check, own)

    assert found == set(own)
    [statement] = [one["sql"] for one in asked if '"frame"' in one["sql"]]
    assert "2026-10-01" in statement
    old = list(
        FollowUpRecord.objects.filter(discharged_on__lt=OCTOBER).values_list("pk", flat=True)
    )
    assert selectors.drawn_before(check, old) == set(old)
    assert selectors.drawn_before(check, []) == set()
