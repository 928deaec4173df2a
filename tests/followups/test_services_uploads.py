"""A workbook on its way in: kept as it came, read once, accounted for row by row."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
import xlsxwriter

from bureau.models import Job, StoredFile
from bureau.rules import JobState
from bureau.services import open_file
from bureau.workbooks import read_workbook
from followups import selectors, services, wording
from followups.models import FollowUpRecord, MonthlyRegister, RegisterVersion, Upload
from followups.rules.problems import ProblemCode
from followups.rules.words import REACHED, RowState, UploadState
from followups.services import uploads as reading
from tests.factories import AFTER_CLOSING, IN_TIME, OCTOBER
from tests.followups.uploads import (
    BAD_PHONES,
    OUTCOME,
    checked,
    counts,
    marked_copy,
    received,
    table,
)

# --- The samples -----------------------------------------------------------------------------


def test_the_county_hospitals_workbook_brings_412_rows_of_which_369_are_claimed(hospital, sample):
    upload = checked(hospital, sample("01"))
    services.submit_upload(upload=upload, by=None, at=IN_TIME)

    assert (upload.state, counts(upload)) == (UploadState.CHECKED, (412, 412, 0, 0, 0))
    claimed = FollowUpRecord.objects.filter(outcome__in=REACHED)
    assert (FollowUpRecord.objects.count(), claimed.count()) == (412, 369)


def test_a_register_without_outcomes_is_asked_about_once_and_then_brings_its_rows(township, sample):
    upload = checked(township, sample("02"))
    assert (upload.state, counts(upload)) == (UploadState.ASKING, (0, 0, 0, 0, 0))
    assert [question["key"] for question in upload.questions] == [OUTCOME]

    upload = services.answer_questions(
        upload=upload, by=None, answers={OUTCOME: "by_content"}, at=IN_TIME
    )
    upload = services.check_upload(upload, at=IN_TIME)

    assert (upload.state, counts(upload)) == (UploadState.CHECKED, (37, 37, 0, 0, 0))


def test_a_register_with_two_header_rows_brings_its_58_rows(hospital, sample):
    assert counts(checked(hospital, sample("03"))) == (58, 58, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "good", "refused"),
    [("04-一行一个问题.xlsx", 30, 10), ("04-一行一个问题-补空.xlsx", 28, 12)],
    ids=["as it came", "with its gaps"],
)
def test_each_bad_row_is_refused_and_a_foreign_one_blocks_the_file(
    hospital, sample, name, good, refused
):
    upload = checked(hospital, sample(name))

    assert counts(upload) == (40, good, 0, 0, refused)
    assert upload.is_blocked
    [foreign] = [
        row.number
        for row in upload.rows.filter(state=RowState.REFUSED)
        if selectors.problems_of(row)[0].code is ProblemCode.FOREIGN_INSTITUTION
    ]
    assert foreign == 21


def test_of_a_blocked_file_nothing_can_be_submitted_not_even_in_part(hospital, sample):
    upload = checked(hospital, sample("04-一行一个问题-补空"))

    with pytest.raises(services.RegisterError):
        services.submit_upload(upload=upload, by=None, at=IN_TIME)

    upload.refresh_from_db()
    assert (upload.can_be_submitted, upload.state) == (False, UploadState.CHECKED)
    assert not FollowUpRecord.objects.exists()
    assert not RegisterVersion.objects.exists()
    upload.register.refresh_from_db()
    assert upload.register.arrived_on is None


def thousand_rows(old):
    """940 good rows, 25 bad phones, 10 without a discharge, 15 repeats, 10 that are in already."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("随访登记")
        sheet.merge_range("A1:F1", "县人民医院2026年10月出院患者随访登记表")
        sheet.write_row(2, 0, ["姓名", "住院号", "出院日期", "联系电话", "随访时间", "随访结果"])
        lines = [[f"病人{n}", f"ZY{n:05}", "2026-10-05", f"1380000{n:04}"] for n in range(975)]
        for line in lines[940:965]:
            line[3] = "1380000"
        for line in lines[965:975]:
            line[2] = ""
        lines += [list(line) for line in lines[:15]]
        lines += old
        for number, line in enumerate(lines, start=3):
            sheet.write_row(number, 0, [*line, "2026-10-09", "已随访"])
        cleared = book.add_format({"border": 1})
        for number in range(1003, 1503):
            for column in range(6):
                sheet.write_blank(number, column, None, cleared)
    return buffer.getvalue()


@pytest.mark.long
def test_a_thousand_row_sheet_is_accounted_for_row_by_row(hospital):
    old = [[f"旧人{n}", f"OLD{n}", "2026-10-05", f"1370000{n:04}"] for n in range(10)]
    services.submit_upload(upload=checked(hospital, table(*old)), by=None, at=IN_TIME)

    upload = checked(hospital, thousand_rows(old))

    assert counts(upload) == (1000, 940, 0, 10, 50)
    found = [selectors.problems_of(row)[0].code for row in upload.rows.filter(state="refused")]
    assert found.count(ProblemCode.PHONE_DIGITS) == 25
    assert found.count(ProblemCode.MISSING) == 10
    assert found.count(ProblemCode.REPEATED_ROW) == 15
    assert FollowUpRecord.objects.count() == 10  # nothing is stored before it is confirmed


@pytest.mark.long
def test_a_thousand_row_sheet_comes_back_whole_with_every_bad_cell_named(hospital):
    workbook = thousand_rows([])

    copy = marked_copy(checked(hospital, workbook))

    original = openpyxl.load_workbook(io.BytesIO(workbook)).active
    assert list(copy["随访登记"].values) == list(original.values)
    errors = list(copy.worksheets[0].values)
    assert len(errors) == 1 + 50
    assert errors[1][:3] == (944, "联系电话（D）", "1380000")
    assert copy["随访登记"]["D944"].comment is not None
    assert copy["随访登记"]["D943"].comment is None


# --- What is kept ----------------------------------------------------------------------------


def test_a_file_is_kept_as_it_came_before_anybody_looks_at_it(hospital, officer):
    upload = services.receive_upload(
        institution=hospital, month=OCTOBER, name="a.xlsx", content=b"what", by=officer, at=IN_TIME
    )

    assert open_file(upload.file) == b"what"
    assert (upload.file.name, upload.file.by, upload.arrived_at) == ("a.xlsx", officer, IN_TIME)
    assert (upload.state, upload.job.state) == (UploadState.WAITING, JobState.QUEUED)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "0 bytes"), (b"PK\x03\x04 broken", "damaged"), (b"%PDF-1.7", "PDF")],
    ids=["empty", "damaged", "a PDF"],
)
def test_a_broken_file_is_refused_with_its_sentence_and_stays_kept(
    hospital, content, said, settings
):
    settings.LANGUAGE_CODE = "en"
    upload = checked(hospital, content)

    assert upload.state == UploadState.REFUSED
    assert said in wording.refusal_sentence(upload.refusal)
    assert open_file(upload.file) == content
    assert counts(upload) == (0, 0, 0, 0, 0)
    upload.job.refresh_from_db()
    assert upload.job.state == JobState.DONE


def test_a_workbook_without_a_register_is_refused_and_names_what_was_looked_for(hospital):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write_row(0, 0, ["菜单", "价格"])

    upload = checked(hospital, buffer.getvalue())

    assert upload.state == UploadState.REFUSED
    assert "出院日期" in wording.refusal_sentence(upload.refusal)


@pytest.mark.parametrize(
    "headings", [["姓名", "住院号", "出院日期"], None], ids=["few", "template"]
)
def test_headings_without_a_row_below_them_are_told_to_report_nil(hospital, headings, settings):
    settings.LANGUAGE_CODE = "en"
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("10月").write_row(0, 0, headings or [])
    content = buffer.getvalue() if headings else table()

    upload = checked(hospital, content)

    assert upload.state == UploadState.REFUSED
    assert "report nil instead" in wording.refusal_sentence(upload.refusal)


def test_a_refused_file_can_neither_be_submitted_nor_corrected_nor_marked(hospital):
    upload = checked(hospital, b"")

    with pytest.raises(services.RegisterError):
        services.submit_upload(upload=upload, by=None, at=IN_TIME)
    with pytest.raises(services.RegisterError):
        services.correct_cells(upload=upload, by=None, corrections={2: {"phone": "1"}}, at=IN_TIME)
    with pytest.raises(services.RegisterError):
        services.order_marked_copy(upload=upload, by=None, at=IN_TIME)


def test_a_month_that_has_not_begun_takes_no_file_and_the_month_under_way_does(hospital):
    october = {"institution": hospital, "month": OCTOBER, "name": "a", "content": b"", "by": None}
    last_of_september = IN_TIME.replace(month=9, day=30, hour=15, minute=59)

    with pytest.raises(services.RegisterError):
        services.receive_upload(at=last_of_september, **october)
    assert not StoredFile.objects.exists()

    services.receive_upload(at=last_of_september + timedelta(minutes=1), **october)


def test_the_register_row_is_opened_by_the_first_file_and_met_by_the_next(hospital):
    first, second = received(hospital, b""), received(hospital, b"")

    assert first.register == second.register
    assert (first.register.month, first.register.due_on) == (OCTOBER, date(2026, 11, 10))


# --- Reading once ----------------------------------------------------------------------------


@pytest.fixture
def read_count(monkeypatch):
    """Count how often a workbook is really read."""
    read = []

    def counting(content):
        read.append(len(content))
        return read_workbook(content)

    monkeypatch.setattr(reading, "read_workbook", counting)
    return read


def test_two_workers_told_of_one_file_read_it_once(hospital, read_count):
    upload = received(hospital, table(["张三", "ZY1", "2026-10-05", "13800000001"]))
    also_told = Upload.objects.get(pk=upload.pk)

    services.check_upload(upload, at=IN_TIME)
    services.check_upload(also_told, at=IN_TIME)

    assert len(read_count) == 1
    assert (also_told.state, also_told.rows_new, also_told.attempts) == (UploadState.CHECKED, 1, 1)


def test_a_file_that_another_worker_has_is_left_to_it(hospital, read_count):
    upload = received(hospital, b"")
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.READING, taken_up_at=IN_TIME)

    services.check_upload(upload, at=IN_TIME)

    assert not read_count
    assert upload.state == UploadState.READING


def test_reading_reports_how_far_it_has_come_and_ends(hospital):
    upload = checked(hospital, table(["张三", "ZY1", "2026-10-05", "13800000001"]))

    job = Job.objects.get(pk=upload.job_id)
    assert (job.state, job.done, job.total) == (JobState.DONE, 4, 4)
    assert job.finished_at == IN_TIME


def taken_up(upload, *, at, attempts):
    Upload.objects.filter(pk=upload.pk).update(
        state=UploadState.READING, taken_up_at=at, attempts=attempts
    )


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(1, UploadState.READING), (2, UploadState.READING), (3, UploadState.WAITING)],
)
def test_a_file_taken_up_and_not_finished_in_two_minutes_waits_again(hospital, minutes, state):
    upload = received(hospital, b"")
    taken_up(upload, at=IN_TIME, attempts=1)

    waiting = services.requeue_stuck_uploads(at=IN_TIME + timedelta(minutes=minutes))

    upload.refresh_from_db()
    assert upload.state == state
    assert (upload in waiting) == (state == UploadState.WAITING)


def test_after_three_attempts_a_file_is_given_up_and_says_so(hospital):
    upload = received(hospital, b"")
    taken_up(upload, at=IN_TIME, attempts=3)
    later = IN_TIME + timedelta(hours=1)

    assert services.requeue_stuck_uploads(at=later) == []
    assert services.requeue_stuck_uploads(at=later) == []

    upload.refresh_from_db()
    assert (upload.state, upload.job.state) == (UploadState.FAILED, JobState.FAILED)
    assert wording.refusal_sentence(upload.refusal)
    assert open_file(upload.file) == b""


def test_what_waits_is_handed_out_oldest_first(hospital, township):
    later = received(hospital, b"", at=IN_TIME + timedelta(minutes=1))
    earlier = received(township, b"")

    assert services.requeue_stuck_uploads(at=AFTER_CLOSING) == [earlier, later]


@pytest.mark.parametrize("meanwhile", ["laid aside", "read by another"])
def test_a_worker_that_wakes_up_late_changes_nothing_any_more(hospital, monkeypatch, meanwhile):
    upload = received(hospital, table(*BAD_PHONES))

    def freezing(content):
        Upload.objects.filter(pk=upload.pk).update(state=UploadState.WAITING)
        if meanwhile == "laid aside":
            services.withdraw_upload(upload=upload, by=None, at=IN_TIME)
        else:
            monkeypatch.setattr(reading, "read_workbook", read_workbook)
            other = services.check_upload(Upload.objects.get(pk=upload.pk), at=AFTER_CLOSING)
            services.submit_upload(upload=other, by=None, at=AFTER_CLOSING)
        return read_workbook(content)

    monkeypatch.setattr(reading, "read_workbook", freezing)
    late = services.check_upload(Upload.objects.get(pk=upload.pk), at=IN_TIME)

    is_aside = meanwhile == "laid aside"
    assert late.state == (UploadState.WITHDRAWN if is_aside else UploadState.SUBMITTED)
    assert late.rows.filter(state=RowState.NEW).count() == (0 if is_aside else 1)
    assert RegisterVersion.objects.count() == (0 if is_aside else 1)


def test_a_fault_of_ours_ends_the_reading_only_while_it_is_under_way(hospital):
    upload = checked(hospital, table(["张三", "ZY1", "2026-10-05", "13800000001"]))

    services.fail_upload(upload, at=IN_TIME)

    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKED


def test_a_slip_in_the_year_opens_no_months(hospital):
    with pytest.raises(services.RegisterError):
        services.receive_upload(
            institution=hospital,
            month=date(2006, 10, 1),
            name="a.xlsx",
            content=b"",
            by=None,
            at=IN_TIME,
        )

    assert not MonthlyRegister.objects.exists()
