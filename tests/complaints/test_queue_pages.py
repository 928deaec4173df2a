"""The queue page after page, where more than one index is read: units, and bad call-backs."""

import pytest

from complaints.rules.words import Finding, Grade
from tests.complaints.conftest import moment

QUEUE = "/cases/"


@pytest.fixture(autouse=True)
def _on_the_day(time_machine, monkeypatch):
    time_machine.move_to(moment("2026-11-06"), tick=False)
    monkeypatch.setattr(
        "complaints.selectors.pages.page_of.__kwdefaults__", {"after": "", "size": 2}
    )


def pages(client, tab):
    """Read a tab page after page; return the numbers on each, and what the tabs count."""
    read, after, answer = [], "", None
    while answer is None or after:
        answer = client.get(QUEUE, {"tab": tab, "after": after})
        read.append([line.case.no for line in answer.context["lines"]])
        after = answer.context["after"]
    return read, {one.tab: one.cases for one, _label in answer.context["tabs"]}


@pytest.mark.long
def test_a_unit_reads_what_is_over_as_it_was_given_to_it_the_latest_first(desk, client):
    days = ("2026-11-03", "2026-11-02", "2026-11-04")
    first, second, third = (desk.dispatched(day).no for day in days)
    client.force_login(desk.officer)

    assert pages(client, "all")[0] == [[third, second], [first]]


@pytest.mark.long
def test_bad_grades_of_closed_cases_stand_in_their_order_among_the_call_backs(desk, client):
    cases = [desk.replied(finding=Finding.UNSUBSTANTIATED) for _ in range(3)]
    desk.do("close_case", cases[1], on="2026-11-06")
    desk.do("record_callback", cases[1], on="2026-11-06", grade=Grade.DISSATISFIED,
            note="答复没有依据", calendar=desk.calendar)  # fmt: skip
    client.force_login(desk.clerk)

    read, counted = pages(client, "to_call_back")

    # A bad grade is reviewed within two working days, the others are called within seven days.
    assert read == [[cases[1].no, cases[0].no], [cases[2].no]]
    assert (counted["to_call_back"], counted["closed"]) == (3, 1)
