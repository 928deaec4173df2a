"""Rows handed in by program: what counts, what is refused, and where."""

import pytest
import time_machine

from bureau.models import Act, IdempotencyRecord, StoredFile
from followups.models import FollowUpRecord, MonthlyRegister, RegisterVersion, Upload
from followups.rules.words import UploadState
from tests.callers import Caller, sent
from tests.factories import CLOSING, IN_TIME, OCTOBER, rows, submitted

MONTH = "/api/v1/registers/2026-10/"


@pytest.fixture(autouse=True)
def _in_time():
    with time_machine.travel(IN_TIME, tick=False):
        yield


def nothing_is_kept():
    kept = (Upload, RegisterVersion, FollowUpRecord, IdempotencyRecord, StoredFile)
    return not any(model.objects.exists() for model in kept)


def test_rows_pushed_count_like_those_of_a_workbook(his, hospital):
    answered = his.push([sent(1), sent(2)])

    assert answered.status_code == 201
    told = answered.json()
    assert told["counts"] == {"new": 2, "updated": 0, "unchanged": 0, "refused": 0}
    assert (told["register_state"], told["receipt_no"]) == ("on_time", "371323A01-202610-1")
    assert (told["state"], told["state_display"]) == ("submitted", "已提交")
    assert answered["Location"] == told["url"]
    assert FollowUpRecord.objects.filter(institution=hospital).count() == 2
    upload = Upload.objects.get()
    assert (upload.state, upload.client, upload.by) == (UploadState.SUBMITTED, his.key.client, None)


def test_the_trail_names_the_system_that_handed_in(his, hospital):
    his.push([sent(1)])

    act = Act.objects.get(verb="submit_upload")
    assert (act.actor_kind, act.actor_name, act.institution) == ("api", "HIS", hospital)


def test_what_was_sent_is_kept_as_it_came(his):
    from bureau.services import open_file

    his.push([sent(1)])

    assert "病人1".encode("unicode-escape") in open_file(Upload.objects.get().payload)


def test_refused_rows_are_listed_by_row_and_column_and_the_others_count(his):
    rows = [sent(1), sent(2, phone="123"), sent(3, discharged_on="2026-10-32")]

    told = his.push(rows).json()

    assert told["counts"]["new"] == FollowUpRecord.objects.count()
    [refused] = [row for row in told["refused_rows"] if row["row"] == 3]
    [problem] = refused["problems"]
    assert (problem["column"], problem["pointer"]) == ("出院日期", "/rows/2/discharged_on")
    assert problem["code"] == "impossible_date"
    assert told["register_state"] == "partial"


def test_a_row_of_another_institution_keeps_all_of_them_out(his, township):
    answered = his.push([sent(1), sent(2, institution=township.code)])

    assert answered.status_code == 400
    [error] = answered.json()["errors"]
    assert (error["row"], error["column"]) == (2, "机构编码")
    assert error["pointer"] == "/rows/1/institution"
    assert nothing_is_kept()


def test_the_institution_is_the_keys_whatever_the_rows_say(his, hospital, township):
    his.push([sent(1, institution=hospital.code)])

    assert FollowUpRecord.objects.get().institution == hospital
    assert not MonthlyRegister.objects.filter(institution=township).exists()


def test_all_or_nothing_takes_nothing_where_one_row_is_refused(his):
    answered = his.push([sent(1), sent(2, discharged_on="?")], all_or_nothing=True)

    assert answered.status_code == 400
    assert [error["row"] for error in answered.json()["errors"]] == [2]
    assert nothing_is_kept()


def test_a_push_without_one_good_row_is_refused(his):
    answered = his.push([{}])

    assert answered.status_code == 400
    columns = {error["column"] for error in answered.json()["errors"]}
    assert columns == {"姓名", "住院号", "出院日期"}
    assert nothing_is_kept()


@pytest.mark.long
def test_a_dry_run_tells_the_same_and_keeps_nothing(his):
    rows = [sent(1), sent(2, discharged_on="?")]

    tried = his.push(rows, dry_run=True, key=None)

    assert tried.status_code == 200
    assert nothing_is_kept()
    told = tried.json()
    assert told["dry_run"] is True
    assert (told["state"], told["register_state"]) == ("checked", "not_due")
    assert told["id"] is told["receipt_no"] is None
    done = his.push(rows).json()
    assert told["refused_rows"] == done["refused_rows"]
    assert told["counts"] == done["counts"]


@pytest.mark.long
def test_the_same_rows_under_another_key_bring_nothing_new(his):
    first = his.push([sent(1)]).json()

    second = his.push([sent(1)]).json()

    assert second["brings_nothing_new"] is True
    assert second["receipt_no"] == first["receipt_no"]
    assert RegisterVersion.objects.count() == 1


def test_a_correction_is_counted_as_one(his):
    his.push([sent(1), sent(2)])

    told = his.push([sent(1, grade="satisfied"), sent(2)]).json()

    assert told["counts"] == {"new": 0, "updated": 1, "unchanged": 1, "refused": 0}


def test_codes_and_the_words_of_the_template_say_the_same(his):
    his.push([sent(1, method="phone", outcome="reached_family", sex="male")])

    told = his.push([sent(1, method="电话", outcome="已随访(家属)", sex="男")]).json()

    assert told["counts"]["unchanged"] == 1


@pytest.mark.long
def test_after_the_closing_a_reason_is_wanted_and_kept(his, hospital):
    from followups import services

    submitted(hospital, rows(1))
    services.close_month(month=OCTOBER, at=CLOSING)

    with time_machine.travel(CLOSING, tick=False):
        refused = his.push([sent(900)])
        taken = his.push([sent(900)], reason="漏报一人，现补报")

    assert refused.status_code == 409
    assert refused.json()["detail"]
    assert taken.status_code == 201
    assert RegisterVersion.objects.get(number=2).reason == "漏报一人，现补报"


@pytest.mark.parametrize("month", ["2026-12", "2024-01", "2026-13", "1999-10"])
def test_a_month_that_is_not_owed_is_not_there(his, month):
    assert his.push([sent(1)], month=month).status_code == 404


def test_a_key_that_may_only_read_hands_in_nothing(hospital):
    reader = Caller(hospital, scopes=["registers:read"])

    refused = reader.push([sent(1)])

    assert refused.status_code == 403
    assert "registers:write" in refused.json()["detail"]
    assert nothing_is_kept()
    assert Act.objects.filter(verb="be_denied", actor_kind="api").exists()
