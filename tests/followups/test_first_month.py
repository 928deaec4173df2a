"""The first month of the register: nothing before it is opened by a slip in the year."""

from datetime import UTC, date, datetime

import pytest

from bureau.models import StoredFile
from followups import selectors, services
from followups.models import MonthlyRegister, MonthReport
from tests.factories import AFTER_CLOSING, CLOSING, IN_TIME, OCTOBER, InstitutionFactory
from tests.followups.submissions import report_nil

LONG_AGO, A_YEAR_AGO = date(2024, 1, 1), date(2025, 10, 1)
SEPTEMBER, NOVEMBER = date(2026, 9, 1), date(2026, 11, 1)


def handed_in(institution, month):
    return services.receive_upload(
        institution=institution, month=month, name="a.xlsx", content=b"", by=None, at=IN_TIME
    )


def months():
    return sorted(set(MonthlyRegister.objects.values_list("month", flat=True)))


def test_a_month_before_the_first_is_not_closed_and_opens_nothing(hospital):
    services.open_month(OCTOBER, at=IN_TIME)

    with pytest.raises(services.RegisterError):
        services.close_month(month=LONG_AGO, at=AFTER_CLOSING)
    services.reconcile(at=AFTER_CLOSING)

    assert (months(), MonthReport.objects.count()) == ([OCTOBER, NOVEMBER], 1)


def test_on_a_new_system_the_month_before_this_one_is_the_first(hospital):
    for month in (LONG_AGO, A_YEAR_AGO, SEPTEMBER):
        with pytest.raises(services.RegisterError):
            handed_in(hospital, month)

    handed_in(hospital, OCTOBER)

    assert months() == [OCTOBER]


def test_a_register_of_the_month_under_way_does_not_shut_the_month_before(hospital):
    handed_in(hospital, NOVEMBER)

    handed_in(hospital, OCTOBER)

    assert months() == [OCTOBER, NOVEMBER]


def test_no_nil_report_is_taken_for_a_month_before_the_first(hospital):
    with pytest.raises(services.RegisterError):
        services.file_nil_report(institution=hospital, month=A_YEAR_AGO, by=None, at=IN_TIME)

    assert months() == []
    assert report_nil(hospital).number == 1


def test_a_month_opened_on_purpose_is_the_first_from_then_on(hospital):
    services.open_month(SEPTEMBER, at=IN_TIME)

    assert services.close_month(month=SEPTEMBER, at=IN_TIME).month == SEPTEMBER
    assert selectors.first_month(NOVEMBER) == SEPTEMBER
    assert handed_in(hospital, SEPTEMBER).register.month == SEPTEMBER


def test_who_owes_nothing_can_hand_nothing_in(hospital):
    clinic = InstitutionFactory(kind="village_clinic", grade="0")

    with pytest.raises(services.RegisterError):
        handed_in(clinic, OCTOBER)
    with pytest.raises(services.RegisterError):
        report_nil(clinic)

    assert (months(), StoredFile.objects.exists()) == ([], False)


def test_who_has_a_register_keeps_it_though_it_owes_none_any_more(township):
    services.open_month(OCTOBER, at=IN_TIME)
    township.active_to = date(2026, 9, 30)
    township.save()

    assert handed_in(township, OCTOBER).register.institution == township


def test_a_closed_month_keeps_its_registers_whoever_opens_or_closes(hospital, township):
    services.close_month(month=OCTOBER, at=CLOSING)
    township.active_to = date(2026, 9, 30)
    township.save()
    InstitutionFactory(kind="township_center")

    assert services.open_month(OCTOBER, at=IN_TIME) == 0
    services.close_month(month=OCTOBER, at=AFTER_CLOSING)

    registers = MonthlyRegister.objects.of_month(OCTOBER)
    assert {one.institution for one in registers} == {hospital, township}


def test_a_slip_in_the_year_at_the_console_changes_nothing(hospital):
    services.open_month(OCTOBER, at=IN_TIME)

    with pytest.raises(services.RegisterError):
        handed_in(hospital, date(2024, 12, 1))
    services.reconcile(at=datetime(2026, 11, 8, tzinfo=UTC))

    assert months() == [OCTOBER, NOVEMBER]
