"""Who is who: the names of a house, and whom an affair is for."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from bureau.models import (
    Department,
    Institution,
    LeaderPost,
    OfficerAssignment,
    Remit,
    Staff,
    User,
)
from bureau.rule_tables import RuleKind
from bureau.rules import LeaderKind, Role


def staff_names(institution: Institution) -> frozenset[str]:
    return frozenset(Staff.objects.filter(institution=institution).values_list("name", flat=True))


def likely_twins(people: Collection[Staff], *, among: QuerySet[Staff]) -> list[tuple[Staff, Staff]]:
    """Pair people with other records of the same name and phone: likely the same person twice.

    What counts against somebody stands with one record, and does not follow them to another.
    """
    new = {one.pk: one for one in people if one.phone}
    alike = among.filter(name__in={one.name for one in new.values()}).order_by("pk")
    there = [(one, digits_of(one)) for one in alike.select_related("institution") if one.phone]
    return [
        (one, other)
        for one in new.values()
        for other, number in there
        if other.name == one.name
        and number == digits_of(one)
        and other.pk != one.pk
        # Of two that came together each is named once.
        and (other.pk not in new or other.pk < one.pk)
    ]


def digits_of(person: Staff) -> str:
    return "".join(sign for sign in person.phone.reveal() if sign.isdigit())


def department_names(institution: Institution) -> frozenset[str]:
    of_house = Department.objects.filter(institution=institution)
    return frozenset(of_house.values_list("name", flat=True))


def hospital_officers(institution: Institution) -> QuerySet[User]:
    """Those who answer for an institution's affairs in its own house."""
    of_house = User.objects.filter(institution=institution, is_active=True)
    return of_house.filter(groups__name=Role.HOSPITAL_OFFICER).order_by("pk")


def liaison_officers(institution: Institution, *, day: date) -> list[User]:
    """The bureau officer who looks after an institution on a day; none where nobody does."""
    assigned = OfficerAssignment.objects.on(day).filter(institution=institution)
    officers = (assignment.officer for assignment in assigned.select_related("officer"))
    return [officer for officer in officers if officer.is_active]


def section_people(code: str) -> QuerySet[User]:
    """The clerks and the head of a section."""
    people = User.objects.filter(section__code=code, is_active=True)
    roles = [Role.BUREAU_STAFF, Role.SECTION_HEAD]
    return people.filter(groups__name__in=roles).distinct().order_by("pk")


def able_to_approve(kind: RuleKind[Any]) -> QuerySet[User]:
    """Those whose post has the say over a kind of rules, as the kind tells of one person."""
    heads = Q(groups__name=Role.SECTION_HEAD, section__code__in=kind.sections)
    say = Q(groups__name=Role.LEADER) | heads
    return User.objects.filter(say, is_active=True).distinct().order_by("pk")


def leaders() -> QuerySet[User]:
    """The bureau's leaders."""
    return User.objects.filter(groups__name=Role.LEADER, is_active=True).order_by("pk")


def deputies_over(code: str, *, day: date) -> QuerySet[User]:
    """The bureau's deputies in charge of a section on a day, as far as they have accounts."""
    posts = LeaderPost.objects.on(day).filter(institution=None, kind=LeaderKind.DEPUTY.value)
    remits = Remit.objects.on(day).filter(post__in=posts, sections__code=code)
    return leaders().filter(pk__in=remits.values("post__user"))
