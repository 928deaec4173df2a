"""Rules as dated data: drafted by one, approved by a second, edited by nobody."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bureau.models import Act, Notice, RuleVersion, Section
from bureau.rule_tables import NoRuleInForce
from bureau.rules import Role, SectionCode
from bureau.selectors import rules_on
from bureau.services import RuleError, approve_rule_version, withdraw_draft
from tests.bureau.tolls import AT, DECEMBER, JANUARY, TOLL, drafted, first_version
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
OF_TOLL = RuleVersion.objects.of_kind(TOLL.code)


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def first():
    return first_version()


@pytest.fixture
def admin():
    return UserFactory(roles=[Role.SYS_ADMIN])


def approved(version, by, *, at=AT):
    return approve_rule_version(kind=TOLL, version=version, by=by, at=at)


def acts(verb):
    return Act.objects.filter(verb=verb, object_kind="rule_version")


def rate_on(day):
    return rules_on(TOLL.code, day)["rate"]


# --- Drafting ---------------------------------------------------------------------------------


def test_a_draft_is_numbered_written_down_and_changes_nothing(first, admin):
    version = drafted(admin)

    assert (version.number, version.state, version.drafted_by) == (2, "draft", admin)
    assert rate_on(DECEMBER) == 10
    [act] = acts("draft_rule_version")
    assert (act.object_no, act.actor_id) == ("tests.toll 2", str(admin.pk))
    assert act.facts == {"valid_from": "2026-12-01", "values": {"rate": 12, "days": [5, 8]}}


@pytest.mark.usefixtures("first")
def test_a_draft_that_waits_is_told_to_whoever_may_approve_it_once(admin):
    medical, personnel = (
        Section.objects.get(code=code)
        for code in (SectionCode.MEDICAL_ADMIN, SectionCode.PERSONNEL)
    )
    head = UserFactory(roles=[Role.SECTION_HEAD], section=medical)
    both = UserFactory(roles=[Role.LEADER, Role.SYS_ADMIN])
    UserFactory(roles=[Role.SECTION_HEAD], section=personnel)
    UserFactory(roles=[Role.BUREAU_STAFF], section=medical)

    for _time in range(2):
        drafted(both)

    [notice] = Notice.objects.filter(subject_kind="rule_version")
    assert notice.recipient == head
    assert notice.url == "/rules/tests.toll/2/"
    assert "“Toll” from 2026-12-01" in notice.text


def test_the_same_draft_twice_is_one(first, admin):
    assert drafted(admin) == drafted(admin)

    assert OF_TOLL.drafts().count() == acts("draft_rule_version").count() == 1


@pytest.mark.parametrize("said", [{"rate": 13}, {"valid_from": JANUARY}])
def test_while_a_draft_waits_no_other_is_put_up(first, admin, said):
    drafted(admin)

    with pytest.raises(RuleError, match=r"Version 2 by .* waits"):
        drafted(admin, **said)


def test_another_person_with_the_same_idea_is_told_who_had_it(first, admin):
    drafted(admin)

    with pytest.raises(RuleError, match=admin.name):
        drafted(UserFactory(roles=[Role.SYS_ADMIN]))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"rate": 0}, "does not fit: Rate"),
        ({"rate": 10}, "hold on that day already"),
        ({"document_no": " "}, "name the document"),
        ({"valid_from": date(2026, 10, 31)}, "still open"),
    ],
)
def test_a_draft_that_cannot_take_effect_is_refused(first, admin, said, why):
    with pytest.raises(RuleError, match=why):
        drafted(admin, **said)

    assert not OF_TOLL.drafts().exists()
    assert not acts("draft_rule_version").exists()


def test_a_past_day_by_which_nothing_was_decided_is_taken(first, admin, section_head):
    approved(drafted(admin, valid_from=date(2026, 11, 1)), section_head)

    assert (rate_on(date(2026, 10, 31)), rate_on(date(2026, 11, 1))) == (10, 12)


# --- Approving --------------------------------------------------------------------------------


def test_an_approved_version_holds_from_its_day_on_and_not_before(first, admin, section_head):
    version = approved(drafted(admin), section_head)

    assert (version.state, version.approved_by, version.approved_at) == (
        "approved",
        section_head,
        AT,
    )
    assert (rate_on(DECEMBER - timedelta(days=1)), rate_on(DECEMBER)) == (10, 12)
    [act] = acts("approve_rule_version")
    assert (act.before, act.after, act.actor_id) == ("draft", "approved", str(section_head.pk))


def test_approving_again_changes_nothing(first, admin, section_head):
    version = drafted(admin)
    approved(version, section_head)

    again = approved(version, UserFactory(roles=[Role.LEADER]), at=AT + timedelta(hours=1))

    assert (again.approved_by, again.approved_at) == (section_head, AT)
    assert acts("approve_rule_version").count() == 1


def test_nobody_approves_what_they_drafted(first, section_head):
    version = drafted(section_head)

    with pytest.raises(RuleError, match="second person"):
        approved(version, section_head)

    assert OF_TOLL.get(number=2).state == "draft"


def test_the_head_of_another_section_has_no_say(first, admin):
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    head = UserFactory(section=personnel, roles=[Role.SECTION_HEAD])

    with pytest.raises(RuleError, match="head of their section"):
        approved(drafted(admin), head)


def test_a_leader_approves_as_well(first, admin):
    assert approved(drafted(admin), UserFactory(roles=[Role.LEADER])).state == "approved"


def test_a_draft_whose_day_was_overtaken_by_a_decision_is_not_approved(
    first, admin, section_head, monkeypatch
):
    version = drafted(admin)
    monkeypatch.setitem(TOLL.__dict__, "decided_since", lambda day: True)

    with pytest.raises(RuleError, match="still open"):
        approved(version, section_head)


def test_values_that_no_longer_fit_are_not_approved(first, admin, section_head, monkeypatch):
    version = drafted(admin)
    monkeypatch.setitem(TOLL.table.LIMITS, "rate", (1, 11))

    with pytest.raises(RuleError, match="Rate"):
        approved(version, section_head)


def test_what_was_announced_by_mistake_gives_way_before_it_begins(first, admin, section_head):
    mistaken = approved(drafted(admin, 50), section_head)

    approved(drafted(admin, 5), section_head)

    mistaken.refresh_from_db()
    assert (mistaken.state, mistaken.approved_by) == ("withdrawn", section_head)
    assert rate_on(DECEMBER) == 5
    assert acts("replace_rule_version").get().object_no == "tests.toll 2"


def test_a_version_that_has_begun_does_not_give_way(first, admin, section_head):
    approved(drafted(admin, 50), section_head)

    with pytest.raises(RuleError, match="begun on that day"):
        drafted(admin, 5, at=AT + timedelta(days=10))


# --- Withdrawing ------------------------------------------------------------------------------


def test_a_withdrawn_draft_stays_and_makes_room(first, admin, section_head):
    version = withdraw_draft(version=drafted(admin), why="数字有误", by=admin, at=AT)

    assert version.state == "withdrawn"
    assert acts("withdraw_draft").get().why == "数字有误"
    assert drafted(admin).number == 3
    with pytest.raises(RuleError, match="withdrawn meanwhile"):
        approved(version, section_head)


def test_withdrawing_twice_is_withdrawing_once(first, admin):
    version = drafted(admin)

    for _twice in range(2):
        withdraw_draft(version=version, why="数字有误", by=admin, at=AT)

    assert acts("withdraw_draft").count() == 1


def test_a_draft_is_not_withdrawn_without_a_reason(first, admin):
    with pytest.raises(RuleError, match="why"):
        withdraw_draft(version=drafted(admin), why=" ", by=admin, at=AT)


def test_an_approved_version_is_not_withdrawn(first, admin, section_head):
    version = approved(drafted(admin), section_head)

    with pytest.raises(RuleError, match="approved"):
        withdraw_draft(version=version, why="数字有误", by=admin, at=AT)


# --- Reading ----------------------------------------------------------------------------------


def test_for_a_day_before_any_version_nothing_may_be_decided(first):
    with pytest.raises(NoRuleInForce, match="1999-12-31"):
        rules_on(TOLL.code, date(1999, 12, 31))


def test_the_day_decides_and_not_the_number(first, admin, section_head):
    approved(drafted(admin, 12, valid_from=JANUARY), section_head)
    approved(drafted(admin, 15, valid_from=DECEMBER), section_head)

    assert (rate_on(DECEMBER), rate_on(JANUARY)) == (15, 12)


def test_what_was_approved_a_moment_ago_is_read_at_once_and_costs_one_query(
    first, admin, section_head
):
    assert rate_on(DECEMBER) == 10
    approved(drafted(admin), section_head)

    with CaptureQueriesContext(connection) as queries:
        assert rate_on(DECEMBER) == 12
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.SYS_ADMIN, True),
        (Role.SECTION_HEAD, True),
        (Role.LIAISON, True),
        (Role.AUDITOR, True),
        (None, False),
    ],
)
def test_the_bureaus_own_people_read_the_rules(first, role, sees):
    user = UserFactory(roles=[role] if role else [])

    assert RuleVersion.objects.visible_to(user).filter(pk=first.pk).exists() is sees


def test_hospitals_and_people_dismissed_read_none(first, officer, section_head):
    section_head.is_active = False

    assert not RuleVersion.objects.visible_to(officer).exists()
    assert not RuleVersion.objects.visible_to(section_head).exists()


# --- What the database itself refuses ---------------------------------------------------------


def refused(change, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"values": {"rate": 99, "days": []}},
        {"valid_from": JANUARY},
        {"document_no": "别号"},
        {"number": 7},
        {"state": "draft"},
        {"approved_at": AT + timedelta(days=1)},
        {"approved_by": None},
    ],
)
def test_an_approved_version_is_never_edited(first, admin, section_head, values):
    version = approved(drafted(admin), section_head)

    refused(OF_TOLL.filter(pk=version.pk).update, **values)
    refused(OF_TOLL.filter(pk=version.pk).update, state="withdrawn", note="x")


def test_a_draft_is_not_edited_either_so_that_what_was_read_is_what_is_approved(first, admin):
    version = drafted(admin)

    refused(OF_TOLL.filter(pk=version.pk).update, values={"rate": 99, "days": []})


def test_no_version_is_deleted(first, admin):
    drafted(admin)

    refused(OF_TOLL.filter(number=1).delete)
    refused(OF_TOLL.filter(number=2).delete)


def test_a_version_is_approved_by_a_second_person_with_the_time(first, admin, section_head):
    version = drafted(admin)
    of_it = OF_TOLL.filter(pk=version.pk)

    refused(of_it.update, state="approved", approved_by=admin, approved_at=AT)
    refused(of_it.update, state="approved", approved_by=section_head)
    refused(of_it.update, state="approved", approved_at=AT)
    refused(of_it.update, approved_by=section_head, approved_at=AT)


def test_numbers_days_and_drafts_are_there_once(first, admin):
    same = {"kind": TOLL.code, "values": {}, "source": "方案", "drafted_at": AT}
    late = {"state": "approved", "approved_at": AT, "valid_from": first.valid_from}

    refused(RuleVersion.objects.create, number=1, valid_from=JANUARY, **same)
    refused(RuleVersion.objects.create, number=2, **late, **same)
    drafted(admin)
    refused(RuleVersion.objects.create, number=3, valid_from=JANUARY, **same)
