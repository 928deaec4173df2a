"""Made-up follow-ups add up on a ladder of their own, if the bureau wants it, with nothing else."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accountability.invariants import breaches
from accountability.models import CountableEvent, Handling, SanctionProposal
from accountability.rules.counting import once_a_matter
from accountability.rules.made_up import MadeUp, against_houses
from accountability.rules.table import FollowUpTable
from accountability.rules.words import LadderCode, MeasureCode, UnitGroup, WhyNot
from accountability.selectors.carrying import in_charge_of
from accountability.selectors.evidence import evidence
from accountability.selectors.made_up import counted_doubts
from accountability.selectors.road import hands_in
from bureau.calendar import WorkCalendar
from bureau.category_table import STANDARD as CATEGORIES
from bureau.models import Department, OfficialPaper, Remit
from bureau.rules import LeaderKind, Role
from bureau.services import appoint_leader
from followups import services
from followups.rules.words import Verdict
from tests.accountability.conftest import LATER, counted, ruled, settle
from tests.accountability.facts import judge
from tests.accountability.road import Road
from tests.factories import AFTER_CLOSING, UserFactory, drawn
from tests.followups.calls import finish, look

FALSE, HOUSE = LadderCode.FALSE_FOLLOWUP, LadderCode.INSTITUTION
OFF, ON = FollowUpTable(), FollowUpTable(is_on=1)
DENIED = AFTER_CLOSING + timedelta(hours=1)
FOUND = DENIED + timedelta(days=8)
DAYS = WorkCalendar({}, {}, frozenset({2026}))
M = MeasureCode


def made_up(n=1, *, followup=None, group=UnitGroup.LEVEL2, is_taken_back=False, on=1):
    day = date(2026, 11, on)
    return MadeUp(n, (3, followup or n), 3, group, day, None, day, is_taken_back)


def weighed(*found, table=ON):
    facts = against_houses(found)
    counted, told = once_a_matter(judge(one, table=table, categories=CATEGORIES) for one in facts)
    return [one.case for one in counted], {one.fact.case: one.why_not for one in told}


@pytest.mark.parametrize(
    ("found", "table", "counts", "why_not"),
    [
        ([], ON, [], {}),
        ([made_up()], ON, [1], {1: None}),
        ([made_up()], OFF, [], {1: WhyNot.SWITCHED_OFF}),
        ([made_up()], None, [], {1: WhyNot.NO_RULE}),
        ([made_up(group=UnitGroup.CLINIC)], ON, [], {1: WhyNot.OTHER_KIND_OF_UNIT}),
        ([made_up(is_taken_back=True)], ON, [], {1: WhyNot.TAKEN_BACK}),
        ([made_up(1), made_up(2)], ON, [1, 2], {1: None, 2: None}),
        ([made_up(1, followup=8), made_up(2, followup=8)], ON, [1],
         {1: None, 2: WhyNot.SAME_MATTER}),
        ([made_up(1, followup=8, is_taken_back=True), made_up(2, followup=8)], ON, [2],
         {1: WhyNot.TAKEN_BACK, 2: None}),
    ],
    ids=["nothing", "one", "off", "no rules", "other kind", "taken back", "two", "one drawn twice",
         "taken back and found anew"],
)  # fmt: skip
def test_each_follow_up_counts_once_as_long_as_it_is_held_to_be_made_up(
    found, table, counts, why_not
):
    assert weighed(*found, table=table) == (counts, why_not)


def test_where_the_second_of_two_doubts_counts_it_is_known_by_itself():
    first, second = against_houses([made_up(1, followup=8), made_up(2, followup=8, on=20)])

    counted, _told = once_a_matter([
        judge(first, table=OFF, categories=CATEGORIES),
        judge(second, table=ON, categories=CATEGORIES),
    ])  # fmt: skip

    assert [(one.matter, one.case) for one in counted] == [(2, 2)]


DOUBTS = st.lists(
    st.builds(
        made_up, st.integers(1, 6), followup=st.integers(1, 3), is_taken_back=st.booleans(),
        on=st.integers(1, 28),
    ),
    max_size=6, unique_by=lambda one: one.doubt,
)  # fmt: skip


@given(DOUBTS, st.randoms())
def test_as_many_count_as_follow_ups_are_held_to_be_made_up_in_whatever_order(found, chance):
    standing = {one.followup for one in found if not one.is_taken_back}
    counts, _why = weighed(*found)
    assert len(counts) == len(standing)
    chance.shuffle(found)
    assert weighed(*found)[0] == counts


@pytest.fixture
def leader(db):
    return UserFactory(roles=[Role.LEADER], is_staff=True)


@pytest.fixture
def denied(hospital, liaison):
    """Three people of one list, who denied to the officer who rang that anybody rang before."""
    check = drawn(hospital, 6)
    finish(check, by=liaison, verdict=Verdict.NOT_FOLLOWED)
    return list(check.items.filter(position__lte=3).order_by("position"))


def confirm(item, *, by, head):
    look(item, by=by, at=DENIED)
    doubt = services.record_second_call(
        item=item, verdict=Verdict.NOT_FOLLOWED, by=by, at=DENIED, calendar=DAYS
    )
    return services.confirm_false_followup(doubt=doubt, note="回访本无记录", by=head, at=FOUND)


@pytest.fixture
def doubts(denied, clerk, section_head):
    return [confirm(one, by=clerk, head=section_head) for one in denied]


@pytest.fixture
def on(bureau):
    ruled(bureau, FALSE, is_on=1)


def tiers():
    rows = SanctionProposal.objects.filter(ladder=FALSE).order_by("tier", "pk")
    return [(one.tier, one.state, [m.code for m in one.measures.all()]) for one in rows]


@pytest.mark.long
def test_off_nothing_counts_and_the_file_says_so(bureau, doubts, hospital, personnel, client):
    settle(at=LATER)
    assert not CountableEvent.objects.exists()
    lines = evidence(FALSE, hospital.pk, user=personnel)
    assert {one.why_not for one in lines} == {WhyNot.SWITCHED_OFF}

    client.force_login(personnel)
    address = reverse("accountability:house", args=[hospital.code])
    page = client.get(f"{address}?ladder=false_followup").text
    assert "switched off" in page
    assert "switched off" not in client.get(address).text


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_on_each_counts_for_the_institution_and_every_tier_is_proposed_once(
    bureau, doubts, hospital, personnel, client
):
    for _time in range(2):
        settle(at=LATER)

    assert counted(ladder=FALSE) == [(hospital.name, 2026)] * 3
    assert not CountableEvent.objects.exclude(ladder=FALSE).exists()
    assert [row[0] for row in tiers()] == [1, 2, 3]
    assert not SanctionProposal.objects.exclude(ladder=FALSE).exists()
    call_command("recount", "2026")
    assert list(breaches(at=LATER)) == []

    third = SanctionProposal.objects.get(tier=3)
    assert [one.no for one in counted_doubts(third)] == [one.no for one in doubts]
    client.force_login(personnel)
    page = client.get(third.get_absolute_url()).text
    assert doubts[0].no in page
    assert "Spot-check" in page
    events = client.get(
        reverse("accountability:events"), {"since": "2026-01-01", "until": "2027-12-31"}
    )
    assert doubts[2].no in events.text
    register = client.get(reverse("accountability:register"), {"ladder": FALSE.value})
    assert (
        f"{reverse('accountability:house', args=[hospital.code])}?ladder=false_followup"
        in register.text
    )


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_the_database_counts_one_follow_up_once_though_it_is_found_so_again(
    doubts, denied, clerk, section_head
):
    settle(at=LATER)
    services.take_back_doubt(doubt=doubts[0], reason="患者来电更正", by=section_head, at=FOUND)
    again = confirm(denied[0], by=clerk, head=section_head)
    row = CountableEvent.objects.get(doubt=doubts[0])
    row.pk, row.doubt = None, again
    with pytest.raises(DatabaseError, match="counts once"), transaction.atomic():
        row.save(force_insert=True)

    settle(at=LATER)

    standing = CountableEvent.objects.active().order_by("doubt")
    assert [one.doubt for one in standing] == [*doubts[1:], again]
    assert list(breaches(at=LATER)) == []


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_the_deputy_in_charge_of_the_ward_that_made_it_up_is_to_be_talked_to(doubts, hospital):
    settle(at=LATER)
    ward = Department.objects.create(institution=hospital, name=doubts[0].item.record.department)
    first, day = SanctionProposal.objects.get(tier=1), LATER.date()

    def charged(name, words="", *departments):
        post = appoint_leader(
            institution=hospital, kind=LeaderKind.DEPUTY, name=name,
            from_on=date(2026, 1, 1), by=None, at=LATER,
        )  # fmt: skip
        Remit.objects.create(post=post, words=words, from_on=date(2026, 1, 1)).departments.set(
            departments
        )
        return post

    medical = charged("李副院长", "分管医疗")
    assert list(in_charge_of(first, day)) == [medical]
    of_ward = charged("王副院长", "分管后勤", ward)
    assert list(in_charge_of(first, day)) == [of_ward]


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_it_never_adds_up_with_complaints(bureau, doubts, hospital, doctor):
    ruled(bureau, LadderCode.STAFF, since="2026-01-03")
    bureau.found(doctor, "2026-03-02")
    bureau.found(doctor, "2026-04-02")
    settle(at=LATER)

    of = {ladder: counted(ladder=ladder) for ladder in LadderCode}
    assert [len(of[one]) for one in (FALSE, HOUSE, LadderCode.STAFF)] == [3, 2, 2]
    assert {row.tier for row in SanctionProposal.objects.filter(ladder=HOUSE)} == {1, 2}
    assert {row.tier for row in SanctionProposal.objects.filter(ladder=LadderCode.STAFF)} == {1, 2}


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_taken_back_it_counts_no_more_and_what_it_reached_is_withdrawn(
    bureau, doubts, section_head, hospital
):
    settle(at=LATER)
    services.take_back_doubt(doubt=doubts[2], reason="患者来电更正", by=section_head, at=FOUND)
    for _time in range(2):
        settle(at=LATER)

    assert [(row[0], row[1]) for row in tiers()] == [
        (1, "proposed"), (2, "proposed"), (3, "withdrawn")
    ]  # fmt: skip
    [void] = CountableEvent.objects.filter(state="void")
    assert (void.doubt, void.why_void) == (doubts[2], "taken_back")
    call_command("recount", "2026")


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_who_rang_or_decided_does_not_decide_on_the_measures(
    bureau, doubts, personnel, clerk, liaison, section_head
):
    settle(at=LATER)
    proposal = SanctionProposal.objects.get(tier=1)
    assert {clerk.pk, liaison.pk, section_head.pk} <= hands_in(proposal)

    road = Road.of(proposal, personnel)
    road.put(M.INTERVIEW_DEPUTY, on="2027-02-01")
    road.notice("2027-02-01")
    road.hear("2027-02-02")
    decided = Handling.objects.filter(proposal=proposal)
    with pytest.raises(DatabaseError, match="made up"), transaction.atomic():
        decided.update(decided_by=section_head, decided_on=date(2027, 2, 2))


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_neither_does_who_had_a_hand_in_an_earlier_doubt_about_the_same_follow_up(
    bureau, denied, personnel, clerk, section_head
):
    before = confirm(denied[0], by=clerk, head=section_head)
    services.take_back_doubt(doubt=before, reason="通话记录须再核对", by=section_head, at=FOUND)
    section = clerk.section
    other = UserFactory(section=section, roles=[Role.BUREAU_STAFF], is_staff=True)
    head = UserFactory(section=section, roles=[Role.SECTION_HEAD], is_staff=True)
    confirm(denied[0], by=other, head=head)
    settle(at=LATER)
    proposal = SanctionProposal.objects.get(tier=1)
    assert {clerk.pk, section_head.pk, other.pk, head.pk} <= hands_in(proposal)

    road = Road.of(proposal, personnel)
    road.put(M.INTERVIEW_DEPUTY, on="2027-02-01")
    road.notice("2027-02-01")
    road.hear("2027-02-02")
    decided = Handling.objects.filter(proposal=proposal)
    with pytest.raises(DatabaseError, match="made up"), transaction.atomic():
        decided.update(decided_by=section_head, decided_on=date(2027, 2, 2))


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_its_papers_speak_of_follow_ups_and_of_no_complaint(bureau, doubts, personnel):
    settle(at=LATER)
    road = Road.of(SanctionProposal.objects.get(tier=3), personnel)
    road.put(M.COUNTY_BULLETIN, on="2027-02-01")
    road.notice("2027-02-01")

    notice = OfficialPaper.objects.get(about=road.proposal.no)
    said = "".join(notice.paper.body)
    assert "累计认定虚假随访3次" in said
    assert "投诉" not in said


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_an_event_has_one_source_and_a_doubt_one_active_event(bureau, doubts, doctor):
    settle(at=LATER)
    case = bureau.found(doctor)
    event = CountableEvent.objects.filter(ladder=FALSE).first()
    event.pk = None
    with pytest.raises(IntegrityError, match="event_once_a_doubt"), transaction.atomic():
        event.save(force_insert=True)
    event.case, event.matter = case, case.matter
    with pytest.raises(IntegrityError, match="event_has_one_source"), transaction.atomic():
        event.save(force_insert=True)
    event.doubt = None
    with pytest.raises(IntegrityError, match="event_has_one_source"), transaction.atomic():
        event.save(force_insert=True)


@pytest.mark.long
def test_numbers_of_a_ladder_stand_on_the_page_once_it_was_on(bureau, personnel, client):
    client.force_login(personnel)
    address = reverse("accountability:figures")
    before = client.get(address).text
    ruled(bureau, FALSE, is_on=1)

    after = client.get(address).text
    assert "Matters counted: made-up follow-ups" not in before
    assert "Joint liability: tier 1" not in before
    assert "Matters counted: made-up follow-ups" in after
    assert "Matters counted: people" in before
