"""Reading registers by program, and what long work comes to."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bureau import services as bureau_services
from followups import services
from followups.models import FollowUpRecord, MonthlyRegister, RegisterVersion
from followups.rules.words import Verdict
from tests.callers import Caller, sent
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    RegisterFactory,
    UserFactory,
    drawn,
    rows,
    submitted,
)

LIST = "/api/v1/registers/"
MONTH = "/api/v1/registers/2026-10/"


@pytest.fixture(autouse=True)
def _in_time():
    with time_machine.travel(IN_TIME, tick=False):
        yield


# --- Reading ----------------------------------------------------------------------------------


def months(hospital, count):
    for number in range(count):
        year, month = divmod(2026 * 12 + 9 - number, 12)
        RegisterFactory(institution=hospital, month=date(year, month + 1, 1))


def test_pages_lead_on_until_the_last_without_a_row_twice_or_missing(his, hospital):
    months(hospital, 25)
    found, address = [], f"{LIST}?limit=10"

    while address:
        answered = his.get(address)
        found += [line["month"] for line in answered.json()["results"]]
        address = answered.json()["next"]
        link = answered.headers.get("Link")
        assert link == (f'<{address}>; rel="next"' if address else None)

    assert len(found) == len(set(found)) == 25
    assert found == sorted(found, reverse=True)


def test_a_row_that_comes_in_front_does_not_shift_the_next_page(his, hospital):
    months(hospital, 4)
    following = his.get(f"{LIST}?limit=2").json()["next"]
    RegisterFactory(institution=hospital, month=date(2026, 11, 1))

    found = [line["month"] for line in his.get(following).json()["results"]]

    assert found == ["2026-08", "2026-07"]


def test_filters_narrow_and_fields_choose(his, hospital):
    months(hospital, 12)
    MonthlyRegister.objects.filter(month=date(2026, 3, 1)).update(
        is_nil=True, arrived_on=date(2026, 4, 2), completed_on=date(2026, 4, 2)
    )

    found = his.get(f"{LIST}?month__gte=2026-02&month__lte=2026-04&fields=month,state").json()

    assert found["results"] == [
        {"month": "2026-04", "state": "missing"},
        {"month": "2026-03", "state": "nil"},
        {"month": "2026-02", "state": "missing"},
    ]
    [nil] = his.get(f"{LIST}?is_nil=true").json()["results"]
    assert nil["month"] == "2026-03"


@pytest.mark.parametrize("count", [1, 50])
def test_a_list_costs_the_same_for_one_register_as_for_fifty(his, hospital, count):
    months(hospital, count)
    his.get(LIST)

    with CaptureQueriesContext(connection) as queries:
        assert len(his.get(LIST).json()["results"]) == count

    # The key, its count of the minute, the list.
    assert len(queries) == 3


def test_a_register_says_how_it_stands_with_its_versions_and_receipts(his, hospital):
    submitted(hospital, rows(3))
    submitted(hospital, rows(4))

    told = his.get(MONTH).json()

    assert (told["state"], told["rows"], told["is_closed"]) == ("on_time", 4, False)
    receipts = [version["receipt_no"] for version in told["versions"]]
    assert receipts == ["371323A01-202610-1", "371323A01-202610-2"]
    assert told["versions"][0]["arrived_at"] == "2026-11-08T09:00:00+08:00"
    assert told["spot_checks"] == []


@pytest.mark.long
@pytest.mark.parametrize("count", [1, 9])
def test_a_register_costs_the_same_with_one_version_as_with_nine(his, hospital, count):
    for number in range(1, count + 1):
        submitted(hospital, rows(number))
    his.get(MONTH)

    with CaptureQueriesContext(connection) as queries:
        assert len(his.get(MONTH).json()["versions"]) == count

    assert len(queries) == 8


def test_a_register_that_is_owed_and_not_opened_yet_is_there(his):
    assert his.get(MONTH).json()["state"] == "not_due"
    assert his.get("/api/v1/registers/2026-09/").status_code == 404


@pytest.mark.long
def test_a_spot_check_appears_when_all_its_results_are_in(his, hospital):
    check = drawn(hospital, 2)
    items = list(check.items.order_by("position"))

    def call(item):
        by = UserFactory()
        services.reveal_number(item=item, by=by, at=AFTER_CLOSING)
        services.record_call(item=item, attempt=1, verdict=Verdict.GENUINE, by=by, at=AFTER_CLOSING)

    call(items[0])
    assert his.get(MONTH).json()["spot_checks"] == []
    call(items[1])

    [told] = his.get(MONTH).json()["spot_checks"]
    assert (told["required"], told["done"], told["genuine"]) == (2, 2, 2)


def test_codes_stay_and_words_follow_the_language(his):
    english = his.get(MONTH, Accept_Language="en").json()
    chinese = his.get(MONTH).json()

    assert english["state"] == chinese["state"] == "not_due"
    assert english["state_display"] == "not due yet" != chinese["state_display"]


# --- Submissions, problems, jobs --------------------------------------------------------------


@pytest.mark.long
def test_a_submission_and_its_problems_can_be_read_again(his):
    given = [sent(1), sent(2, discharged_on="?"), sent(3, phone="138123")]
    told = his.push(given).json()

    again = his.get(told["url"])
    problems = his.get(told["problems_url"]).json()["results"]

    assert again.json()["counts"] == told["counts"]
    assert again["ETag"]
    assert [row["row"] for row in problems] == [2, 3]
    only = his.get(told["problems_url"] + "?state=refused").json()["results"]
    assert [row["row"] for row in only] == [row["row"] for row in told["refused_rows"]]


@pytest.mark.long
def test_problems_come_in_pages(his):
    wrong = [sent(number, sex="?") for number in range(1, 8)]
    address = his.push([sent(99), *wrong]).json()["problems_url"] + "?limit=3"
    found = []

    while address:
        page = his.get(address).json()
        found += [row["row"] for row in page["results"]]
        address = page["next"]

    assert found == list(range(2, 9))


@pytest.mark.parametrize("count", [1, 50])
def test_problems_cost_the_same_for_one_row_as_for_fifty(his, count):
    wrong = [sent(number, sex="?") for number in range(1, count + 1)]
    address = his.push([sent(99), *wrong]).json()["problems_url"]

    with CaptureQueriesContext(connection) as queries:
        assert len(his.get(address).json()["results"]) == count

    assert len(queries) == 4


def test_what_is_wrong_is_told_without_repeating_what_was_written(his):
    secret = "110105194912310021"
    told = his.push([sent(1), sent(2, id_no=secret, discharged_on="?")])

    assert secret not in told.content.decode()
    assert secret not in his.get(told.json()["problems_url"]).content.decode()


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks(execute=True)


def test_long_work_is_answered_at_once_and_read_at_its_job(his, on_commit):
    with on_commit:
        answered = his.push([sent(1)], headers={"Prefer": "respond-async"})

    assert answered.status_code == 202
    assert answered["Preference-Applied"] == "respond-async"
    job = his.get(answered["Location"]).json()
    assert (job["state"], job["problem"]) == ("done", None)
    told = his.get(job["result_url"]).json()
    assert (told["counts"]["new"], told["receipt_no"]) == (1, "371323A01-202610-1")


def test_a_job_not_begun_yet_says_when_to_ask_again(his):
    answered = his.push([sent(1)], headers={"Prefer": "respond-async"})

    job = his.get(answered["Location"])

    assert job.json()["state"] == "queued"
    assert job["Retry-After"] == "2"
    assert not FollowUpRecord.objects.exists()


def test_long_work_asked_for_twice_is_one_job(his, on_commit):
    with on_commit:
        first = his.push([sent(1)], key="eins", headers={"Prefer": "respond-async"})
        second = his.push([sent(1)], key="eins", headers={"Prefer": "respond-async"})

    assert first["Location"] == second["Location"]
    assert RegisterVersion.objects.count() == 1


def test_long_work_that_is_refused_says_why_at_its_job(his, township, on_commit):
    with on_commit:
        answered = his.push(
            [sent(1), sent(2, institution=township.code)], headers={"Prefer": "respond-async"}
        )

    job = his.get(answered["Location"]).json()
    assert (job["state"], job["problem"]["status"]) == ("failed", 409)
    assert job["message"].endswith("行号：2。")
    answered = his.get(answered["Location"], Accept_Language="en")
    assert answered["Content-Language"] == "en"
    told = answered.json()
    assert told["message"] == told["problem"]["detail"]
    assert told["message"] == (
        "There are rows of another institution, so nothing of them can be submitted. Rows: 2."
    )
    assert not FollowUpRecord.objects.exists()


def test_rows_that_a_worker_was_not_told_of_are_found_and_taken_once(his):
    his.push([sent(1)], headers={"Prefer": "respond-async"})

    from followups.tasks import check_waiting_uploads

    check_waiting_uploads()
    check_waiting_uploads()

    assert FollowUpRecord.objects.count() == 1
    assert RegisterVersion.objects.count() == 1


def test_anothers_job_and_a_persons_are_not_there(his, township):
    answered = his.push([sent(1)], headers={"Prefer": "respond-async"})

    assert Caller(township).get(answered["Location"]).status_code == 404
    job = bureau_services.queue_job(kind="x", by=UserFactory(), institution=None, at=CLOSING)
    assert his.get(f"/api/v1/jobs/{job.pk}/").status_code == 404
