"""A register that left the house and comes back unchanged changes nothing."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from bureau import services
from bureau.exports import kind_of
from bureau.fields import Sealed
from bureau.models import ExportRequest
from bureau.rules import ExportForm
from followups.models import FollowUpRecord
from followups.rules.problems import ProblemCode
from followups.rules.words import (
    REACHED,
    DischargeWay,
    Grade,
    Method,
    Outcome,
    Sex,
    SpecialKind,
)
from followups.selectors import problems_of
from followups.services.staging import PLAIN, SEALED
from followups.sheets import check_rows, label_of, table_of_records
from tests.factories import rows, submitted
from tests.followups.registers import MONTH, OWN
from tests.followups.uploads import checked, counts

AT = datetime(2026, 11, 9, 2, 3, tzinfo=UTC)
FULL = {
    "age": 61, "id_no": "371323196501012345", "admitted_on": date(2026, 9, 28),
    "diagnosis": "=2型糖尿病\n(血糖控制不佳)", "attending_doctor": "王医生",
    "contact_relation": "儿子", "address": "+1号楼", "due_on": date(2026, 10, 12),
    "answered_by": "本人", "content": "－已告知复查", "condition": "-良好", "advice": "@按时服药",
    "opinion": "＝饭菜凉", "converted_to": "已转投诉", "follower": "李护士", "remark": "补报：漏登",
    "is_supplement": True, "needs_followup": False,
}  # fmt: skip
CHOICES = {
    "outcome": Outcome, "discharge_way": DischargeWay, "grade": Grade, "method": Method,
    "sex": Sex, "special_kind": SpecialKind,
}  # fmt: skip


def kinds_of_rows():
    """One row for every meaning of every option, one for each way of answering, one with all."""
    given = [{name: one} for name, words in CHOICES.items() for one in words]
    given += [{"outcome": one, "answered_by": who} for one in REACHED for who in ("本人", "女儿")]
    given += [
        FULL,
        {"inpatient_no": "0012345678901", "remark": "'"},
        {"seq": 3},
        {"followed_on": None},
    ]
    given.append({"discharged_on": date(2026, 8, 5), "is_supplement": True})
    return [
        one._replace(values=one.values._replace(**values))
        for one, values in zip(rows(len(given)), given, strict=True)
    ]


def differences(row):
    """Tell in which fields a row differs from the record that stands."""
    stands = FollowUpRecord.objects.get(inpatient_no=row.inpatient_no, seq=row.seq)
    pairs = ((name, clear(stands, name), clear(row, name)) for name in (*PLAIN, *SEALED))
    return [pair for pair in pairs if pair[1] != pair[2]]


def clear(row, name):
    value = getattr(row, name)
    return value.reveal() if isinstance(value, Sealed) else value


def as_workbook(content):
    """Save a text file as a workbook, as a spreadsheet program does on request."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("随访登记")
        for number, cells in enumerate(csv.reader(io.StringIO(content.decode("utf-8-sig")))):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)
    return buffer.getvalue()


def exported(institution, *, by, form=ExportForm.XLSX, **asked):
    request = services.ask_export(
        kind=kind_of("followups.rows"),
        arguments={"code": institution.code, "month": "2026-10"},
        form=form, by=by, at=AT, **asked,
    )  # fmt: skip
    services.build_export(request, at=AT, clock=lambda: AT)
    request = ExportRequest.objects.get(pk=request.pk)
    return services.download_export(request=request, by=by, at=AT)[1]


@pytest.mark.long
@pytest.mark.parametrize("form", ExportForm)
def test_what_is_exported_in_the_clear_and_handed_in_again_is_unchanged(form, hospital, clerk):
    given = kinds_of_rows()
    submitted(hospital, given)
    content = exported(hospital, form=form, by=clerk, clear=True, reason="导出后核对再报")

    if form is ExportForm.CSV:
        # A text file is not taken in as it is.
        content = as_workbook(content)
    upload = checked(hospital, content, at=AT)

    assert upload.state == "checked", (upload.refusal, upload.questions)
    problems = [(one.number, one.problems.reveal()) for one in upload.rows.filter(state="refused")]
    assert problems == []
    assert [differences(one) for one in upload.rows.filter(state="updated")] == []
    assert counts(upload) == (len(given), 0, 0, len(given), 0)


@pytest.mark.long
def test_what_is_exported_masked_is_refused_row_by_row_and_stores_nothing(hospital, clerk):
    given = kinds_of_rows()
    submitted(hospital, given)

    upload = checked(hospital, exported(hospital, by=clerk), at=AT)

    assert counts(upload) == (len(given), 0, 0, 0, len(given))
    problems = [one for row in upload.rows.all() for one in problems_of(row)]
    hidden = {one.field for one in problems if one.code is ProblemCode.MASKED}
    assert hidden == set(SEALED)


@pytest.mark.parametrize("field", sorted(CHOICES))
def test_every_meaning_has_a_word_that_is_read_back_as_it(field):
    for meaning in CHOICES[field]:
        word = label_of(field, meaning)
        record = {"patient_name": "甲", "inpatient_no": "1", "discharged_on": "2026-10-05"}
        table = table_of_records([record | {field: word}])
        [read] = check_rows(table, month=MONTH, institution_code=OWN)
        assert getattr(read.values, field) is meaning, (meaning, word)
