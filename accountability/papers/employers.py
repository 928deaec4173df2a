"""The letter to an employer (函): what was found of somebody who is lent; no complainant."""

from dataclasses import dataclass
from datetime import date

from bureau.papers import Paper
from bureau.papers.paper import written_day

FOUND = {"substantiated": "属实", "partly_substantiated": "部分属实"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEmployee:
    no: str
    unit: str
    person: str
    employment: str
    received_on: date
    found_on: date
    finding: str


def found_so(on: date, finding: str) -> str:
    return f"{written_day(on)}认定反映的问题{FOUND[finding]}"


def employer_letter(said: OfEmployee, *, bureau: str) -> Paper:
    """Compose the letter; who employs somebody the unit alone knows, so it goes through it."""
    whom = f"{said.person}同志"
    return Paper(
        title="关于工作人员被投诉查实情况的函",
        masthead=bureau,
        addressees=said.unit,
        body=(
            f"{written_day(said.received_on)}，本局收到一件反映{said.unit}{whom}有关问题的投诉"
            f"（编号：{said.no}）。经本局调查，{found_so(said.found_on, said.finding)}。",
            f"{whom}的用工形式为“{said.employment}”，不适用对本单位工作人员的处理措施。请你单位依照有关"
            "规定和合同约定处理；其用人单位为其他单位的，请将本函转送用人单位处理。处理情况请书面报送本局"
            "人事科。",
            "任何单位和个人不得打听、追查投诉人，不得以任何方式对投诉人打击报复。",
        ),
        issuer=bureau,
        letter=True,
    )
