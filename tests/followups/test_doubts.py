"""A follow-up that its patient denies: who calls, who explains, who decides, what it counts."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from bureau.calendar import WorkCalendar
from bureau.models import Act, Notice
from bureau.rules import Role
from followups import selectors, services
from followups.models import DoubtedFollowUp, MonthlyRegister
from followups.rules.words import DoubtState, Verdict
from rectification.models import Item
from rectification.rules.words import ItemState, SourceKind
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    OCTOBER,
    StaffFactory,
    UserFactory,
    drawn,
)
from tests.followups.calls import finish, look
from tests.followups.pages import said, url

LATER = AFTER_CLOSING + timedelta(hours=1)
NEXT_WEEK = LATER + timedelta(days=8)
WHY = "护士长回访登记本上没有这次通话"
HOW = "十月十二日由责任护士电话随访"
DAYS = WorkCalendar({}, {}, frozenset({2026}))


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def item(hospital, liaison):
    """The first of a list whose people all denied to the officer who rang that anybody did."""
    check = drawn(hospital, 4)
    finish(check, by=liaison, verdict=Verdict.NOT_FOLLOWED)
    return check.items.get(position=1)


@pytest.fixture
def leader(db):
    return UserFactory(roles=[Role.LEADER], is_staff=True)


def ring(item, *, by, verdict=Verdict.NOT_FOLLOWED, at=LATER):
    look(item, by=by, at=at)
    return services.record_second_call(item=item, verdict=verdict, by=by, at=at, calendar=DAYS)


@pytest.fixture
def doubt(item, clerk):
    return ring(item, by=clerk)


def confirm(doubt, *, by, note=WHY, at=NEXT_WEEK):
    return services.confirm_false_followup(doubt=doubt, note=note, by=by, at=at)


def take_back(doubt, *, by, at=NEXT_WEEK):
    return services.take_back_doubt(doubt=doubt, reason="患者来电更正", by=by, at=at)


def test_a_second_call_that_finds_the_same_asks_the_institution_to_explain(officer, doubt, item):
    assert doubt.explain_by == LATER.date() + timedelta(days=5)  # over a week-end
    assert doubt.state_on(doubt.explain_by) is DoubtState.EXPLAINING
    assert doubt.state_on(doubt.explain_by + timedelta(days=1)) is DoubtState.TO_DECIDE
    assert Notice.objects.get(recipient=officer).cause == f"doubt {doubt.pk} raised"
    assert Act.objects.get(verb="record_second_call").after == Verdict.NOT_FOLLOWED


def test_the_same_second_call_again_changes_nothing(doubt, item, clerk):
    assert ring(item, by=clerk) == doubt
    assert DoubtedFollowUp.objects.count() == 1


def test_who_rang_first_does_not_ring_again(item, liaison):
    with pytest.raises(services.RegisterError, match="somebody else than the first"):
        ring(item, by=liaison)


def test_a_call_that_nobody_answered_and_one_without_a_look_are_refused(item, clerk):
    with pytest.raises(services.RegisterError, match="says nothing yet"):
        ring(item, by=clerk, verdict=Verdict.UNREACHABLE)
    with pytest.raises(services.RegisterError, match="Look at the number"):
        services.record_second_call(
            item=item, verdict=Verdict.NOT_FOLLOWED, by=UserFactory(), at=LATER, calendar=DAYS
        )


def test_a_second_call_that_finds_otherwise_ends_it_and_is_open_to_a_new_round(
    item, clerk, section_head
):
    ended = ring(item, by=clerk, verdict=Verdict.GENUINE)
    assert ended.state_on(NEXT_WEEK.date()) is DoubtState.NOT_BORNE_OUT
    with pytest.raises(services.RegisterError, match="decided this meanwhile"):
        confirm(ended, by=section_head)

    take_back(ended, by=section_head)

    assert ring(item, by=clerk).number == 2


def test_the_number_shows_for_the_second_call_only_to_who_may_make_it(item, clerk, liaison):
    services.reveal_for_second_call(item=item, by=clerk, at=LATER)
    assert item.reveals.filter(by=clerk).exists()
    with pytest.raises(services.RegisterError):
        services.reveal_for_second_call(item=item, by=liaison, at=LATER)


def test_nothing_is_confirmed_while_the_institution_may_explain(doubt, section_head):
    with pytest.raises(services.RegisterError, match="may still explain"):
        confirm(doubt, by=section_head, at=LATER)

    services.explain_doubt(doubt=doubt, text=HOW, by=UserFactory(), at=LATER)

    assert confirm(doubt, by=section_head, at=LATER).decision == DoubtState.CONFIRMED


def test_an_explanation_is_written_once(doubt, officer):
    for _time in range(2):
        services.explain_doubt(doubt=doubt, text=HOW, by=officer, at=LATER)
    with pytest.raises(services.RegisterError, match="meanwhile"):
        services.explain_doubt(doubt=doubt, text=HOW + "补充", by=officer, at=LATER)

    assert Act.objects.filter(verb="explain_doubt").count() == 1


def test_who_made_a_call_does_not_decide(doubt, clerk, liaison):
    for caller in (clerk, liaison):
        with pytest.raises(services.RegisterError, match="made one of the calls"):
            confirm(doubt, by=caller)
    with pytest.raises(services.RegisterError, match="rests on"):
        confirm(doubt, by=UserFactory(), note="")


def test_what_is_confirmed_goes_to_the_ledger_once_and_names_no_patient(doubt, section_head):
    for _time in range(2):
        confirm(doubt, by=section_head)

    draft = Item.objects.get(source=SourceKind.SPOT_CHECK)
    assert draft.state == ItemState.DRAFT
    assert doubt.item.record.patient_name.reveal() not in draft.problem
    assert Act.objects.filter(verb="confirm_false_followup").count() == 1


def test_what_is_dismissed_stays_and_is_not_confirmed_as_well(doubt, section_head, leader):
    for _time in range(2):
        services.dismiss_doubt(doubt=doubt, note=WHY, by=section_head, at=LATER)

    with pytest.raises(services.RegisterError, match="meanwhile"):
        confirm(doubt, by=leader)
    assert not Item.objects.exists()


@pytest.mark.long
def test_taking_back_drops_the_draft_and_is_done_once(doubt, section_head, leader):
    confirm(doubt, by=section_head)

    for _time in range(2):
        take_back(doubt, by=leader)

    assert Item.objects.get().state == ItemState.DISMISSED
    assert Act.objects.filter(verb="take_back_doubt").count() == 1
    assert not DoubtedFollowUp.objects.confirmed().exists()


def test_nothing_undecided_is_taken_back(doubt, section_head):
    with pytest.raises(services.RegisterError, match="Nothing is decided"):
        take_back(doubt, by=section_head)


def correct(item, *, by):
    services.correct_result(
        item=item, was=Verdict.NOT_FOLLOWED, verdict=Verdict.GENUINE, reason=WHY, by=by, at=LATER
    )


def test_a_first_call_put_right_confirms_nothing(doubt, item, section_head, leader):
    correct(item, by=section_head)

    with pytest.raises(services.RegisterError, match="was corrected"):
        confirm(doubt, by=leader)


def test_a_first_call_is_not_put_right_beneath_a_confirmation(doubt, item, section_head, leader):
    confirm(doubt, by=leader)

    with pytest.raises(services.RegisterError, match="Take that back first"):
        correct(item, by=section_head)


@pytest.mark.long
def test_who_followed_up_is_named_where_the_directory_knows_exactly_one(
    doubt, hospital, section_head
):
    row = selectors.row_as_drawn(doubt.item)
    type(row).objects.filter(pk=row.pk).update(follower="赵护士")
    assert selectors.named_follower(doubt.item) is None
    nurse = StaffFactory(institution=hospital, name="赵护士")
    left = StaffFactory(institution=hospital, name="赵护士", active_to=row.followed_on)
    assert selectors.named_follower(doubt.item) is None
    left.active_to = row.followed_on - timedelta(days=1)
    left.save()

    assert confirm(doubt, by=section_head).staff == nurse


@pytest.fixture
def closed(doubt):
    services.close_month(month=OCTOBER, at=CLOSING)
    return doubt


def struck():
    return selectors.struck_since(MonthlyRegister.objects.all(), month=OCTOBER)


@pytest.mark.long
def test_a_confirmed_row_is_in_no_numerator_until_it_is_taken_back(closed, section_head):
    assert struck() == []

    confirm(closed, by=section_head)

    [one] = struck()
    assert one.rows == 1
    assert one.now.reached == one.closed_with.reached - 1
    assert one.now.attempted == one.closed_with.attempted - 1
    assert one.now.reached_of_all == one.closed_with.reached_of_all - 1
    assert one.now.eligible == one.closed_with.eligible
    take_back(closed, by=section_head)
    assert struck() == []


def changed(doubt, **said):
    with pytest.raises(DatabaseError), transaction.atomic():
        DoubtedFollowUp.objects.filter(pk=doubt.pk).update(**said)


def test_the_database_keeps_each_step_as_it_was_written(doubt, section_head, clerk, liaison):
    changed(doubt, verdict=Verdict.GENUINE)
    # Nor is it decided by who made one of the calls, whatever a program forgets to ask.
    for caller in (clerk, liaison):
        changed(doubt, decision=DoubtState.CONFIRMED, note=WHY, decided_by=caller, decided_at=LATER)
    confirm(doubt, by=section_head)
    changed(doubt, note="别的理由别的理由")
    with pytest.raises(DatabaseError), transaction.atomic():
        doubt.delete()


@pytest.mark.long
def test_the_page_leads_from_call_to_decision(client, item, clerk, section_head, officer):
    page = reverse("followups:doubt", args=[item.pk])
    client.force_login(clerk)
    client.post(url("doubt_number", item.pk))
    assert "Record the second call" in client.get(page).content.decode()
    client.post(url("doubt_call", item.pk), {"verdict": "not_followed"})
    client.force_login(officer)
    shown = client.get(page).content.decode()
    assert "Send the explanation" in shown
    assert clerk.name not in shown
    client.post(url("doubt_explain", item.pk), {"reason": HOW})
    client.force_login(section_head)
    shown = client.get(page).content.decode()
    assert HOW in shown
    assert clerk.name in shown
    answer = client.post(url("doubt_confirm", item.pk), {"reason": WHY})
    assert said(answer) == ["The follow-up counts no more. The ledger has a draft about it."]
    shown = client.get(page).content.decode()
    assert Item.objects.get().no in shown
    client.post(url("doubt_take_back", item.pk), {"reason": "患者来电更正"})
    assert "Round 1, taken back" in client.get(page).content.decode()


@pytest.mark.long
def test_whoever_is_to_do_something_finds_it_on_the_desk(client, doubt, item, officer, liaison):
    client.force_login(officer)
    home = client.get(reverse("satisfaction:home")).content.decode()
    assert "Follow-ups to explain" in home
    client.force_login(liaison)
    assert "Second calls" not in client.get(reverse("satisfaction:home")).content.decode()


def in_admin(client, doubt, action, **more):
    sent = {"action": action, "_selected_action": [str(doubt.pk)], **more}
    return client.post(reverse("admin:followups_doubtedfollowup_changelist"), sent)


@pytest.mark.long
def test_the_admin_asks_for_the_reason_and_decides_by_the_same_service(client, doubt, leader):
    services.explain_doubt(doubt=doubt, text=HOW, by=UserFactory(), at=LATER)
    client.force_login(leader)

    asked = in_admin(client, doubt, "confirm_false_followup")
    assert 'name="reason"' in asked.content.decode()
    assert not DoubtedFollowUp.objects.confirmed().exists()

    in_admin(client, doubt, "confirm_false_followup", post="yes", reason=WHY)

    assert DoubtedFollowUp.objects.confirmed().get().note == WHY


def test_the_admin_says_what_is_refused(client, doubt, leader):
    services.dismiss_doubt(doubt=doubt, note=WHY, by=leader, at=LATER)
    client.force_login(leader)

    answer = in_admin(client, doubt, "confirm_false_followup", post="yes", reason=WHY)

    assert any("decided this meanwhile" in one for one in said(answer))
    assert not Item.objects.exists()
