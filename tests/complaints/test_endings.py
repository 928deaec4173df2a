"""What a case needs before it is answered and closed: its findings, and a real ledger item."""

import pytest

from complaints import invariants, services
from complaints.models import Case, NamedPerson
from complaints.rules.steps import Step
from complaints.rules.words import CaseState, CaseType, Channel, Finding, ReplyWay
from complaints.services import CaseError
from complaints.verbs import offered
from rectification.models import Item
from rectification.rules.words import SourceKind
from rectification.services import dismiss_item, enter_item
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory

NOT_FOUND = "make the findings hold first"


def reply(desk, case):
    said = {"way": ReplyWay.PHONE, "text": "已核实并批评教育", "calendar": desk.calendar}
    return desk.do("reply_case", case, on="2026-11-06", **said)


def steps(desk, case):
    return {verb.step for verb in offered(desk.clerk, Case.objects.get(pk=case.pk))}


def alleged(desk, case):
    desk.do("add_allegation", case, text="说话生硬")


def named(desk, case):
    desk.do("name_person", case, said_as="张医生")


@pytest.mark.parametrize("about", [alleged, named])
def test_what_alleges_something_or_names_somebody_is_not_answered_before_it_is_found(desk, about):
    case = desk.accepted()
    assert Step.REPLY in steps(desk, case)
    about(desk, case)

    with pytest.raises(CaseError, match=NOT_FOUND):
        reply(desk, case)

    assert Step.REPLY not in steps(desk, case)
    assert not case.replies.exists()


@pytest.mark.parametrize("kind", [CaseType.CONSULTATION, CaseType.SUGGESTION, CaseType.PRAISE])
def test_what_can_count_against_nobody_is_answered_without_findings(desk, kind):
    case = desk.accepted(type=kind)
    named(desk, case)

    reply(desk, case)

    assert Case.objects.get(pk=case.pk).state == CaseState.REPLIED


def test_a_complaint_about_nobody_is_answered_on_the_spot(desk):
    case = desk.accepted()

    reply(desk, case)
    desk.do("close_case", case, on="2026-11-09")

    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED


def test_what_was_answered_before_somebody_was_named_is_not_closed_without_a_finding(desk):
    case = desk.accepted()
    reply(desk, case)
    with pytest.raises(CaseError, match="this cannot be done now"):
        desk.do("name_person", case, said_as="张医生")
    # As some stand from the time when the name was still taken.
    NamedPerson.objects.create(case=case, said_as="张医生", institution=case.institution)

    with pytest.raises(CaseError, match=NOT_FOUND):
        desk.do("close_case", case, on="2026-11-09")

    assert Step.CLOSE not in steps(desk, case)
    assert Step.REOPEN in steps(desk, case)


def opened(desk, case):
    return desk.do("open_rectification", case, on="2026-11-09")


def never_ordered(desk, case):
    opened(desk, case)


def dismissed(desk, case):
    dismiss_item(item=opened(desk, case), reason="与已立项问题重复", by=desk.clerk,
                 at=moment("2026-11-09"))  # fmt: skip


def by_hand(desk, case, house, source=SourceKind.COMPLAINT):
    item = enter_item(
        institution=house, source=source, source_no=case.no, problem="窗口人员态度生硬",
        found_on=moment("2026-11-09").date(), by=desk.clerk, at=moment("2026-11-09"),
    )  # fmt: skip
    desk.order(item)


def of_another_house(desk, case):
    by_hand(desk, case, InstitutionFactory())


def of_another_source(desk, case):
    by_hand(desk, case, desk.hospital, SourceKind.SURVEY)


@pytest.mark.long
@pytest.mark.parametrize("item", [never_ordered, dismissed, of_another_house, of_another_source])
def test_an_item_that_asks_nothing_of_the_institution_closes_no_case(desk, item):
    case = desk.replied()
    item(desk, case)

    with pytest.raises(CaseError, match="rectified"):
        desk.do("close_case", case, on="2026-11-10")

    desk.do("close_case", case, on="2026-11-10", no_rectification="当事人已调离且已批评教育")
    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED


@pytest.mark.long
def test_an_item_entered_by_hand_and_ordered_closes_a_case(desk):
    case = desk.replied()
    by_hand(desk, case, desk.hospital)

    desk.do("close_case", case, on="2026-11-10")

    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED
    assert not list(invariants.breaches(at=moment("2026-11-11")))


@pytest.mark.long
def test_after_one_that_was_dismissed_another_item_is_opened(desk):
    case = desk.replied()
    dismissed(desk, case)
    assert Step.RECTIFY in steps(desk, case)

    first, again = [opened(desk, case) for _ in range(2)]

    assert first == again
    assert Item.objects.count() == 2
    assert Step.RECTIFY not in steps(desk, case)


@pytest.mark.long
def test_a_case_closed_on_a_draft_is_named_as_broken(desk):
    case = desk.replied()
    desk.do("close_case", case, on="2026-11-10", no_rectification="当事人已调离且已批评教育")
    opened(desk, case)
    Case.objects.filter(pk=case.pk).update(no_rectification="")

    [breach] = invariants.breaches(at=moment("2026-11-11"))

    assert (breach.where, "without ledger item" in breach.rule) == (case.no, True)


@pytest.mark.long
def test_what_is_found_unsubstantiated_needs_no_item(desk):
    case = desk.replied(finding=Finding.UNSUBSTANTIATED)
    with pytest.raises(CaseError, match="substantiated"):
        services.open_rectification(case=case, by=desk.clerk, at=moment("2026-11-09"))

    desk.do("close_case", case, on="2026-11-10")

    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED


@pytest.mark.long
@pytest.mark.parametrize(
    ("channel", "source"),
    [
        (Channel.PETITION_LETTER, SourceKind.PETITION),
        (Channel.HOTLINE, SourceKind.HOTLINE),
        (Channel.RECEPTION, SourceKind.COMPLAINT),
    ],
)
def test_an_item_says_by_which_way_its_problem_came_in(desk, channel, source):
    case = desk.replied()
    Case.objects.filter(pk=case.pk).update(channel=channel)

    assert opened(desk, case).source == source
