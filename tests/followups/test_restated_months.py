"""A row of a closed month changes only with a reason, whichever month's register brings it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from followups import selectors, services
from followups.models import FollowUpRecord, MonthlyRegister
from followups.rules.words import Outcome
from tests.factories import CLOSING, IN_TIME, OCTOBER, row, rows, staged, submitted
from tests.followups.pages import url

NOVEMBER = date(2026, 11, 1)
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
WHY = "电话登记有误"


@pytest.fixture(autouse=True)
def _closed(hospital):
    pending = {"outcome": Outcome.PENDING, "followed_on": None}
    submitted(hospital, [*rows(5), row(50, **pending)])
    services.close_month(month=OCTOBER, at=CLOSING + timedelta(hours=1))


def in_november(hospital, *given, reason=""):
    return submitted(hospital, list(given), at=AT, month=NOVEMBER, reason=reason)


def supplement(number, **values):
    return row(number, is_supplement=True, **values)


def listed(month=OCTOBER):
    return list(selectors.versions_after_closing(MonthlyRegister.objects.all(), month=month))


def phone():
    return FollowUpRecord.objects.get(inpatient_no="ZY00002").phone.reveal()


@pytest.mark.long
def test_without_a_reason_a_later_months_register_changes_no_row_of_a_closed_one(hospital):
    stood = phone()

    with pytest.raises(services.RegisterError, match="2026-10"):
        in_november(hospital, supplement(2, phone="13900000000"), reason=" ")

    assert (phone(), listed()) == (stood, [])


@pytest.mark.long
def test_with_one_it_does_and_stands_on_the_closed_months_list(hospital):
    version = in_november(hospital, supplement(2, phone="13900000000"), reason=WHY)

    assert (phone(), version.reason, version.restates) == ("13900000000", WHY, ["2026-10"])
    assert not version.after_closing
    assert listed() == [version]
    assert listed(NOVEMBER) == []


@pytest.mark.long
def test_handed_in_again_the_same_row_changes_nothing_and_asks_for_nothing(hospital):
    version = in_november(hospital, supplement(2, phone="13900000000"), reason=WHY)

    assert in_november(hospital, supplement(2, phone="13900000000")) == version


@pytest.mark.long
@pytest.mark.parametrize(
    "given",
    [supplement(90), supplement(50), row(91, discharged_on=NOVEMBER, followed_on=AT.date())],
    ids=["nobody known", "a follow-up that was owed", "the month's own"],
)
def test_what_changes_nothing_that_stood_closed_needs_no_reason(hospital, given):
    version = in_november(hospital, given)

    assert (version.reason, version.restates, listed()) == ("", [], [])


@pytest.mark.long
def test_the_page_asks_for_the_reason_and_the_report_shows_it(
    hospital, officer, clerk, sign_in, settings
):
    settings.LANGUAGE_CODE = "en"
    services.open_month(NOVEMBER, at=IN_TIME)
    given = [supplement(2, phone="13900000000")]
    upload = staged(hospital, given, at=AT, month=NOVEMBER)
    with time_machine.travel(AT):
        page = sign_in(officer).get(url("upload_detail", upload.pk)).content.decode()
        services.submit_upload(upload=upload, by=officer, at=AT, reason=WHY)
        report = sign_in(clerk).get(url("report", "2026-10")).content.decode()

    assert "Rows of a month that is closed change." in page
    assert 'name="reason"' in page
    assert WHY in report
    assert "in the register of 2026-11" in report
