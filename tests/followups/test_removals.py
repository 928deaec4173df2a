"""A row handed in by mistake is taken out as a step of its own, with its reason."""

from datetime import timedelta

import pytest

from bureau.models import Act, Notice
from followups import services
from followups.models import FollowUpRecord, MonthReport, RegisterRow, RowRemoval
from tests.callers import Caller
from tests.factories import AFTER_CLOSING, IN_TIME, OCTOBER, rows, submitted
from tests.followups.pages import url

WHY = "错把外院患者报入"
LATER = IN_TIME + timedelta(hours=1)


@pytest.fixture
def register(hospital):
    return submitted(hospital, rows(3)).register


def take_out(record, clerk, *, at=IN_TIME, reason=WHY):
    return services.remove_row(record=record, reason=reason, by=clerk, at=at)


@pytest.mark.long
def test_a_row_taken_out_counts_no_more_and_stays_in_its_file_and_its_house_is_told(
    register, officer, clerk
):
    record = register.records.first()

    removal = take_out(record, clerk)
    again = take_out(record, clerk)

    assert (register.records.count(), RegisterRow.objects.count()) == (2, 3)
    assert (removal.inpatient_no, removal.reason, again) == (record.inpatient_no, WHY, None)
    assert Act.objects.get(verb="remove_row").why == WHY
    assert WHY in Notice.objects.get(recipient=officer).text


def test_handed_in_once_more_it_stands_again(register, hospital, clerk):
    take_out(register.records.first(), clerk)

    submitted(hospital, rows(3))

    assert register.records.count() == 3


@pytest.mark.parametrize(("reason", "at"), [("错了", IN_TIME), (WHY, AFTER_CLOSING)])
def test_no_row_goes_without_a_reason_or_once_the_figures_are_frozen(register, clerk, reason, at):
    with pytest.raises(services.RegisterError):
        take_out(register.records.first(), clerk, reason=reason, at=at)

    assert register.records.count() == 3


def test_the_only_row_stays_for_the_register_would_be_none(hospital, clerk):
    record = submitted(hospital, rows(1)).register.records.get()

    with pytest.raises(services.RegisterError):
        take_out(record, clerk)

    assert FollowUpRecord.objects.exists()


@pytest.mark.long
def test_the_frozen_figures_leave_out_what_was_taken_out_before_them(register, hospital, clerk):
    take_out(register.records.first(), clerk, at=LATER)
    submitted(hospital, rows(5)[3:], at=AFTER_CLOSING)

    services.close_month(month=OCTOBER, at=AFTER_CLOSING)

    [line] = MonthReport.objects.get(kind="final").figures["lines"]
    assert line["rates"]["discharged"] == 2


@pytest.mark.long
def test_a_clerk_takes_a_row_out_on_its_page_and_the_houses_system_reads_so(
    sign_in, register, clerk, time_machine
):
    time_machine.move_to(IN_TIME, tick=False)
    place = url("remove_row", register.records.first().pk)
    client = sign_in(clerk)

    short = client.post(place, {"reason": "错了"})
    done = client.post(place, {"reason": WHY})
    face = Caller(register.institution).get("/api/v1/registers/2026-10/").json()

    assert (short.status_code, done.status_code) == (200, 302)
    assert RowRemoval.objects.get().by == clerk
    assert [one["reason"] for one in face["rows_taken_out"]] == [WHY]


@pytest.mark.long
def test_once_the_figures_are_frozen_no_row_is_offered_to_be_taken_out(
    sign_in, register, clerk, time_machine
):
    time_machine.move_to(IN_TIME, tick=False)
    of_rows = url("rows", register.institution.code, register.month)
    of_row = url("remove_row", register.records.first().pk)
    assert of_row in sign_in(clerk).get(of_rows).content.decode()

    time_machine.move_to(AFTER_CLOSING, tick=False)
    services.close_month(month=OCTOBER, at=AFTER_CLOSING)

    assert of_row not in sign_in(clerk).get(of_rows).content.decode()
