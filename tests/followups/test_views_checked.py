"""The page of a checked file: what is typed on it, what it promises, who sees its rows."""

import re

import pytest
import time_machine

from bureau.rules import Role
from followups import selectors, services
from followups.models import MonthlyRegister, RegisterVersion, Upload
from followups.rules.register import RegisterState
from followups.rules.words import UploadState
from followups.services.uploads import corrections_of
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    LAST_SECOND,
    OCTOBER,
    UserFactory,
    row,
    rows,
    staged,
    submitted,
)
from tests.followups.pages import BAD_PHONE, CANARY, HOUSE, page_of, said, url
from tests.followups.submissions import BAD_ROW
from tests.followups.uploads import BAD_PHONES, OUTCOME, checked, table

GOOD = ["王五", "ZY3", "2026-10-07", "13700000003"]


@pytest.fixture(autouse=True)
def _on_the_eighth_of_november(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(IN_TIME, tick=False):
        yield


def words_of(response):
    return " ".join(response.content.decode().split())


# --- What is typed is never lost --------------------------------------------------------------


def test_submitting_with_something_typed_takes_that_over_and_submits_nothing_yet(
    sign_in, officer, hospital
):
    upload = checked(hospital, table(BAD_PHONE, GOOD))
    client = sign_in(officer)

    response = client.post(url("upload_submit", upload.pk), {"fix-2-phone": CANARY})

    assert response["Location"] == url("upload_detail", upload.pk)
    assert "Nothing is submitted yet" in said(response)[0]
    upload.refresh_from_db()
    assert (upload.state, corrections_of(upload)) == (UploadState.WAITING, {2: {"phone": CANARY}})
    assert not RegisterVersion.objects.exists()


@pytest.mark.long
def test_that_nothing_is_submitted_yet_is_said_until_the_result_is_there_and_then_no_more(
    sign_in, officer, hospital
):
    upload = checked(hospital, table(BAD_PHONE, GOOD))
    client, page = sign_in(officer), url("upload_detail", upload.pk)
    client.post(url("upload_submit", upload.pk), {"fix-2-phone": CANARY})

    waiting = client.get(page)
    client.get(url("upload_progress", upload.pk))
    services.check_upload(Upload.objects.get(), at=IN_TIME)
    result, later = client.get(page), client.get(page)

    assert [page_of(one) for one in (waiting, result)] == ["upload_waiting", "upload_checked"]
    shown = ["Nothing is submitted yet" in words_of(one) for one in (waiting, result, later)]
    assert shown == [True, True, False]


def test_after_that_submitting_once_more_submits_it(sign_in, officer, hospital):
    upload = checked(hospital, table(BAD_PHONE, GOOD))
    client = sign_in(officer)
    client.post(url("upload_submit", upload.pk), {"fix-2-phone": CANARY})
    services.check_upload(Upload.objects.get(pk=upload.pk), at=IN_TIME)

    client.post(url("upload_submit", upload.pk), {"fix-2-phone": ""})

    assert RegisterVersion.objects.get().rows_new == 2


@pytest.mark.long
@pytest.mark.parametrize("verb", ["upload_fix", "upload_submit"])
def test_the_reason_survives_what_is_typed_beside_it(sign_in, officer, hospital, verb):
    services.close_month(month=OCTOBER, at=CLOSING)
    upload = checked(hospital, table(BAD_PHONE, GOOD), at=AFTER_CLOSING)
    client = sign_in(officer)

    client.post(url(verb, upload.pk), {"fix-2-phone": "138", "reason": "系统出了故障"})
    services.check_upload(Upload.objects.get(pk=upload.pk), at=AFTER_CLOSING)

    assert "系统出了故障</textarea>" in words_of(client.get(url("upload_detail", upload.pk)))


@pytest.mark.long
def test_a_reason_that_is_too_long_comes_back_with_everything_typed(sign_in, officer, hospital):
    services.close_month(month=OCTOBER, at=CLOSING)
    upload = checked(hospital, table(BAD_PHONE, GOOD), at=AFTER_CLOSING)
    reason = "因" * 501

    response = sign_in(officer).post(
        url("upload_submit", upload.pk), {"fix-2-phone": CANARY, "reason": reason}
    )

    assert (response.status_code, page_of(response)) == (200, "upload_checked")
    page = words_of(response)
    assert reason in page
    assert f'value="{CANARY}"' in page
    assert corrections_of(Upload.objects.get(pk=upload.pk)) == {}


def test_a_correction_that_is_too_long_is_refused_with_a_sentence_and_stays_typed(
    sign_in, officer, hospital
):
    upload = checked(hospital, table(BAD_PHONE, GOOD))
    long = "9" * 600

    response = sign_in(officer).post(url("upload_fix", upload.pk), {"fix-2-phone": long})

    assert (response.status_code, page_of(response)) == (200, "upload_checked")
    assert "600 characters" in said(response)[0]
    assert f'value="{long}"' in words_of(response)
    assert corrections_of(Upload.objects.get(pk=upload.pk)) == {}


@pytest.mark.long
def test_no_field_of_the_page_cuts_what_is_pasted_into_it(sign_in, officer, hospital):
    services.close_month(month=OCTOBER, at=CLOSING)
    upload = checked(hospital, table(BAD_PHONE), at=AFTER_CLOSING)

    assert "maxlength" not in words_of(sign_in(officer).get(url("upload_detail", upload.pk)))


@pytest.mark.long
def test_what_a_remedy_speaks_of_can_be_done_on_the_page(sign_in, officer, hospital):
    services.open_month(OCTOBER, at=IN_TIME)
    early = ["张三", "ZY1", "2026-09-30", "13700000001"]
    future = ["李四", "ZY2", "2026-10-06", "13700000002", "2026-12-09"]
    upload = checked(hospital, table(early, future, GOOD))
    client = sign_in(officer)

    shown = words_of(client.get(url("upload_detail", upload.pk)))
    late = {"fix-2-is_supplement": "是", "fix-3-followed_on": ""}
    client.post(url("upload_fix", upload.pk), late)
    services.check_upload(Upload.objects.get(), at=IN_TIME)
    client.post(url("upload_fix", upload.pk), {"clear-3-followed_on": "", "clear-x-age": ""})
    upload = services.check_upload(Upload.objects.get(), at=IN_TIME)

    assert 'name="fix-2-is_supplement" value="是"' in shown
    assert 'name="clear-3-followed_on"' in shown
    assert "write 补报" not in shown
    assert corrections_of(upload) == {2: {"is_supplement": "是"}, 3: {"followed_on": ""}}
    assert (upload.rows_new, upload.rows_refused) == (3, 0)


@pytest.mark.parametrize("field", ["patient_name", "inpatient_no", "discharged_on"])
def test_what_a_row_must_have_cannot_be_left_empty(sign_in, officer, hospital, field):
    late = ["张三", "ZY1", "2026-12-09", "13700000001"]
    upload = checked(hospital, table(late, BAD_PHONE, GOOD))

    shown = words_of(sign_in(officer).get(url("upload_detail", upload.pk)))

    assert f'"clear-2-{field}"' not in shown
    assert 'name="fix-2-discharged_on"' in shown


# --- Choices, and what is asked ---------------------------------------------------------------


def test_a_field_of_few_words_offers_them_and_any_other_is_typed(sign_in, officer, hospital):
    upload = checked(hospital, table(BAD_PHONE))
    services.correct_cells(
        upload=upload, by=None, corrections={2: {"outcome": "好像通了"}}, at=IN_TIME
    )
    services.check_upload(Upload.objects.get(pk=upload.pk), at=IN_TIME)

    page = words_of(sign_in(officer).get(url("upload_detail", upload.pk)))

    assert '<select form="submission" name="fix-2-outcome"' in page
    assert '<option value="">Choose…</option> <option>已随访</option>' in page
    assert '<input form="submission" type="text" name="fix-2-phone"' in page


@pytest.mark.long
def test_no_answer_is_ticked_before_somebody_ticks_it_and_none_is_said_to_be_missing(
    sign_in, officer, hospital, sample
):
    client = sign_in(officer)
    upload = checked(hospital, sample("02"))

    asked = client.get(url("upload_detail", upload.pk))
    unanswered = client.post(url("upload_answers", upload.pk))

    assert not re.search(r"<input[^>]* checked", words_of(asked))
    assert "none is taken for you" in words_of(unanswered)
    upload.refresh_from_db()
    assert upload.state == UploadState.ASKING


@pytest.mark.long
def test_an_answer_given_is_ticked_where_it_can_be_changed(sign_in, officer, hospital, sample):
    upload = checked(hospital, sample("02"))
    services.answer_questions(upload=upload, by=None, answers={OUTCOME: "all_reached"}, at=IN_TIME)
    services.check_upload(Upload.objects.get(pk=upload.pk), at=IN_TIME)

    response = sign_in(officer).get(url("upload_detail", upload.pk))

    assert 'value="all_reached" id="id_no_outcomes:outcome_1" checked' in words_of(response)


# --- A file with another institution's rows ----------------------------------------------------


@pytest.mark.long
def test_a_blocked_file_names_its_rows_and_offers_nothing_to_type(
    sign_in, officer, hospital, sample
):
    upload = checked(hospital, sample("04-一行一个问题.xlsx"))

    page = words_of(sign_in(officer).get(url("upload_detail", upload.pk)))

    assert "Row 21 bears another institution's code" in page
    assert "hand it in again as a new file" in page
    assert 'name="fix-' not in page


# --- Complete, in part, left out: the same everywhere -------------------------------------------


@pytest.mark.long
def test_a_part_after_a_complete_register_leaves_it_on_time_on_every_page(
    sign_in, officer, hospital
):
    client = sign_in(officer)
    submitted(hospital, rows(3))
    part = staged(hospital, [row(50), BAD_ROW], at=LAST_SECOND)

    before = words_of(client.get(url("upload_detail", part.pk)))
    receipt = words_of(client.post(url("upload_submit", part.pk), follow=True))
    home = words_of(client.get("/"))
    page = words_of(client.get(url("register", *HOUSE)))

    assert "the month stays “on time”" in before
    assert "in part" not in (before + receipt + home + page).lower()
    assert "1 row of this file was left out" in receipt
    assert "Rows left out of the register of October 2026" in home
    assert "1 row handed in was left out" in page
    registers = MonthlyRegister.objects.all()
    laid_out = selectors.matrix(registers, months=[OCTOBER], month=OCTOBER, day=IN_TIME.date())
    assert laid_out.lines[0].cells[0].standing.state is RegisterState.ON_TIME


@pytest.mark.long
def test_a_first_part_is_in_part_on_every_page_and_its_card_leads_to_the_rows_left_out(
    sign_in, officer, hospital
):
    client = sign_in(officer)
    part = staged(hospital, [*rows(3), BAD_ROW])

    before = words_of(client.get(url("upload_detail", part.pk)))
    receipt = words_of(client.post(url("upload_submit", part.pk), follow=True))
    home = words_of(client.get("/"))

    assert "counts as handed in in part" in before
    assert "received in part" in receipt
    assert "In part on 8 Nov: 1 row was left out." in home
    assert url("upload_detail", part.pk) in home


@pytest.mark.long
def test_a_submitted_file_says_how_many_rows_were_left_out_and_hands_them_back(
    sign_in, officer, hospital
):
    upload = checked(hospital, table(*BAD_PHONES))
    services.submit_upload(upload=upload, by=officer, at=IN_TIME)

    page = words_of(sign_in(officer).get(url("upload_detail", upload.pk)))

    assert "2 rows of it were left out" in page
    assert "Download only the 2 rows left out, marked" in page


# --- Files that linger --------------------------------------------------------------------------


@pytest.mark.long
def test_a_file_that_waits_says_since_when_and_can_be_laid_aside_from_the_list(
    sign_in, officer, hospital
):
    upload = staged(hospital, rows(3))

    with time_machine.travel(AFTER_CLOSING, tick=False):
        client = sign_in(officer)
        page = words_of(client.get(url("register", *HOUSE)))
        response = client.post(url("upload_withdraw", upload.pk), {"from_list": ""})
        after = words_of(client.get(url("register", *HOUSE)))
        aside = words_of(client.get(url("upload_detail", upload.pk)))

    assert "waiting for 4 days" in page
    assert response["Location"] == url("register", *HOUSE)
    assert "waiting for" not in after
    assert f"Laid aside on 2026-11-12 10:00 by {officer.name}." in aside


@pytest.mark.long
def test_a_file_older_than_a_submitted_one_is_superseded_and_says_so(sign_in, officer, hospital):
    old = staged(hospital, rows(2))
    submitted(hospital, rows(3), at=CLOSING)
    newer = staged(hospital, rows(1), at=AFTER_CLOSING)
    client = sign_in(officer)

    page = words_of(client.get(url("register", *HOUSE)))

    assert page.count("Superseded by a newer file") == 1
    assert "A newer file was submitted" in words_of(client.get(url("upload_detail", old.pk)))
    assert "A newer file" not in words_of(client.get(url("upload_detail", newer.pk)))
    assert selectors.open_upload(old.register) == newer


@pytest.mark.long
def test_a_list_of_many_files_asks_no_more_than_one_of_one(sign_in, officer, hospital, queries_of):
    sign_in(officer)
    submitted(hospital, rows(1))
    staged(hospital, rows(1))
    few = queries_of("register", *HOUSE)

    for number in range(5):
        submitted(hospital, rows(number + 2))
        staged(hospital, rows(1))

    assert queries_of("register", *HOUSE) == few


# --- Who sees a file's rows ----------------------------------------------------------------------


def test_an_auditor_learns_what_a_file_amounts_to_and_sees_no_row(sign_in, hospital):
    upload = checked(hospital, table(BAD_PHONE, GOOD))

    response = sign_in(UserFactory(roles=[Role.AUDITOR])).get(url("upload_detail", upload.pk))

    page = words_of(response)
    assert response.status_code == 200
    assert "<dt>With problems</dt><dd>1</dd>" in page
    assert "ZY3" not in page
    assert "李" not in page


@pytest.mark.long
def test_the_section_in_charge_sees_them_masked(sign_in, clerk, hospital):
    upload = checked(hospital, table(GOOD))

    page = words_of(sign_in(clerk).get(url("upload_detail", upload.pk)))

    assert "ZY3" in page
    assert "王五" not in page
