"""The bureau's lists: narrowed, kept in the address, taken out; every number opens its rows."""

import io

import openpyxl
import pytest
import time_machine

from followups import services
from followups.models import SpotCheck
from followups.rules.words import CheckState, Verdict
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    LAST_SECOND,
    OCTOBER,
    RegisterFactory,
    drawn,
    rows,
    submitted,
)
from tests.followups.calls import finish, record, to_call
from tests.followups.pages import HOUSE, said, url


@pytest.fixture(autouse=True)
def _on_the_twelfth(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(AFTER_CLOSING, tick=False):
        yield


def lines_of(response):
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    _mark, headings, *lines, _closing = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, line, strict=True)) for line in lines]


# --- Spot-checks -----------------------------------------------------------------------------


@pytest.fixture
def every_state(hospital, township, clerk, liaison, section_head):
    """Of the township: replaced, being called, refused, waiting. Of the hospital: finished."""
    first = drawn(township)
    finish(drawn(hospital, 3), by=liaison)
    second = services.ask_redraw(check=first, reason="名单已经泄露", at=AFTER_CLOSING, by=clerk)
    services.approve_redraw(check=second, by=section_head, at=AFTER_CLOSING)
    third = services.ask_redraw(check=second, reason="名单又泄露了", at=AFTER_CLOSING, by=clerk)
    services.refuse_redraw(check=third, reason="并没有证据", by=section_head, at=AFTER_CLOSING)
    services.ask_redraw(check=second, reason="真的又泄露了", at=AFTER_CLOSING, by=clerk)


@pytest.mark.long
@pytest.mark.usefixtures("every_state")
def test_every_draw_is_found_under_its_own_state_and_under_no_other():
    by_state = {state: list(SpotCheck.objects.in_state(state)) for state in CheckState}

    for state, found in by_state.items():
        assert {check.state for check in found} <= {state}
    assert sum(len(found) for found in by_state.values()) == SpotCheck.objects.count() == 5


@pytest.mark.long
@pytest.mark.usefixtures("every_state")
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [1, 1, 2, 3, 4]),
        ({"of": "371323B01"}, [1, 2, 3, 4]),
        ({"of": "371323B01", "state": "calling"}, [2]),
        ({"state": "laid_aside"}, [3]),
        ({"in": "2026-10", "state": "finished"}, [1]),
        ({"in": "2026-09"}, [1, 1, 2, 3, 4]),
        ({"state": "nonsense", "of": "\x00", "in": "x"}, [1, 1, 2, 3, 4]),
    ],
)
def test_the_list_and_its_workbook_show_what_the_address_asks_for(sign_in, clerk, query, numbers):
    client = sign_in(clerk)

    page = client.get(url("checks"), query)
    workbook = client.post(url("checks_export"), query_params=query)

    assert [check.number for check, _figures in page.context["lines"]] == numbers
    assert [line["抽取次序"] for line in lines_of(workbook)] == numbers


@pytest.mark.long
def test_the_workbook_of_the_spot_checks_has_each_share_with_its_two_numbers(
    sign_in, clerk, hospital, liaison
):
    check = drawn(hospital, 60)
    first, second = to_call(check)[:2]
    record(first, Verdict.GENUINE, by=liaison)
    record(second, Verdict.NOT_FOLLOWED, by=liaison)

    [line] = lines_of(sign_in(clerk).post(url("checks_export")))

    shares = [line[name] for name in ("应查", "已查", "抽查完成率", "有答复", "属实", "真实率")]
    assert shares == [3, 2, pytest.approx(2 / 3), 2, 1, 0.5]
    assert (line["机构名称"], line["月份"], line["状态"]) == ("县人民医院", "2026-10", "拨打中")


def test_the_people_of_a_list_go_out_masked(sign_in, clerk, hospital, liaison):
    check = drawn(hospital)
    record(to_call(check)[0], Verdict.NUMBER_WRONG, by=liaison)

    response = sign_in(clerk).post(url("check_export", check.pk))

    lines = lines_of(response)
    assert [line["结果"] for line in lines] == ["电话不实", "待拨打", "待拨打"]
    assert {line["患者"][-1] for line in lines} == {"*"}
    assert "1380" not in str(lines)


@pytest.mark.long
def test_a_hospital_takes_out_only_what_it_sees(sign_in, officer, hospital, township, liaison):
    drawn(township)
    check = drawn(hospital)
    client = sign_in(officer)

    assert lines_of(client.post(url("checks_export"))) == []
    assert client.post(url("check_export", check.pk)).status_code == 404

    finish(check, by=liaison)

    assert len(lines_of(client.post(url("checks_export")))) == 1
    assert client.post(url("check_export", check.pk)).status_code == 200


@pytest.mark.long
def test_the_reports_spot_checks_stand_in_the_order_of_the_institutions(
    sign_in, clerk, hospital, township
):
    submitted(township, rows(3))
    submitted(hospital, rows(3))
    services.close_month(month=OCTOBER, at=CLOSING)

    response = sign_in(clerk).get(url("report", "2026-10"))

    assert [code for code, _name, _figures in response.context["checks"]] == [
        "371323A01",
        "371323B01",
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    ("handed_in", "words"),
    [
        ("nothing", "The month was closed without this register"),
        ("nil", "A nil report: there is nobody to draw."),
        ("rows", "The list is drawn within a few minutes."),
    ],
)
def test_the_register_of_a_closed_month_says_why_there_is_no_list(
    sign_in, clerk, hospital, handed_in, words
):
    services.open_month(OCTOBER, at=IN_TIME)
    if handed_in == "nil":
        services.file_nil_report(institution=hospital, month=OCTOBER, by=None, at=IN_TIME)
    elif handed_in == "rows":
        submitted(hospital, rows(3))
    services.settle_month(month=OCTOBER, at=CLOSING)

    page = sign_in(clerk).get(url("register", *HOUSE)).content.decode()

    assert words in page
    assert "Lists are drawn when the month is closed" not in page


# --- Reminders -------------------------------------------------------------------------------


@pytest.mark.long
def test_after_everybody_was_reminded_the_page_says_by_whom_and_when_in_place_of_the_button(
    sign_in, clerk, hospital, township
):
    registers = [RegisterFactory(institution=house) for house in (hospital, township)]
    client = sign_in(clerk)
    services.remind(registers=registers[:1], by=clerk, at=AFTER_CLOSING)
    some = client.get(url("matrix")).content.decode()

    services.remind(registers=registers, by=clerk, at=AFTER_CLOSING)
    every = client.get(url("matrix")).content.decode()
    form = client.get(url("remind", "2026-10")).content.decode()
    home = client.get("/").content.decode()

    assert "Remind 1" in some
    assert "Remind 1" not in every + home
    assert every.count(f"reminded 10:00 by {clerk.name}") == 2
    assert "Everybody here was reminded today." in form
    assert "Remind the ticked ones" not in form
    assert "县人民医院 (reminded 10:00)" in home


def test_the_month_that_was_looked_at_stays_after_reminding(sign_in, clerk, hospital):
    register = RegisterFactory(institution=hospital)
    client = sign_in(clerk)

    done = client.post(url("remind", "2026-10"), {"register": [register.pk]})
    again = client.post(url("remind", "2026-10"), {"register": [register.pk]})

    assert done["Location"] == again["Location"] == url("matrix") + "?until=2026-10"
    assert said(again)[-1].startswith("Nobody was reminded")


# --- Every number opens its rows -------------------------------------------------------------


@pytest.fixture
def county(hospital, township):
    """One on time, one late, one missing, and one that owes nothing in October."""
    submitted(hospital, rows(3), at=LAST_SECOND)
    submitted(township, rows(3), at=CLOSING)
    RegisterFactory()
    RegisterFactory(month=OCTOBER.replace(month=9), due_on=OCTOBER.replace(day=10))


@pytest.mark.long
@pytest.mark.usefixtures("county")
def test_each_number_of_the_matrix_opens_as_many_rows_and_the_workbook_has_the_same(sign_in, clerk):
    client = sign_in(clerk)
    numbers = client.get(url("matrix"), {"until": "2026-10"}).context["matrix"].numbers

    for name, count in (*numbers._asdict().items(), ("missing", 1)):
        query = {"until": "2026-10", "only": name}
        page = client.get(url("matrix"), query)
        assert len(page.context["lines"]) == count, name
        assert len(lines_of(client.post(url("matrix_export"), query_params=query))) == count, name
        assert f"only={name}" in client.get(url("matrix")).content.decode()

    assert numbers == (3, 2, 1)


@pytest.mark.long
@pytest.mark.usefixtures("county")
def test_each_number_of_the_report_opens_as_many_of_its_own_lines(sign_in, clerk):
    services.close_month(month=OCTOBER, at=CLOSING)
    client = sign_in(clerk)
    page = client.get(url("report", "2026-10"))

    for name, count in page.context["numbers"]._asdict().items():
        narrowed = client.get(url("report", "2026-10"), {"only": name})
        assert len(narrowed.context["lines"]) == count, name
        assert f"?only={name}#institutions" in page.content.decode()


def test_while_a_month_runs_nobody_is_missing_from_it(sign_in, clerk, hospital):
    services.open_month(OCTOBER.replace(month=11), at=IN_TIME)

    page = sign_in(clerk).get(url("matrix"), {"until": "2026-11", "only": "missing"})

    assert page.context["lines"] == []
    text = page.content.decode()
    assert "The month is not over" in text
    assert "all in" not in text.lower()
    assert "0.0%" not in text


@pytest.mark.long
def test_the_matrix_and_the_report_show_each_rates_two_numbers(sign_in, clerk, hospital):
    submitted(hospital, rows(3), at=LAST_SECOND)
    services.close_month(month=OCTOBER, at=CLOSING)
    client = sign_in(clerk)

    report = client.get(url("report", "2026-10")).content.decode()
    [line] = lines_of(client.post(url("matrix_export")))

    assert report.count("3/3") >= 8
    assert (line["按时月数"], line["应报月数"], line["按时率"]) == (1, 1, 1)
