"""The pages of a workbook on its way in, and the files to take away."""

from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from bureau.services import open_file
from followups import services
from followups.models import FollowUpRecord, RegisterVersion, Upload
from followups.rules.words import UploadState
from tests.factories import AFTER_CLOSING, CLOSING, IN_TIME, OCTOBER, rows, staged, submitted
from tests.followups.pages import BAD_PHONE, CANARY, HOUSE, page_of, said, url
from tests.followups.uploads import checked, table


@pytest.fixture(autouse=True)
def _on_the_eighth_of_november(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(IN_TIME, tick=False):
        yield


# --- A workbook on its way in ----------------------------------------------------------------


def hand_in(client, content, capture, *, name="随访.xlsx"):
    with capture(execute=True):
        return client.post(
            url("upload", *HOUSE), {"workbook": SimpleUploadedFile(name, content)}, follow=True
        )


@pytest.mark.long
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
    upload = checked(hospital, table(BAD_PHONE))
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


@pytest.mark.long
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
    upload = checked(hospital, table(BAD_PHONE))
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


@pytest.mark.long
def test_after_the_closing_a_file_without_a_reason_comes_back_and_with_one_goes_in(
    sign_in, officer, hospital
):
    services.close_month(month=OCTOBER, at=CLOSING)
    upload = staged(hospital, rows(3), at=AFTER_CLOSING)
    client = sign_in(officer)

    refused = client.post(url("upload_submit", upload.pk), {"reason": " "})
    assert (refused["Location"], len(said(refused))) == (url("upload_detail", upload.pk), 1)
    assert not RegisterVersion.objects.exists()

    client.post(url("upload_submit", upload.pk), {"reason": "系统出了故障"})
    assert RegisterVersion.objects.get().reason == "系统出了故障"


def test_a_file_laid_aside_leaves_the_way_free_for_another(sign_in, officer, hospital):
    upload = staged(hospital, rows(3))

    response = sign_in(officer).post(url("upload_withdraw", upload.pk))

    assert response["Location"] == url("upload", *HOUSE)
    upload.refresh_from_db()
    assert upload.state == UploadState.WITHDRAWN


@pytest.mark.long
@pytest.mark.parametrize("tab", ["new", "updated", "unchanged", "refused", "warnings", "absent"])
def test_every_tab_of_a_checked_file_opens(sign_in, officer, hospital, tab):
    submitted(hospital, rows(3))
    upload = checked(hospital, table(BAD_PHONE))

    response = sign_in(officer).get(url("upload_detail", upload.pk), {"rows": tab})

    assert response.status_code == 200


def test_a_tab_that_is_none_is_not_found(sign_in, officer, hospital):
    upload = staged(hospital, rows(1))

    assert sign_in(officer).get(url("upload_detail", upload.pk), {"rows": "x"}).status_code == 404


# --- Files to take away ----------------------------------------------------------------------


def test_the_file_comes_back_as_it_came_and_no_cache_keeps_it(sign_in, officer, hospital):
    content = table(BAD_PHONE)
    upload = checked(hospital, content)

    response = sign_in(officer).get(url("upload_original", upload.pk))

    assert response.content == content
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"] == 'attachment; filename="a.xlsx"'


@pytest.mark.long
def test_the_marked_copy_is_waited_for_and_then_sent(
    sign_in, officer, hospital, django_capture_on_commit_callbacks
):
    client = sign_in(officer)
    upload = checked(hospital, table(BAD_PHONE))
    assert client.get(url("upload_marked", upload.pk)).status_code == 404

    client.post(url("upload_mark", upload.pk))
    assert page_of(client.get(url("upload_marked", upload.pk))) == "upload_marking"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("upload_mark", upload.pk))

    sent = client.get(url("upload_marked", upload.pk))
    upload.refresh_from_db()
    assert sent.content == open_file(upload.marked_copy)


@pytest.mark.long
def test_rows_that_came_without_a_file_have_none_to_take_away(sign_in, officer, hospital):
    upload = staged(hospital, rows(1))

    assert sign_in(officer).get(url("upload_original", upload.pk)).status_code == 404


def test_the_template_is_a_workbook_for_the_own_house(sign_in, officer, hospital):
    response = sign_in(officer).get(url("template", *HOUSE))

    assert openpyxl.load_workbook(BytesIO(response.content)).sheetnames
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.long
def test_the_matrix_goes_out_with_what_the_person_sees(sign_in, officer, hospital, township):
    for house in (hospital, township):
        submitted(house, rows(1))

    response = sign_in(officer).post(url("matrix_export"))

    _mark, _headings, *lines, _closing = openpyxl.load_workbook(
        BytesIO(response.content)
    ).active.values
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
