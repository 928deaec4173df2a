"""Orders of the hotline: signed in, rung back, given back once, extended from their own day."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from bureau.models import Act
from complaints import services
from complaints.invariants import breaches
from complaints.models import Case, OrderRequest
from complaints.order_package import HEADINGS, package
from complaints.rules.steps import Step
from complaints.rules.words import (
    Audience,
    CaseState,
    Channel,
    ClockCode,
    Grade,
    Receiver,
    ReturnGround,
)
from complaints.services import CaseError
from complaints.verbs import offered
from tests.complaints.conftest import moment

BASIS = "不属卫生健康部门职责，依据三定方案"


@pytest.fixture
def order(desk):
    return desk.case(channel=Channel.HOTLINE, external_no="DH1", external_due_on=date(2026, 11, 12))


@pytest.fixture
def sign(desk, order):
    def signed(on="2026-11-02", case=order):
        return desk.do("sign_order", case, on=on, calendar=desk.calendar)

    return signed


@pytest.fixture
def ask_return(desk, order):
    def asked(on="2026-11-03", **said):
        said = {"ground": ReturnGround.NOT_OUR_DUTY, "basis": BASIS, **said}
        return desk.do("ask_return", order, on=on, **said)

    return asked


def decide(desk, request, on="2026-11-03", *, by=None, is_granted=True, answer=""):
    return services.decide_request(
        request=request, is_granted=is_granted, answer=answer, by=by or desk.head, at=moment(on)
    )


def running(case):
    return set(case.clocks.filter(stopped_at=None, is_void=False).values_list("code", flat=True))


def test_signing_in_stops_its_clock_and_opens_the_time_of_returning_once(sign, order):
    for _again in range(2):
        sign()

    assert ClockCode.HOTLINE_SIGN not in running(order)
    assert order.clocks.get(code=ClockCode.HOTLINE_RETURN).due_on == date(2026, 11, 3)
    assert Act.objects.filter(verb="sign_order").count() == 1


def test_only_an_order_is_signed_in(desk, sign):
    with pytest.raises(CaseError, match="no order of the hotline"):
        sign(case=desk.case())


def test_whoever_takes_an_order_up_has_signed_it_in_and_gives_it_back_no_more(
    desk, order, ask_return
):
    desk.do("accept_case", order, on="2026-11-02", calendar=desk.calendar)

    order.refresh_from_db()
    assert order.order.signed_by == desk.clerk
    assert ClockCode.HOTLINE_RETURN not in running(order)
    with pytest.raises(CaseError, match="cannot be done now"):
        ask_return()


@pytest.mark.long
def test_an_order_is_given_back_with_its_basis_on_another_persons_word(
    desk, order, sign, ask_return
):
    sign()
    request = ask_return()
    assert ask_return() == request

    decide(desk, request)

    order.refresh_from_db()
    assert (order.state, order.handed_to) == (CaseState.TRANSFERRED, Receiver.HOTLINE)
    assert order.explanation == BASIS
    assert not running(order)
    assert not list(breaches(at=moment("2026-11-03")))


@pytest.mark.long
def test_what_was_taken_up_meanwhile_is_not_given_back(desk, order, sign, ask_return):
    sign()
    request = ask_return()
    desk.do("accept_case", order, on="2026-11-03", calendar=desk.calendar)

    with pytest.raises(CaseError, match="cannot be done now"):
        decide(desk, request)

    assert OrderRequest.objects.get().is_granted is None


def test_a_return_needs_signing_in_a_basis_and_its_time(desk, sign, ask_return):
    with pytest.raises(CaseError, match="Sign the order in"):
        ask_return()
    sign()
    with pytest.raises(CaseError, match="legal basis"):
        ask_return(basis="无")
    with pytest.raises(CaseError, match="is over"):
        ask_return(on="2026-11-04")


@pytest.mark.long
def test_nobody_decides_on_their_own_return_and_a_refusal_says_why(desk, order, sign, ask_return):
    sign()
    request = ask_return()

    with pytest.raises(CaseError, match="Somebody else"):
        decide(desk, request, by=desk.clerk)
    with pytest.raises(CaseError, match="why not"):
        decide(desk, request, is_granted=False)
    decide(desk, request, is_granted=False, answer="属于我局职责范围")

    order.refresh_from_db()
    assert order.state == CaseState.REGISTERED
    assert decide(desk, request).is_granted is False


@pytest.mark.long
def test_what_came_back_is_ours_and_the_hotlines_day_holds_again(desk, order, sign, ask_return):
    sign()
    decide(desk, ask_return())

    desk.do(
        "reopen_case", order, why="热线中心指定我局承办", on="2026-11-04", calendar=desk.calendar
    )

    given = order.clocks.get(code=ClockCode.HOTLINE_ANSWER)
    assert (given.is_void, given.due_on) == (False, date(2026, 11, 12))
    with pytest.raises(CaseError):
        ask_return(on="2026-11-04")
    assert not list(breaches(at=moment("2026-11-04")))


@pytest.mark.long
def test_a_day_that_the_hotline_named_is_extended_from_itself_and_the_caller_is_told(desk, order):
    desk.do("accept_case", order, on="2026-11-02", calendar=desk.calendar)
    clock = order.clocks.get(code=ClockCode.HOTLINE_ANSWER)
    more = services.ask_more_time(
        clock=clock, by_length=3, reason="需调取病历", by=desk.clerk, at=moment("2026-11-10")
    )

    services.decide_more_time(
        more=more, is_granted=True, by=desk.head, at=moment("2026-11-11"), calendar=desk.calendar
    )

    clock.refresh_from_db()
    assert clock.due_on == date(2026, 11, 17)
    told = order.entries.get()
    assert (told.audience, "2026-11-17" in told.text) == (Audience.PUBLIC, True)


@pytest.mark.long
def test_the_units_part_is_due_before_the_order_by_two_working_days(desk, order):
    desk.do("accept_case", order, on="2026-11-09", calendar=desk.calendar)
    desk.do(
        "dispatch_case", order, on="2026-11-09", institution=desk.hospital, text="请核实",
        calendar=desk.calendar,
    )  # fmt: skip

    # Due on Thursday, given out on Monday: Tuesday, where the unit's own term ends on Thursday.
    assert order.clocks.get(code=ClockCode.UNIT_REPORT).due_on == date(2026, 11, 10)


@pytest.mark.long
def test_an_order_whose_day_is_near_leaves_its_unit_one_day(desk, order):
    desk.do("accept_case", order, on="2026-11-12", calendar=desk.calendar)
    desk.do(
        "dispatch_case", order, on="2026-11-12", institution=desk.hospital, text="请核实",
        calendar=desk.calendar,
    )  # fmt: skip

    assert order.clocks.get(code=ClockCode.UNIT_REPORT).due_on == date(2026, 11, 13)


def test_the_caller_is_rung_once_and_the_first_time_counts(desk, order, sign):
    with pytest.raises(CaseError):
        desk.do("contact_caller", order)
    sign()

    for day in ("2026-11-03", "2026-11-05"):
        desk.do("contact_caller", order, on=day)

    order.refresh_from_db()
    assert order.order.contacted_at == moment("2026-11-03")


@pytest.mark.long
def test_an_order_is_left_out_of_the_rates_on_another_persons_word(desk, order, sign):
    sign()
    request = desk.do("ask_exclusion", order, basis="要求免除全部医药费")

    assert desk.do("ask_exclusion", order, basis="还是不应计入") == request
    decide(desk, request)

    order.refresh_from_db()
    assert order.state == CaseState.REGISTERED
    assert OrderRequest.objects.get().is_granted


@pytest.mark.long
def test_the_steps_of_an_order_are_offered_as_the_services_take_them(desk, order, sign):
    def steps(user):
        return {verb.step for verb in offered(user, Case.objects.get(pk=order.pk))}

    assert Step.SIGN in steps(desk.clerk)
    assert not {Step.GIVE_BACK, Step.CONTACT} & steps(desk.clerk)
    sign()
    assert {Step.GIVE_BACK, Step.CONTACT, Step.EXCLUDE} <= steps(desk.clerk)
    assert Step.SIGN not in steps(desk.clerk)
    assert not {Step.SIGN, Step.CONTACT} & {one.step for one in offered(desk.clerk, desk.case())}


@pytest.fixture
def answered(desk):
    return desk.replied(
        channel=Channel.HOTLINE, external_no="DH2", external_due_on=date(2026, 11, 9)
    )


@pytest.mark.long
def test_the_package_for_the_hotline_holds_form_paper_and_what_the_public_may_see(desk, answered):
    desk.do(
        "record_callback", answered, grade=Grade.SATISFIED, is_solved=True, calendar=desk.calendar
    )

    packed = ZipFile(BytesIO(package(answered, by=desk.clerk, at=moment("2026-11-06"))))

    assert set(packed.namelist()) == {"回复表.xlsx", "办理结果.docx"}
    sheet = load_workbook(BytesIO(packed.read("回复表.xlsx"))).active
    cells = [[str(cell or "") for cell in row] for row in sheet.values]
    at = next(n for n, row in enumerate(cells) if row[0] == HEADINGS[0])
    line = dict(zip(HEADINGS, cells[at + 1], strict=False))
    assert (line["工单编号"], line["办理时限"], line["是否解决"]) == ("DH2", "2026-11-09", "是")
    assert "黄志涛" not in str(cells)


@pytest.mark.long
def test_the_answers_of_several_orders_come_in_one_file(desk, answered, client):
    second = desk.replied(channel=Channel.HOTLINE, external_no="DH/9")
    waiting = desk.case(channel=Channel.HOTLINE, external_no="DH8")
    client.force_login(desk.clerk)

    asked = {"no": [second.no, answered.no, waiting.no, "TS-1"]}
    taken = client.get("/cases/packages/", asked)

    packed = ZipFile(BytesIO(taken.content))
    names = {name for name in packed.namelist() if name.endswith(".docx")}
    folders = {f"DH2_{answered.no}", f"DH_9_{second.no}"}  # no number leads out of the file
    assert names == {f"{folder}/办理结果.docx" for folder in folders}
    [sheet] = load_workbook(BytesIO(packed.read("回复表.xlsx"))).worksheets
    said = {cell.value for row in sheet for cell in row}
    assert {answered.external_no, "DH/9"} <= said
    assert "DH8" not in said
    assert Act.objects.filter(verb="pack_order").count() == 2
    said = client.get("/cases/").content.decode()
    assert f"{waiting.no}: The complainant has no answer yet" in said


@pytest.mark.long
def test_more_files_than_one_download_holds_are_taken_in_parts(desk, answered, client, monkeypatch):
    services.attach_file(
        case=answered, name="a.pdf", content=b"%PDF-1.4\n%%EOF", audience=Audience.PUBLIC,
        by=desk.clerk, at=moment("2026-11-06"),
    )  # fmt: skip
    monkeypatch.setattr("complaints.order_package.MOST_BYTES", 5)
    client.force_login(desk.clerk)

    page = client.get("/cases/packages/", {"no": answered.no}, follow=True).content.decode()

    assert "tick fewer" in page
    assert not Act.objects.filter(verb="pack_order").exists()


@pytest.mark.long
def test_the_queue_offers_the_answers_of_orders_alone_and_to_who_handles_them(
    desk, answered, client
):
    other = desk.replied()
    client.force_login(desk.clerk)

    shown = client.get("/cases/?tab=to_call_back").content.decode()
    none_ticked = client.get("/cases/packages/")
    client.force_login(desk.officer)

    assert "/cases/packages/" in shown
    assert f'name="no" value="{answered.no}"' in shown
    assert f'name="no" value="{other.no}"' not in shown
    assert (none_ticked.status_code, none_ticked["Location"]) == (302, "/cases/")
    assert client.get("/cases/packages/").status_code == 403


@pytest.mark.long
def test_the_package_comes_only_with_an_answer_and_who_took_it_is_written_down(
    client, desk, answered, order
):
    client.force_login(desk.clerk)

    taken = client.get(f"/cases/{answered.no}/package/")
    refused = client.get(f"/cases/{order.no}/package/", follow=True)

    assert taken.content[:2] == b"PK"
    assert "no answer yet" in refused.content.decode()
    assert Act.objects.filter(verb="pack_order").count() == 1


@pytest.mark.long
def test_a_clerk_goes_the_way_of_an_order_on_pages(client, desk, order):
    client.force_login(desk.clerk)
    where = f"/cases/{order.no}/"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: moment("2026-11-03"))
        client.post(f"{where}sign/")
        client.post(f"{where}contact/")
        client.post(f"{where}give-back/", {"ground": "not_our_duty", "basis": BASIS})
        client.force_login(desk.head)
        page = client.get(where).content.decode()
        client.post(f"{where}decide-order/", {"is_granted": "yes"})

    order.refresh_from_db()
    assert BASIS in page
    assert order.state == CaseState.TRANSFERRED
