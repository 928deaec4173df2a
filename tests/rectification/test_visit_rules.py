from itertools import product

import pytest

from rectification.rules import inspections
from rectification.rules.inspections import Finding, Group, VisitKind, VisitState
from rectification.rules.words import SourceKind


@pytest.mark.parametrize(
    ("is_level2", "is_township", "group"),
    [(True, False, Group.LEVEL2), (True, True, Group.LEVEL2), (False, True, Group.TOWNSHIP),
     (False, False, Group.OTHER)],
)  # fmt: skip
def test_which_checklist_is_a_house_s(is_level2, is_township, group):
    assert inspections.group_of(is_level2=is_level2, is_township=is_township) is group


MOVES = {
    (VisitState.PLANNED, VisitState.UNDER_WAY),
    (VisitState.PLANNED, VisitState.CANCELLED),
    (VisitState.UNDER_WAY, VisitState.DONE),
    (VisitState.UNDER_WAY, VisitState.CANCELLED),
}


@pytest.mark.parametrize(("before", "after"), list(product(VisitState, VisitState)))
def test_what_may_follow_what(before, after):
    assert inspections.can_move(before, after) is ((before, after) in MOVES)


@pytest.mark.parametrize(("kind", "state"), list(product(VisitKind, VisitState)))
def test_an_unannounced_visit_is_hidden_until_it_is_done(kind, state):
    hidden = kind is VisitKind.UNANNOUNCED and state is not VisitState.DONE

    assert inspections.is_hidden_from_units(kind, state) is hidden


def test_what_kind_of_source_a_visit_is():
    assert inspections.source_of(VisitKind.UNANNOUNCED) is SourceKind.UNANNOUNCED
    assert inspections.source_of(VisitKind.SUPERVISION) is SourceKind.INSPECTION


def test_in_part_is_not_kept_and_what_does_not_apply_is_not_counted():
    found = [Finding.MET, Finding.MET, Finding.PARTIAL, Finding.UNMET, Finding.NOT_APPLICABLE]

    kept = inspections.compliance(found)

    assert (kept.met, kept.applicable, kept.share) == (2, 4, 0.5)
    assert inspections.compliance([Finding.NOT_APPLICABLE]).share is None


def test_what_nobody_answered_is_named_in_the_order_of_the_checklist():
    assert inspections.unanswered(["S-04", "S-06", "D-01"], {"S-06"}) == ["S-04", "D-01"]
