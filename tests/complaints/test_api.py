"""Complaints by program: what an institution takes down and reads, and what it never sees."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bureau.access_keys import Scope
from bureau.models import Act, Department
from bureau.rules import ActorKind
from complaints import services
from complaints.models import Case, UnitReport
from complaints.rules.words import Audience, Channel, Confidentiality
from tests.callers import Caller
from tests.complaints.api import LIST, NOW, PHOTO, TOLD, photo, place
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory

WHO = {"name": "黄志涛", "phone": "13855144502", "relation": "本人", "patient": "黄小宝"}
IDENTITY = (*WHO.values(), "4502", "黄", "说话生硬得很")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def other(db):
    return Caller(InstitutionFactory(), at=moment("2026-11-01"))


def test_a_complaint_is_registered_once_however_often_it_is_sent(his, hospital):
    answers = [his.post(LIST, TOLD, key="a") for _ in range(2)]

    case = Case.objects.get()
    assert [one.status_code for one in answers] == [201, 201]
    assert {one.json()["no"] for one in answers} == {case.no}
    assert (case.institution, case.channel) == (hospital, Channel.HOUSE_PHONE)
    assert (case.first_receiver, case.registered_by) == ("HIS", None)
    act = Act.objects.get(verb="register_case")
    assert (act.actor_kind, act.object_no) == (ActorKind.API, case.no)


def test_the_same_key_with_other_words_is_refused(his):
    his.post(LIST, TOLD, key="a")

    assert his.post(LIST, TOLD | {"words": "别的"}, key="a").status_code == 422
    assert Case.objects.count() == 1


def test_a_number_that_is_registered_already_is_refused_with_what_stands(his, other):
    first = his.post(LIST, TOLD | {"source_no": "YB-1"}).json()

    again = his.post(LIST, TOLD | {"source_no": "YB-1", "words": "又说了一遍"})

    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")
    assert again.json()["standing"] == first
    assert other.post(LIST, TOLD | {"source_no": "YB-1"}).status_code == 201


def test_who_complained_is_kept_sealed_and_told_to_no_program(his):
    url = his.post(LIST, TOLD | {"complainant": WHO})["Location"]

    told = his.get(url)

    assert Case.objects.get().phone.reveal() == WHO["phone"]
    assert told.json()["state"] == "submitted"
    assert not [word for word in (*WHO.values(), TOLD["words"]) if word in told.content.decode()]


def test_of_an_anonymous_complaint_nobody_is_kept(his):
    his.post(LIST, TOLD | {"complainant": WHO, "confidentiality": "anonymous"})

    case = Case.objects.get()
    assert (case.phone.reveal(), case.complainant.reveal()) == ("", "")


def test_nobody_is_given_the_code_by_which_the_complainant_grades_the_answer(his):
    assert set(his.post(LIST, TOLD).json()) == {"no", "state", "state_display", "source_no", "url"}


def test_a_department_is_the_institutions_own(his, hospital):
    Department.objects.create(institution=hospital, name="门诊部")
    Department.objects.create(institution=InstitutionFactory(), name="急诊")

    assert his.post(LIST, TOLD | {"department": "门诊部"}).status_code == 201
    refused = his.post(LIST, TOLD | {"department": "急诊"})
    assert refused.json()["errors"][0]["pointer"] == "/department"
    assert Case.objects.get().department.name == "门诊部"


@pytest.mark.parametrize(
    "wrong",
    [{"words": ""}, {"received_at": "1999-01-01T00:00:00Z"}, {"channel": "hotline_12345"},
     {"category": "NONE"}, {"institution": "371323B01"}, {"is_accusation": True},
     {"source_no": "1" * 31}, {"named": ["a"] * 21}],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_a_body_that_is_wrong_is_refused_with_its_place(his, wrong):
    answer = his.post(LIST, TOLD | wrong)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].startswith(f"/{next(iter(wrong))}")
    assert not Case.objects.exists()


def test_a_complaint_of_tomorrow_is_refused(his):
    late = his.post(LIST, TOLD | {"received_at": "2026-11-05T09:00:00+08:00"})

    assert (late.status_code, Case.objects.count()) == (409, 0)


@pytest.mark.long
def test_what_was_handed_in_is_read_as_the_public_sees_it_until_it_is_given(his, desk, other):
    url = his.post(LIST, TOLD)["Location"]
    case = Case.objects.get()
    desk.do("accept_case", case, on="2026-11-04", calendar=desk.calendar)

    told = his.get(url)
    assert (told.status_code, told.json()["state"]) == (200, "accepted")
    assert not {"words", "text"} & set(told.json())
    assert his.get(url, If_None_Match=told["ETag"]).status_code == 304
    assert other.get(url).status_code == 404

    case.refresh_from_db()
    desk.do("dispatch_case", case, on="2026-11-04", institution=desk.hospital, text="请核实",
            calendar=desk.calendar)  # fmt: skip
    assert his.get(url).json()["text"] == "请核实"


def test_what_became_an_accusation_is_not_there_any_more(his):
    url = his.post(LIST, TOLD | {"source_no": "YB-1"})["Location"]
    Case.objects.update(is_accusation=True)

    assert his.get(url).status_code == 404
    again = his.post(LIST, TOLD | {"source_no": "YB-1", "words": "又说了一遍"})
    assert (again.status_code, "standing" in again.json()) == (409, False)


@pytest.mark.long
def test_cases_given_are_listed_page_by_page_and_no_others(his, other, desk):
    numbers = [desk.dispatched().no for _ in range(3)]
    desk.case()
    desk.accepted()

    first = his.get(LIST, {"limit": 2}).json()
    rest = his.get(first["next"].partition("testserver")[2]).json()

    assert [one["no"] for one in first["results"] + rest["results"]] == numbers[::-1]
    assert rest["next"] is None
    assert other.get(LIST).json()["results"] == []


@pytest.mark.long
def test_a_case_that_was_elsewhere_before_stands_once_and_by_its_own_assignment(his, desk):
    case = desk.dispatched()
    desk.do("return_case", case, institution=desk.hospital, by=desk.officer, reason="不属本院管辖")
    desk.do("dispatch_case", case, institution=desk.hospital, assisting=[InstitutionFactory()],
            text="请再核实", calendar=desk.calendar)  # fmt: skip

    [line] = his.get(LIST).json()["results"]

    assert line["given_at"].startswith("2026-11-03")
    assert his.get(place(case)).json()["is_lead"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "assigned"}, 1),
        ({"state": "finding_submitted"}, 1),
        ({"state": "closed"}, 0),
        ({"type": "consultation"}, 0),
        ({"safety_urgent": "true"}, 1),
        ({"given_on__gte": "2026-11-03"}, 1),
        ({"given_on__lte": "2026-11-02"}, 1),
        ({"given_on__lte": "2026-11-01"}, 0),
    ],
)
def test_a_list_is_narrowed(his, desk, asked, found):
    desk.report(desk.dispatched(on="2026-11-02", safety_urgent=True), on="2026-11-03")
    desk.dispatched(on="2026-11-03")

    assert len(his.get(LIST, asked).json()["results"]) == found


def test_what_nobody_described_narrows_nothing_and_is_refused(his):
    assert his.get(LIST, {"phone": "13855144502"}).status_code == 400
    assert his.get(LIST, {"state": "registered"}).status_code == 400
    assert his.get(LIST, {"cursor": "%%%"}).status_code == 400


def test_a_day_that_is_over_is_said(his, desk):
    desk.dispatched(on="2026-10-26")

    [line] = his.get(LIST).json()["results"]

    assert (line["report_due_on"], line["is_overdue"]) == ("2026-10-29", True)


def queries(caller, *path):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert caller.get(*path).status_code == 200
    return len(caught)


@pytest.mark.long
def test_a_list_costs_as_many_queries_for_one_case_as_for_many(his, desk):
    case = desk.dispatched()
    queries(his, LIST)
    one, alone = queries(his, LIST), queries(his, place(case))
    for _ in range(4):
        desk.dispatched()
    for text in ("一", "二", "三"):
        desk.report(case, text=text)
        desk.do("write_entry", case, text=text, audience=Audience.INSTITUTION)
        desk.do("add_allegation", case, text=text)
    for colour in ("#111111", "#222222", "#333333"):
        his.post(place(case, "attachments/"), photo(colour))

    assert (queries(his, LIST), queries(his, place(case))) == (one, alone)


@pytest.mark.parametrize("secrecy", list(Confidentiality))
def test_no_door_of_the_api_tells_who_complained(his, desk, secrecy):
    who = services.Complainant(confidentiality=secrecy, **WHO)
    case = desk.dispatched(who=who, words="说话生硬得很", named=["黄医生"], demand="黄某要道歉")
    desk.do("write_entry", case, text="黄志涛来过电话")

    said = "".join(his.get(path).content.decode() for path in (LIST, place(case)))

    assert case.no in said
    assert not [word for word in IDENTITY if word in said]


def test_a_case_of_another_answers_like_one_that_is_not_there(other, desk, his):
    case = desk.dispatched()
    file = his.post(place(case, "attachments/"), PHOTO).json()["id"]
    gone = "TS-20000101-0001"

    for rest in ("", f"attachments/{file}/"):
        seen, missing = other.get(place(case, rest)), other.get(f"{LIST}{gone}/{rest}")
        assert seen.status_code == missing.status_code == 404
        assert seen.content.replace(case.no.encode(), b"") == missing.content.replace(
            gone.encode(), b""
        )
    for rest, body in (("report/", {"text": "x"}), ("return/", {"reason": "x" * 9}),
                       ("attachments/", PHOTO)):  # fmt: skip
        assert other.post(place(case, rest), body).status_code == 404
    assert not UnitReport.objects.exists()


def test_what_the_bureau_took_down_is_not_there_before_it_is_given(his, desk):
    case = desk.case()

    assert his.get(place(case)).status_code == 404


def test_an_accusation_is_seen_by_no_program_of_the_accused(his, desk):
    case = desk.dispatched()
    Case.objects.filter(pk=case.pk).update(is_accusation=True)

    assert his.get(place(case)).status_code == 404
    assert his.get(LIST).json()["results"] == []


def test_reading_and_writing_are_rights_of_their_own(hospital, desk):
    case = desk.dispatched()
    reads = Caller(hospital, name="BI", at=moment("2026-11-01"), scopes=[Scope.CASES_READ])

    assert reads.get(place(case)).status_code == 200
    assert reads.post(place(case, "report/"), {"text": "x"}).status_code == 403
    assert reads.post(LIST, TOLD).status_code == 403


def test_no_program_takes_a_step_of_the_bureaus(his, desk):
    case = desk.dispatched()

    answers = [his.post(place(case, f"{verb}/"), {}) for verb in ("verify", "close", "note")]

    assert {one.status_code for one in answers} == {404}
