"""Facts for the rules, with everything filled in that a test does not speak of."""

from datetime import date

from accountability.rules.counting import Counted, Fact, Found, Judged, Judging
from accountability.rules.words import LadderCode, UnitGroup

S, P, U = "substantiated", "partly_substantiated", "unsubstantiated"


def fact(on="2026-03-02", *, case=1, matter=None, alleged=(("ATT", S),), **said) -> Fact:
    said = {"ladder": LadderCode.STAFF, "subject": 7, "person": 70 + case, "finding": S, **said}
    if said["ladder"] is LadderCode.INSTITUTION and "person" not in said:
        said["person"] = None
    said = {"institution": 3, "group": UnitGroup.LEVEL2, "occurred_on": None, **said}
    return Fact(
        matter=matter or case, case=case, case_no=f"TS-{case}", received_on=day(on),
        verified_on=said.pop("verified_on", day(on)),
        allegations=tuple(Found(finding, category) for category, finding in alleged), **said,
    )  # fmt: skip


def of_house(on="2026-03-02", **said) -> Fact:
    return fact(on, **{"ladder": LadderCode.INSTITUTION, "person": None, "finding": "", **said})


def event(on="2026-03-02", *, case=1, weight=100, window_from="2026-01-01") -> Counted:
    return Counted(
        LadderCode.STAFF, 7, 3, case, case, 70, day(on), None, day(on), day(on), day(window_from),
        weight,
    )  # fmt: skip


def judge(fact: Fact, *, table, categories) -> Judged:
    return Judging(table, categories)(fact)


def day(text: str) -> date:
    return date.fromisoformat(text)
