"""Cases in the admin: a clerk accepts, dispatches and answers there, through the same services."""

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType

from bureau.models import Attachment, OfficialPaper
from complaints.models import Case, ClockRow, MoreTime
from complaints.rules.words import CaseState, Finding
from tests.complaints.conftest import moment
from tests.complaints.test_files import uploaded
from tests.factories import StaffFactory

LIST = "/admin/complaints/case/"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(moment("2026-11-06"), tick=False):
        yield


def act(client, action, *cases, **data):
    chosen = {"_selected_action": [case.pk for case in cases], "action": action}
    return client.post(LIST, {**chosen, **data}, follow=True)


@pytest.mark.long
def test_a_clerk_accepts_several_at_once_and_each_tells(client, desk):
    cases = [desk.case(), desk.case(), desk.accepted()]
    client.force_login(desk.clerk)

    page = act(client, "step_accept", *cases, post="yes").content.decode()

    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.ACCEPTED}
    assert page.count("Accepted. Its page says who handles it.") == 2
    assert "“Accept” cannot be done now: it is “accepted”" in page


@pytest.mark.long
def test_a_clerk_dispatches_and_answers_from_the_admin(client, desk):
    case, found = desk.accepted(), desk.verified(finding=Finding.UNSUBSTANTIATED)
    client.force_login(desk.clerk)

    asked = act(client, "step_dispatch", case).content.decode()
    act(client, "step_dispatch", case, post="yes", institution=desk.hospital.pk, text="请核实")
    act(client, "step_reply", found, post="yes", way="phone", text="经核实未发现")

    assert "Text for the institution" in asked
    states = [Case.objects.get(pk=one.pk).state for one in (case, found)]
    assert states == [CaseState.ASSIGNED, CaseState.REPLIED]


def test_a_form_that_lacks_something_is_asked_again(client, desk):
    case = desk.case()
    client.force_login(desk.clerk)

    page = act(client, "step_decline", case, post="yes", explanation="")

    assert "This field is required" in page.content.decode()
    assert Case.objects.get().state == CaseState.REGISTERED


@pytest.mark.long
def test_the_admin_finds_a_case_by_the_phone_and_shows_it_masked(client, desk):
    case = desk.case()
    client.force_login(desk.clerk)

    listed = client.get(LIST, {"q": "4502"}).content.decode()
    page = client.get(f"{LIST}{case.pk}/change/").content.decode()

    assert case.no in listed
    assert "138****4502" in page
    assert "13855144502" not in page


@pytest.fixture
def as_clerk(client, desk):
    client.force_login(desk.clerk)
    return client


def taken(client, step, case, **data):
    """Ask for a step and take it; say what the page of the question held."""
    asked = act(client, f"step_{step}", case).content.decode()
    said = act(client, f"step_{step}", case, post="yes", **data).content.decode()
    return asked, said


@pytest.mark.long
def test_a_clerk_says_who_is_meant_and_writes_the_findings_from_the_admin(as_clerk, desk):
    case = desk.dispatched()
    desk.report(case)
    alleged = desk.do("add_allegation", case, text="说话生硬")
    person = desk.do("name_person", case, said_as="张医生")
    staff = StaffFactory(institution=desk.hospital, name="张建国")

    who, tied = taken(as_clerk, "tie", case, person=person.pk, staff=staff.pk)
    what, found = taken(
        as_clerk, "find", case,
        **{f"finding-a{alleged.pk}": "substantiated", f"basis-a{alleged.pk}": "调取监控与谈话记录"},
    )  # fmt: skip

    assert ("张医生" in who, "说话生硬" in what) == (True, True)
    assert ("Tied to the staff record." in tied, "findings are written down" in found) == (
        True, True,
    )  # fmt: skip
    person.refresh_from_db()
    alleged.refresh_from_db()
    assert (person.staff, alleged.finding) == (staff, "substantiated")


@pytest.mark.long
def test_a_clerk_asks_for_time_and_joins_cases_from_the_admin(as_clerk, desk):
    case, other = desk.dispatched(on="2026-11-05"), desk.dispatched(on="2026-11-05")
    clock = ClockRow.objects.get(case=case, code="C-06")

    taken(as_clerk, "extend", case, clock=clock.pk, by_length=1, reason="等待专家会诊")
    taken(as_clerk, "merge", case, others=other.no, why="同一天同一件事")

    assert MoreTime.objects.get().clock == clock
    assert Case.objects.values("matter").distinct().count() == 1


@pytest.mark.long
def test_a_clerk_hangs_a_file_on_a_case_shows_it_and_takes_it_off_from_the_admin(as_clerk, desk):
    case = desk.dispatched()

    asked, _said = taken(as_clerk, "attach", case, files=uploaded(), audience="internal")
    file = Attachment.objects.get()
    taken(as_clerk, "show", case, attachment=file.pk, audience="institution")
    file.refresh_from_db()
    audience = file.audience
    taken(as_clerk, "take_off", case, attachment=file.pk, reason="传错了病历照片")

    file.refresh_from_db()
    assert 'enctype="multipart/form-data"' in asked
    assert (audience, bool(file.withdrawn_at)) == ("institution", True)


@pytest.mark.long
@pytest.mark.parametrize("step", ["tie", "find", "extend", "merge", "attach", "show", "take_off"])
def test_what_is_one_cases_alone_is_asked_of_one_case(as_clerk, desk, step):
    cases = [desk.dispatched(), desk.dispatched()]

    page = act(as_clerk, f"step_{step}", *cases).content.decode()

    assert "one item at a time" in page


@pytest.mark.long
@pytest.mark.parametrize("step", ["report", "return", "state"])
def test_what_an_institution_does_is_no_action_of_the_bureaus(as_clerk, desk, step):
    case = desk.dispatched()

    act(as_clerk, f"step_{step}", case, post="yes", text="已谈话提醒", why="不属于本院")

    case.refresh_from_db()
    assert case.state == CaseState.ASSIGNED


def test_a_row_leads_to_its_page_for_whoever_sees_it_and_tells_nobody_else_of_it(client, desk):
    case = desk.case(is_accusation=True)
    plain = desk.case()
    kinds = ContentType.objects.get_for_models(Case, OfficialPaper)
    client.force_login(desk.clerk)

    def asked(kind, key):
        return client.get(f"/admin/r/{kind}/{key}/")

    assert asked(kinds[Case].pk, plain.pk)["Location"] == plain.get_absolute_url()
    for kind, key in (
        (kinds[Case].pk, case.pk), (kinds[Case].pk, 999_999), (kinds[Case].pk, "x"),
        (kinds[OfficialPaper].pk, "1"), (999_999, 1), ("x", 1), (9**30, 1),
    ):  # fmt: skip
        assert asked(kind, key).status_code == 404
