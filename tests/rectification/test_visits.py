from datetime import date
from functools import partial

import pytest

from bureau.models import Act, Attachment, Notice, StoredFile
from rectification.models import Checklist, ChecklistItem, Item, Theme, Visit, VisitResult
from rectification.rules.inspections import Finding, VisitKind, VisitState
from rectification.rules.words import ItemState, Severity, SourceKind, Stage
from rectification.services import LedgerError, dismiss_item
from rectification.services import visits as services
from tests.rectification.conftest import moment
from tests.rectification.pictures import photograph
from tests.rectification.visiting import AT, answer, answer_all


def test_visits_are_numbered_without_a_gap_and_the_same_one_is_planned_once(plan, township):
    first = plan()

    assert plan() == first
    assert (first.no, plan(institution=township).no) == ("JC-2026-0001", "JC-2026-0002")
    assert first.checklist.group == "level2"


def test_planned_again_with_others_they_inspect_it_too_and_are_told(plan, clerk, section_head):
    visit = plan()

    for _ in range(2):
        assert plan(inspectors=[section_head]) == visit

    assert set(visit.inspectors.all()) == {clerk, section_head}
    assert Notice.objects.filter(recipient=section_head, cause__startswith="planned").count() == 1
    assert Act.objects.filter(verb="plan_visit").count() == 2


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


@pytest.mark.long
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


@pytest.mark.long
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
    visit = plan(kind=VisitKind.INSPECTION)
    met = answer(visit, clerk, Finding.MET)
    with pytest.raises(LedgerError, match="not met"):
        services.draft_from_finding(result=met, by=clerk, at=AT)
    partly = answer(visit, clerk, Finding.PARTIAL, "S-06")
    item = services.draft_from_finding(result=partly, by=clerk, at=AT)
    assert item.source == SourceKind.INSPECTION


@pytest.mark.long
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


def test_a_visit_does_not_begin_before_its_day(plan, clerk):
    visit = plan(planned_on=date(2026, 11, 24))
    item = visit.checklist.items.first()

    with pytest.raises(LedgerError, match="This visit begins on"):
        services.record_finding(
            visit=visit, item=item, finding=Finding.MET, by=clerk, at=moment("2026-11-23")
        )
    assert not visit.results.exists()

    found = services.record_finding(
        visit=visit, item=item, finding=Finding.MET, by=clerk, at=moment("2026-11-24")
    )
    assert found.visit.state == VisitState.UNDER_WAY
