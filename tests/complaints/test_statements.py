"""The other side is heard: the institution's statement, and that of whoever is named."""

import pytest
from django.urls import reverse

from bureau.models import Act, Attachment
from bureau.rules import Role
from complaints import selectors, services
from complaints.models import Statement
from complaints.rules.words import Confidentiality
from tests.complaints.conftest import moment
from tests.complaints.test_files import AT, take, uploaded
from tests.factories import InstitutionFactory, StaffFactory, UserFactory

PROTECTED = services.Complainant(
    confidentiality=Confidentiality.FROM_UNIT, name="黄志涛", phone="13855144502",
    relation="丈夫", patient="孙桂兰",
)  # fmt: skip


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def case(desk):
    return desk.dispatched(who=PROTECTED)


@pytest.fixture
def doctor(desk, case):
    """Somebody named in the case and tied to a record of the house."""
    person = desk.do("name_person", case, said_as="张医生")
    staff = StaffFactory(institution=desk.hospital, name="张建国")
    return services.tie_person(person=person, staff=staff, by=desk.clerk, at=AT)


def stated(desk, case, **said):
    said = {"institution": desk.hospital, "text": "当日并未与家属争吵", **said}
    return desk.do("file_statement", case, by=desk.officer, **said)


@pytest.mark.long
def test_a_unit_states_for_itself_and_for_who_is_named_with_evidence(desk, client, case, doctor):
    client.force_login(desk.officer)

    for _ in range(2):
        take(client, case, "state", text="本院说明如下", evidence=uploaded())
        take(client, case, "state", person=doctor.pk, text="我当时在抢救病人")

    assert list(Statement.objects.values_list("person", "text")) == [
        (None, "本院说明如下"), (doctor.pk, "我当时在抢救病人"),
    ]  # fmt: skip
    assert Attachment.objects.get().by == desk.officer
    assert Act.objects.filter(verb="file_statement").count() == 2
    case.refresh_from_db()
    assert case.state == "assigned"


@pytest.mark.long
@pytest.mark.parametrize(
    "secret", ["黄志涛", "黄**", "4502", "丈夫", "孙桂兰", "孙**", "内科张医生说话生硬"]
)
def test_whoever_states_reads_no_field_of_a_protected_complainant(
    desk, client, case, doctor, secret
):
    stated(desk, case, person=doctor)
    client.force_login(desk.officer)

    for address in (case.get_absolute_url(), reverse("complaints:step", args=[case.no, "state"])):
        answer = client.get(address)
        assert answer.status_code == 200
        assert secret not in answer.content.decode()


@pytest.mark.long
def test_a_statement_is_read_by_the_bureau_and_its_own_unit_alone(desk, client):
    assisting = InstitutionFactory()
    case = desk.accepted()
    desk.do("dispatch_case", case, institution=desk.hospital, assisting=[assisting], text="请核实",
            calendar=desk.calendar)  # fmt: skip
    stated(desk, case)
    other = UserFactory(institution=assisting, roles=[Role.HOSPITAL_OFFICER])

    seen = {}
    for user in (desk.clerk, desk.officer, other):
        client.force_login(user)
        seen[user] = "当日并未与家属争吵" in client.get(case.get_absolute_url()).content.decode()

    assert seen == {desk.clerk: True, desk.officer: True, other: False}


def test_nobody_states_for_another_unit_or_without_words(desk, case, doctor):
    elsewhere = InstitutionFactory()
    stranger = desk.do("name_person", case, said_as="李护士")
    type(stranger).objects.filter(pk=stranger.pk).update(institution=elsewhere)
    stranger.refresh_from_db()

    for said, words in (
        ({"institution": elsewhere}, "does not have this case"),
        ({"person": stranger}, "Nobody like this"),
        ({"text": " "}, "write the statement"),
        ({"is_waived": True}, "Only somebody who is named"),
    ):
        with pytest.raises(services.CaseError, match=words):
            stated(desk, case, **said)
    assert not Statement.objects.exists()


def test_nothing_is_stated_once_the_findings_hold_but_what_stands_stays(desk):
    case = desk.dispatched()
    first = stated(desk, case)
    type(case).objects.filter(pk=case.pk).update(state="verified")

    assert stated(desk, case) == first
    with pytest.raises(services.CaseError, match="cannot be done now"):
        stated(desk, case, text="现在才想起来")


@pytest.mark.long
def test_who_finds_is_told_who_was_not_heard_until_they_spoke_or_did_without(
    desk, client, case, doctor
):
    nurse = desk.do("name_person", case, said_as="李护士")
    staff = StaffFactory(institution=desk.hospital, name="李秀英")
    nurse = services.tie_person(person=nurse, staff=staff, by=desk.clerk, at=AT)
    client.force_login(desk.clerk)
    desk.do("begin_investigation", case)

    asked = reverse("complaints:step", args=[case.no, "find"])
    assert selectors.unheard(case) == [doctor, nurse]
    assert "张建国" in str(client.get(asked).context["unheard"])

    stated(desk, case, person=doctor)
    stated(desk, case, person=nurse, is_waived=True, text="2026-11-03告知，本人不作说明")
    assert selectors.unheard(case) == []
    assert "Not heard yet" not in client.get(asked).content.decode()


def test_the_bureau_makes_no_statement_of_a_unit(desk, client, case):
    client.force_login(desk.clerk)

    assert take(client, case, "state", text="本院说明如下").status_code == 403
    assert not Statement.objects.exists()


@pytest.mark.long
def test_the_story_of_the_unit_tells_of_its_statement(desk, client, case):
    stated(desk, case)
    client.force_login(desk.officer)

    entries = client.get(case.get_absolute_url()).context["timeline"]

    assert "Statement handed in" in {str(entry.label) for entry in entries}
    assert max(entry.at for entry in entries) == moment("2026-11-03")
