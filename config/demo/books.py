"""The newest month's workbooks of the three houses that have not handed in yet."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random

import xlsxwriter

from config.demo.rows import followup_row
from followups.rules.rows import RowValues

Doctors = list[tuple[str, str]]
"""The doctors of a house, each with the name of the ward."""

OPEN_HOUSES = ("371323A01", "371323A02", "371323B01")
OUTCOME_WORDS = {"reached_patient": "已随访", "no_answer": "无人接听", "invalid_number": "空号",
                 "refused": "拒访", "wrong_number": "错号"}  # fmt: skip
SEX_WORDS = {"male": "男", "female": "女"}
METHOD_WORDS = {"phone": "电话", "outpatient": "门诊复诊"}
COLUMNS = {
    "出院科室": lambda row: row.department,
    "姓名": lambda row: row.patient_name,
    "性别": lambda row: SEX_WORDS[row.sex],
    "年龄": lambda row: row.age,
    "住院号": lambda row: row.inpatient_no,
    "入院日期": lambda row: row.admitted_on.isoformat(),
    "出院日期": lambda row: row.discharged_on.isoformat(),
    "出院诊断": lambda row: row.diagnosis,
    "主管医师": lambda row: row.attending_doctor,
    "联系电话": lambda row: row.phone,
    "随访时间": lambda row: row.followed_on.isoformat(),
    "随访方式": lambda row: METHOD_WORDS[row.method],
    "随访内容": lambda row: row.content,
    "随访结果": lambda row: OUTCOME_WORDS[row.outcome],
    "意见建议": lambda row: row.opinion,
    "随访人": lambda row: row.follower,
}


def write_books(
    folder: Path,
    *,
    month: date,
    until: date,
    doctors: Mapping[str, Doctors],
    names: Mapping[str, str],
) -> list[Path]:
    """Write one workbook for each open house; follow-ups later than `until` have not happened."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _write(folder / f"{names[code]}-{month:%Y-%m}.xlsx", code, month, until, doctors[code])
        for code in OPEN_HOUSES
    ]


def _write(path: Path, code: str, month: date, until: date, doctors: Doctors) -> Path:
    chance = Random(f"book-{code}-{month}")
    departments, names = (
        sorted({ward for ward, _name in doctors}),
        [name for _ward, name in doctors],
    )
    rows: list[RowValues] = [
        followup_row(chance, serial=serial, code=code, month=month, until=date.max,
                     departments=departments, doctors=names)
        for serial in range(1, chance.randrange(30, 60))
    ]  # fmt: skip
    # The township centre keeps a register of its own: a title above the headings.
    top = 2 if code.startswith("371323B") else 0
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("随访登记")
        if top:
            sheet.write(0, 0, f"出院患者随访登记表({month.year}年{month.month}月)")
        sheet.write_row(top, 0, list(COLUMNS))
        happened = [row for row in rows if row.followed_on <= until]
        for number, row in enumerate(happened, start=top + 1):
            sheet.write_row(number, 0, [read(row) for read in COLUMNS.values()])
    return path
