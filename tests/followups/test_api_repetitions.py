"""The state a program builds on, and what a repetition is answered."""

from datetime import timedelta

import pytest
import time_machine

from bureau.models import IdempotencyRecord
from bureau.tasks import purge_kept_answers
from followups import services
from followups.api import submissions
from followups.models import FollowUpRecord, RegisterVersion
from tests.callers import Caller, sent
from tests.factories import (
    IN_TIME,
)

LIST = "/api/v1/registers/"
MONTH = "/api/v1/registers/2026-10/"


@pytest.fixture(autouse=True)
def _in_time():
    with time_machine.travel(IN_TIME, tick=False):
        yield


# --- Tags -------------------------------------------------------------------------------------


def test_who_has_the_present_state_is_told_so_and_nothing_more(his):
    tag = his.get(MONTH)["ETag"]

    again = his.get(MONTH, If_None_Match=f'"other", {tag}')

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    his.push([sent(1)])
    assert his.get(MONTH, If_None_Match=tag).status_code == 200


def test_in_another_language_a_tag_is_another_and_still_means_the_same_state(his):
    chinese, english = his.get(MONTH)["ETag"], his.get(MONTH, Accept_Language="en")["ETag"]

    assert chinese != english
    assert nil(his, english).status_code == 201


def nil(his, tag=None, *, key="", reason=""):
    headers = {"If_Match": tag} if tag else {}
    return his.post(f"{MONTH}nil/", {"reason": reason}, key=key, **headers)


def test_a_nil_report_needs_the_state_it_was_decided_on(his):
    answered = nil(his)

    assert answered.status_code == 428
    assert not RegisterVersion.objects.exists()


def test_a_nil_report_counts_as_handed_in(his):
    answered = nil(his, his.get(MONTH)["ETag"])

    assert answered.status_code == 201
    assert answered.json()["register_state"] == "nil"
    assert RegisterVersion.objects.get().client == his.key.client


def test_a_nil_report_on_a_state_that_has_passed_is_told_the_present_one(his):
    tag = his.get(MONTH)["ETag"]
    his.push([sent(1)])

    answered = nil(his, tag)

    assert answered.status_code == 412
    assert answered.json()["current"]["rows"] == 1
    assert answered["ETag"] == his.get(MONTH)["ETag"]


@pytest.mark.long
def test_a_nil_report_beside_rows_is_refused_with_the_reason(his):
    his.push([sent(1)])

    answered = nil(his, his.get(MONTH)["ETag"])

    assert answered.status_code == 409
    assert answered.json()["detail"]


@pytest.mark.long
def test_a_push_may_name_the_state_it_builds_on(his):
    tag = his.get(MONTH)["ETag"]

    first = his.push([sent(1)], headers={"If_Match": tag})
    second = his.push([sent(2)], headers={"If_Match": tag})

    assert (first.status_code, second.status_code) == (201, 412)
    assert FollowUpRecord.objects.count() == 1


def test_of_two_pushes_on_one_state_the_second_is_refused_however_close_they_come(his, monkeypatch):
    tag = his.get(MONTH)["ETag"]
    push, meanwhile = services.push_rows, []

    def overtaken(**given):
        if not meanwhile:
            meanwhile.append(None)
            meanwhile[0] = his.push([sent(1)], headers={"If_Match": tag})
        return push(**given)

    monkeypatch.setattr(submissions.services, "push_rows", overtaken)
    second = his.push([sent(2)], headers={"If_Match": tag})

    assert (meanwhile[0].status_code, second.status_code) == (201, 412)


def test_a_push_to_be_taken_up_later_is_refused_where_another_came_in_between(his, monkeypatch):
    tag = his.get(MONTH)["ETag"]
    receive, meanwhile = services.receive_push, []

    def overtaken(**given):
        meanwhile.append(his.push([sent(1)], headers={"If_Match": tag}))
        return receive(**given)

    monkeypatch.setattr(submissions.services, "receive_push", overtaken)
    second = his.push([sent(2)], headers={"If_Match": tag, "Prefer": "respond-async"})

    assert (meanwhile[0].status_code, second.status_code) == (201, 412)


# --- Repetitions ------------------------------------------------------------------------------


def test_a_push_repeated_is_answered_byte_for_byte_and_happens_once(his):
    given = [sent(1), sent(2, discharged_on="?")]
    first = his.push(given, key="eins")

    again = [his.push(given, key="eins") for _ in range(4)]

    assert {one.content for one in again} == {first.content}
    assert {one["Location"] for one in again} == {first["Location"]}
    assert {one.status_code for one in again} == {201}
    assert again[0]["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert RegisterVersion.objects.count() == 1


def test_an_answer_is_kept_sealed(his):
    his.push([sent(1), sent(2, patient_name="", phone="?")], key="eins")

    kept = IdempotencyRecord.objects.get().body
    assert b"receipt" not in kept.token
    assert "receipt" in IdempotencyRecord.objects.get().body.reveal()


def test_the_same_key_for_another_request_is_refused(his):
    his.push([sent(1)], key="eins")

    answered = his.push([sent(2)], key="eins")
    elsewhere = nil(his, "*", key="eins")

    assert answered.status_code == elsewhere.status_code == 422
    assert FollowUpRecord.objects.count() == 1


@pytest.mark.long
def test_two_systems_may_use_the_same_key(his, township):
    other = Caller(township)

    assert his.push([sent(1)], key="eins").status_code == 201
    assert other.push([sent(1)], key="eins").status_code == 201
    assert FollowUpRecord.objects.count() == 2


def test_what_was_refused_leaves_the_key_free(his):
    assert his.push([{}], key="eins").status_code == 400

    assert his.push([sent(1)], key="eins").status_code == 201


@pytest.mark.long
def test_a_fault_of_ours_leaves_nothing_behind_and_the_key_free(his, monkeypatch):
    def breaks(**given):
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr("bureau.api.once.services.keep_answer", breaks)
        with pytest.raises(OSError, match="disk full"):
            his.push([sent(1)], key="eins")
    assert not FollowUpRecord.objects.exists()

    assert his.push([sent(1)], key="eins").status_code == 201


def test_a_nil_report_repeated_after_a_lost_answer_is_answered_alike(his):
    tag = his.get(MONTH)["ETag"]
    first = nil(his, tag, key="eins")

    again = nil(his, tag, key="eins")

    assert (again.status_code, again.content) == (201, first.content)


def test_answers_are_kept_for_more_than_a_day_and_then_thrown_away(his):
    his.push([sent(1)], key="eins")

    for hours, left in ((24, 1), (48, 1), (49, 0), (50, 0)):
        with time_machine.travel(IN_TIME + timedelta(hours=hours), tick=False):
            purge_kept_answers()
        assert IdempotencyRecord.objects.count() == left
