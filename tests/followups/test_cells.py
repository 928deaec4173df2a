"""One cell at a time: codes, names, choices, counts and texts."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules.problems import ProblemCode as Code
from followups.rules.words import DischargeWay, Grade, Method, Severity, Sex, SpecialKind
from followups.sheets import cells
from followups.sheets.cells import reader_for
from followups.sheets.columns import BY_FIELD, COLUMNS
from tests.followups.registers import MONTH, code_of, read


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("id_no", "37132319720828272x", "37132319720828272X"),
        ("id_no", "371323 19501216 7456", "371323195012167456"),
        ("id_no", "３７１３２３１９５０１２１６７４５６", "371323195012167456"),
        ("id_no", "'371323195012167456", "371323195012167456"),
        ("id_no", 371323501216745.0, "371323501216745"),
        ("id_no", "无", ""),
        ("id_no", "e12345678", "E12345678"),
        ("inpatient_no", "ZY20261000001", "ZY20261000001"),
        ("inpatient_no", "zy2026-1", "ZY2026-1"),
        ("inpatient_no", "0012345", "0012345"),
        ("inpatient_no", 20261001.0, "20261001"),
        ("inpatient_no", 999999999999999.0, "999999999999999"),
        ("inpatient_no", " ZY 1 ", "ZY1"),
        ("inpatient_no", "1E5", "1E5"),
        ("inpatient_no", "-", ""),
    ],
)
def test_codes_are_kept_as_text(field, cell, value):
    assert read(field, cell)[0::2] == (value, ())


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("id_no", 3.7132319491231e17, Code.PRECISION_LOST),
        ("id_no", "3.71323E+17", Code.PRECISION_LOST),
        ("id_no", "3.21E+17", Code.PRECISION_LOST),
        ("inpatient_no", 1e15, Code.PRECISION_LOST),
        ("inpatient_no", 20261001.5, Code.NOT_A_CODE),
        ("inpatient_no", -1.0, Code.NOT_A_CODE),
        ("inpatient_no", float("nan"), Code.NOT_A_CODE),
        ("inpatient_no", True, Code.NOT_A_CODE),
        ("inpatient_no", date(2026, 10, 1), Code.BECAME_DATE),
        ("inpatient_no", time(1, 2), Code.BECAME_DATE),
        ("inpatient_no", "#N/A", Code.FORMULA_ERROR),
        ("inpatient_no", "9" * 41, Code.TOO_LONG),
    ],
)
def test_a_code_that_is_lost_is_refused_and_never_repaired(field, cell, code):
    assert code_of(field, cell) is code
    assert read(field, cell).value == ""


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("张 三", "张三"),
        ("　张三　", "张三"),
        ("张\u200b三", "张三"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("古丽•买买提", "古丽•买买提"),
        ("マリア・田中", "マリア・田中"),
        ("𠀀𠀁", "𠀀𠀁"),
        ("张", "张"),
        ("买" * 40, "买" * 40),
        ("John  Smith ", "John Smith"),
        ("O'Brien", "O'Brien"),
        ("/", ""),
        ("无", ""),
        (12.0, "12"),
    ],
)
def test_names_lose_their_padding_and_nothing_else(cell, name):
    assert read("patient_name", cell)[0::2] == (name, ())


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("sex", "男", Sex.MALE),
        ("sex", "M", Sex.MALE),
        ("sex", "男性", Sex.MALE),
        ("sex", "Ｆ", Sex.FEMALE),
        ("sex", "女 ", Sex.FEMALE),
        ("sex", 1.0, Sex.MALE),
        ("sex", "未知", None),
        ("method", "电 话", Method.PHONE),
        ("method", "电话随访", Method.PHONE),
        ("method", "家访", Method.VISIT),
        ("method", "门诊", Method.OUTPATIENT),
        ("discharge_way", "好转出院", DischargeWay.IMPROVED),
        ("discharge_way", "非医嘱离院", DischargeWay.SELF_DISCHARGED),
        ("discharge_way", "/", None),
        ("special_kind", "慢病患者", SpecialKind.CHRONIC),
        ("special_kind", "80岁以上", SpecialKind.AGED),
        ("special_kind", "普通", None),
        ("grade", "非常 满意", Grade.VERY_SATISFIED),
        ("grade", "一般", Grade.FAIR),
        ("outcome", "已 随 访", "已随访"),
        ("outcome", "空号(已核实)", "空号"),
        ("outcome", "已随访（家属）", "已随访(家属)"),
        ("needs_followup", "是", True),
        ("needs_followup", "√", True),
        ("needs_followup", False, False),
        ("needs_followup", "不需要", False),
        ("needs_followup", None, True),
        ("is_supplement", None, False),
        ("is_supplement", "是", True),
        ("age", 66.0, 66),
        ("age", "66岁", 66),
        ("age", "６６", 66),
        ("age", "3个月", 0),
        ("age", "13月", 0),
        ("age", "15天", 0),
        ("age", "1岁3个月", 1),
        ("age", 0.5, 0),
        ("age", -3.0, -3),
        ("age", "-0.5", -1),
        ("age", 1000.0, 1000),
        ("seq", 2.0, 2),
        ("seq", "第二次", 2),
        ("seq", "首次", 1),
        ("content", "=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("content", "一\x00二\r\n三", "一二\n三"),
        ("content", "'好'", "'好'"),
        ("opinion", "无", "无"),
        ("opinion", "   ", ""),
        ("opinion", 5.0, "5"),
    ],
    ids=str,
)
def test_choices_counts_and_texts_are_understood(field, cell, value):
    assert read(field, cell)[0::2] == (value, ())


@pytest.mark.parametrize(
    ("field", "cell", "suggestions"),
    [
        ("outcome", "已随放", ("已随访",)),
        ("outcome", "无人接", ("无人接听",)),
        ("grade", "很好", ()),
        ("grade", "非常满一", ("非常满意",)),
        ("method", "门诊复珍", ("门诊复诊",)),
        ("method", "电话、飞鸽", ()),
        ("sex", "X", ()),
        ("discharge_way", "治癒", ()),
        ("needs_followup", "也许", ()),
        ("grade", "满" * 50_000, ()),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_word_among_no_options_is_never_guessed_but_the_nearest_is_offered(
    field, cell, suggestions
):
    reading = read(field, cell)

    [problem] = reading.problems
    assert (problem.code, problem.suggestions) == (Code.NOT_AN_OPTION, suggestions)
    assert problem.facts["options"]
    assert problem.written == cell


def test_of_two_kinds_in_a_cell_the_first_counts_and_is_named():
    reading = read("special_kind", "手术、肿瘤")

    assert reading.value is SpecialKind.SURGERY
    assert reading.problems[0].facts == {"taken": "手术"}
    assert reading.problems[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("age", "abc", Code.NOT_A_NUMBER),
        ("age", float("inf"), Code.NOT_A_NUMBER),
        ("seq", 0.0, Code.NOT_A_NUMBER),
        ("seq", "100", Code.NOT_A_NUMBER),
        ("patient_name", "买" * 61, Code.TOO_LONG),
        ("content", "好" * 2001, Code.TOO_LONG),
    ],
    ids=lambda value: str(value)[:12],
)
def test_numbers_and_lengths_out_of_bounds_are_refused(field, cell, code):
    assert code_of(field, cell) is code


ANY_CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.text(max_size=50),
    st.text(alphabet="0123456789.-/年月日+E Xx()转、", max_size=24),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@pytest.mark.long
@given(st.sampled_from(COLUMNS), ANY_CELL, st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_no_cell_whatever_stands_in_it_breaks_a_reader(column, cell, day):
    reading = reader_for(column, month=day.replace(day=1))(cell)

    assert all(problem.field == column.field for problem in reading.problems)
    assert not isinstance(reading.value, str) or "\x00" not in reading.value


@given(
    st.sampled_from(["patient_name", "id_no", "inpatient_no", "phone"]),
    st.one_of(
        st.text(max_size=12),
        st.from_regex(r"\A0?1[3-9][0-9]{9}\Z"),
        st.from_regex(r"\A[0-9A-Z]{1,20}\Z"),
    ),
)
def test_the_short_way_of_reading_agrees_with_the_long_one(field, text):
    column = BY_FIELD[field]
    quick = read(field, text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "READY", {})
        slow = reader_for(column, month=MONTH)(text)

    assert quick == slow
