"""The pages: what each shows in each state, what they refuse, and what they ask the database."""

from io import BytesIO

import openpyxl
import pytest
import time_machine
import xlsxwriter
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.services import open_file
from followups import services
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    NumberReveal,
    RegisterVersion,
    Reminder,
    SpotCall,
    SpotCheck,
    Upload,
)
from followups.rules.problems import Problem, ProblemCode
from followups.rules.words import RowState, UploadState, Verdict
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

HOUSE = ["371323A01", "2026-10"]
CANARY = "13987654321"
BAD_PHONE = ["李四", "ZY2", "2026-10-06", "139876543"]


@pytest.fixture(autouse=True)
def _on_the_eighth_of_november(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(IN_TIME, tick=False):
        yield


@pytest.fixture
def sign_in(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def queries_of(client):
    """Count what a page asks the database."""

    def queries_of(name, *args, **query):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"followups:{name}", args=args), query).status_code == 200
        return len(queries)

    return queries_of


def url(name, *args):
    return reverse(f"followups:{name}", args=args)


def page_of(response):
    """Name the page that answered, whatever it is made of."""
    return response.templates[0].name.removeprefix("followups/").removesuffix(".html")


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def workbook(*lines):
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("随访登记")
        sheet.write_row(0, 0, ["姓名", "住院号", "出院日期", "联系电话", "随访时间", "随访结果"])
        for number, line in enumerate(lines, start=1):
            sheet.write_row(number, 0, [*line, "2026-10-09", "已随访"])
    return buffer.getvalue()


def checked(institution, content):
    upload = services.receive_upload(
        institution=institution, month=OCTOBER, name="a.xlsx", content=content, by=None, at=IN_TIME
    )
    return services.check_upload(upload, at=IN_TIME)


# --- What lists cost -------------------------------------------------------------------------


def refused_row(number):
    problem = Problem("phone", ProblemCode.PHONE_DIGITS, facts={"digits": "9"}, written="139")
    return CheckedRow(number, None, (problem,), {})


def test_the_matrix_costs_the_same_for_one_house_as_for_twenty(sign_in, clerk, queries_of):
    sign_in(clerk)
    drawn(InstitutionFactory())
    one = queries_of("matrix")
    for house in InstitutionFactory.create_batch(19):
        drawn(house, 3)

    assert queries_of("matrix") == one
    assert one <= 30


def test_the_reminder_page_costs_the_same_for_one_house_as_for_twenty(sign_in, clerk, queries_of):
    sign_in(clerk)
    services.remind(registers=[RegisterFactory()], by=clerk, at=IN_TIME)
    one = queries_of("remind", "2026-10")
    services.remind(registers=RegisterFactory.create_batch(19), by=clerk, at=IN_TIME)

    assert queries_of("remind", "2026-10") == one
    assert one <= 30


def test_the_rows_cost_the_same_for_one_as_for_twenty(sign_in, officer, hospital, queries_of):
    sign_in(officer)
    submitted(hospital, rows(1))
    one = queries_of("rows", *HOUSE)
    submitted(hospital, rows(20))

    assert queries_of("rows", *HOUSE) == one
    assert one <= 30


def test_the_spot_checks_cost_the_same_for_one_as_for_twenty(sign_in, clerk, queries_of):
    sign_in(clerk)
    drawn(InstitutionFactory(), 3)
    one = queries_of("checks")
    for house in InstitutionFactory.create_batch(19):
        drawn(house, 3)

    assert queries_of("checks") == one
    assert one <= 30


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


def test_a_list_of_people_costs_the_same_for_three_as_for_twenty(
    sign_in, liaison, hospital, township, queries_of
):
    sign_in(liaison)
    liaison.assignments.create(institution=township, from_on=OCTOBER)
    few, many = drawn(hospital, 3), drawn(township, 200)

    assert queries_of("check", few.pk) == queries_of("check", many.pk)


# --- A workbook on its way in ----------------------------------------------------------------


def hand_in(client, content, capture, *, name="随访.xlsx"):
    with capture(execute=True):
        return client.post(
            url("upload", *HOUSE), {"workbook": SimpleUploadedFile(name, content)}, follow=True
        )


def test_an_officer_hands_in_a_workbook_looks_at_it_and_submits_it(
    sign_in, officer, hospital, sample, django_capture_on_commit_callbacks
):
    client = sign_in(officer)

    hand_in(client, sample("01"), django_capture_on_commit_callbacks)
    upload = Upload.objects.get()
    shown = client.get(url("upload_detail", upload.pk))
    receipt = client.post(url("upload_submit", upload.pk), follow=True)

    assert (page_of(shown), page_of(receipt)) == ("upload_checked", "receipt")
    assert "371323A01-202610-1" in receipt.content.decode()
    assert (upload.by, FollowUpRecord.objects.count()) == (officer, 412)


def test_submitting_twice_shows_the_receipt_there_is(sign_in, officer, hospital):
    client = sign_in(officer)
    upload = staged(hospital, rows(3))

    first, again = (client.post(url("upload_submit", upload.pk)) for _ in range(2))

    assert first["Location"] == again["Location"]
    assert RegisterVersion.objects.count() == 1


def test_a_file_that_brings_nothing_new_says_so(sign_in, officer, hospital):
    client = sign_in(officer)
    submitted(hospital, rows(3))

    response = client.post(url("upload_submit", staged(hospital, rows(3)).pk))

    assert said(response) == ["The file brings nothing new, so nothing was changed."]
    assert RegisterVersion.objects.count() == 1


def test_without_a_file_the_form_comes_back_with_its_error(sign_in, officer):
    response = sign_in(officer).post(url("upload", *HOUSE))

    assert (response.status_code, page_of(response)) == (200, "upload")
    assert response.context["form"].errors
    assert not Upload.objects.exists()


def test_an_empty_file_is_kept_and_told_apart(
    sign_in, officer, hospital, django_capture_on_commit_callbacks
):
    response = hand_in(sign_in(officer), b"", django_capture_on_commit_callbacks)

    assert page_of(response) in {"upload_waiting", "upload_refused"}
    assert Upload.objects.get().state == UploadState.REFUSED


@pytest.mark.parametrize(
    ("state", "page"),
    [
        (UploadState.WAITING, "upload_waiting"),
        (UploadState.READING, "upload_waiting"),
        (UploadState.REFUSED, "upload_refused"),
        (UploadState.FAILED, "upload_refused"),
        (UploadState.CHECKED, "upload_checked"),
        (UploadState.SUBMITTED, "upload_checked"),
        (UploadState.WITHDRAWN, "upload_checked"),
    ],
)
def test_a_file_has_a_page_for_each_state(sign_in, officer, hospital, state, page):
    upload = checked(hospital, workbook(BAD_PHONE))
    Upload.objects.filter(pk=upload.pk).update(state=state)

    response = sign_in(officer).get(url("upload_detail", upload.pk))

    assert (response.status_code, page_of(response)) == (200, page)


def test_while_a_file_waits_its_progress_is_asked_for_and_then_the_page_is_loaded_anew(
    sign_in, officer, hospital
):
    client = sign_in(officer)
    upload = services.receive_upload(
        institution=hospital, month=OCTOBER, name="a", content=b"", by=officer, at=IN_TIME
    )
    waiting = client.get(url("upload_progress", upload.pk))
    services.check_upload(upload, at=IN_TIME)
    done = client.get(url("upload_progress", upload.pk))

    assert (waiting.status_code, page_of(waiting)) == (200, "upload_progress")
    assert (done.status_code, done["HX-Refresh"]) == (204, "true")


def test_a_question_is_shown_and_its_answer_takes_the_file_on(
    sign_in, officer, hospital, sample, django_capture_on_commit_callbacks
):
    client = sign_in(officer)
    upload = checked(hospital, sample("02"))
    asked = client.get(url("upload_detail", upload.pk))
    unanswered = client.post(url("upload_answers", upload.pk))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("upload_answers", upload.pk), {"no_outcomes:outcome": "by_content"})

    assert page_of(asked) == page_of(unanswered) == "upload_asking"
    assert unanswered.context["form"].errors
    upload.refresh_from_db()
    assert (upload.state, upload.rows_new) == (UploadState.CHECKED, 37)


def test_what_is_typed_beside_a_problem_mends_it_and_anything_else_is_passed_over(
    sign_in, officer, hospital, django_capture_on_commit_callbacks
):
    upload = checked(hospital, workbook(BAD_PHONE))
    typed = {
        "fix-2-phone": f" {CANARY} ", "fix-2-nonsense": "x", "fix-two-phone": "1", "other": "1",
        "fix-2-patient_name": "  ",
    }  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        sign_in(officer).post(url("upload_fix", upload.pk), typed)

    upload.refresh_from_db()
    assert (upload.rows_new, upload.rows_refused) == (1, 0)
    assert services.uploads.corrections_of(upload) == {2: {"phone": CANARY}}


def test_a_blocked_file_cannot_be_submitted_and_the_person_is_told(
    sign_in, officer, hospital, sample
):
    upload = checked(hospital, sample("04-一行一个问题.xlsx"))

    response = sign_in(officer).post(url("upload_submit", upload.pk))

    assert response["Location"] == url("upload_detail", upload.pk)
    assert "another institution" in said(response)[0]
    assert not FollowUpRecord.objects.exists()


def test_after_the_closing_a_file_without_a_reason_comes_back_and_with_one_goes_in(
    sign_in, officer, hospital
):
    services.close_month(month=OCTOBER, at=CLOSING)
    upload = staged(hospital, rows(3), at=AFTER_CLOSING)
    client = sign_in(officer)

    refused = client.post(url("upload_submit", upload.pk), {"reason": " "})
    assert (refused["Location"], len(said(refused))) == (url("upload_detail", upload.pk), 1)
    assert not RegisterVersion.objects.exists()

    client.post(url("upload_submit", upload.pk), {"reason": "系统故障"})
    assert RegisterVersion.objects.get().reason == "系统故障"


def test_a_file_laid_aside_leaves_the_way_free_for_another(sign_in, officer, hospital):
    upload = staged(hospital, rows(3))

    response = sign_in(officer).post(url("upload_withdraw", upload.pk))

    assert response["Location"] == url("upload", *HOUSE)
    upload.refresh_from_db()
    assert upload.state == UploadState.WITHDRAWN


@pytest.mark.parametrize("tab", ["new", "updated", "unchanged", "refused", "warnings", "absent"])
def test_every_tab_of_a_checked_file_opens(sign_in, officer, hospital, tab):
    submitted(hospital, rows(3))
    upload = checked(hospital, workbook(BAD_PHONE))

    response = sign_in(officer).get(url("upload_detail", upload.pk), {"rows": tab})

    assert response.status_code == 200


def test_a_tab_that_is_none_is_not_found(sign_in, officer, hospital):
    upload = staged(hospital, rows(1))

    assert sign_in(officer).get(url("upload_detail", upload.pk), {"rows": "x"}).status_code == 404


# --- Files to take away ----------------------------------------------------------------------


def test_the_file_comes_back_as_it_came_and_no_cache_keeps_it(sign_in, officer, hospital):
    content = workbook(BAD_PHONE)
    upload = checked(hospital, content)

    response = sign_in(officer).get(url("upload_original", upload.pk))

    assert response.content == content
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"] == 'attachment; filename="a.xlsx"'


def test_the_marked_copy_is_waited_for_and_then_sent(
    sign_in, officer, hospital, django_capture_on_commit_callbacks
):
    client = sign_in(officer)
    upload = checked(hospital, workbook(BAD_PHONE))
    assert client.get(url("upload_marked", upload.pk)).status_code == 404

    client.post(url("upload_mark", upload.pk))
    assert page_of(client.get(url("upload_marked", upload.pk))) == "upload_marking"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("upload_mark", upload.pk))

    sent = client.get(url("upload_marked", upload.pk))
    upload.refresh_from_db()
    assert sent.content == open_file(upload.marked_copy)


def test_rows_that_came_without_a_file_have_none_to_take_away(sign_in, officer, hospital):
    upload = staged(hospital, rows(1))

    assert sign_in(officer).get(url("upload_original", upload.pk)).status_code == 404


def test_the_template_is_a_workbook_for_the_own_house(sign_in, officer, hospital):
    response = sign_in(officer).get(url("template", *HOUSE))

    assert openpyxl.load_workbook(BytesIO(response.content)).sheetnames
    assert "attachment" in response["Content-Disposition"]


def test_the_matrix_goes_out_with_what_the_person_sees(sign_in, officer, hospital, township):
    for house in (hospital, township):
        submitted(house, rows(1))

    response = sign_in(officer).get(url("matrix_export"))

    _headings, *lines = openpyxl.load_workbook(BytesIO(response.content)).active.values
    assert [line[1] for line in lines] == ["县人民医院"]


@pytest.mark.parametrize(
    ("kind", "form", "status"),
    [("final", "xlsx", 200), ("final", "docx", 200), ("provisional", "xlsx", 404),
     ("final", "pdf", 404), ("nonsense", "xlsx", 404)],
)  # fmt: skip
def test_the_county_report_is_sent_as_it_was_built(sign_in, clerk, hospital, kind, form, status):
    report = services.close_month(month=OCTOBER, at=CLOSING)

    response = sign_in(clerk).get(url("report_file", "2026-10", kind, form))

    assert response.status_code == status
    if status == 200:
        assert response.content == open_file(getattr(report, form))


def test_a_month_without_a_report_is_not_found(sign_in, clerk, hospital):
    assert sign_in(clerk).get(url("report", "2026-10")).status_code == 404


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


@pytest.mark.parametrize("who", ["clerk", "liaison", "section_head"])
def test_the_bureau_reads_masked_what_a_house_wrote(sign_in, hospital, request, who):
    """Whatever page it is on: a bad number, two numbers in a cell, a good number, a name."""
    content = workbook(BAD_PHONE, ["金丝雀", "ZY3", "2026-10-07", f"{CANARY}/13900000000"])
    upload = checked(hospital, content)
    services.submit_upload(upload=upload, by=None, at=IN_TIME)
    client = sign_in(request.getfixturevalue(who))

    pages = [client.get(address).content.decode() for address in everything_of(upload)]

    for secret in (CANARY, BAD_PHONE[3], "金丝雀", "13900000000"):
        assert not [page for page in pages if secret in page]
    assert any("139****4321" in page for page in pages)


def test_the_house_itself_reads_what_it_wrote(sign_in, officer, hospital):
    upload = checked(hospital, workbook(BAD_PHONE))

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
    assert MonthlyRegister.objects.count() == (1 if status == 200 else 0)


def test_a_house_that_owes_no_register_opens_none(sign_in, officer, hospital):
    hospital.grade = "1"
    hospital.save()

    assert sign_in(officer).get(url("register", *HOUSE)).status_code == 404
    assert not MonthlyRegister.objects.exists()


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


def test_after_the_closing_a_nil_report_asks_for_its_reason(sign_in, officer, hospital):
    services.close_month(month=OCTOBER, at=CLOSING)
    client = sign_in(officer)

    unreasoned = client.post(url("nil", *HOUSE))
    assert (unreasoned.status_code, page_of(unreasoned)) == (200, "nil")
    assert unreasoned.context["form"].errors

    client.post(url("nil", *HOUSE), {"reason": "漏报"})
    assert RegisterVersion.objects.get().reason == "漏报"


# --- The county ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "until",
    ["2026-10", "2000-01", "2099-12", "0001-01", "9999-12", "2026-13", "x", "", "2026-10\n"],
)
def test_the_matrix_opens_whatever_month_is_asked_for(sign_in, clerk, hospital, until):
    services.open_month(OCTOBER)

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

    client.post(url("remind", "2026-10"), {"register": [other.pk, "x", "-1", "9" * 30]})
    assert not Reminder.objects.exists()

    response = client.post(url("remind", "2026-10"), {"register": [own.pk, other.pk]})
    assert [reminder.register for reminder in Reminder.objects.all()] == [own]
    assert said(response)[-1] == "1 institution reminded."


# --- Spot-checks -----------------------------------------------------------------------------


def first_of(check):
    return check.items.order_by("position").first()


def test_a_number_is_shown_only_once_it_is_written_down_who_looks(sign_in, liaison, hospital):
    client = sign_in(liaison)
    item = first_of(drawn(hospital))
    phone = item.record.phone.reveal()

    before = client.get(url("item", item.pk))
    shown = client.post(url("reveal", item.pk))
    after = client.get(url("item", item.pk))

    assert phone in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert [phone in page.content.decode() for page in (before, after)] == [False, False]
    assert [(look.item, look.by) for look in NumberReveal.objects.all()] == [(item, liaison)]


def test_a_number_that_is_not_up_to_be_called_is_refused_with_a_sentence(
    sign_in, liaison, hospital
):
    reserve = drawn(hospital).items.order_by("-position").first()

    response = sign_in(liaison).post(url("reveal", reserve.pk))

    assert (response["Location"], len(said(response))) == (url("item", reserve.pk), 1)
    assert not NumberReveal.objects.exists()


def call(client, item, verdict="genuine", attempt=1, **more):
    return client.post(url("result", item.pk), {"attempt": attempt, "verdict": verdict} | more)


def test_a_result_is_recorded_once_and_the_next_person_follows(sign_in, liaison, hospital):
    client = sign_in(liaison)
    first, second, _third = drawn(hospital).items.filter(is_called_up=True).order_by("position")

    responses = [call(client, first, note="听得清") for _ in range(2)]

    assert {response["Location"] for response in responses} == {url("item", second.pk)}
    assert SpotCall.objects.get().note.reveal() == "听得清"


def test_after_the_last_person_comes_the_list(sign_in, liaison, hospital):
    client = sign_in(liaison)
    check = drawn(hospital, 1)

    response = call(client, first_of(check))

    assert response["Location"] == url("check", check.pk)


@pytest.mark.parametrize(
    "typed",
    [{"verdict": ""}, {"verdict": "perhaps"}, {"attempt": "x"}, {"attempt": 0}, {"grade": "best"}],
)
def test_a_result_that_is_none_comes_back_with_its_error(sign_in, liaison, hospital, typed):
    item = first_of(drawn(hospital))

    response = call(sign_in(liaison), item, **typed)

    assert (response.status_code, page_of(response)) == (200, "item")
    assert not SpotCall.objects.exists()


def test_who_comes_second_with_another_result_is_told(sign_in, liaison, hospital):
    client = sign_in(liaison)
    item = first_of(drawn(hospital))
    call(client, item)

    response = call(client, item, verdict="not_followed")

    assert response["Location"] == url("item", item.pk)
    assert "meanwhile" in said(response)[-1]
    assert SpotCall.objects.get().verdict == Verdict.GENUINE


def test_the_hospital_finds_no_list_until_all_results_are_in(sign_in, officer, liaison, hospital):
    client = sign_in(officer)
    check = drawn(hospital, 2)
    assert client.get(url("check", check.pk)).status_code == 404
    assert not client.get(url("checks")).context["lines"]
    assert not client.get(url("register", *HOUSE)).context["checks"]
    assert client.get(url("matrix")).context["matrix"].lines[0].check is None

    for item in check.items.filter(is_called_up=True):
        services.record_call(
            item=item, attempt=1, verdict=Verdict.GENUINE, by=liaison, at=AFTER_CLOSING
        )

    assert client.get(url("check", check.pk)).status_code == 200
    assert len(client.get(url("checks")).context["lines"]) == 1
    assert list(client.get(url("register", *HOUSE)).context["checks"]) == [check]


def test_a_redraw_goes_over_two_desks(sign_in, client, clerk, section_head, hospital):
    first = drawn(hospital)
    sign_in(clerk).post(url("redraw", first.pk), {"reason": "名单泄露"})
    asked = SpotCheck.objects.get(number=2)
    assert (asked.asked_by, asked.drawn_at) == (clerk, None)

    sign_in(section_head).post(url("approve", asked.pk))

    asked.refresh_from_db()
    assert (asked.approved_by, asked.items.count()) == (section_head, 9)


def test_who_asked_for_a_redraw_and_agrees_to_it_is_told(sign_in, section_head, hospital):
    client = sign_in(section_head)
    client.post(url("redraw", drawn(hospital).pk), {"reason": "名单泄露"})
    asked = SpotCheck.objects.get(number=2)

    response = client.post(url("approve", asked.pk))

    assert said(response)[-1] == "A second person has to agree to a redraw."
    asked.refresh_from_db()
    assert asked.drawn_at is None


# --- What no person types --------------------------------------------------------------------

NUL, LONG = "a\x00b", "长" * 501


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
    upload = checked(hospital, workbook(BAD_PHONE))

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


def test_a_file_far_too_large_is_refused_before_it_is_kept(sign_in, officer, hospital):
    too_large = SimpleUploadedFile("a.xlsx", b"0" * 20_000_001)

    page = sign_in(officer).post(url("upload", *HOUSE), {"workbook": too_large})

    assert "20 MB" in page.content.decode()
    assert not Upload.objects.exists()
