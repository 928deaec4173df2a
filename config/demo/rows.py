"""Invented follow-up rows. The same generator state gives the same people."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from followups.rules.register import last_of_month
from followups.rules.rows import RowValues
from followups.rules.words import DischargeWay, Grade, Method, Outcome, Sex, SpecialKind
from followups.sheets import CheckedRow

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰英华玉萍红梅建国文辉鹏宇浩然子涵雨欣"


class Illness(NamedTuple):
    """What brings somebody into a ward: from which age to which, and of which sex if it matters."""

    name: str
    ages: tuple[int, int] = (30, 90)
    sex: Sex | None = None


# By a sign of the ward's name; whoever lies in no such ward has one of the last.
ILLNESSES = {
    "儿": [Illness("支气管炎", (1, 13)), Illness("肺炎", (1, 13)), Illness("手足口病", (1, 6))],
    "产": [
        Illness("剖宫产术后", (21, 42), Sex.FEMALE),
        Illness("顺产", (20, 40), Sex.FEMALE),
        Illness("子宫肌瘤", (32, 58), Sex.FEMALE),
    ],
    "骨": [
        Illness("腰椎间盘突出症", (28, 75)), Illness("股骨颈骨折", (60, 93)),
        Illness("桡骨远端骨折", (12, 85)),
    ],
    "外": [
        Illness("急性阑尾炎", (10, 70)), Illness("胆囊结石伴慢性胆囊炎"),
        Illness("腹股沟疝", (40, 85), Sex.MALE),
    ],
    "眼": [Illness("白内障", (55, 90))],
    "": [
        Illness("肺炎", (18, 90)), Illness("2型糖尿病"), Illness("高血压病3级", (40, 90)),
        Illness("脑梗死", (45, 93)), Illness("冠状动脉粥样硬化性心脏病", (45, 93)),
        Illness("慢性阻塞性肺疾病急性加重期", (50, 93)), Illness("上消化道出血", (25, 85)),
    ],
}  # fmt: skip
CONTENTS = ["恢复可,按时服药", "伤口愈合好", "血压控制平稳", "仍有咳嗽,建议复诊", "已指导康复锻炼"]
ADVICE = ["按时复诊", "继续服药", "一月后复查", "低盐低脂饮食"]
OPINIONS = [
    "",
    "",
    "",
    "",
    "医生很耐心",
    "等床时间太长",
    "病房卫生间有异味",
    "停车不方便",
    "饭菜凉",
    "护士态度生硬",
]
UNREACHED = [Outcome.NO_ANSWER, Outcome.INVALID_NUMBER, Outcome.REFUSED, Outcome.WRONG_NUMBER]


def person(chance: Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice([1, 2, 2])))


def phone(chance: Random) -> str:
    return "1" + chance.choice("3578") + "".join(chance.choices("0123456789", k=9))


def followup_row(
    chance: Random,
    *,
    serial: int,
    code: str,
    month: date,
    until: date,
    departments: list[str],
    doctors: list[str],
) -> RowValues:
    """Invent one discharge of a month and its first follow-up, which was by `until`."""
    discharged_on = month + timedelta(days=chance.randrange(last_of_month(month).day))
    later = timedelta(days=chance.choice([2, 3, 4, 5, 5, 6, 7, 8, 9]))
    followed_on = min(discharged_on + later, until)
    is_reached = chance.random() < 0.9
    department = chance.choice(departments)
    illness = chance.choice(next(ILLNESSES[sign] for sign in ILLNESSES if sign in department))
    age = chance.randint(*illness.ages)
    return RowValues(
        department=department,
        patient_name=person(chance),
        sex=illness.sex or chance.choice(list(Sex)),
        age=age,
        inpatient_no=f"{code[-3:]}{month:%y%m}{serial:04}",
        admitted_on=discharged_on - timedelta(days=chance.randrange(2, 15)),
        discharged_on=discharged_on,
        diagnosis=illness.name,
        discharge_way=chance.choice([DischargeWay.CURED, DischargeWay.IMPROVED]),
        attending_doctor=chance.choice(doctors),
        phone=phone(chance),
        needs_followup=chance.random() < 0.93,
        special_kind=SpecialKind.AGED if age >= 80 else None,
        seq=1,
        followed_on=followed_on,
        method=Method.PHONE if chance.random() < 0.8 else Method.OUTPATIENT,
        answered_by="本人" if is_reached else "",
        content=chance.choice(CONTENTS) if is_reached else "",
        advice=chance.choice(ADVICE) if is_reached else "",
        outcome=Outcome.REACHED_PATIENT if is_reached else chance.choice(UNREACHED),
        grade=_grade(chance) if is_reached else None,
        opinion=chance.choice(OPINIONS) if is_reached else "",
        follower=chance.choice(doctors),
    )


def _grade(chance: Random) -> Grade:
    return chance.choices(list(Grade), weights=[40, 40, 13, 5, 2])[0]


def checked(rows: list[RowValues]) -> list[CheckedRow]:
    return [CheckedRow(number, row, (), {}) for number, row in enumerate(rows, start=2)]
