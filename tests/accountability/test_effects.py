"""Which measures hold on which day: a year of awards, five years, twelve months, leap days."""

from datetime import date

import pytest

from accountability.rules import road
from accountability.rules.effects import Imposed, Purpose, holding, obstacle, stacked
from accountability.rules.windows import window_from
from accountability.rules.words import MeasureCode

M, P = MeasureCode, Purpose
D = date
YEAR = window_from(D(2026, 1, 1))


def imposed(code, start, months=None, **said) -> Imposed:
    days = road.span(code, start, months=months, window=YEAR)
    return Imposed(code, *days, **{"year": 2026, "effect_from": start, **said})


TITLE = imposed(M.TITLE_PROMOTION_BAN, D(2026, 11, 27), 60, effect_from=D(2026, 12, 1))
LEAP = imposed(M.PENDING_APPOINTMENT, D(2028, 2, 29), 12)
AWARD = imposed(M.AWARD_BAN, D(2026, 11, 27), effect_from=D(2026, 12, 1))


@pytest.mark.parametrize(
    ("measure", "day", "holds"),
    [
        (TITLE, D(2026, 11, 30), False),  # decided, and not yet served
        (TITLE, D(2026, 12, 1), True),
        (TITLE, D(2031, 11, 26), True),
        (TITLE, D(2031, 11, 27), False),
        (LEAP, D(2028, 2, 28), False),
        (LEAP, D(2028, 2, 29), True),
        (LEAP, D(2029, 2, 28), True),
        (LEAP, D(2029, 3, 1), False),
        (AWARD, D(2026, 6, 1), False),
        (AWARD, D(2026, 12, 31), True),
        (AWARD, D(2027, 1, 1), False),
        (TITLE._replace(gone_on=D(2027, 3, 1)), D(2027, 2, 28), True),
        (TITLE._replace(gone_on=D(2027, 3, 1)), D(2027, 3, 1), False),
    ],
)
def test_a_measure_holds_from_its_effect_to_its_last_day(measure, day, holds):
    assert measure.holds(day) is holds
    assert (measure in holding([measure], day)) is holds


def test_what_is_done_once_holds_until_it_is_done():
    bulletin = imposed(M.COUNTY_BULLETIN, D(2026, 12, 1))
    assert bulletin.holds(D(2029, 1, 1))
    done = bulletin._replace(done_on=D(2026, 12, 5))
    assert [done.holds(D(2026, 12, n)) for n in (4, 5)] == [True, False]


def test_awards_of_a_year_are_kept_back_also_when_they_are_given_after_it():
    late = D(2027, 2, 10)
    assert obstacle([AWARD], P.AWARD, day=late, year=2026) is AWARD
    assert obstacle([AWARD], P.AWARD, day=late, year=2027) is None
    lifted = AWARD._replace(gone_on=late)
    assert obstacle([lifted], P.AWARD, day=late, year=2026) is None
    assert obstacle([lifted], P.AWARD, day=D(2027, 2, 9), year=2026) is lifted


def test_each_ban_keeps_from_its_own_and_the_latest_end_decides():
    later = TITLE._replace(last=D(2032, 5, 1))
    day = D(2027, 1, 1)
    assert obstacle([later, TITLE, AWARD], P.TITLE, day=day, year=2027) is later
    assert obstacle([TITLE, AWARD], P.APPOINTMENT, day=day, year=2026) is None


def test_a_ban_on_awards_keeps_back_the_kinds_its_rules_list():
    listed = AWARD._replace(awards=("先进个人", "优秀医师"))
    asked = {"day": D(2027, 1, 5), "year": 2026}

    assert obstacle([listed], P.AWARD, award="优秀医师", **asked) is listed
    assert obstacle([listed], P.AWARD, award="优秀护士", **asked) is None
    assert obstacle([listed], P.AWARD, **asked) is listed


ADDED = TITLE._replace(adds_up=True, months=60, proposal=2)
SECOND = ADDED._replace(first=D(2027, 3, 1), last=D(2032, 2, 29), effect_from=D(2027, 3, 5))


@pytest.mark.parametrize(
    ("measures", "until"),
    [
        ([TITLE, SECOND._replace(adds_up=False)], D(2032, 2, 29)),  # the latest end decides
        ([TITLE, SECOND], D(2036, 11, 26)),
        ([SECOND, TITLE], D(2036, 11, 26)),
        ([ADDED], D(2031, 11, 26)),  # nothing runs as it begins
        ([TITLE, SECOND._replace(first=D(2031, 11, 26))], D(2036, 11, 26)),
        # begun the day after the end: it stays as it was decided
        ([TITLE, SECOND._replace(first=D(2031, 11, 27))], D(2032, 2, 29)),
        # what was taken away is followed on for the days that it held, and no longer
        ([TITLE._replace(gone_on=D(2028, 6, 1)), SECOND], D(2033, 5, 31)),
        ([TITLE._replace(gone_on=D(2027, 3, 1)), SECOND], D(2032, 2, 29)),
        ([LEAP, SECOND], D(2032, 2, 29)),  # pending appointment is no ban on promotion
    ],
)
def test_terms_of_bans_add_up_where_the_rules_say_so(measures, until):
    found = stacked(measures)

    bans = [one for one in found if one.code is M.TITLE_PROMOTION_BAN]
    assert max(bans, key=lambda one: one.first).last == until


def test_of_bans_that_add_up_the_whole_end_is_told():
    found = stacked([TITLE, SECOND])

    assert obstacle(found, P.TITLE, day=D(2028, 1, 1), year=2028).last == D(2036, 11, 26)
    assert [one.last for one in stacked(found[:1])] == [TITLE.last]
