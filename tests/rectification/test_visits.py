from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone
from django.utils.translation import override

from bureau.models import Act, Attachment, Notice, StoredFile
from bureau.rules import Role
from rectification.models import Checklist, ChecklistItem, Item, Theme, Visit, VisitResult
from rectification.rules.inspections import Finding, VisitKind, VisitState
from rectification.rules.words import ItemState, RectKind, Severity, SourceKind, Stage
from rectification.selectors.visits import (
    compliance_by_house,
    compliance_by_item,
    results_between,
    visits_to_make,
)
from rectification.services import LedgerError, checklists, dismiss_item, issue_item
from rectification.services import visits as services
from tests.factories import UserFactory
from tests.rectification.conftest import CALENDAR, moment
from tests.rectification.pictures import photograph

ON = "2026-11-20"
AT = moment(ON)


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def plan(hospital, clerk):
    def planned(kind=VisitKind.UNANNOUNCED, **said):
        given = {"institution": hospital, "planned_on": date(2026, 11, 20), "by": clerk, "at": AT}
        return services.plan_visit(kind=kind, **{**given, "inspectors": [clerk], **said})

    return planned


def item_of(visit, code="S-04"):
    return visit.checklist.items.get(code=code)


def answer(visit, by, finding=Finding.UNMET, code="S-04", **said):
    return services.record_finding(
        visit=visit, item=item_of(visit, code), finding=finding, by=by, at=AT, **said
    )


def answer_all(visit, by, finding=Finding.MET):
    for item in visit.checklist.items.all():
        services.record_finding(visit=visit, item=item, finding=finding, by=by, at=AT)


# --- Checklists -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "there", "not_there"),
    [("level2", {"S-04", "S-15"}, {"S-05", "S-16"}), ("township", {"S-05", "S-16"}, {"S-04"}),
     ("other", {"S-14", "D-10"}, {"S-04", "S-05", "S-15", "S-16"})],
)  # fmt: skip
def test_each_kind_of_house_is_asked_what_the_plan_asks_of_it(db, group, there, not_there):
    codes = set(Checklist.objects.get(group=group).items.values_list("code", flat=True))

    assert there <= codes
    assert not codes & not_there
    assert {f"D-{n:02}" for n in range(1, 11)} <= codes


def test_a_new_version_holds_when_somebody_else_approved_it(clerk, section_head, plan):
    base = Checklist.objects.get(group="level2")
    given = {"valid_from": date(2026, 11, 25), "by": clerk, "at": AT}
    draft = checklists.draft_checklist(base=base, **given)

    assert checklists.draft_checklist(base=base, **given) == draft
    assert draft.items.count() == base.items.count()
    with pytest.raises(LedgerError, match="Somebody else"):
        checklists.approve_checklist(checklist=draft, by=clerk, at=AT)
    for _ in range(2):
        checklists.approve_checklist(checklist=draft, by=section_head, at=AT)
    assert plan().checklist == base
    assert plan(planned_on=date(2026, 11, 25)).checklist == draft
    assert Act.objects.filter(verb="approve_checklist").count() == 1


def test_whoever_revised_a_draft_does_not_approve_it_and_a_leader_may(clerk, section_head):
    base = Checklist.objects.get(group="level2")
    draft = checklists.draft_checklist(base=base, valid_from=date(2026, 11, 25), by=clerk, at=AT)
    first = draft.items.first()
    checklists.revise_items(checklist=draft, kept=[first], removed=[], by=section_head, at=AT)

    with pytest.raises(LedgerError, match="or revised"):
        checklists.approve_checklist(checklist=draft, by=section_head, at=AT)
    leader = UserFactory(roles=[Role.LEADER])
    assert leader.has_perm("rectification.approve_checklist")
    assert not checklists.approve_checklist(checklist=draft, by=leader, at=AT).is_draft


def test_an_empty_checklist_or_one_for_yesterday_is_refused(clerk, section_head):
    base = Checklist.objects.get(group="level2")
    with pytest.raises(LedgerError, match="days to come"):
        checklists.draft_checklist(base=base, valid_from=date(2026, 11, 19), by=clerk, at=AT)
    draft = checklists.draft_checklist(base=base, valid_from=date(2026, 11, 20), by=clerk, at=AT)
    with pytest.raises(LedgerError, match="days to come"):
        checklists.approve_checklist(checklist=draft, by=section_head, at=AT + timedelta(days=1))
    draft.items.all().delete()
    with pytest.raises(LedgerError, match="asks for nothing"):
        checklists.approve_checklist(checklist=draft, by=section_head, at=AT)


def test_a_draft_whose_first_day_is_over_takes_another_one(clerk, section_head):
    base = Checklist.objects.get(group="level2")
    draft = checklists.draft_checklist(base=base, valid_from=date(2026, 11, 20), by=clerk, at=AT)
    later, other = AT + timedelta(days=9), UserFactory(roles=[Role.SECTION_HEAD])

    for _ in range(2):
        same = checklists.draft_checklist(
            base=base, valid_from=date(2026, 12, 1), by=other, at=later
        )

    assert (same, same.valid_from) == (draft, date(2026, 12, 1))
    assert Act.objects.filter(verb="revise_items").count() == 1
    with pytest.raises(LedgerError, match="or revised"):
        checklists.approve_checklist(checklist=draft, by=other, at=later)
    assert not checklists.approve_checklist(checklist=draft, by=section_head, at=later).is_draft


# --- Visits -----------------------------------------------------------------------------------


def test_visits_are_numbered_without_a_gap_and_the_same_one_is_planned_once(plan, township):
    first = plan()

    assert plan() == first
    assert (first.no, plan(institution=township).no) == ("JC-2026-0001", "JC-2026-0002")
    assert first.checklist.group == "level2"


@pytest.mark.parametrize(
    ("said", "words"),
    [({"inspectors": []}, "needs inspectors"), ({"planned_on": date(2026, 11, 19)}, "is over")],
)
def test_a_visit_without_inspectors_or_for_yesterday_is_refused(plan, said, words):
    with pytest.raises(LedgerError, match=words):
        plan(**said)

    assert not Visit.objects.exists()


def test_nobody_inspects_their_own_house(plan, officer):
    with pytest.raises(LedgerError, match="of the bureau"):
        plan(inspectors=[officer])


def test_the_first_answer_begins_the_visit_and_the_same_again_changes_nothing(plan, clerk):
    visit = plan()
    for _ in range(2):
        answer(visit, clerk, note="导医台无人")

    visit.refresh_from_db()
    assert visit.state == VisitState.UNDER_WAY
    acts = Act.objects.filter(object_no=visit.no).order_by("id")
    assert list(acts.values_list("verb", flat=True)) == [
        "plan_visit", "begin_visit", "record_finding",
    ]  # fmt: skip
    answer(visit, clerk, Finding.MET)
    assert VisitResult.objects.get().finding == Finding.MET


def test_only_its_inspectors_answer_and_only_what_is_on_the_list(plan, clerk, section_head):
    visit = plan()
    with pytest.raises(LedgerError, match="Only the inspectors"):
        answer(visit, section_head)
    foreign = Checklist.objects.get(group="township").items.get(code="S-05")
    with pytest.raises(LedgerError, match="not on the checklist"):
        services.record_finding(visit=visit, item=foreign, finding=Finding.MET, by=clerk, at=AT)


def test_a_finding_becomes_one_draft_of_the_ledger_in_the_words_of_the_item(plan, clerk):
    result = answer(plan(), clerk, note="导医台无人")

    first = services.draft_from_finding(result=result, by=clerk, at=AT)

    assert services.draft_from_finding(result=result, by=clerk, at=AT) == first
    assert (first.source, first.source_no) == (SourceKind.UNANNOUNCED, "JC-2026-0001/S-04")
    assert (first.state, first.category.code) == (ItemState.DRAFT, "WAIT")
    assert first.problem.startswith("S-04")
    assert first.problem.endswith("（不符合）：导医台无人")
    assert Item.objects.count() == 1


def test_a_finding_takes_its_photos_note_severity_and_theme_into_the_ledger(plan, clerk):
    visit = plan()
    result = answer(visit, clerk, note="导医台无人", severity=Severity.SERIOUS)
    ChecklistItem.objects.filter(pk=result.item_id).update(theme=Theme.objects.first())
    photo = partial(services.add_finding_photo, result=result, by=clerk, at=AT)
    first = photo(name="a.png", content=photograph())

    item = services.draft_from_finding(result=result, by=clerk, at=AT)
    result.refresh_from_db()
    second = photo(name="b.png", content=photograph("#aa0000"))
    services.draft_from_finding(result=result, by=clerk, at=AT)

    assert (item.severity, item.theme) == (Severity.SERIOUS, Theme.objects.first())
    shown = item.evidence.all()
    assert {(one.stage, one.caption) for one in shown} == {(Stage.BEFORE, "导医台无人")}
    assert [one.attachment.file for one in shown] == [first.file, second.file]
    assert StoredFile.objects.count() == 2
    assert Act.objects.filter(object_no=item.no, verb="add_evidence").count() == 2


def test_the_photos_in_the_ledger_are_the_units_to_see_when_the_visit_is_done(plan, clerk, officer):
    visit = plan()
    result = answer(visit, clerk)
    services.add_finding_photo(result=result, name="a.png", content=photograph(), by=clerk, at=AT)
    item = services.draft_from_finding(result=result, by=clerk, at=AT)
    hanging = Attachment.objects.hanging_on_seen(officer).of("ledger_item", item.no)
    assert not hanging.exists()

    for one in visit.checklist.items.exclude(code="S-04"):
        services.record_finding(visit=visit, item=one, finding=Finding.MET, by=clerk, at=AT)
    services.finish_visit(visit=visit, by=clerk, at=AT)

    assert hanging.count() == 1


def test_a_photo_of_a_finding_whose_entry_was_laid_aside_hangs_on_the_finding_alone(plan, clerk):
    result = answer(plan(), clerk)
    item = services.draft_from_finding(result=result, by=clerk, at=AT)
    dismiss_item(item=item, reason="已当场改正", by=clerk, at=AT)
    result.refresh_from_db()

    services.add_finding_photo(result=result, name="a.png", content=photograph(), by=clerk, at=AT)

    assert not item.evidence.exists()
    assert result.photos.count() == 1


def test_what_is_met_is_no_problem_and_what_is_met_in_part_may_be_one(plan, clerk):
    visit = plan(VisitKind.INSPECTION)
    met = answer(visit, clerk, Finding.MET)
    with pytest.raises(LedgerError, match="not met"):
        services.draft_from_finding(result=met, by=clerk, at=AT)
    partly = answer(visit, clerk, Finding.PARTIAL, "S-06")
    item = services.draft_from_finding(result=partly, by=clerk, at=AT)
    assert item.source == SourceKind.INSPECTION


def test_a_visit_is_finished_when_every_item_is_answered_and_once(plan, clerk, officer):
    visit = plan()
    answer(visit, clerk)
    with pytest.raises(LedgerError, match="S-06"):
        services.finish_visit(visit=visit, by=clerk, at=AT)
    answer_all(visit, clerk)
    for _ in range(2):
        services.finish_visit(visit=visit, by=clerk, at=AT)

    visit.refresh_from_db()
    assert (visit.state, visit.done_at) == (VisitState.DONE, AT)
    assert Act.objects.filter(verb="finish_visit").count() == 1
    with pytest.raises(LedgerError, match="nothing more"):
        answer(visit, clerk, Finding.UNMET)


def test_a_visit_called_off_needs_a_reason_and_keeps_its_number(plan, clerk):
    visit = plan()
    with pytest.raises(LedgerError, match="called off"):
        services.cancel_visit(visit=visit, reason="", by=clerk, at=AT)
    for _ in range(2):
        services.cancel_visit(visit=visit, reason="当天另有任务", by=clerk, at=AT)

    assert plan().no == "JC-2026-0002"
    assert Act.objects.filter(verb="cancel_visit").count() == 1
    with pytest.raises(LedgerError, match="nothing more"):
        answer(visit, clerk)


# --- Who sees what ----------------------------------------------------------------------------


def seen_by(user):
    return {
        "visits": list(Visit.objects.visible_to(user)),
        "findings": list(VisitResult.objects.visible_to(user)),
        "ledger": list(Item.objects.visible_to(user)),
        "photos": list(Attachment.objects.visible_to(user)),
        "notices": list(Notice.objects.filter(recipient=user, subject_kind="visit")),
        "acts": list(Act.objects.visible_to(user)),
    }


def test_nothing_of_an_unannounced_visit_is_there_for_its_house_until_it_is_done(
    plan, clerk, officer
):
    visit = plan()
    result = answer(visit, clerk)
    services.add_finding_photo(result=result, name="a.png", content=photograph(), by=clerk, at=AT)
    services.draft_from_finding(result=result, by=clerk, at=AT)
    assert not any(seen_by(officer).values())

    for item in visit.checklist.items.exclude(code="S-04"):
        services.record_finding(visit=visit, item=item, finding=Finding.MET, by=clerk, at=AT)
    services.finish_visit(visit=visit, by=clerk, at=AT)

    seen = seen_by(officer)
    assert seen["visits"] == [visit]
    assert len(seen["findings"]) == visit.checklist.items.count()
    # The photo of the finding; what that became in the ledger is a draft, and the bureau's.
    assert (len(seen["photos"]), len(seen["notices"])) == (1, 1)
    assert seen["ledger"] == []


def test_an_announced_visit_is_known_and_its_findings_are_read_when_it_is_done(
    plan, clerk, officer
):
    visit = plan(VisitKind.INSPECTION)
    answer(visit, clerk)

    assert list(Visit.objects.visible_to(officer)) == [visit]
    assert not VisitResult.objects.visible_to(officer).exists()


def test_a_visit_called_off_that_was_unannounced_stays_hidden(plan, clerk, officer):
    services.cancel_visit(visit=plan(), reason="当天另有任务", by=clerk, at=AT)

    assert not Visit.objects.visible_to(officer).exists()


def test_who_inspects_sees_the_visit_whatever_the_section(plan, clerk, township, liaison):
    personnel = UserFactory(roles=[Role.BUREAU_STAFF])
    visit = plan(institution=township, inspectors=[personnel, liaison])
    hers = plan()

    assert list(Visit.objects.visible_to(personnel)) == [visit]
    assert set(Visit.objects.visible_to(liaison)) == {visit, hers}
    assert list(visits_to_make(personnel)) == [visit]


def test_another_house_sees_nothing_of_it(plan, clerk, township):
    other = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])
    visit = plan(VisitKind.INSPECTION)
    answer_all(visit, clerk)
    services.finish_visit(visit=visit, by=clerk, at=AT)

    assert not any(seen_by(other).values())


def test_compliance_counts_the_done_visits_of_a_time(plan, clerk):
    visit = plan()
    answer_all(visit, clerk)
    answer(visit, clerk, Finding.UNMET)
    day = timezone.localdate(AT)
    assert not results_between(clerk, day, day).exists()
    services.finish_visit(visit=visit, by=clerk, at=AT)

    found = results_between(clerk, day, day)

    by_item = {one.code: one.compliance.share for one in compliance_by_item(found)}
    assert (by_item["S-04"], by_item["S-06"]) == (0, 1)
    [house] = compliance_by_house(found)
    total = visit.checklist.items.count()
    assert (house.compliance.met, house.compliance.applicable) == (total - 1, total)
    tomorrow = day + timedelta(days=1)
    assert not results_between(clerk, tomorrow, tomorrow).exists()


def test_a_draft_of_an_unannounced_visit_is_not_ordered_before_the_visit_is_done(
    plan, clerk, ledger
):
    visit = plan()
    draft = services.draft_from_finding(result=answer(visit, clerk), by=clerk, at=AT)
    order = partial(
        issue_item, item=draft, kind=RectKind.LIMITED, leader=ledger.leader,
        sections=[clerk.section], by=clerk, at=AT, calendar=CALENDAR,
    )  # fmt: skip
    with pytest.raises(LedgerError, match="learns nothing of it"):
        order()

    for item in visit.checklist.items.exclude(code="S-04"):
        services.record_finding(visit=visit, item=item, finding=Finding.MET, by=clerk, at=AT)
    services.finish_visit(visit=visit, by=clerk, at=AT)

    assert order().state == ItemState.ISSUED
