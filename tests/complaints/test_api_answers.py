"""What an institution's system does with a complaint: it reports, gives back, hands in evidence."""

import jsonschema
import pytest
import time_machine

from bureau.api.schema import document
from bureau.models import Act, Attachment
from bureau.rules import ActorKind
from bureau.services import PUBLIC, atomic_with_files
from complaints import services
from complaints.models import Assignment, Statement, UnitReport
from complaints.rules.words import Audience, CaseState
from complaints.selectors import files_of
from complaints.services.files import hang_file
from tests.complaints.api import LIST, NOW, PHOTO, TOLD, place
from tests.factories import StaffFactory
from tests.rectification.pictures import photograph


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.long
def test_a_report_is_handed_in_once_and_moves_the_case(his, desk):
    case = desk.dispatched()
    tag = his.get(place(case))["ETag"]
    report = {"text": "已核实并谈话提醒", "opinion": "partly_substantiated"}

    answers = [his.post(place(case, "report/"), report, key="r", If_Match=tag) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json()["state"] == "finding_submitted"
    kept = UnitReport.objects.get()
    assert (kept.by, kept.client, kept.sender) == (None, his.key.client, his.key.client)
    [shown] = his.get(place(case)).json()["reports"]
    assert (shown["text"], shown["opinion"]) == (report["text"], report["opinion"])
    assert Act.objects.get(verb="submit_report").actor_kind == ActorKind.API


@pytest.mark.long
def test_a_statement_is_handed_in_once_for_the_house_and_for_who_is_named(his, desk, client):
    case = desk.dispatched()
    named = desk.do("name_person", case, said_as="张医生")
    desk.do("name_person", case, said_as="黄护士")
    staff = StaffFactory(institution=desk.hospital, name="张建国")
    services.tie_person(person=named, staff=staff, by=desk.clerk, at=NOW)
    [person] = his.get(place(case)).json()["people"]
    own, his_word = {"text": "本院说明如下"}, {"text": "我当时在抢救病人", "person": person["id"]}

    answers = [his.post(place(case, "statements/"), body) for body in (own, own, his_word)]

    assert [one.status_code for one in answers] == [201, 201, 201]
    assert person["name"] == "张建国"
    kept = Statement.objects.all()
    assert [(one.by, one.sender, one.person_id) for one in kept] == [
        (None, his.key.client, None), (None, his.key.client, person["id"]),
    ]  # fmt: skip
    shown = his.get(place(case)).json()["statements"]
    assert [one["text"] for one in shown] == ["本院说明如下", "我当时在抢救病人"]
    assert {one.actor_kind for one in Act.objects.filter(verb="file_statement")} == {ActorKind.API}
    client.force_login(desk.clerk)
    assert "HIS" in client.get(case.get_absolute_url()).content.decode()


@pytest.mark.long
@pytest.mark.parametrize("said", [{"person": 0}, {"person": "张医生"}, {"text": ""}, {"by": 1}])
def test_a_statement_that_makes_no_sense_is_refused_with_its_place(his, desk, said):
    refused = his.post(place(desk.dispatched(), "statements/"), {"text": "说明如下", **said})

    assert refused.status_code == 400
    assert not Statement.objects.exists()


@pytest.mark.long
def test_nobody_states_for_another_houses_people_or_once_it_is_found(his, desk, township):
    case, found = desk.dispatched(), desk.verified()
    person = desk.do("name_person", case, said_as="李护士")
    type(person).objects.update(institution=township)

    foreign = his.post(place(case, "statements/"), {"text": "说明如下", "person": person.pk})
    late = his.post(place(found, "statements/"), {"text": "还有要说的"})
    waived = his.post(place(case, "statements/"), {"text": "本院不愿说明", "is_waived": True})

    assert [one.status_code for one in (foreign, late, waived)] == [409, 409, 409]
    assert his.get(place(case)).json()["people"] == []
    assert not Statement.objects.exists()


@pytest.mark.long
def test_who_read_an_older_state_reports_nothing(his, desk):
    case = desk.dispatched()
    tag = his.get(place(case))["ETag"]
    desk.do("write_entry", case, text="请附排班表", audience=Audience.INSTITUTION)

    stale = his.post(place(case, "report/"), {"text": "已核实"}, If_Match=tag)

    assert stale.status_code == 412
    assert stale.json()["current"]["notes"][0]["text"] == "请附排班表"
    assert not UnitReport.objects.exists()


@pytest.mark.long
def test_a_report_on_what_is_found_already_is_refused(his, desk):
    case = desk.verified()

    refused = his.post(place(case, "report/"), {"text": "还有要说的"})

    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")


@pytest.mark.long
def test_a_case_given_back_is_not_seen_any_more(his, desk):
    case = desk.dispatched()

    back = his.post(place(case, "return/"), {"reason": "所述科室不在本院"}, key="b")

    assert (back.status_code, back.json()["state"]) == (200, CaseState.RETURNED)
    assert his.get(place(case)).status_code == 404
    held = Assignment.objects.get()
    assert (held.returned_by, held.returned_client) == (None, his.key.client)
    again = his.post(place(case, "return/"), {"reason": "所述科室不在本院"}, key="b")
    assert again.json() == back.json()


@pytest.mark.long
def test_a_return_without_a_word_is_refused(his, desk):
    case = desk.dispatched()

    assert his.post(place(case, "return/"), {"reason": "不"}).status_code == 409
    assert his.post(place(case, "return/"), {}).status_code == 400


@pytest.mark.long
def test_evidence_hangs_once_and_is_read_by_the_institution_and_the_bureau(his, desk, client):
    case = desk.dispatched()

    hung = [his.post(place(case, "attachments/"), PHOTO) for _ in range(2)]

    assert [one.status_code for one in hung] == [201, 201]
    file = Attachment.objects.get()
    assert (file.by, file.client, file.audience) == (None, his.key.client, "internal")
    [shown] = his.get(place(case)).json()["attachments"]
    assert shown == hung[0].json() | {"is_own": True}
    content = his.get(shown["url"], Accept="image/png")
    assert content["Content-Disposition"].startswith("attachment")
    assert content.content.startswith(b"\x89PNG")
    assert Act.objects.get(verb="open_attachment").actor_kind == ActorKind.API
    assert list(files_of(case, user=desk.officer)) == list(files_of(case, user=desk.clerk))
    client.force_login(desk.clerk)
    assert "HIS" in client.get(case.get_absolute_url()).content.decode()


@pytest.mark.long
def test_the_photo_of_a_complainant_is_fetched_by_no_program_until_it_is_shown(his, desk):
    case = desk.dispatched()
    with atomic_with_files():
        photo = hang_file(case=case, name="照片1", content=photograph("#335577"), by=PUBLIC, at=NOW)
    url = place(case, f"attachments/{photo.pk}/")

    assert his.get(url).status_code == 404
    services.show_file(case=case, attachment=photo, audience=Audience.INSTITUTION, by=desk.clerk,
                       is_looked_at=True, at=NOW)  # fmt: skip
    assert his.get(url).status_code == 200


@pytest.mark.long
@pytest.mark.parametrize(
    ("body", "status"),
    [({"name": "a.png", "content": "?"}, 400), ({"name": "a.png", "content": "aGVsbG8="}, 400),
     ({"name": "a.png"}, 400)],
    ids=["no base64", "no picture", "nothing"],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_refused_with_its_place(his, desk, body, status):
    refused = his.post(place(desk.dispatched(), "attachments/"), body)

    assert refused.status_code == status
    assert refused.json()["errors"][0]["pointer"] == "/content"
    assert not Attachment.objects.exists()


@pytest.mark.long
def test_a_finding_is_told_only_once_it_holds(his, desk, attitude):
    case = desk.dispatched()
    desk.report(case)
    alleged = desk.do("add_allegation", case, text="说话生硬", category=attitude)
    services.find_allegation(
        allegation=alleged, finding="substantiated", basis="调取监控录像", by=desk.clerk, at=NOW
    )
    before = his.get(place(case)).json()

    desk.do("verify_case", case, on="2026-11-05", by=desk.head)
    after = his.get(place(case)).json()

    assert before["finding"] is None
    assert before["allegations"][0]["basis"] is None
    assert after["finding"] == after["allegations"][0]["finding"] == "substantiated"


@pytest.mark.long
def test_a_finding_that_is_open_again_is_told_no_more(his, desk):
    case = desk.replied(on="2026-11-04")
    assert his.get(place(case)).json()["finding"] == "substantiated"

    desk.do("reopen_case", case, on="2026-11-12", why="患者补充了录音", calendar=desk.calendar)

    told = his.get(place(case)).json()
    assert (told["state"], told["finding"], told["allegations"][0]["finding"]) == (
        "reopened", None, None,
    )  # fmt: skip


def schema_of(operation_id, status):
    for methods in document()["paths"].values():
        for operation in methods.values():
            if operation["operationId"] == operation_id:
                [content] = operation["responses"][status]["content"].values()
                return {**content["schema"], "components": document()["components"]}
    raise KeyError(operation_id)


@pytest.mark.long
def test_what_is_answered_fits_its_description(his, desk):
    case, another = desk.dispatched(), desk.dispatched()
    hung = his.post(place(case, "attachments/"), PHOTO)
    answered = {
        ("attachEvidence", "201"): hung,
        ("reportOnCase", "201"): his.post(place(case, "report/"), {"text": "已核实"}),
        ("listCases", "200"): his.get(LIST),
        ("readCase", "200"): his.get(place(case)),
        ("registerCase", "201"): his.post(LIST, TOLD),
        ("returnCase", "200"): his.post(place(another, "return/"), {"reason": "不属本院管辖"}),
    }  # fmt: skip

    for (operation, status), one in answered.items():
        assert str(one.status_code) == status, operation
        jsonschema.validate(one.json(), schema_of(operation, status))
