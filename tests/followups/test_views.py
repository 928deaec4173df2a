"""The pages: what lists cost, what stays hidden, what the county and a house see."""

import io
import zipfile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from followups import services
from followups.models import MonthlyRegister, RegisterVersion, Reminder, SpotCheck, Upload
from followups.rules.problems import Problem, ProblemCode
from followups.rules.words import RowState, UploadState
from followups.sheets import CheckedRow
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    OCTOBER,
    InstitutionFactory,
    RegisterFactory,
    drawn,
    rows,
    staged,
    submitted,
)
from tests.followups.pages import BAD_PHONE, CANARY, HOUSE, page_of, said, url
from tests.followups.uploads import checked, table


@pytest.fixture(autouse=True)
def _on_the_eighth_of_november(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(IN_TIME, tick=False):
        yield


# --- What lists cost -------------------------------------------------------------------------


def refused_row(number):
    problem = Problem("phone", ProblemCode.PHONE_DIGITS, facts={"digits": "9"}, written="139")
    return CheckedRow(number, None, (problem,), {})


@pytest.mark.long
def test_the_matrix_costs_the_same_for_one_house_as_for_twenty(sign_in, clerk, queries_of):
    sign_in(clerk)
    drawn(InstitutionFactory())
    one = queries_of("matrix")
    for house in InstitutionFactory.create_batch(19):
        drawn(house, 3)

    assert queries_of("matrix") == one
    assert one <= 30


@pytest.mark.long
def test_the_reminder_page_costs_the_same_for_one_house_as_for_twenty(sign_in, clerk, queries_of):
    sign_in(clerk)
    services.remind(registers=[RegisterFactory()], by=clerk, at=IN_TIME)
    one = queries_of("remind", "2026-10")
    services.remind(registers=RegisterFactory.create_batch(19), by=clerk, at=IN_TIME)

    assert queries_of("remind", "2026-10") == one
    assert one <= 30


@pytest.mark.long
def test_the_rows_cost_the_same_for_one_as_for_twenty(sign_in, officer, hospital, queries_of):
    sign_in(officer)
    submitted(hospital, rows(1))
    one = queries_of("rows", *HOUSE)
    submitted(hospital, rows(20))

    assert queries_of("rows", *HOUSE) == one
    assert one <= 30


@pytest.mark.long
def test_the_spot_checks_cost_the_same_for_one_as_for_twenty(sign_in, clerk, queries_of):
    sign_in(clerk)
    drawn(InstitutionFactory(), 3)
    one = queries_of("checks")
    for house in InstitutionFactory.create_batch(19):
        drawn(house, 3)

    assert queries_of("checks") == one
    assert one <= 30


@pytest.mark.long
@pytest.mark.parametrize("tab", [RowState.REFUSED, RowState.NEW])
def test_a_checked_file_costs_the_same_for_one_row_as_for_twenty(
    sign_in, officer, hospital, queries_of, tab
):
    sign_in(officer)
    small = staged(hospital, [*rows(1), refused_row(90)])
    large = staged(hospital, [*rows(20), *map(refused_row, range(90, 110))])

    one, twenty = (queries_of("upload_detail", one.pk, rows=tab) for one in (small, large))

    assert one == twenty
    assert one <= 30


@pytest.mark.long
def test_a_list_of_people_costs_the_same_for_three_as_for_twenty(
    sign_in, liaison, hospital, township, queries_of
):
    sign_in(liaison)
    liaison.assignments.create(institution=township, from_on=OCTOBER)
    few, many = drawn(hospital, 3), drawn(township, 200)

    assert queries_of("check", few.pk) == queries_of("check", many.pk)


# --- What stays hidden -----------------------------------------------------------------------


def everything_of(upload):
    pages = ["upload_detail", "upload_original"]
    return [url(page, upload.pk) for page in pages] + [
        url("upload_detail", upload.pk) + "?rows=refused",
        url("upload_detail", upload.pk) + "?rows=new",
        url("upload_detail", upload.pk) + "?rows=warnings",
        url("rows", *HOUSE),
        url("register", *HOUSE),
    ]


@pytest.mark.long
@pytest.mark.parametrize("who", ["clerk", "liaison", "section_head"])
def test_the_bureau_reads_masked_what_a_house_wrote(sign_in, hospital, request, who):
    """Whatever page it is on: a bad number, two numbers in a cell, a good number, a name."""
    content = table(BAD_PHONE, ["金丝雀", "ZY3", "2026-10-07", f"{CANARY}/13900000000"])
    upload = checked(hospital, content)
    services.submit_upload(upload=upload, by=None, at=IN_TIME)
    client = sign_in(request.getfixturevalue(who))

    pages = [client.get(address).content.decode() for address in everything_of(upload)]

    for secret in (CANARY, BAD_PHONE[3], "金丝雀", "13900000000"):
        assert not [page for page in pages if secret in page]
    assert any("139****4321" in page for page in pages)


@pytest.mark.long
def test_the_house_itself_reads_what_it_wrote(sign_in, officer, hospital):
    upload = checked(hospital, table(BAD_PHONE))

    response = sign_in(officer).get(url("upload_detail", upload.pk))

    assert BAD_PHONE[3] in response.content.decode()


def test_a_name_in_an_address_is_not_searched_for(sign_in, officer, hospital):
    """Addresses end in logs: who typed one by hand gets the whole list."""
    submitted(hospital, rows(3))

    page = sign_in(officer).get(url("rows", *HOUSE), {"q": "病人3"})

    assert len(page.context["page_obj"]) == 3


def test_rows_are_searched_by_a_whole_phone_and_shown_masked(sign_in, officer, hospital):
    submitted(hospital, rows(3))

    page = sign_in(officer).post(url("rows", *HOUSE), {"q": "13800000003"})

    assert [record.inpatient_no for record in page.context["page_obj"]] == ["ZY00003"]
    assert "138****0003" in page.content.decode()


# --- One register ----------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize(
    ("month", "status"),
    [("2026-10", 200), ("2026-11", 200), ("2026-12", 404), ("2026-09", 404), ("2001-01", 404)],
    ids=["last month", "this month", "next month", "two months ago", "long ago"],
)
def test_an_officer_meets_the_months_that_are_open_now_though_no_job_opened_them(
    sign_in, officer, month, status
):
    response = sign_in(officer).get(url("register", "371323A01", month))

    assert response.status_code == status


@pytest.mark.parametrize("page", ["register", "rows", "template", "upload", "nil"])
def test_looking_at_a_month_that_no_job_opened_writes_nothing(sign_in, officer, page):
    """Its row is made by what is handed in: a GET changes nothing."""
    response = sign_in(officer).get(url(page, *HOUSE))

    assert response.status_code == 200
    assert not MonthlyRegister.objects.exists()


def test_a_nil_report_opens_the_month_that_no_job_opened(sign_in, officer):
    sign_in(officer).post(url("nil", *HOUSE))

    assert MonthlyRegister.objects.get().is_nil


def test_a_house_that_owes_no_register_opens_none(sign_in, officer, hospital):
    hospital.grade = "1"
    hospital.save()

    assert sign_in(officer).get(url("register", *HOUSE)).status_code == 404
    assert not MonthlyRegister.objects.exists()


@pytest.mark.long
def test_a_nil_report_is_confirmed_and_receipted(sign_in, officer, hospital):
    client = sign_in(officer)
    assert page_of(client.get(url("nil", *HOUSE))) == "nil"

    receipt = client.post(url("nil", *HOUSE), follow=True)

    assert page_of(receipt) == "receipt"
    assert MonthlyRegister.objects.get().is_nil


def test_a_nil_report_of_a_month_with_rows_is_refused_with_a_sentence(sign_in, officer, hospital):
    submitted(hospital, rows(1))

    response = sign_in(officer).post(url("nil", *HOUSE))

    assert response["Location"] == url("register", *HOUSE)
    assert len(said(response)) == 1
    assert not MonthlyRegister.objects.get().is_nil


@pytest.mark.long
def test_after_the_closing_a_nil_report_asks_for_its_reason(sign_in, officer, hospital):
    services.close_month(month=OCTOBER, at=CLOSING)
    client = sign_in(officer)

    unreasoned = client.post(url("nil", *HOUSE))
    assert (unreasoned.status_code, page_of(unreasoned)) == (200, "nil")
    assert unreasoned.context["form"].errors

    client.post(url("nil", *HOUSE), {"reason": "科室漏报一份"})
    assert RegisterVersion.objects.get().reason == "科室漏报一份"


# --- The county ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "until",
    ["2026-10", "2000-01", "2099-12", "0001-01", "9999-12", "2026-13", "x", "", "2026-10\n"],
)
def test_the_matrix_opens_whatever_month_is_asked_for(sign_in, clerk, hospital, until):
    services.open_month(OCTOBER, at=IN_TIME)

    assert sign_in(clerk).get(url("matrix"), {"until": until}).status_code == 200


def test_the_matrix_can_be_narrowed_to_who_is_missing(sign_in, clerk, hospital, township):
    submitted(hospital, rows(1))
    RegisterFactory(institution=township)

    response = sign_in(clerk).get(url("matrix"), {"only": "missing"})

    assert [line.institution for line in response.context["lines"]] == [township]


def test_only_who_is_ticked_and_missing_and_visible_is_reminded(
    sign_in, liaison, hospital, township
):
    own, other = (RegisterFactory(institution=house) for house in (hospital, township))
    client = sign_in(liaison)

    client.post(url("remind", "2026-10"), {"register": [other.pk, "x", "-1", "9" * 30, "9" * 5000]})
    assert not Reminder.objects.exists()

    response = client.post(url("remind", "2026-10"), {"register": [own.pk, other.pk]})
    assert [reminder.register for reminder in Reminder.objects.all()] == [own]
    assert said(response)[-1] == "1 institution reminded."


# --- What no person types --------------------------------------------------------------------


NUL, LONG = "a\x00b", "长" * 501


@pytest.mark.long
@pytest.mark.parametrize("reason", [NUL, LONG], ids=["NUL", "501 characters"])
def test_a_reason_that_cannot_be_kept_is_refused_and_breaks_nothing(
    sign_in, officer, clerk, hospital, reason
):
    check = drawn(hospital)
    services.close_month(month=OCTOBER, at=CLOSING)
    upload = staged(hospital, rows(40), at=AFTER_CLOSING)

    sign_in(officer).post(url("upload_submit", upload.pk), {"reason": reason})
    sign_in(clerk).post(url("redraw", check.pk), {"reason": reason})

    kept = [
        *RegisterVersion.objects.values_list("reason"),
        *SpotCheck.objects.values_list("reason"),
    ]
    assert set(kept) == {("",)}


@pytest.mark.parametrize("query", [NUL, LONG, "%", "'", "\\", "张三 OR 1=1"])
def test_a_search_for_anything_answers(sign_in, officer, hospital, query):
    submitted(hospital, rows(1))

    response = sign_in(officer).post(url("rows", *HOUSE), {"q": query})

    assert (response.status_code, len(response.context["page_obj"])) == (200, 0)


def test_an_address_with_a_nul_in_it_is_not_found(sign_in, officer):
    assert sign_in(officer).get("/registers/of/%00/2026-10/").status_code == 404


def test_a_correction_with_a_nul_in_it_leaves_the_file_checked(
    sign_in, officer, hospital, django_capture_on_commit_callbacks
):
    upload = checked(hospital, table(BAD_PHONE))

    with django_capture_on_commit_callbacks(execute=True):
        sign_in(officer).post(
            url("upload_fix", upload.pk), {"fix-2-inpatient_no": NUL, "fix-2-phone": CANARY}
        )

    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKED


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", NUL])
def test_a_page_beyond_the_list_shows_one_there_is(sign_in, officer, hospital, page):
    submitted(hospital, rows(1))

    response = sign_in(officer).get(url("rows", *HOUSE), {"page": page})

    assert (response.status_code, len(response.context["page_obj"])) == (200, 1)


@pytest.mark.long
def test_a_file_far_too_large_is_refused_before_it_is_kept(sign_in, officer, hospital):
    too_large = SimpleUploadedFile("a.xlsx", b"0" * 20_000_001)

    page = sign_in(officer).post(url("upload", *HOUSE), {"workbook": too_large})

    assert "20 MB" in page.content.decode()
    assert not Upload.objects.exists()


@pytest.mark.long
@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_the_report_can_be_had_with_the_spot_checks_so_far(sign_in, clerk, hospital, form):
    submitted(hospital, rows(10))
    services.close_month(month=OCTOBER, at=CLOSING)

    response = sign_in(clerk).get(url("report_file", "2026-10", "checked", form))

    assert response.status_code == 200
    assert "抽查" in "".join(_texts(response.content))


def _texts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return [parts.read(name).decode("utf8", "ignore") for name in parts.namelist()]
