"""Awards that were given before a ban on them was decided: revoked, or the next year's instead."""

from datetime import date

import pytest

from accountability.award_wording import late_note
from accountability.models import SanctionProposal
from accountability.papers import road as papers
from accountability.rules.bans import LateAward, award_window
from accountability.rules.carrying import Sheet
from accountability.rules.windows import window_from
from accountability.rules.words import LadderCode, MeasureCode
from accountability.selectors.effects import imposed_on
from accountability.selectors.pages import called_for
from accountability.services import RoadError
from accountability.wording import measures
from bureau.models import Notice, OfficialPaper
from tests.accountability.conftest import ruled, settle
from tests.accountability.road import Road
from tests.complaints.conftest import moment

M = MeasureCode
BOTH = (M.AWARD_BAN, M.TITLE_PROMOTION_BAN)
GIVEN = "先进个人\n优秀医师\n先进个人"
JANUARY, HEARD, DECIDED = "2027-01-11", "2027-01-15", "2027-01-18"
BY = {"by_what": "安卫荣〔2027〕1号", "code": M.AWARD_BAN}


def second_tier(bureau, doctor, personnel) -> Road:
    for on in ("2026-03-02", "2026-12-28"):
        bureau.found(doctor, on)
    settle(at=moment("2027-01-05"))
    return Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)


def walked(road: Road, **said) -> Road:
    road.put(*BOTH, on=JANUARY, **said)
    road.notice(JANUARY)
    road.hear(HEARD)
    road.decide(DECIDED)
    road.decision(DECIDED)
    road.step("put_in_effect", DECIDED)
    return road


@pytest.mark.parametrize(
    ("first", "is_given", "late", "kept_back"),
    [
        ("2026-01-01", False, LateAward.REVOKE, ("2026-01-01", "2026-12-31")),
        ("2026-01-01", True, LateAward.REVOKE, ("2026-01-01", "2026-12-31")),
        ("2026-01-01", False, LateAward.NEXT_YEAR, ("2026-01-01", "2026-12-31")),
        ("2026-01-01", True, LateAward.NEXT_YEAR, ("2027-01-01", "2027-12-31")),
        ("2027-03-01", True, LateAward.NEXT_YEAR, ("2028-03-01", "2029-02-28")),
    ],
)
def test_the_next_years_awards_are_kept_back_only_where_the_rules_and_what_was_given_say_so(
    first, is_given, late, kept_back
):
    found = award_window(window_from(date.fromisoformat(first)), is_given=is_given, late=late)

    assert tuple(one.isoformat() for one in found) == kept_back


@pytest.mark.long
def test_awards_given_already_are_told_revoked_and_carried_out_by_a_letter(
    bureau, doctor, personnel
):
    road = second_tier(bureau, doctor, personnel)
    assert "The year is over" in late_note(road.proposal, day=date(2027, 1, 5))
    assert not late_note(road.proposal, day=date(2026, 12, 31))

    walked(road, awards_given=GIVEN)

    notice, decision = OfficialPaper.objects.order_by("drafted_at")
    for paper in (notice, decision):
        said = "".join(paper.content["body"])
        assert "取消2026年度评先树优资格，撤销已授予的下列荣誉：先进个人、优秀医师" in said
    assert "先进个人, 优秀医师. By the rules they are revoked" in late_note(
        road.proposal, day=date(2027, 1, 18)
    )
    assert Notice.objects.filter(cause=f"to revoke awards {road.proposal.no}").exists()
    with pytest.raises(RoadError, match="revokes the awards is not signed"):
        road.step("carry_out_measure", DECIDED, on=date(2027, 1, 18), **BY)
    with pytest.raises(RoadError, match="are to be revoked: 先进个人、优秀医师"):
        road.step("complete_measures", "2032-02-01", reason="期满，已核实")

    letter = road.sign(Sheet.AWARDS, DECIDED)
    road.step("carry_out_measure", DECIDED, on=date(2027, 1, 18), **BY)

    assert "2. 优秀医师。" in letter.content["body"]
    assert road.step("complete_measures", "2032-02-01", reason="期满，已核实")


@pytest.mark.long
def test_where_the_rules_say_so_the_next_years_awards_are_kept_back_and_none_is_revoked(
    bureau, doctor, personnel
):
    ruled(bureau, LadderCode.STAFF, late_award="next_year")
    road = second_tier(bureau, doctor, personnel)
    road.put(*BOTH, on=JANUARY, awards_given=GIVEN)
    road.proposal = SanctionProposal.objects.get(pk=road.proposal.pk)
    shown = measures(called_for(road.proposal, day=date(2027, 1, 11)))
    assert shown[0].endswith("until 31 Dec 2027")

    walked(road, awards_given=GIVEN)

    [award, _title] = imposed_on(LadderCode.STAFF, [doctor.pk])[doctor.pk]
    assert (award.year, award.first, award.last) == (2027, date(2027, 1, 1), date(2027, 12, 31))
    said = "".join(OfficialPaper.objects.earliest("drafted_at").content["body"])
    assert "取消2027年度评先树优资格；" in said
    assert "撤销已授予" not in said


@pytest.mark.long
def test_awards_are_named_with_a_ban_on_them_alone_and_nothing_is_added_once_told(
    bureau, doctor, personnel
):
    road = second_tier(bureau, doctor, personnel)
    with pytest.raises(RoadError, match="where awards are kept back"):
        road.put(M.TITLE_PROMOTION_BAN, on=JANUARY, awards_given=GIVEN)
    first = road.put(*BOTH, on=JANUARY, awards_given=GIVEN)
    assert road.put(*BOTH, on=JANUARY, awards_given="先进个人\n优秀医师").pk == first.pk
    assert first.awards_given == "先进个人\n优秀医师"
    road.notice(JANUARY)

    with pytest.raises(RoadError):
        road.put(*BOTH, on=HEARD, awards_given="优秀护士")


def test_a_paper_words_what_is_revoked_after_the_ban():
    one = papers.Imposed(M.AWARD_BAN, None, year="2026年度", revoked=("先进个人",))
    told = papers.Told(person="张", unit="县医院", year="2026年度", times="2", facts="", basis="",
                       measures=[one])  # fmt: skip

    assert papers.listed(told) == ["取消2026年度评先树优资格，撤销已授予的下列荣誉：先进个人。"]
