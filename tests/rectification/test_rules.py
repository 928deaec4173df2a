from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureau.calendar import WorkCalendar
from bureau.due import LevelKind
from bureau.rule_tables import Unfit
from rectification.rules import look_backs, reminders, states, terms, verification
from rectification.rules.table import STANDARD, LedgerTable
from rectification.rules.verification import Bar, Verifier, Work
from rectification.rules.words import ItemState, Method, RectKind, Severity, Tab, Tone

DUE = date(2026, 9, 30)
ONE_DAY = timedelta(days=1)
HOUSE, OTHER_HOUSE = 1, 2
DOER, FINDER, OTHER, LOOKER = 11, 12, 13, 14


def test_every_state_has_its_row_and_its_tab():
    assert set(states.TRANSITIONS) == set(ItemState)
    tabbed = frozenset().union(*(of for tab, of in states.TABS.items() if tab is not Tab.ALL))
    assert set(ItemState) - tabbed == {ItemState.DISMISSED, ItemState.WITHDRAWN}


def test_nothing_is_struck_off_but_from_the_hands_of_a_verifier():
    before = {state for state in ItemState if states.can_move(state, ItemState.CLOSED)}

    assert before == {ItemState.CLOSURE_REQUESTED, ItemState.VERIFYING, ItemState.PUBLICITY}


def test_a_struck_off_item_only_comes_back_to_work():
    assert states.TRANSITIONS[ItemState.CLOSED] == {ItemState.RECTIFYING}


@pytest.mark.parametrize("state", ItemState)
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_an_item_is_overdue_only_with_its_unit_and_after_its_day(state, days):
    day = DUE + days * ONE_DAY

    assert states.is_overdue(state, DUE, day) == (days > 0 and state in states.WITH_THE_UNIT)
    assert states.is_plan_overdue(state, DUE, day) == (days > 0 and state is ItemState.ISSUED)


@pytest.mark.parametrize(
    ("state", "days_left", "tone"),
    [
        (ItemState.RECTIFYING, 4, Tone.RUNNING),
        (ItemState.RECTIFYING, 3, Tone.SOON),
        (ItemState.RECTIFYING, 0, Tone.SOON),
        (ItemState.RECTIFYING, -1, Tone.OVERDUE),
        (ItemState.CLOSURE_REQUESTED, -1, Tone.NONE),
        (ItemState.CLOSED, -9, Tone.DONE),
        (ItemState.DRAFT, 1, Tone.NONE),
    ],
)
def test_a_deadline_is_grey_blue_amber_red_or_green(state, days_left, tone):
    assert states.tone(state, DUE, DUE - days_left * ONE_DAY, soon_days=3) is tone


@pytest.mark.parametrize(
    ("kind", "due_on"),
    [
        (RectKind.IMMEDIATE, date(2026, 9, 8)),
        (RectKind.LIMITED, date(2026, 10, 1)),
        (RectKind.STANDING, date(2026, 11, 30)),
    ],
)
def test_each_kind_has_its_term_and_the_first_day_does_not_count(kind, due_on):
    assert terms.due_on(date(2026, 9, 1), kind) == due_on


def test_a_plan_and_a_verification_are_due_in_working_days():
    friday = date(2026, 9, 4)

    assert terms.plan_due_on(friday, calendar=WorkCalendar()) == date(2026, 9, 11)
    assert terms.verify_by(friday, calendar=WorkCalendar()) == date(2026, 9, 11)


def test_on_time_goes_by_the_day_of_the_application():
    assert terms.was_on_time(DUE, DUE)
    assert not terms.was_on_time(DUE + ONE_DAY, DUE)


def work(**changes) -> Work:
    facts = {
        "institution": HOUSE,
        "doers": {DOER},
        "finders": {FINDER},
        "severity": Severity.ORDINARY,
        "evidence": 1,
    }
    return Work(**{**facts, **changes})


@pytest.mark.parametrize(
    ("who", "done", "method", "bar"),
    [
        (Verifier(OTHER, None, False), work(), Method.DOCUMENTS, None),
        (Verifier(OTHER, HOUSE, False), work(), Method.ON_SITE, Bar.OWN_UNIT),
        (Verifier(OTHER, OTHER_HOUSE, False), work(), Method.ON_SITE, Bar.OWN_UNIT),
        (Verifier(DOER, None, False), work(), Method.ON_SITE, Bar.OWN_WORK),
        (Verifier(FINDER, None, True), work(), Method.ON_SITE, Bar.OWN_FINDING),
        (Verifier(FINDER, None, False), work(), Method.ON_SITE, None),
        (Verifier(OTHER, None, False), work(evidence=0), Method.ON_SITE, Bar.NO_EVIDENCE),
        (
            Verifier(OTHER, None, False),
            work(severity=Severity.HIGH),
            Method.DOCUMENTS,
            Bar.NOT_ON_SITE,
        ),
        (Verifier(OTHER, None, False), work(severity=Severity.HIGH), Method.ON_SITE, None),
        (Verifier(OTHER, None, False), work(severity=Severity.HIGH), None, None),
    ],
)
def test_somebody_else_of_the_bureau_verifies_on_evidence(who, done, method, bar):
    assert verification.bar_to_verify(who, done, method) is bar


@pytest.mark.parametrize(
    ("who", "bar"),
    [
        (Verifier(OTHER, None, False), None),
        (Verifier(OTHER, HOUSE, False), Bar.OWN_UNIT),
        (Verifier(DOER, None, False), Bar.OWN_WORK),
        (Verifier(LOOKER, None, False), Bar.OWN_VERDICT),
        (Verifier(FINDER, None, True), None),
    ],
)
def test_another_pair_of_eyes_than_the_verifiers_looks_back(who, bar):
    assert verification.bar_to_look_back(who, work(verified_by=LOOKER, evidence=0)) is bar


NUMBERS = st.lists(st.integers(1, 500).map(lambda n: f"ZG-2026-{n:04}"), unique=True, max_size=40)


@given(NUMBERS, st.text(min_size=1, max_size=5), st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order(numbers, seed, chance):
    shuffled = list(numbers)
    chance.shuffle(shuffled)

    assert look_backs.drawn(numbers, seed=seed) == look_backs.drawn(shuffled, seed=seed)


@pytest.mark.parametrize(("items", "drawn"), [(0, 0), (1, 1), (10, 1), (11, 2), (40, 4)])
def test_a_tenth_is_drawn_rounded_up(items, drawn):
    numbers = [f"ZG-2026-{n:04}" for n in range(items)]

    assert len(look_backs.drawn(numbers, seed="s")) == drawn


@pytest.mark.parametrize(("days", "relapse"), [(-1, False), (0, True), (90, True), (91, False)])
def test_the_same_problem_is_a_relapse_up_to_the_ninetieth_day(days, relapse):
    assert look_backs.is_relapse(DUE, DUE + days * ONE_DAY) is relapse


def test_reminders_rise_from_the_unit_to_the_leaders():
    levels = reminders.levels(DUE, calendar=WorkCalendar(), zone=UTC)

    assert [level.no for level in levels] == [1, 2, 3, 4, 5]
    assert [level.kind for level in levels] == [
        LevelKind.WARN, LevelKind.REMIND, *[LevelKind.ESCALATE] * 3,
    ]  # fmt: skip
    assert [level.at.date() for level in levels] == [
        date(2026, 9, 25),  # 27 September is a Sunday: before it
        date(2026, 9, 30),
        date(2026, 10, 5),  # the national holiday is over
        date(2026, 10, 5),
        date(2026, 10, 7),
    ]


def test_what_came_back_late_is_overdue_from_its_return_on():
    returned_at = datetime(2026, 10, 6, 3, tzinfo=UTC)

    levels = reminders.levels_after_return(DUE, returned_at, calendar=WorkCalendar(), zone=UTC)

    assert [level.no for level in levels] == [3, 4, 5]
    assert [level.at for level in levels[:2]] == [returned_at] * 2
    assert levels[2].at.date() == date(2026, 10, 7)


def test_a_plan_is_asked_for_on_its_day_and_its_section_hears_after_a_working_day():
    levels = reminders.plan_levels(DUE, calendar=WorkCalendar(), zone=UTC)

    assert [level.kind for level in levels] == [LevelKind.REMIND, LevelKind.ESCALATE]
    assert [level.at.date() for level in levels] == [DUE, date(2026, 10, 5)]


def test_a_table_that_looks_back_after_relapses_have_ended_does_not_fit():
    with pytest.raises(Unfit) as caught:
        LedgerTable(look_back_days=91)

    assert caught.value.field == "look_back_days"
    assert STANDARD.look_back_days <= STANDARD.relapse_days
