"""Checklists: what each kind of house is asked, and how a new version comes to hold."""

from datetime import date, timedelta

import pytest

from bureau.models import Act
from bureau.rules import Role
from rectification.models import Checklist
from rectification.services import LedgerError, checklists
from tests.factories import UserFactory
from tests.rectification.visiting import AT


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
