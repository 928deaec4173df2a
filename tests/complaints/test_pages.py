"""The pages of complaints: the queue, a case, its steps, and what each reader sees of them."""

import re
from copy import copy

import pytest
from django.urls import reverse
from django.utils import timezone

from bureau.models import Act, Department
from complaints import services
from complaints.models import Case
from complaints.rules.words import CaseState, Channel, Confidentiality, Finding
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory, StaffFactory

QUEUE = "complaints:cases"


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(moment("2026-11-03"), tick=False)


def page(client, case, name="complaints:case", *more):
    return client.get(reverse(name, args=[case.no, *more]))


def take(client, case, step, **said):
    return client.post(reverse("complaints:step", args=[case.no, step]), said)


def found(client, **asked):
    answer = client.get(reverse(QUEUE), asked)
    return [line.case.no for line in answer.context["lines"]]


@pytest.mark.long
def test_what_is_due_first_stands_first(desk, as_clerk):
    later, first = desk.case("2026-11-03"), desk.case("2026-11-02")

    assert found(as_clerk) == [first.no, later.no]


@pytest.mark.long
def test_each_state_has_its_tab(desk, as_clerk):
    waiting, accepted = desk.case(), desk.accepted()

    assert found(as_clerk, tab="to_accept") == [waiting.no]
    assert found(as_clerk, tab="to_dispatch") == [accepted.no]
    assert set(found(as_clerk, tab="all")) == {waiting.no, accepted.no}
    assert found(as_clerk, tab="nonsense") == [waiting.no]


@pytest.mark.long
def test_the_queue_is_read_in_pages_along_its_order(desk, as_clerk, monkeypatch):
    monkeypatch.setattr("complaints.selectors.pages.PER_PAGE", 2)
    monkeypatch.setattr(
        "complaints.selectors.pages.page_of.__kwdefaults__", {"after": "", "size": 2}
    )
    numbers = [desk.case().no for _ in range(3)]

    answer = as_clerk.get(reverse(QUEUE))
    second = found(as_clerk, after=answer.context["after"])
    assert [line.case.no for line in answer.context["lines"]] + second == numbers
    assert found(as_clerk, after="nonsense") == numbers[:2]


@pytest.mark.long
def test_the_queue_costs_the_same_for_one_case_as_for_many(
    desk, as_clerk, django_assert_max_num_queries
):
    desk.case()
    with django_assert_max_num_queries(60) as once:
        as_clerk.get(reverse(QUEUE))
    for _ in range(4):
        desk.case()
    with django_assert_max_num_queries(len(once)):
        as_clerk.get(reverse(QUEUE))


@pytest.mark.long
def test_accepting_and_dispatching_is_one_page_and_one_act_of_each(desk, as_clerk):
    case = desk.case(words="黄志涛说：请打我电话 138 5514 4502，张医生态度差")
    shown = page(as_clerk, case)
    assert shown.context["steps"].main.step == "accept-dispatch"

    form = page(as_clerk, case, "complaints:step", "accept-dispatch").context["form"]
    assert form["institution"].value() == desk.hospital.pk
    assert "黄志涛" not in form["text"].value()
    assert "4502" not in form["text"].value()
    for _ in range(2):
        take(as_clerk, case, "accept-dispatch", institution=desk.hospital.pk, text="请核实")

    case.refresh_from_db()
    assert (case.state, case.handler) == (CaseState.ASSIGNED, desk.clerk)
    verbs = list(Act.objects.filter(object_no=case.no).values_list("verb", flat=True))
    assert (verbs.count("accept_case"), verbs.count("dispatch_case")) == (1, 1)


@pytest.mark.long
def test_a_dispatch_that_is_refused_leaves_the_case_unaccepted(desk, as_clerk):
    case = desk.case()

    answer = take(as_clerk, case, "accept-dispatch", institution=desk.hospital.pk, text="")

    assert answer.status_code == 200
    assert Case.objects.get(pk=case.pk).state == CaseState.REGISTERED


@pytest.mark.long
def test_the_three_audiences_stand_in_boxes_of_their_own(desk, as_clerk, client):
    case = desk.dispatched()
    for audience in ("public", "institution", "internal"):
        words = f"写给{audience}的话"
        take(as_clerk, case, "note", audience=audience, text=words, seen_as=words)

    html = page(as_clerk, case).content.decode()
    assert all(f"写给{audience}的话" in html for audience in ("public", "institution", "internal"))
    client.force_login(desk.officer)
    html = page(client, case).content.decode()
    assert "写给institution的话" in html
    assert "写给internal的话" not in html


@pytest.mark.long
@pytest.mark.parametrize("secret", ["黄志涛", "黄", "4502", "内科张医生说话生硬"])
def test_a_unit_reads_no_field_of_a_protected_complainant(desk, client, secret):
    who = services.Complainant(
        confidentiality=Confidentiality.FROM_UNIT, name="黄志涛", phone="13855144502"
    )
    case = desk.dispatched(who=who)
    client.force_login(desk.officer)

    for answer in (
        page(client, case), page(client, case, "complaints:step", "report"),
        client.get(reverse(QUEUE), {"tab": "all"}),
    ):  # fmt: skip
        assert answer.status_code == 200
        assert secret not in answer.content.decode()


@pytest.mark.long
def test_a_named_person_does_not_find_the_case_by_any_page(desk, client):
    case = desk.dispatched()
    person = desk.do("name_person", case, said_as="张医生")
    doctor = StaffFactory(institution=desk.hospital)
    desk.officer.staff = doctor
    desk.officer.save()
    services.tie_person(person=person, staff=doctor, by=desk.clerk, at=moment("2026-11-03"))
    client.force_login(desk.officer)

    assert page(client, case).status_code == 404
    assert found(client, tab="all") == []
    assert take(client, case, "report", text="不属实").status_code == 404


@pytest.mark.long
def test_every_clock_says_why_it_is_due_on_its_day(desk, as_clerk):
    case = desk.case("2026-11-03")
    desk.do("suspend_case", desk_accepted := desk.accepted(), on="2026-11-03", reason="待补充材料")
    desk.do("resume_case", desk_accepted, on="2026-11-05", calendar=desk.calendar)

    for clock in case.clocks.all():
        assert page(as_clerk, case, "complaints:why", clock.pk).status_code == 200
    answer = desk_accepted.clocks.get(code="C-04")
    explained = page(as_clerk, desk_accepted, "complaints:why", answer.pk)
    assert "待补充材料" in explained.content.decode()
    assert explained.context["explained"].term.due_on == answer.due_on
    assert page(as_clerk, case, "complaints:why", answer.pk).status_code == 404


@pytest.mark.long
def test_who_complained_is_shown_once_to_who_handles_it_and_written_down(desk, as_clerk):
    who = {"name": "黄志涛", "phone": "13855144502", "id_no": "320000199001015518"}
    case = desk.accepted(who=services.Complainant(**who))
    assert "13855144502" not in page(as_clerk, case).content.decode()
    url = reverse("complaints:reveal", args=[case.no])

    refused = as_clerk.post(url, {"reason": ""})
    shown = as_clerk.post(url, {"reason": "联系投诉人核实情况"})

    assert "13855144502" not in refused.content.decode()
    assert re.search(r'data-vanish="60".*13855144502.*320000199001015518', shown.content.decode())
    assert "no-store" in shown["Cache-Control"]
    looked = Act.objects.get(object_no=case.no, verb="reveal_complainant")
    assert (looked.actor_id, looked.why) == (str(desk.clerk.pk), "联系投诉人核实情况")


@pytest.mark.long
def test_who_does_not_handle_a_case_does_not_see_who_complained(desk, client):
    case = desk.accepted()
    client.force_login(desk.head)

    shown = client.post(
        reverse("complaints:reveal", args=[case.no]), {"reason": "想看看是谁投诉的"}
    )

    assert "13855144502" not in shown.content.decode()
    assert not Act.objects.filter(verb="reveal_complainant").exists()


@pytest.mark.long
def test_looks_at_complainants_and_at_drawn_people_count_together(desk, as_clerk):
    case = desk.accepted()
    look = {"verb": "reveal_number", "object_kind": "spot_check", "object_no": "1"}
    one = Act(**look, at=timezone.now(), **desk.clerk.actor.as_columns())
    Act.objects.bulk_create([one, *(copy(one) for _ in range(28))])
    url = reverse("complaints:reveal", args=[case.no])

    quiet, told = (as_clerk.post(url, {"reason": "联系投诉人核实情况"}) for _look in range(2))

    assert [str(message) for message in quiet.context["messages"]] == []
    [message] = told.context["messages"]
    assert "31" in str(message)
    assert told.context["clear"]


def new_case(**said):
    return {
        "words": "护士态度不好", "channel": Channel.BUREAU_PHONE, "type": "complaint",
        "received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "confidentiality": "from_unit", "name": "黄志涛", "phone": "138 5514 4502", **said,
    }  # fmt: skip


@pytest.mark.long
def test_a_complaint_by_phone_is_registered_with_a_number_and_a_code(desk, as_clerk):
    answer = as_clerk.post(reverse("complaints:new"), new_case(named="张医生、李护士"), follow=True)

    case = Case.objects.get()
    assert case.no == "TS-20261103-0001"
    assert case.first_receiver == desk.clerk.name
    assert [str(person.said_as.reveal()) for person in case.people.all()] == ["张医生", "李护士"]
    assert case.no in answer.content.decode()


@pytest.mark.long
def test_an_accusation_that_a_clerk_took_down_is_for_others_from_then_on(desk, as_clerk):
    answer = as_clerk.post(reverse("complaints:new"), new_case(is_accusation="on"), follow=True)

    assert Case.objects.get().is_accusation
    assert answer.redirect_chain == [("/cases/", 302)]


@pytest.mark.long
def test_a_department_of_another_house_is_refused(desk, as_clerk):
    ward = Department.objects.create(institution=InstitutionFactory(), name="外科")

    answer = as_clerk.post(
        reverse("complaints:new"), new_case(institution=desk.hospital.pk, department=ward.pk)
    )

    assert "department" in answer.context["form"].errors
    assert not Case.objects.exists()


@pytest.mark.long
def test_what_may_be_the_same_is_shown_before_it_is_saved(desk, as_clerk):
    first = desk.case()

    shown = as_clerk.post(reverse("complaints:new"), new_case())
    assert shown.context["alike"] == [first]
    assert Case.objects.count() == 1

    as_clerk.post(reverse("complaints:new"), new_case(anyway="1"))
    assert Case.objects.count() == 2
    assert len({case.matter_id for case in Case.objects.all()}) == 2


@pytest.mark.long
def test_findings_of_each_allegation_and_person_are_written_on_one_page(desk, as_clerk):
    case = desk.dispatched()
    desk.report(case, on="2026-11-03")
    one = desk.do("add_allegation", case, text="说话生硬")
    two = desk.do("add_allegation", case, text="推诿病人")

    take(as_clerk, case, "find", **{
        f"finding-a{one.pk}": Finding.SUBSTANTIATED, f"basis-a{one.pk}": "调取监控与谈话记录",
        f"finding-a{two.pk}": Finding.UNSUBSTANTIATED, f"basis-a{two.pk}": "查阅了门诊记录",
    })  # fmt: skip

    assert list(case.allegations.values_list("finding", flat=True)) == [
        Finding.SUBSTANTIATED, Finding.UNSUBSTANTIATED,
    ]  # fmt: skip
    offered = page(as_clerk, case).context["open_now"]
    assert "verify" not in offered


@pytest.mark.long
def test_a_unit_reads_a_finding_only_once_it_holds(desk, client, attitude):
    case = desk.dispatched()
    desk.report(case, on="2026-11-03")
    one = desk.do("add_allegation", case, text="说话生硬", category=attitude)
    services.find_allegation(
        allegation=one, finding=Finding.SUBSTANTIATED, basis="调取监控与谈话记录",
        by=desk.clerk, at=moment("2026-11-03"),
    )  # fmt: skip
    client.force_login(desk.officer)

    assert "调取监控" not in page(client, case).content.decode()
    desk.do("verify_case", case, by=desk.head)
    assert "调取监控" in page(client, case).content.decode()


@pytest.mark.long
def test_cases_are_joined_by_their_numbers_and_taken_apart_again(desk, as_clerk):
    one, two = desk.accepted(), desk.accepted()

    refused = take(as_clerk, one, "merge", others="TS-20000101-0001", why="同一次就诊的同一件事")
    assert refused.status_code == 200
    take(as_clerk, one, "merge", others=two.no, why="同一次就诊的同一件事")
    assert len({case.matter_id for case in Case.objects.all()}) == 1
    joined = page(as_clerk, one)
    assert "unmerge" in joined.context["open_now"]
    assert joined.context["matter_due"].title, "the matter is due when its first case is"

    take(as_clerk, two, "unmerge", why="不是同一件事情")
    assert len({case.matter_id for case in Case.objects.all()}) == 2


@pytest.mark.long
def test_a_page_of_a_step_that_is_over_leads_back(desk, as_clerk):
    case = desk.accepted()

    answer = page(as_clerk, case, "complaints:step", "accept")

    assert answer.status_code == 302
    assert page(as_clerk, case, "complaints:step", "nonsense").status_code == 404


@pytest.mark.long
def test_every_step_that_a_page_offers_has_a_page_that_opens(desk, as_clerk):
    person = [desk.dispatched(), desk.verified(), desk.replied(), desk.case()]
    desk.do("name_person", person[0], said_as="张医生")

    for case in person:
        for step in page(as_clerk, case).context["open_now"]:
            assert page(as_clerk, case, "complaints:step", step).status_code == 200, step


@pytest.mark.long
def test_the_export_has_the_rows_of_the_page_and_nobody_who_complained(desk, clerk):
    from complaints import exports

    case = desk.dispatched()
    desk.case()

    listing = exports.cases(clerk, {"tab": "handling"}, False, moment("2026-11-03").date())

    rows = [list(row) for row in listing.rows()]
    assert [row[0] for row in rows] == [case.no]
    assert "黄志涛" not in str(rows)


@pytest.mark.long
def test_a_finding_that_is_open_again_is_told_to_no_unit_and_the_channels_number_never(
    client, desk, officer
):
    case = desk.replied(on="2026-11-04")
    Case.objects.filter(pk=case.pk).update(external_no="RX-2026-77", channel="hotline_12345")
    client.force_login(officer)
    before = client.get(case.get_absolute_url())

    desk.do("reopen_case", case, on="2026-11-12", why="患者补充了录音", calendar=desk.calendar)
    after = client.get(case.get_absolute_url())

    assert (before.context["finding"] is None, after.context["finding"]) == (False, None)
    assert b"RX-2026-77" not in before.content + after.content
