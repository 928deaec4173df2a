"""Hostile bodies: each is refused with a sentence, none of them is a fault of ours."""

import json

import pytest
import time_machine

from bureau.api.parsing import MOST_BYTES
from bureau.models import IdempotencyRecord
from tests.callers import sent
from tests.factories import IN_TIME

PLACE = "/api/v1/registers/2026-10/submissions/"


@pytest.fixture(autouse=True)
def _in_time():
    with time_machine.travel(IN_TIME, tick=False):
        yield


def rows(inner: str) -> bytes:
    return f'{{"rows": [{inner}]}}'.encode()


ROW = json.dumps(sent(1))[1:-1]
DEEP = 100_000
HOSTILE = {
    "nothing": (b"", 400, "invalid"),
    "no json": (b"<rows/>", 400, "bad-json"),
    "cut off": (b'{"rows": [{"a"', 400, "bad-json"),
    "two documents": (b"{} {}", 400, "bad-json"),
    "a comment": (b'{"rows": [] /* x */}', 400, "bad-json"),
    "single quotes": (b"{'rows': []}", 400, "bad-json"),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400, "bad-json"),
    "not utf-8": ('{"rows": "患者"}'.encode("gbk"), 400, "bad-json"),
    "utf-16": ('{"rows": []}'.encode("utf-16"), 400, "bad-json"),
    "NaN": (rows('{"age": NaN}'), 400, "bad-json"),
    "Infinity": (rows('{"age": -Infinity}'), 400, "bad-json"),
    "1e400": (rows('{"age": 1e400}'), 400, "bad-json"),
    "a number of 10,000 digits": (rows('{"age": ' + "9" * 10_000 + "}"), 400, "bad-json"),
    "a name twice": (rows('{"age": 1, "age": 2}'), 400, "bad-json"),
    "rows twice": (b'{"rows": [], "rows": [1]}', 400, "bad-json"),
    "half a character": (rows(f'{ROW}, "remark": "\\ud800"'), 400, "bad-json"),
    "a deep nest": (b'{"rows": ' + b"[" * DEEP + b"]" * DEEP + b"}", 400, "bad-json"),
    "a nest of objects": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, 400, "bad-json"),
    "a nest that fits": (rows("[" * 200 + "]" * 200), 400, "invalid"),
    "an array": (b"[]", 400, "invalid"),
    "a number": (b"7", 400, "invalid"),
    "null": (b"null", 400, "invalid"),
    "a text": (b'"rows"', 400, "invalid"),
    "no rows": (b"{}", 400, "invalid"),
    "rows is null": (b'{"rows": null}', 400, "invalid"),
    "rows is an object": (b'{"rows": {}}', 400, "invalid"),
    "rows is a text": (b'{"rows": "x"}', 400, "invalid"),
    "rows is empty": (b'{"rows": []}', 400, "invalid"),
    "a row is null": (rows("null"), 400, "invalid"),
    "a row is a text": (rows('"x"'), 400, "invalid"),
    "10,001 rows": (rows(",".join(["{}"] * 10_001)), 400, "invalid"),
    "a million rows": (rows(",".join(["{}"] * 1_000_000)), 400, "invalid"),
    "an unknown field": (b'{"rows": [{}], "force": true}', 400, "invalid"),
    "an unknown column": (rows(f'{{{ROW}, "blood_type": "A"}}'), 400, "invalid"),
    "a column we keep": (rows(f'{{{ROW}, "content_mac": "x"}}'), 400, "invalid"),
    "an unknown column of null": (rows('{"blood_type": null}'), 400, "invalid"),
    "a name that is a number": (rows('{"patient_name": 7}'), 400, "invalid"),
    "a name that is true": (rows('{"patient_name": true}'), 400, "invalid"),
    "a name that is a list": (rows('{"patient_name": ["x"]}'), 400, "invalid"),
    "a name that is an object": (rows('{"patient_name": {"$ne": ""}}'), 400, "invalid"),
    "an id that is a number": (rows('{"id_no": 371323199001011234}'), 400, "invalid"),
    "a phone that is a number": (rows('{"phone": 13800000001}'), 400, "invalid"),
    "a day that is a number": (rows('{"discharged_on": 46300}'), 400, "invalid"),
    "an age that is a fraction": (rows('{"age": 1.5}'), 400, "invalid"),
    "an age that is true": (rows('{"age": true}'), 400, "invalid"),
    "a flag that is a number": (rows('{"needs_followup": 1}'), 400, "invalid"),
    "a cell of 40,000 signs": (rows(f'{{"remark": "{"x" * 40_000}"}}'), 400, "invalid"),
    "dry_run is a text": (b'{"rows": [{}], "dry_run": "perhaps"}', 400, "invalid"),
    "a reason that is an object": (b'{"rows": [{}], "reason": {}}', 400, "invalid"),
    "a reason with a NUL": (b'{"rows": [{}], "reason": "a\\u0000b"}', 400, "invalid"),
    "a reason too long": (b'{"rows": [{}], "reason": "' + b"x" * 501 + b'"}', 400, "invalid"),
    "too large": (b" " * (MOST_BYTES + 1), 413, "too-large"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_refused_with_a_sentence_and_leaves_nothing(his, name):
    body, status, kind = HOSTILE[name]

    answered = his.post(PLACE, body)

    problem = answered.json()
    assert (answered.status_code, problem["type"].partition("#")[2]) == (status, kind)
    assert answered["Content-Type"] == "application/problem+json"
    assert problem["detail"]
    assert not IdempotencyRecord.objects.exists()


CONTENT_TYPES = {
    "text/plain": 415,
    "application/xml": 415,
    "application/x-www-form-urlencoded": 415,
    "multipart/form-data; boundary=x": 415,
    "application/json; charset=gbk": 415,
    "application/json; charset=utf-16": 415,
    'application/json; charset="UTF-8"': 201,
    "application/json;charset=utf8": 201,
    "APPLICATION/JSON": 201,
}


@pytest.mark.parametrize("kind", CONTENT_TYPES)
def test_only_json_in_utf_8_is_read(his, kind):
    body = json.dumps({"rows": [sent(1)]}).encode()

    assert his.post(PLACE, body, content_type=kind).status_code == CONTENT_TYPES[kind]


@pytest.mark.parametrize(
    "cell",
    [
        "<script>alert(1)</script>",
        "{{ 7*7 }}{% debug %}",
        "'; DROP TABLE bureau_act; --",
        "=HYPERLINK(1)",
        "\u202egnp.exe",
        "a\x00b",
        "𠮷𡈽",
        "Z̸̢͠a̷l̵g̶o̴" * 20,
    ],
)
def test_whatever_a_text_holds_it_is_text(his, cell):
    answered = his.push([sent(1, content=cell, patient_name=cell[:40])])

    assert answered.status_code == 201


def test_a_pointer_leads_to_the_cell_of_the_wrong_type(his):
    errors = his.push([sent(1), {**sent(2), "id_no": 37, "sex": True}]).json()["errors"]

    assert {error["pointer"] for error in errors} == {"/rows/1/id_no", "/rows/1/sex"}
    assert {error["code"] for error in errors} == {"type"}


def test_what_is_unknown_at_the_top_and_in_a_row_is_told_at_once(his):
    body = json.dumps({"foo": 1, "rows": [{"inpatientno": "1", "patient_name": 7}]}).encode()
    answer = his.post(PLACE, body, content_type="application/json")

    told = {fault["pointer"]: fault["message"] for fault in answer.json()["errors"]}
    assert set(told) == {"/foo", "/rows/0/inpatientno", "/rows/0/patient_name"}
    assert told["/rows/0/patient_name"] in ("须为字符串或null。", "Must be a string or null.")


def test_a_body_in_chunks_is_asked_for_with_its_length(his):
    from django.test import Client

    headers = {
        "Authorization": f"Bearer {his.token}",
        "Idempotency-Key": "x",
        "Transfer-Encoding": "chunked",
    }
    answered = Client().post(PLACE, b"{}", content_type="application/json", headers=headers)

    assert answered.status_code == 411
