"""What comes after the month is closed, nil reports, and reminders."""

from datetime import UTC, date, datetime, timedelta

import pytest

from followups import selectors, services
from followups.models import FollowUpRecord, MonthlyRegister, RegisterVersion, Reminder
from followups.rules.register import RegisterState, Standing
from followups.rules.words import Outcome
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    LAST_SECOND,
    OCTOBER,
    RegisterFactory,
    row,
    rows,
    staged,
    submitted,
)
from tests.followups.submissions import A_SECOND, BAD_ROW, counts, register_of, report_nil, stands

# --- After the month is closed ---------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("reason", ["", "   "])
def test_after_the_lock_a_correction_without_a_reason_is_refused(hospital, reason):
    submitted(hospital, rows(3))
    services.close_month(month=OCTOBER, at=CLOSING)
    upload = staged(hospital, rows(3, phone="13900000000"), at=AFTER_CLOSING)

    with pytest.raises(services.RegisterError):
        services.submit_upload(upload=upload, by=None, at=AFTER_CLOSING, reason=reason)

    assert RegisterVersion.objects.count() == 1
    assert not FollowUpRecord.objects.filter(version__number=2).exists()


@pytest.mark.long
def test_after_the_lock_a_correction_with_a_reason_is_version_two_and_listed(hospital):
    submitted(hospital, rows(3))
    services.close_month(month=OCTOBER, at=CLOSING)

    version = submitted(
        hospital, rows(3, phone="13900000000"), at=AFTER_CLOSING, reason=" 电话号码录错 "
    )

    assert (version.number, version.reason, version.after_closing) == (2, "电话号码录错", True)
    listed = selectors.versions_after_closing(MonthlyRegister.objects.all(), month=OCTOBER)
    assert list(listed) == [version]


def test_the_file_may_have_come_before_the_lock_and_still_needs_its_reason(hospital):
    upload = staged(hospital, rows(3), at=LAST_SECOND)
    services.close_month(month=OCTOBER, at=AFTER_CLOSING)

    with pytest.raises(services.RegisterError):
        services.submit_upload(upload=upload, by=None, at=AFTER_CLOSING)

    version = services.submit_upload(upload=upload, by=None, at=AFTER_CLOSING, reason="忘记提交了")
    assert version.after_closing
    assert stands(hospital) == Standing(RegisterState.LATE, 2)


# --- Nil reports -----------------------------------------------------------------------------


FIRST_OF_NOVEMBER = datetime(2026, 10, 31, 16, tzinfo=UTC)


def test_a_nil_report_counts_as_on_time_and_is_made_once(hospital):
    first = report_nil(hospital, at=LAST_SECOND)
    again = report_nil(hospital, at=AFTER_CLOSING)

    assert again == first
    assert (first.number, first.upload, counts(first)) == (1, None, (0, 0, 0, 0))
    assert stands(hospital) == Standing(RegisterState.NIL)


def test_a_nil_report_after_the_tenth_is_late(hospital):
    report_nil(hospital, at=CLOSING)

    assert stands(hospital) == Standing(RegisterState.LATE, 1)


def test_a_nil_report_before_the_month_is_over_is_refused(hospital):
    with pytest.raises(services.RegisterError):
        report_nil(hospital, at=FIRST_OF_NOVEMBER - A_SECOND)
    assert not RegisterVersion.objects.exists()

    report_nil(hospital, at=FIRST_OF_NOVEMBER)

    assert register_of(hospital).is_nil


def test_where_rows_were_handed_in_a_nil_report_is_refused(hospital):
    submitted(hospital, rows(1))

    with pytest.raises(services.RegisterError):
        report_nil(hospital)

    assert (register_of(hospital).is_nil, RegisterVersion.objects.count()) == (False, 1)


def test_after_the_lock_a_nil_report_needs_a_reason(hospital):
    services.close_month(month=OCTOBER, at=CLOSING)
    with pytest.raises(services.RegisterError):
        report_nil(hospital, at=AFTER_CLOSING)

    version = report_nil(hospital, at=AFTER_CLOSING, reason="科室漏报一份")

    assert (version.after_closing, version.reason) == (True, "科室漏报一份")


def test_rows_handed_in_after_a_nil_report_make_it_an_ordinary_register(hospital):
    report_nil(hospital)

    version = submitted(hospital, rows(2), at=LAST_SECOND)

    assert (version.number, counts(version)) == (2, (2, 0, 0, 0))
    assert stands(hospital) == Standing(RegisterState.ON_TIME)


@pytest.mark.parametrize(
    ("at", "given", "standing"),
    [
        (CLOSING, rows(2), Standing(RegisterState.LATE, 1)),
        (LAST_SECOND, [*rows(2), BAD_ROW], Standing(RegisterState.PARTIAL)),
    ],
    ids=["whole and late", "in part"],
)
def test_a_nil_report_that_was_none_takes_no_day_and_no_row_on_credit(
    hospital, at, given, standing
):
    report_nil(hospital)

    submitted(hospital, given, at=at)

    assert stands(hospital) == standing


# --- Reminders -------------------------------------------------------------------------------


def test_who_owes_a_register_is_reminded_once_a_day(township, clerk):
    register = RegisterFactory(institution=township)

    reminded = [
        services.remind(registers=[register], by=clerk, at=at)
        for at in (IN_TIME, IN_TIME + timedelta(hours=8), IN_TIME + timedelta(days=1))
    ]

    assert reminded == [1, 0, 1]
    assert Reminder.objects.filter(register=register, by=clerk).count() == 2


def test_midnight_in_shanghai_begins_the_next_day_of_reminders(township, clerk):
    register = RegisterFactory(institution=township)
    midnight = datetime(2026, 11, 11, 16, tzinfo=UTC)

    assert services.remind(registers=[register], by=clerk, at=midnight - A_SECOND) == 1
    assert services.remind(registers=[register], by=clerk, at=midnight) == 1


def test_who_has_handed_in_is_not_reminded(hospital, clerk):
    register = submitted(hospital, rows(1)).register

    assert services.remind(registers=[register], by=clerk, at=IN_TIME) == 0
    assert not Reminder.objects.exists()


def test_a_second_call_handed_in_alone_leaves_the_first_standing(hospital):
    submitted(hospital, [row(2)])

    submitted(hospital, [row(2, followed_on=date(2026, 10, 20), outcome=Outcome.NO_ANSWER)])

    standing = FollowUpRecord.objects.order_by("seq").values_list("seq", "outcome")
    assert list(standing) == [(1, Outcome.REACHED_PATIENT), (2, Outcome.NO_ANSWER)]
