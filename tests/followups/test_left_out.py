"""Rows that a submission left out wait until they come in again or somebody settles them."""

from datetime import date, timedelta

import pytest

from bureau.models import Act
from followups import selectors, services
from followups.models import MonthlyRegister
from followups.rules.problems import Problem, ProblemCode
from followups.sheets import CheckedRow
from tests.factories import CLOSING, IN_TIME, LAST_SECOND, row, rows, staged, submitted
from tests.followups.pages import url

HOUR = timedelta(hours=1)
FAULT = (Problem("phone", ProblemCode.PHONE_DIGITS, facts={"digits": "10"}),)


def bad(number, inpatient_no="", day=date(2026, 10, 5)):
    return CheckedRow(number, None, FAULT, {}, (inpatient_no, day if inpatient_no else None))


def waiting():
    registers = selectors.with_left_out(MonthlyRegister.objects.all())
    return list(registers.values_list("left_out", flat=True))


@pytest.fixture
def part(hospital):
    submitted(hospital, [*rows(3), bad(8, "ZY00050"), bad(9)])
    assert waiting() == [2]


@pytest.mark.long
def test_another_file_does_not_make_them_forgotten(part, hospital, sign_in, officer):
    submitted(hospital, [row(70)], at=IN_TIME + HOUR)

    assert waiting() == [2]
    first = MonthlyRegister.objects.get().uploads.earliest("arrived_at")
    assert url("upload_detail", first.pk) in sign_in(officer).get("/").content.decode()


def test_a_row_is_settled_when_its_stay_comes_in_and_once_more_refused_it_waits_once(
    part, hospital
):
    submitted(hospital, [row(71), bad(5, "ZY00050")], at=IN_TIME + HOUR)
    assert waiting() == [2]

    submitted(hospital, [row(50)], at=IN_TIME + 2 * HOUR)
    assert waiting() == [1]


def test_another_stay_of_the_same_number_settles_nothing(part, hospital):
    submitted(hospital, [row(50, discharged_on=date(2026, 10, 6))], at=IN_TIME + HOUR)

    assert waiting() == [2]


def test_a_whole_mended_file_settles_all(part, hospital):
    submitted(hospital, rows(5), at=IN_TIME + HOUR)

    assert waiting() == [0]


@pytest.mark.long
def test_a_row_without_a_number_waits_until_its_person_says_why_not(
    part, hospital, sign_in, officer, settings
):
    settings.LANGUAGE_CODE = "en"
    upload = MonthlyRegister.objects.get().uploads.get()
    client = sign_in(officer)

    for reason in (" ", "长" * 250 + "短" * 251, "两行\x00均为重复登记"):
        client.post(url("upload_settle", upload.pk), {"reason": reason})
        assert waiting() == [2]

    client.post(url("upload_settle", upload.pk), {"reason": "两行均为重复登记"})
    client.post(url("upload_settle", upload.pk), {"reason": "再说一遍也一样"})

    assert waiting() == [0]
    [act] = Act.objects.filter(verb="settle_left_out")
    assert (act.why, act.actor_name) == ("两行均为重复登记", officer.name)
    shown = client.get(url("upload_detail", upload.pk))
    assert "Declared settled" in shown.content.decode()


def test_only_a_submitted_file_that_left_rows_out_can_be_settled(hospital):
    for upload in (staged(hospital, [*rows(2), bad(9)]), submitted(hospital, rows(3)).upload):
        with pytest.raises(services.RegisterError):
            services.settle_left_out(upload=upload, by=None, at=LAST_SECOND, reason="两行均重复")


def test_a_complete_register_with_rows_left_out_later_still_asks_for_them(hospital):
    submitted(hospital, rows(3))
    submitted(hospital, [row(60), bad(9, "ZY00061")], at=LAST_SECOND)
    registers = MonthlyRegister.objects.all()
    assert [one.left_out for one in selectors.registers_to_mend(registers)] == [1]

    submitted(hospital, [row(61)], at=CLOSING)

    assert not selectors.registers_to_mend(registers)
