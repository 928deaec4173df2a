"""Cases of one event: one matter, and each keeps what is its own."""

import pytest

from complaints import services
from complaints.models import Case
from complaints.rules.steps import Step
from complaints.rules.words import Channel, Finding, ReplyWay
from complaints.services import CaseError
from complaints.verbs import offered
from tests.complaints.conftest import moment
from tests.complaints.test_rounds import reopen
from tests.factories import InstitutionFactory


def three(desk):
    return [
        desk.accepted(day, channel=channel, external_no=no)
        for day, channel, no in (
            ("2026-11-02", Channel.HOTLINE, "DH1"),
            ("2026-11-04", Channel.QR_FORM, ""),
            ("2026-11-05", Channel.BUREAU_PHONE, ""),
        )
    ]


def join(desk, cases, by=None):
    return services.merge_cases(
        cases=cases, why="同一次就诊的同一件事", by=by or desk.clerk, at=moment("2026-11-06")
    )


def test_three_cases_of_one_event_are_one_matter_and_each_keeps_its_own(desk):
    from complaints import selectors

    cases = three(desk)
    before = [list(case.clocks.values_list("code", "due_on")) for case in cases]

    for _ in range(2):
        matter = join(desk, cases)

    assert matter.cases.count() == 3
    due_at = moment("2026-11-10", 0)  # the 9th, to its end
    assert selectors.matter_due_at(matter, user=desk.clerk) == due_at
    assert [list(case.clocks.values_list("code", "due_on")) for case in cases] == before


@pytest.mark.long
def test_unmerged_they_are_matters_of_their_own_again(desk):
    cases = three(desk)
    join(desk, cases)

    for case in cases:
        for _ in range(2):
            services.unmerge_case(
                case=case, why="不是同一件事情", by=desk.clerk, at=moment("2026-11-07")
            )

    matters = {Case.objects.get(pk=case.pk).matter_id for case in cases}
    assert len(matters) == 3


def test_who_may_not_see_one_of_them_does_not_join_them(desk):
    cases = [*three(desk), desk.case(is_accusation=True)]

    with pytest.raises(CaseError, match="all of which you may see"):
        join(desk, cases)


@pytest.mark.long
def test_every_complainant_of_a_matter_is_answered(desk):
    cases = [desk.verified(finding=Finding.UNSUBSTANTIATED) for _ in range(2)]
    join(desk, cases)
    desk.do("reply_case", cases[0], way=ReplyWay.PHONE, text="已核实", calendar=desk.calendar)

    with pytest.raises(CaseError, match="wants an answer"):
        desk.do("close_case", cases[1])


@pytest.mark.long
def test_what_counts_twice_is_joined_and_parted_only_once_it_is_taken_up_again(desk):
    one, other = desk.verified(), desk.verified()
    new, elsewhere = desk.accepted(), desk.accepted(institution=InstitutionFactory())
    with pytest.raises(CaseError, match=f"{one.no} and in {other.no} counts twice"):
        join(desk, [one, other])
    with pytest.raises(CaseError, match="is about none of"):
        join(desk, [new, elsewhere])
    assert join(desk, [one, new]).cases.count() == 2
    with pytest.raises(CaseError, match="counts twice until now"):
        join(desk, [other, new])

    with pytest.raises(CaseError, match="counts in its matter"):
        desk.do("unmerge_case", one, why="不是同一件事情")
    assert Step.UNMERGE not in {verb.step for verb in offered(desk.clerk, one)}
    desk.do("unmerge_case", new, why="不是同一件事情")

    desk.do("reply_case", other, way=ReplyWay.PHONE, text="已核实", calendar=desk.calendar)
    reopen(desk, other)
    assert join(desk, [one, other]).cases.count() == 2
    desk.do("unmerge_case", other, why="不是同一件事情")
