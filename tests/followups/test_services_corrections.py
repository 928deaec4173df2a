"""A checked workbook: asked about, mended on the page, laid aside, marked."""

import pytest

from bureau.models import Act, Job
from bureau.rules import JobState
from bureau.services import open_file
from followups import services
from followups.models import FollowUpRecord, RegisterRow, Upload
from followups.rules.words import REACHED, UploadState
from followups.services import uploads as reading
from tests.factories import CLOSING, IN_TIME, rows, staged, submitted
from tests.followups.uploads import (
    BAD_PHONES,
    OUTCOME,
    checked,
    corrected,
    counts,
    table,
)

# --- Questions -------------------------------------------------------------------------------


@pytest.mark.parametrize("answers", [{}, {OUTCOME: "perhaps"}, {OUTCOME: ""}])
def test_an_answer_that_is_missing_or_not_among_the_choices_is_refused(township, sample, answers):
    upload = checked(township, sample("02"))

    with pytest.raises(services.RegisterError):
        services.answer_questions(upload=upload, by=None, answers=answers, at=IN_TIME)

    upload.refresh_from_db()
    assert (upload.state, upload.answers) == (UploadState.ASKING, {})


def test_the_answer_decides_and_can_be_changed_until_the_file_is_submitted(township, sample):
    upload = checked(township, sample("02"))
    for answer in ("by_content", "all_reached"):
        services.answer_questions(upload=upload, by=None, answers={OUTCOME: answer}, at=IN_TIME)
        upload = services.check_upload(Upload.objects.get(pk=upload.pk), at=IN_TIME)
    services.submit_upload(upload=upload, by=None, at=IN_TIME)

    services.answer_questions(upload=upload, by=None, answers={OUTCOME: "by_content"}, at=IN_TIME)

    upload.refresh_from_db()
    assert (upload.state, upload.answers) == (UploadState.SUBMITTED, {OUTCOME: "all_reached"})
    assert FollowUpRecord.objects.filter(outcome__in=REACHED).count() == 37


# --- Corrections typed on the page -----------------------------------------------------------


def test_a_cell_mended_on_the_page_makes_its_row_good_and_leaves_the_file_as_it_came(hospital):
    content = table(*BAD_PHONES)
    upload = checked(hospital, content)
    assert counts(upload) == (3, 1, 0, 0, 2)

    upload = corrected(upload, {2: {"phone": "13800000001"}})

    assert counts(upload) == (3, 2, 0, 0, 1)
    assert upload.rows.get(number=2).phone.reveal() == "13800000001"
    assert open_file(upload.file) == content


def test_corrections_add_up_and_a_later_one_replaces_an_earlier(hospital):
    upload = checked(hospital, table(*BAD_PHONES))

    upload = corrected(upload, {2: {"phone": "1380"}, 3: {"phone": "13900000002"}})
    upload = corrected(upload, {2: {"phone": "13800000001"}})
    upload = corrected(upload, {2: {"patient_name": "张三丰"}})

    assert counts(upload) == (3, 3, 0, 0, 0)
    first = upload.rows.get(number=2)
    assert (first.patient_name.reveal(), first.phone.reveal()) == ("张三丰", "13800000001")


def test_corrections_of_a_submitted_file_are_refused_and_change_nothing(hospital):
    upload = checked(hospital, table(*BAD_PHONES))
    services.submit_upload(upload=upload, by=None, at=IN_TIME)

    with pytest.raises(services.RegisterError):
        services.correct_cells(
            upload=upload, by=None, corrections={2: {"phone": "13800000001"}}, at=IN_TIME
        )

    assert FollowUpRecord.objects.count() == 1


def test_whose_rows_they_are_cannot_be_typed_on_the_page(hospital, sample):
    upload = checked(hospital, sample("04-一行一个问题.xlsx"))

    with pytest.raises(services.RegisterError):
        services.correct_cells(
            upload=upload, by=None, corrections={21: {"institution": "371323A01"}}, at=IN_TIME
        )

    upload.refresh_from_db()
    assert (upload.state, upload.is_blocked) == (UploadState.CHECKED, True)


def test_what_is_typed_on_the_page_is_kept_sealed(hospital):
    upload = checked(hospital, table(*BAD_PHONES))
    upload = corrected(upload, {2: {"patient_name": "金丝雀"}})

    assert "金丝雀".encode() not in upload.corrections.token
    assert str(upload.corrections) == "***"
    assert reading.corrections_of(upload) == {2: {"patient_name": "金丝雀"}}


def test_a_correction_longer_than_its_column_is_refused_whole_and_said(hospital):
    upload = checked(hospital, table(*BAD_PHONES))
    corrections = {2: {"phone": "13800000001"}, 3: {"patient_name": "张" * 61}}

    with pytest.raises(services.RegisterError, match=r"61.*60"):
        services.correct_cells(upload=upload, by=None, corrections=corrections, at=IN_TIME)

    upload.refresh_from_db()
    assert (upload.state, reading.corrections_of(upload)) == (UploadState.CHECKED, {})


def test_a_blocked_file_takes_no_corrections(hospital, sample):
    upload = checked(hospital, sample("04-一行一个问题.xlsx"))

    with pytest.raises(services.RegisterError):
        services.correct_cells(
            upload=upload, by=None, corrections={2: {"phone": "13800138000"}}, at=IN_TIME
        )

    upload.refresh_from_db()
    assert (upload.blocked_rows, reading.corrections_of(upload)) == ([21], {})


def test_a_reason_written_beside_corrections_is_kept_and_none_takes_it_away(hospital):
    upload = checked(hospital, table(*BAD_PHONES))

    for number, reason in ((2, "系统故障"), (3, "")):
        services.correct_cells(
            upload=upload, by=None, corrections={number: {"phone": "1"}}, at=IN_TIME, reason=reason
        )
        upload = services.check_upload(Upload.objects.get(pk=upload.pk), at=IN_TIME)

    assert upload.reason == "系统故障"


def test_a_reason_alone_is_kept_and_the_file_not_checked_again(hospital):
    upload = checked(hospital, table(*BAD_PHONES))

    services.correct_cells(upload=upload, by=None, corrections={}, at=IN_TIME, reason="漏报")

    upload.refresh_from_db()
    assert (upload.state, upload.reason) == (UploadState.CHECKED, "漏报")


# --- Laid aside, marked ----------------------------------------------------------------------


def test_a_file_laid_aside_cannot_be_submitted_and_stays_kept(hospital, officer):
    content = table(*BAD_PHONES)
    upload = checked(hospital, content)

    services.withdraw_upload(upload=upload, by=officer, at=IN_TIME)
    services.withdraw_upload(upload=upload, by=None, at=CLOSING)

    with pytest.raises(services.RegisterError):
        services.submit_upload(upload=upload, by=None, at=IN_TIME)
    upload.refresh_from_db()
    assert upload.state == UploadState.WITHDRAWN
    act = Act.objects.of("register", upload.register.no).get(verb="withdraw_upload")
    assert (act.at, act.actor_name, act.before, act.after) == (
        *(IN_TIME, officer.name),
        *(UploadState.CHECKED, UploadState.WITHDRAWN),
    )
    assert open_file(upload.file) == content


def test_a_submitted_file_stays_on_record(hospital):
    upload = submitted(hospital, rows(2)).upload

    with pytest.raises(services.RegisterError):
        services.withdraw_upload(upload=upload, by=None, at=IN_TIME)

    upload.refresh_from_db()
    assert upload.state == UploadState.SUBMITTED


def test_a_marked_copy_asked_for_twice_is_made_once(hospital):
    upload = checked(hospital, table(*BAD_PHONES))
    first = services.order_marked_copy(upload=upload, by=None, at=IN_TIME)
    upload.refresh_from_db()
    services.mark_problems(upload, at=IN_TIME)
    upload.refresh_from_db()
    copy = upload.marked_copy

    assert services.order_marked_copy(upload=upload, by=None, at=CLOSING) == first
    services.mark_problems(upload, at=CLOSING)

    upload.refresh_from_db()
    assert upload.marked_copy == copy
    assert Job.objects.get(pk=first.pk).state == JobState.DONE


# --- Against what stands ---------------------------------------------------------------------


def test_rows_that_a_later_file_lacks_are_counted_and_stay(hospital):
    submitted(hospital, rows(5))

    upload = staged(hospital, rows(3))
    services.submit_upload(upload=upload, by=None, at=IN_TIME)

    assert (counts(upload), upload.rows_absent) == ((3, 0, 0, 3, 0), 2)
    assert FollowUpRecord.objects.count() == 5


def test_what_one_house_handed_in_is_new_at_another(hospital, township):
    submitted(hospital, rows(3))

    assert counts(staged(township, rows(3))) == (3, 3, 0, 0, 0)


def test_checking_again_replaces_what_the_first_reading_staged(hospital):
    upload = checked(hospital, table(*BAD_PHONES))
    corrected(upload, {2: {"phone": "13800000001"}})

    assert RegisterRow.objects.filter(upload=upload).count() == 3
