"""A directory that contradicts itself is named, even where no constraint stands any more."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from bureau import directory_invariants, invariants
from bureau.directory_invariants import Span, _is_whole
from bureau.models import DutySection, LeaderPost, Placement, Remit, Section
from bureau.rules import LeaderKind
from tests.factories import StaffFactory

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
LAST_OF_JUNE = date(2026, 6, 30)


def broken() -> set[str]:
    return {rule for rule, _where in directory_invariants.breaches()}


def drop(model, *names):
    """Take constraints away, as a database mended by hand may lack them."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {name}")


def test_an_honest_directory_has_no_breach(hospital, township):
    staff = StaffFactory(institution=hospital)
    place = {"staff": staff, "staff_no": "1"}
    Placement.objects.create(**place, institution=township, to_on=LAST_OF_JUNE)
    Placement.objects.create(**place, institution=hospital, from_on=JULY)
    post = {"institution": hospital, "kind": LeaderKind.HEAD, "name": "甲"}
    LeaderPost.objects.create(**post, from_on=JUNE, to_on=LAST_OF_JUNE)
    LeaderPost.objects.create(**post, from_on=JULY)
    LeaderPost.objects.create(institution=township, kind=LeaderKind.HEAD, name="乙", from_on=JUNE)

    assert broken() == set()


def test_two_heads_on_one_day_are_named(hospital):
    drop(LeaderPost, "post_one_head_of_institution")
    post = {"institution": hospital, "kind": LeaderKind.HEAD, "name": "甲"}
    LeaderPost.objects.create(**post, from_on=JUNE, to_on=JULY)
    LeaderPost.objects.create(**post, from_on=JULY)

    [breach] = directory_invariants.breaches()
    assert breach == ("two principal heads on one day", hospital.code)
    assert "two principal heads on one day" in {
        one.rule for one in invariants.breaches(at=timezone.now())
    }


def test_remits_beside_each_other_and_outside_the_post_are_named(hospital):
    drop(Remit, "remit_one_at_a_time")
    post = LeaderPost.objects.create(
        institution=hospital, kind=LeaderKind.DEPUTY, name="甲", from_on=JULY
    )
    for day in (JUNE, JULY):
        Remit.objects.create(post=post, from_on=day)

    assert broken() == {
        "two remits of a leader on one day", "remit outside the days of the post",
    }  # fmt: skip


def test_two_heads_of_the_bureau_are_named_and_its_deputies_are_not(db):
    drop(LeaderPost, "post_one_head_of_bureau")
    for kind in [LeaderKind.HEAD, LeaderKind.DEPUTY] * 2:
        LeaderPost.objects.create(kind=kind, name="甲", from_on=JUNE)

    assert list(directory_invariants.breaches()) == [("two principal heads on one day", "bureau")]


def test_a_person_in_two_places_is_named(hospital):
    drop(Placement, "placement_one_at_a_time")
    staff = StaffFactory(institution=hospital)
    for from_on in (None, JUNE):
        Placement.objects.create(staff=staff, institution=hospital, from_on=from_on)

    assert broken() == {"person in two places on one day"}


def test_a_person_who_is_placed_elsewhere_than_the_roster_says_is_named(hospital, township):
    staff = StaffFactory(institution=hospital)
    Placement.objects.create(staff=staff, institution=township, from_on=JUNE)

    assert broken() == {"person works elsewhere than placed"}


def test_two_sections_on_duty_and_none_are_named(db):
    drop(DutySection, "duty_one_section_at_a_time")
    again = DutySection.objects.create(section=Section.objects.first(), from_on=JUNE)
    assert broken() == {"two sections on duty on one day"}

    again.delete()
    DutySection.objects.update(to_on=JUNE)
    assert broken() == {"no section on duty on some day"}


@pytest.mark.parametrize(
    ("spans", "whole"),
    [
        ([], False),
        ([Span("", date.min, date.max)], True),
        ([Span("", date.min, LAST_OF_JUNE), Span("", JULY, date.max)], True),
        ([Span("", date.min, JUNE), Span("", JULY, date.max)], False),
        ([Span("", date.min, JUNE)], False),
    ],
)
def test_days_are_whole_if_one_follows_upon_the_other(spans, whole):
    assert _is_whole(spans) is whole
