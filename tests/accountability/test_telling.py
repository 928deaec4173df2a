"""Who reads how much of what lies behind a count."""

import pytest

from accountability.rules.telling import Asked, Reader, Told, told
from accountability.rules.words import LadderCode
from accountability.selectors.evidence import evidence
from bureau.models import Section
from bureau.rules import Role, SectionCode
from complaints import services
from tests.complaints.conftest import moment
from tests.factories import UserFactory

PLAIN, COUNTY, ALL = Reader(), Reader(is_county=True), Reader(is_county=True, reads_all=True)
CASE, COUNTS = Asked(), Asked(counts=True)
ACCUSATION, ACCUSED = Asked(is_accusation=True), Asked(is_accusation=True, counts=True)


@pytest.mark.parametrize(
    ("case", "of"),
    [
        (CASE._replace(is_open=True), {PLAIN: "all", COUNTY: "all", ALL: "all"}),
        (ACCUSED._replace(is_open=True), {PLAIN: "all", COUNTY: "all", ALL: "all"}),
        (CASE, {PLAIN: "nothing", COUNTY: "all", ALL: "all"}),
        (COUNTS, {PLAIN: "that_it_counts", COUNTY: "all", ALL: "all"}),
        (ACCUSATION, {PLAIN: "nothing", COUNTY: "nothing", ALL: "nothing"}),
        (ACCUSED, {PLAIN: "nothing", COUNTY: "nothing", ALL: "that_it_counts"}),
        (CASE._replace(names_reader=True), {PLAIN: "nothing", COUNTY: "nothing", ALL: "nothing"}),
        (COUNTS._replace(names_reader=True), dict.fromkeys([PLAIN, COUNTY, ALL], "that_it_counts")),
        (ACCUSED._replace(names_reader=True), dict.fromkeys([PLAIN, COUNTY, ALL], "nothing")),
    ],
)
def test_of_a_case_that_is_not_theirs_nobody_reads_more_than_that_it_counts(case, of):
    assert {reader: told(case, reader) for reader in of} == {k: Told(v) for k, v in of.items()}


def of_section(code, **said):
    section = Section.objects.get(code=code)
    return UserFactory(section=section, roles=[Role.BUREAU_STAFF], **said)


def of_house(bureau, user):
    return evidence(LadderCode.INSTITUTION, bureau.hospital.pk, user=user)


@pytest.mark.long
def test_an_open_accusation_stands_in_no_file_of_who_may_not_read_it(bureau, personnel):
    case = bureau.accepted(on="2026-11-02", institution=bureau.hospital)
    at = moment("2026-11-03")
    services.make_accusation(case=case, why="这是检举控告", by=bureau.clerk, at=at)
    readers = [bureau.clerk, UserFactory(roles=[Role.AUDITOR]), personnel]

    assert [of_house(bureau, one) for one in readers] == [[], [], []]
    [line] = of_house(bureau, UserFactory(roles=[Role.LEADER]))
    assert line.case == case


@pytest.mark.long
def test_of_a_petition_and_of_a_case_about_oneself_one_reads_only_that_it_counts(bureau, doctor):
    case = bureau.found(doctor, "2026-03-02", channel="petition_letter")
    himself = of_section(SectionCode.PERSONNEL, staff=doctor)
    leader = UserFactory(roles=[Role.LEADER])

    [[petition], [own], [whole]] = [of_house(bureau, u) for u in (bureau.clerk, himself, leader)]

    assert petition == own
    assert (own.case, own.received_on, own.finding, own.basis) == (None, None, "", "")
    assert (own.categories, own.why_not, own.weight) == ([], None, 100)
    assert (whole.case, whole.basis) == (case, "调取监控与谈话记录")
