"""The commands of the bureau's computer person: what they say, what they leave, how they end."""

import json
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
import time_machine
import xlsxwriter
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from followups import selectors, services
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    MonthReport,
    RegisterVersion,
    SpotCheck,
    Upload,
)
from followups.rules import sampling
from followups.rules.words import Outcome
from tests.factories import (
    CLOSING,
    OCTOBER,
    InstitutionFactory,
    drawn,
    row,
    rows,
    submitted,
)

NOW = datetime(2026, 11, 8, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_the_eighth_of_november(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def workbook(tmp_path, sample):
    """Lay a sample into a folder, under a name of its own."""

    def lay(start):
        path = tmp_path / "register.xlsx"
        path.write_bytes(sample(start))
        return str(path)

    return lay


def run(*words):
    """Run a command; return what it said and its exit code."""
    out = StringIO()
    try:
        call_command(*words, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def imported(path, *options, institution="371323A01"):
    return run(
        "import_register", path, "--institution", institution, "--month", "2026-10", *options
    )


# --- import_register -------------------------------------------------------------------------


def test_a_register_handed_in_by_hand_goes_the_same_way_as_by_page(hospital, workbook):
    said, code = imported(workbook("01"))

    assert (code, FollowUpRecord.objects.count()) == (0, 412)
    assert "register.xlsx: Submitted" in said
    assert "rows 412  new 412  updated 0  unchanged 0  refused 0" in said
    assert RegisterVersion.objects.get().arrived_at == NOW


@pytest.mark.long
def test_the_same_file_again_changes_nothing(hospital, workbook):
    path = workbook("03")
    imported(path)

    said, code = imported(path)

    assert (code, RegisterVersion.objects.count()) == (0, 1)
    assert "new 0  updated 0  unchanged 58" in said


def files_kept():
    folders, _files = default_storage.listdir("")
    return sum(len(default_storage.listdir(folder)[1]) for folder in folders)


@pytest.mark.long
def test_a_dry_run_tells_everything_and_stores_nothing(hospital, workbook):
    before = files_kept()

    said, code = imported(workbook("01"), "--dry-run", "--json")

    told = json.loads(said)
    assert (code, told["state"], told["new"]) == (0, "checked", 412)
    assert not Upload.objects.exists()
    assert files_kept() == before
    assert not FollowUpRecord.objects.exists()


@pytest.fixture
def _closed(hospital):
    """Close October, three days after the day this is told on."""
    with time_machine.travel("2026-11-12T02:00:00Z", tick=False):
        services.close_month(month=OCTOBER, at=timezone.now())
        yield


@pytest.mark.long
@pytest.mark.usefixtures("_closed")
def test_a_dry_run_says_that_a_reason_is_needed_where_the_real_run_is_refused(workbook):
    path = workbook("03")

    said, code = imported(path, "--dry-run")
    assert (code, "The month is closed" in said) == (1, True)
    assert said.splitlines()[0].endswith(": cannot be submitted")
    with pytest.raises(CommandError, match="The month is closed"):
        imported(path)

    _said, code = imported(path, "--dry-run", "--reason", "科室事后补报")
    assert (code, RegisterVersion.objects.count()) == (0, 0)


@pytest.mark.usefixtures("_closed")
def test_a_file_whose_submission_is_refused_is_not_left_in_the_store(workbook):
    before = files_kept()

    with pytest.raises(CommandError):
        imported(workbook("03"))

    assert (files_kept(), Upload.objects.count()) == (before, 0)


def test_who_owes_nothing_and_which_month_is_before_the_first_is_said(hospital, workbook):
    InstitutionFactory(code="371323V01", kind="village_clinic", grade="0")
    path = workbook("03")

    with pytest.raises(CommandError, match="owes no register"):
        imported(path, institution="371323V01")
    with pytest.raises(CommandError, match="begin with 2026-10"):
        run("import_register", path, "--institution", "371323A01", "--month", "2025-12")
    with pytest.raises(CommandError, match="begin with 2026-10"):
        run("close_register_month", "2025-12")

    assert not MonthlyRegister.objects.exists()


def test_an_older_month_is_opened_only_by_name(hospital):
    _said, code = run("close_register_month", "2026-08", "--first-month")

    assert (code, MonthReport.objects.get().month.month) == (0, 8)


def test_a_file_with_bad_rows_is_submitted_in_part_only_when_asked_to(hospital, tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(with_a_bad_phone())

    said, code = imported(str(path))
    assert (code, FollowUpRecord.objects.count()) == (1, 0)
    assert "Error  row 3  联系电话: has 7 digits" in said

    _said, code = imported(str(path), "--partial")
    assert (code, FollowUpRecord.objects.count()) == (0, 1)


def with_a_bad_phone():
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "住院号", "联系电话", "出院日期", "随访结果"])
        sheet.write_row(1, 0, ["张三", "ZY1", "13800000001", "2026-10-05", "已随访"])
        sheet.write_row(2, 0, ["李四", "ZY2", "1380000", "2026-10-05", "已随访"])
    return buffer.getvalue()


def test_a_blocked_file_is_not_submitted_even_in_part(hospital, workbook):
    said, code = imported(workbook("04-一行一个问题.xlsx"), "--partial", "--json")

    told = json.loads(said)
    assert (code, told["blocked"], told["refused"]) == (1, True, 10)
    assert not FollowUpRecord.objects.exists()
    assert {problem["severity"] for problem in told["problems"]} == {"warning", "error", "block"}


@pytest.mark.long
def test_an_open_question_is_told_with_its_choices_and_answered_by_name(township, workbook):
    path = workbook("02")
    said, code = imported(path, institution="371323B01")
    assert code == 1
    assert "--answer no_outcomes:outcome=by_content" in said

    answer = ("--answer", "no_outcomes:outcome=by_content")
    said, code = imported(path, *answer, institution="371323B01")

    assert (code, FollowUpRecord.objects.count()) == (0, 37)


def test_a_broken_file_is_told_with_its_reason_and_kept(hospital, tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"%PDF-1.7")

    said, code = imported(str(path))

    assert code == 1
    assert "register.xlsx: Cannot be read" in said
    assert "This is a PDF" in said
    assert Upload.objects.get().file.name == "register.xlsx"


@pytest.mark.parametrize(
    ("file", "institution", "said"),
    [("here", "X", "No institution X"), ("nowhere", "371323A01", "No file")],
)
def test_who_or_what_is_not_there_is_named(hospital, workbook, file, institution, said):
    path = workbook("03") if file == "here" else "/nowhere/register.xlsx"

    with pytest.raises(CommandError, match=said):
        imported(path, institution=institution)


@pytest.mark.parametrize(
    ("institution", "month", "said"),
    [("X", "2026-10", "No institution X"), ("371323A01", "2026-12", "has not begun")],
)
def test_a_program_reads_in_json_why_the_door_is_shut(hospital, workbook, institution, month, said):
    words = ("--institution", institution, "--month", month, "--json")

    out, code = run("import_register", workbook("03"), *words)

    told = json.loads(out)
    assert (code, told["state"]) == (1, "refused")
    assert said in told["why"]


# --- close_register_month --------------------------------------------------------------------


@pytest.mark.long
def test_a_month_is_closed_by_hand_once(hospital):
    submitted(hospital, rows(3))

    with time_machine.travel("2026-11-12T02:00:00Z", tick=False):
        first, again = (
            run("close_register_month", "2026-10"),
            run("close_register_month", "2026-10"),
        )

    assert first == again
    assert first == (
        "2026-10: expected 1, received 1, on time 1; report built 2026-11-12 10:00\n", 0
    )  # fmt: skip
    assert MonthReport.objects.count() == SpotCheck.objects.count() == 1


def test_before_its_due_day_is_over_a_month_is_not_closed(hospital):
    with pytest.raises(CommandError):
        run("close_register_month", "2026-10")

    assert not MonthReport.objects.exists()


# --- replay_draw -----------------------------------------------------------------------------


def replayed():
    return run("replay_draw", "371323A01", "2026-10")


@pytest.mark.parametrize("command", ["replay_draw 371323A01", "close_register_month"])
def test_what_is_no_month_is_said_in_one_sentence(command):
    with pytest.raises(CommandError, match="2026-13 is no month: write it as 2026-10"):
        run(*command.split(), "2026-13")


@pytest.mark.long
def test_a_draw_is_repeated_and_found_the_same_whatever_was_corrected_since(hospital):
    check = drawn(hospital, 60)
    submitted(hospital, rows(5, outcome=Outcome.LOST))

    said, code = replayed()

    assert code == 0
    assert said == (
        f"Draw 1: seed a seed, frame of 60 rows {check.frame_hash[:12]}, 3 people: the same\n"
    )


def test_a_list_drawn_by_the_first_way_is_repeated_by_that_way(hospital, monkeypatch):
    monkeypatch.setattr(sampling, "BY_LOT", sampling.LARGEST_REMAINDERS)
    # Shares of 3 places: 1.8, 0.72, 0.48. The first way gives the last department none, ever.
    of_departments = [("内科", 15), ("外科", 6), ("儿科", 4)]
    names = [name for name, size in of_departments for _ in range(size)]
    lines = [row(n, department=name) for n, name in enumerate(names, start=2)]
    register = submitted(hospital, lines).register
    check = services.draw_spot_check(register=register, at=CLOSING, seed="a seed")
    monkeypatch.undo()

    assert (check.method, replayed()[1]) == (sampling.LARGEST_REMAINDERS, 0)
    people = selectors.replay(check).people
    check.method = sampling.BY_LOT
    assert selectors.replay(check).people != people


@pytest.mark.parametrize("tampered", ["frame", "seed", "list"])
def test_a_tampered_draw_is_reported_and_ends_with_one(hospital, tampered):
    check = drawn(hospital, 60)
    # As whoever owns the database could: everybody else is kept from it.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE followups_spotcheck DISABLE TRIGGER USER")
    if tampered == "frame":
        SpotCheck.objects.update(frame=check.frame[1:])
    elif tampered == "seed":
        SpotCheck.objects.update(seed="another seed")
    else:
        check.items.filter(position=9).delete()

    said, code = replayed()

    assert (code, "DIFFERENT" in said) == (1, True)


def test_where_nothing_was_drawn_that_is_said(hospital):
    submitted(hospital, rows(3))

    with pytest.raises(CommandError, match="Nothing was drawn"):
        replayed()


@pytest.mark.parametrize("month", ["2026-13", "October", "2026"])
def test_a_month_that_is_none_is_refused(hospital, month):
    with pytest.raises(CommandError):
        run("close_register_month", month)
