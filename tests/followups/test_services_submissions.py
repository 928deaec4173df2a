"""A checked file becomes a version: wholly or not at all, once, on time or late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import InternalError, connection

from followups import selectors, services
from followups.models import FollowUpRecord, MonthlyRegister, RegisterVersion
from followups.rules.register import RegisterState, Standing
from followups.rules.words import UploadState
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    LAST_SECOND,
    OCTOBER,
    InstitutionFactory,
    row,
    rows,
    staged,
    submitted,
)
from tests.followups.submissions import A_SECOND, BAD_ROW, NEXT_YEAR, counts, register_of, stands

# --- What is submitted, once and wholly ------------------------------------------------------


def test_a_checked_file_becomes_version_one_and_its_rows_stand(hospital, officer):
    upload = staged(hospital, rows(3))

    version = services.submit_upload(upload=upload, by=officer, at=IN_TIME)

    assert (version.number, counts(version)) == (1, (3, 0, 0, 0))
    assert (version.by, version.submitted_at, version.arrived_at) == (officer, IN_TIME, IN_TIME)
    assert version.receipt_no == "371323A01-202610-1"
    assert set(FollowUpRecord.objects.values_list("version", flat=True)) == {version.pk}
    register = register_of(hospital)
    assert (register.arrived_on, register.completed_on) == (date(2026, 11, 8), date(2026, 11, 8))


def test_submitting_the_same_file_again_returns_the_version_there_is(hospital):
    upload = staged(hospital, rows(3))
    first = services.submit_upload(upload=upload, by=None, at=IN_TIME)

    again = services.submit_upload(upload=upload, by=None, at=LAST_SECOND)

    assert again == first
    assert (RegisterVersion.objects.count(), FollowUpRecord.objects.count()) == (1, 3)


@pytest.mark.long
def test_the_same_rows_handed_in_again_change_nothing_and_make_no_version(hospital):
    first = submitted(hospital, rows(940))
    before = list(FollowUpRecord.objects.order_by("pk").values())
    upload = staged(hospital, rows(940))

    again = services.submit_upload(upload=upload, by=None, at=LAST_SECOND)
    once_more = services.submit_upload(upload=upload, by=None, at=LAST_SECOND)

    assert (upload.rows_new, upload.rows_unchanged) == (0, 940)
    assert again == once_more == first
    assert RegisterVersion.objects.count() == 1
    assert list(FollowUpRecord.objects.order_by("pk").values()) == before


def test_thirty_corrected_rows_are_updated_and_what_the_first_version_said_stays_readable(
    hospital,
):
    first = submitted(hospital, rows(100))
    corrected = [*rows(30, phone="13900000000"), *rows(100)[30:]]

    second = submitted(hospital, corrected)

    assert (second.number, counts(second)) == (2, (0, 30, 70, 0))
    assert FollowUpRecord.objects.count() == 100
    record = FollowUpRecord.objects.get(inpatient_no="ZY00002")
    assert (record.version, record.phone.reveal()) == (second, "13900000000")
    before = first.upload.rows.get(inpatient_no="ZY00002")
    assert before.phone.reveal() == "13800000002"
    untouched = FollowUpRecord.objects.get(inpatient_no="ZY00032")
    assert untouched.version == first


def test_a_supplement_adds_to_the_same_register(hospital):
    submitted(hospital, rows(3))

    second = submitted(hospital, [row(77)])

    assert (second.number, counts(second)) == (2, (1, 0, 0, 0))
    assert FollowUpRecord.objects.count() == 4


@pytest.fixture
def _failing_at_row_700(db):
    """Let the database fail at one row of a commit, as a full disk would."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            CREATE FUNCTION fail_at_700() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE 'disk full'; END $$;
            CREATE TRIGGER fail_at_700 BEFORE INSERT ON followups_followuprecord
            FOR EACH ROW WHEN (NEW.inpatient_no = 'ZY00701') EXECUTE FUNCTION fail_at_700()
            """
        )


@pytest.mark.usefixtures("_failing_at_row_700")
def test_when_the_database_fails_at_row_700_nothing_of_the_file_persists(hospital):
    upload = staged(hospital, rows(940))

    with pytest.raises(InternalError, match="disk full"):
        services.submit_upload(upload=upload, by=None, at=IN_TIME)

    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKED
    assert not FollowUpRecord.objects.exists()
    assert not RegisterVersion.objects.exists()
    assert register_of(hospital).arrived_on is None


@pytest.mark.usefixtures("_failing_at_row_700")
def test_after_a_failed_commit_the_same_file_can_be_submitted_once_more(hospital):
    upload = staged(hospital, rows(940))
    with pytest.raises(InternalError):
        services.submit_upload(upload=upload, by=None, at=IN_TIME)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER fail_at_700 ON followups_followuprecord")

    version = services.submit_upload(upload=upload, by=None, at=IN_TIME)

    assert (version.number, counts(version)) == (1, (940, 0, 0, 0))


def test_a_file_without_a_single_good_row_is_refused(hospital):
    upload = staged(hospital, [BAD_ROW])

    with pytest.raises(services.RegisterError):
        services.submit_upload(upload=upload, by=None, at=IN_TIME)

    assert register_of(hospital).arrived_on is None


def test_a_file_that_waits_to_be_read_is_refused(hospital):
    upload = services.receive_upload(
        institution=hospital, month=OCTOBER, name="a", content=b"", by=None, at=IN_TIME
    )

    with pytest.raises(services.RegisterError):
        services.submit_upload(upload=upload, by=None, at=IN_TIME)


# --- On time ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        (LAST_SECOND, Standing(RegisterState.ON_TIME)),
        (CLOSING, Standing(RegisterState.LATE, 1)),
        (CLOSING + A_SECOND, Standing(RegisterState.LATE, 1)),
    ],
    ids=["15:59:59Z", "16:00:00Z", "16:00:01Z"],
)
def test_a_file_is_on_time_up_to_the_last_second_of_the_tenth_in_shanghai(hospital, at, standing):
    submitted(hospital, rows(1), at=at)

    assert stands(hospital) == standing


def test_aprils_register_is_due_on_a_sunday_and_does_not_roll(hospital):
    sunday = datetime(2026, 5, 10, 15, 59, 59, tzinfo=UTC)
    april = date(2026, 4, 1)
    submitted(hospital, rows(1), at=sunday, month=april)
    other = InstitutionFactory()
    submitted(other, rows(1), at=sunday + A_SECOND, month=april)

    found = {
        register.institution: register.standing(NEXT_YEAR)
        for register in MonthlyRegister.objects.of_month(april)
    }

    assert found == {
        hospital: Standing(RegisterState.ON_TIME),
        other: Standing(RegisterState.LATE, 1),
    }


def test_the_day_the_file_arrived_counts_until_the_figures_freeze(hospital, township):
    shortly_after, frozen = CLOSING + timedelta(minutes=59), CLOSING + timedelta(minutes=61)
    for house, at in ((hospital, shortly_after), (township, frozen)):
        upload = staged(house, rows(3), at=LAST_SECOND)
        services.submit_upload(upload=upload, by=None, at=at)

    assert stands(hospital) == Standing(RegisterState.ON_TIME)
    assert stands(township) == Standing(RegisterState.LATE, 1)


def test_the_first_file_decides_and_a_later_one_neither_mends_nor_spoils_it(hospital, township):
    submitted(hospital, rows(3))
    submitted(township, rows(3), at=CLOSING)

    submitted(hospital, rows(4), at=CLOSING)
    submitted(township, rows(4), at=AFTER_CLOSING)

    assert stands(hospital) == Standing(RegisterState.ON_TIME)
    assert stands(township) == Standing(RegisterState.LATE, 1)


@pytest.mark.parametrize(
    ("completed_at", "standing"),
    [
        (LAST_SECOND, Standing(RegisterState.ON_TIME)),
        (CLOSING, Standing(RegisterState.LATE, 1)),
    ],
    ids=["by the tenth", "on the eleventh"],
)
def test_a_part_is_received_and_on_time_only_if_the_rest_comes_by_the_tenth(
    hospital, completed_at, standing
):
    part = submitted(hospital, [*rows(3), BAD_ROW])
    assert (counts(part), stands(hospital)) == ((3, 0, 0, 1), Standing(RegisterState.PARTIAL))

    submitted(hospital, rows(4), at=completed_at)

    assert stands(hospital) == standing


def test_a_part_handed_in_again_unchanged_but_without_its_bad_row_completes_the_register(hospital):
    submitted(hospital, [*rows(3), BAD_ROW])

    second = submitted(hospital, rows(3), at=LAST_SECOND)

    assert (second.number, counts(second)) == (2, (0, 0, 3, 0))
    assert stands(hospital) == Standing(RegisterState.ON_TIME)


def test_one_row_sent_again_does_not_complete_a_register(hospital):
    submitted(hospital, [*rows(3), BAD_ROW])

    submitted(hospital, rows(1, phone="13900000000"))

    assert stands(hospital) == Standing(RegisterState.PARTIAL)


def test_the_mended_row_alone_completes_it(hospital):
    submitted(hospital, [*rows(3), BAD_ROW])

    submitted(hospital, [row(99)], at=LAST_SECOND)

    assert stands(hospital) == Standing(RegisterState.ON_TIME)


def test_a_register_sent_while_its_month_goes_on_is_a_part_until_it_is_sent_again(hospital):
    submitted(hospital, rows(3), at=datetime(2026, 10, 20, 1, tzinfo=UTC))
    assert stands(hospital) == Standing(RegisterState.PARTIAL)

    again = submitted(hospital, rows(3), at=LAST_SECOND)

    assert (again.number, counts(again)) == (2, (0, 0, 3, 0))
    assert stands(hospital) == Standing(RegisterState.ON_TIME)


def test_what_was_mended_on_the_page_counts_on_the_day_it_was_submitted(hospital):
    upload = staged(hospital, rows(3), at=LAST_SECOND)
    upload.corrections = '{"2": {"phone": "13900000000"}}'
    upload.save()

    services.submit_upload(upload=upload, by=None, at=AFTER_CLOSING)

    assert stands(hospital) == Standing(RegisterState.LATE, 2)


@pytest.mark.long
def test_one_late_of_23_and_a_correction_after_the_lock_leave_the_share_at_95_7_percent(db):
    houses = InstitutionFactory.create_batch(23, kind="township_center")
    for house in houses[1:]:
        submitted(house, rows(1))
    submitted(houses[0], rows(1), at=CLOSING)
    services.close_month(month=OCTOBER, at=CLOSING)

    correction = submitted(
        houses[1], rows(1, phone="13900000000"), at=AFTER_CLOSING, reason="电话号码录错"
    )

    registers = MonthlyRegister.objects.of_month(OCTOBER)
    matrix = selectors.matrix(registers, months=[OCTOBER], month=OCTOBER, day=NEXT_YEAR)
    assert (correction.number, correction.reason) == (2, "电话号码录错")
    assert matrix.numbers == (23, 23, 22)
    assert f"{matrix.numbers.rate.value:.1%}" == "95.7%"
