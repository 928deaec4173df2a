"""A workbook of another month: one sentence, nothing lost, and the way to its own month."""

from datetime import date

import pytest
import time_machine

from bureau.services import open_file
from followups import services
from followups.models import Upload
from followups.rules.words import UploadState
from followups.wording import refusal_sentence
from tests.factories import IN_TIME, OCTOBER, staged
from tests.factories import rows as good_rows
from tests.followups.pages import page_of, url
from tests.followups.uploads import checked, counts, table

SEPTEMBER = date(2026, 9, 1)


def lines(count, month="2026-09", start=1):
    days = range(start, start + count)
    return [
        [f"患者{n}", f"ZY{n:04}", f"{month}-{n % 28 + 1:02}", f"138{n:08}", f"{month}-28"]
        for n in days
    ]


@pytest.fixture
def _september(hospital):
    services.open_month(SEPTEMBER, at=IN_TIME)


@pytest.fixture
def wrong(hospital, _september):
    return checked(hospital, table(*lines(40)))


def test_a_file_of_another_month_gets_one_sentence_and_no_row_of_it_is_staged(wrong):
    assert (wrong.state, counts(wrong)) == (UploadState.REFUSED, (0, 0, 0, 0, 0))
    wrong.refresh_from_db()
    assert wrong.refusal == {"table": "other_month", "names": ["2026-09"]}
    assert "2026-09" in refusal_sentence(wrong.refusal)


@pytest.mark.long
def test_nearly_all_rows_are_enough_and_a_mixed_file_is_still_told_row_by_row(hospital):
    nearly = checked(hospital, table(*lines(18), *lines(2, "2026-10", 30)))
    mixed = checked(hospital, table(*lines(17), *lines(3, "2026-10", 30)))
    two_months = checked(hospital, table(*lines(10), *lines(10, "2026-08", 30)))
    few = checked(hospital, table(*lines(2)))

    assert nearly.state == UploadState.REFUSED
    assert [one.state for one in (mixed, two_months, few)] == [UploadState.CHECKED] * 3
    assert mixed.rows_refused == 17


def test_it_is_handed_in_for_its_own_month_as_it_came_and_only_once(wrong, officer):
    moved = services.hand_in_for_its_month(upload=wrong, by=officer, at=IN_TIME)
    again = services.hand_in_for_its_month(upload=wrong, by=officer, at=IN_TIME)

    assert (again, moved.register.month) == (moved, SEPTEMBER)
    assert (moved.state, moved.by, moved.file.name) == (UploadState.WAITING, officer, "a.xlsx")
    assert open_file(moved.file) == open_file(wrong.file)
    assert services.check_upload(moved, at=IN_TIME).rows_new == 40
    wrong.refresh_from_db()
    assert wrong.state == UploadState.REFUSED


def test_what_was_not_refused_for_its_month_is_handed_in_nowhere_else(hospital, officer):
    upload = staged(hospital, good_rows(2))

    with pytest.raises(services.RegisterError):
        services.hand_in_for_its_month(upload=upload, by=officer, at=IN_TIME)

    assert Upload.objects.count() == 1


def test_a_month_that_nothing_is_taken_for_is_said_and_nothing_changes(hospital, officer):
    services.open_month(OCTOBER, at=IN_TIME)
    wrong = checked(hospital, table(*lines(5, "2024-03")))

    with pytest.raises(services.RegisterError):
        services.hand_in_for_its_month(upload=wrong, by=officer, at=IN_TIME)

    assert Upload.objects.get() == wrong


@pytest.mark.long
@time_machine.travel(IN_TIME, tick=False)
def test_the_page_offers_the_right_month_and_the_way_back(client, wrong, officer, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(officer)

    shown = client.get(url("upload_detail", wrong.pk)).content.decode()
    month = client.get(url("register", wrong.register.institution.code, OCTOBER)).content.decode()
    moved = client.post(url("upload_move", wrong.pk), follow=True)

    assert "seems to be the register of 2026-09" in shown
    assert url("upload_move", wrong.pk) in shown
    assert url("upload", wrong.register.institution.code, OCTOBER) in shown
    assert "Of another month" in month
    assert page_of(moved) == "upload_waiting"
    assert moved.context["register"].month == SEPTEMBER
