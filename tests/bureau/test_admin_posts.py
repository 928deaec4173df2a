"""Posts, transfers and the duty in the admin: the same services, nothing typed is lost."""

from datetime import date

import pytest
import time_machine

from bureau import postings, services
from bureau.models import Act, Department, LeaderPost, Placement, Section, Staff
from bureau.rules import LeaderKind, SectionCode
from tests.bureau.admin_pages import address, text
from tests.factories import IN_TIME, StaffFactory


@pytest.fixture(autouse=True)
def _on_the_twelfth():
    with time_machine.travel("2026-11-12T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def admin_of(client, sys_admin):
    sys_admin.language = "en"
    sys_admin.save()
    client.force_login(sys_admin)
    return client


@pytest.fixture
def doctor(hospital):
    person = StaffFactory(institution=hospital, staff_no="A1", name="郝静玲", position="医师")
    services.place_staff(staff=[person], by=None, at=IN_TIME)
    return person


def appointment(house, **said):
    return {"institution": house.pk, "kind": "principal_head", "name": "常博敏",
            "remit": "", "user": "", "from_on": "2026-11-01"} | said  # fmt: skip


@pytest.mark.long
def test_appointing_a_head_ends_the_post_of_the_one_before(admin_of, sys_admin, hospital):
    for name, day in (("常博敏", "2026-01-01"), ("叶玲", "2026-11-01")):
        form = appointment(hospital, name=name, from_on=day)
        assert admin_of.post(address("leaderpost", "add"), form).status_code == 302

    assert LeaderPost.objects.get(name="常博敏").to_on == date(2026, 10, 31)
    assert Act.objects.latest("pk").actor_name == sys_admin.name


@pytest.mark.long
def test_a_post_is_ended_and_its_remit_said_in_one_form(admin_of, hospital):
    department = Department.objects.create(institution=hospital, name="内科")
    post = services.appoint_leader(
        institution=hospital, kind=LeaderKind.DEPUTY, name="叶玲",
        from_on=date(2026, 1, 1), by=None, at=IN_TIME,
    )  # fmt: skip
    form = {"remit": "护理", "departments": [department.pk], "to_on": "2026-11-30", "why": "退休",
            "in_charge_from": "2026-10-01"}  # fmt: skip

    assert admin_of.post(address("leaderpost", "change", post.pk), form).status_code == 302

    post.refresh_from_db()
    assert (post.to_on, post.name) == (date(2026, 11, 30), "叶玲")
    assert postings.in_charge_of(post, date(2026, 10, 1)) == "护理（内科）"
    assert postings.in_charge_of(post, date(2026, 9, 30)) == ""

    # What is so already is shown and, sent back as it is, changes nothing.
    page = admin_of.get(address("leaderpost", "change", post.pk))
    assert "护理 (内科) (1 Oct 2026 – 30 Nov 2026)" in text(page)
    acts = Act.objects.count()
    same = form | {"in_charge_from": "", "to_on": "2026-11-30"}
    assert admin_of.post(address("leaderpost", "change", post.pk), same).status_code == 302
    assert Act.objects.count() == acts
    assert "护理 (内科)" in text(admin_of.get(address("leaderpost")))


def test_what_a_service_refuses_stands_above_what_was_typed(admin_of, hospital):
    post = services.appoint_leader(
        institution=hospital, kind=LeaderKind.DEPUTY, name="叶玲",
        from_on=date(2026, 6, 1), by=None, at=IN_TIME,
    )  # fmt: skip

    response = admin_of.post(
        address("leaderpost", "change", post.pk), {"remit": "护理", "to_on": "2026-05-01"}
    )

    assert "A post cannot end before it begins." in text(response)
    assert 'value="护理"' in text(response)
    post.refresh_from_db()
    assert (post.remits.count(), post.to_on) == (0, None)


def transfer(doctor, house, **said):
    return {"staff": doctor.pk, "institution": house.pk, "department_name": "", "position": "",
            "staff_no": "", "from_on": "2026-11-01", "why": "对口支援"} | said  # fmt: skip


def test_a_transfer_is_entered_as_a_placement(admin_of, doctor, township):
    Department.objects.create(institution=township, name="内科")
    chosen = {"action": "transfer", "_selected_action": [doctor.pk]}
    response = admin_of.post(address("staff"), chosen)
    assert response["Location"] == address("placement", "add") + f"?staff={doctor.pk}"

    form = transfer(doctor, township, department_name="内科")
    assert admin_of.post(address("placement", "add"), form).status_code == 302

    doctor.refresh_from_db()
    assert (doctor.institution, doctor.department.name) == (township, "内科")
    assert Placement.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"department_name": "无此科"}, "no such department"),
        ({"from_on": "2026-12-01"}, "on its day"),
        ({"from_on": ""}, "required"),
    ],
)
def test_a_transfer_that_does_not_fit_is_given_back(admin_of, doctor, township, wrong, said):
    response = admin_of.post(address("placement", "add"), transfer(doctor, township, **wrong))

    assert said in text(response)
    assert "对口支援" in text(response)
    assert Placement.objects.count() == 1


def test_one_person_at_a_time_is_transferred(admin_of, doctor, hospital):
    other = StaffFactory(institution=hospital)
    chosen = {"action": "transfer", "_selected_action": [doctor.pk, other.pk]}

    response = admin_of.post(address("staff"), chosen, follow=True)

    assert "Choose one person" in text(response)


def test_a_placement_stands_as_it_is(admin_of, doctor):
    page = address("placement", "change", doctor.placements.get().pk)

    assert admin_of.post(page, {}).status_code == 403
    assert 'name="_save"' not in text(admin_of.get(page))


def test_putting_a_section_on_duty(admin_of, db):
    section = Section.objects.get(code=SectionCode.PETITIONS)
    form = {"section": section.pk, "from_on": "2026-11-12", "why": "值班"}

    for _ in range(2):
        assert admin_of.post(address("dutysection", "add"), form).status_code == 302

    assert postings.duty_section(date(2026, 11, 12)) == section
    assert Act.objects.filter(verb="assign_duty_section").count() == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_duty_from_the_first_of_all_days_is_refused_in_words(admin_of, db, day):
    section = Section.objects.get(code=SectionCode.PETITIONS)
    page = admin_of.post(
        address("dutysection", "add"), {"section": section.pk, "from_on": day, "why": "值班"}
    )

    assert page.status_code == 200
    assert page.context["errors"]
    assert not Act.objects.filter(verb="assign_duty_section").exists()


def test_a_person_is_placed_when_saved_and_the_mask_coming_back_changes_nothing(
    admin_of, doctor, hospital
):
    doctor.phone = "13812345678"
    doctor.save()
    page = address("staff", "change", doctor.pk)
    assert "138****5678" in text(admin_of.get(page))
    form = {"staff_no": "A1", "name": "郝静玲", "position": "主任", "department": "", "title": "",
            "employment": "", "active_to": "", "phone_number": "138****5678"}  # fmt: skip

    assert admin_of.post(page, form).status_code == 302

    doctor.refresh_from_db()
    assert doctor.phone.reveal() == "13812345678"
    assert [p.position for p in doctor.placements.latest_first()] == ["主任", "医师"]

    assert admin_of.post(page, form | {"phone_number": "13900000000"}).status_code == 302
    assert Staff.objects.get().phone.reveal() == "13900000000"


def test_a_new_person_may_be_entered_by_hand(admin_of, hospital):
    form = {"institution": hospital.pk, "staff_no": "A9", "name": "新人", "position": "",
            "department": "", "title": "", "employment": "", "phone_number": ""}  # fmt: skip

    assert admin_of.post(address("staff", "add"), form).status_code == 302
    assert Staff.objects.get().placements.get().from_on is None


@pytest.mark.parametrize("model", ["leaderpost", "placement", "dutysection"])
def test_a_clerk_reads_and_changes_nothing(client, clerk, model):
    client.force_login(clerk)

    assert client.get(address(model)).status_code == 200
    assert client.get(address(model, "add")).status_code == 403


def test_the_history_of_a_record_says_what_was_changed(admin_of, sys_admin, hospital):
    form = {"code": hospital.code, "name": "县医院", "kind": hospital.kind, "grade": hospital.grade}
    admin_of.post(address("institution", "change", hospital.pk), form)

    page = text(admin_of.get(address("institution", "history", hospital.pk)))

    assert "What was changed" in page
    assert "县人民医院" in page
    assert sys_admin.name in page
