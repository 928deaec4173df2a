"""Letters to the employers of people who are no staff of a unit's own (domain A-26).

What is found of them counts for the house and not on the ladder of people; their employer is told.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Q

from accountability.models import CountableEvent
from accountability.rules.counting import SO, Fact
from accountability.rules.words import LadderCode, WhyNot
from accountability.selectors.counts import reckon
from accountability.selectors.facts import facts_of_people
from accountability.selectors.ladders import Ladders
from bureau.models import Institution, OfficialPaper, Staff, User
from bureau.rules import PaperState, SectionCode
from complaints.models import Case, NamedPerson
from complaints.selectors import findings_that_hold
from complaints.selectors.clarifying import about, abouts, person_of

KIND = "accountability.employer"


class Letter(NamedTuple):
    """The letter on one matter and person: what there is of it, or that it can be drafted."""

    kind: str
    about: str
    case: Case
    staff: int
    house: Institution
    paper: OfficialPaper | None
    may_draft: bool


def left_out(staff: Collection[int]) -> list[Fact]:
    """Return what was found so of people not on their house's staff: once for each matter.

    The first case of a matter stands for it. What accuses somebody goes to nobody.
    """
    _counted, judged = reckon(facts_of_people(staff), ladders=Ladders())
    lent = [one.fact for one in judged if one.why_not is WhyNot.NOT_OWN_STAFF]
    ours = [one for one in lent if one.ladder is LadderCode.STAFF and one.person]
    accusing = set(
        Case.objects.filter(pk__in={one.case for one in ours}, is_accusation=True)
        .order_by()
        .values_list("pk", flat=True)
    )
    first: dict[tuple[int, int], Fact] = {}
    for one in sorted(ours, key=lambda one: (one.received_on, one.case)):
        if one.case not in accusing:
            first.setdefault((one.matter, one.subject), one)
    return list(first.values())


def letters(staff: int, *, user: User) -> list[Letter]:
    """List the letters on one person for their file: those there are, and those to draft."""
    return _letters(left_out([staff]), user)


def owed(user: User) -> list[Letter]:
    """List the letters that are still to be written, of everybody who may be meant."""
    found = findings_that_hold().filter(finding__in=sorted(SO)).order_by()
    lent = Staff.objects.exclude(employment="").filter(pk__in=found.values("staff"))
    people = set(lent.order_by().values_list("pk", flat=True))
    told = _letters(left_out(people), user) if people else []
    return [one for one in told if one.may_draft]


def _letters(facts: Iterable[Fact], user: User) -> list[Letter]:
    by_person = {one.person for one in facts if one.person}
    if not by_person or not CountableEvent.objects.all().sees_whole_county(user):
        return []
    people = NamedPerson.objects.filter(pk__in=by_person)
    rows = OfficialPaper.objects.filter(kind=KIND, about__in=abouts(people))
    standing = rows.exclude(state=PaperState.VOIDED).select_related("number")
    there = {one.about: one for one in standing}
    may = user.section_code == SectionCode.PERSONNEL and user.has_perm("bureau.draft_paper")
    whole = people.select_related("case", "institution", "staff__institution").order_by("pk")
    return [
        Letter(
            KIND, about(one), one.case, one.staff.pk, one.institution or one.staff.institution,
            there.get(about(one)), may and about(one) not in there,
        )
        for one in whole
        if one.staff
    ]  # fmt: skip


def fact_of(about: str) -> tuple[Fact, NamedPerson] | None:
    """Find what a letter is about, as long as it is to be told."""
    person = person_of(about)
    found = left_out([person.staff_id]) if person.staff_id else []
    one = next((fact for fact in found if fact.person == person.pk), None)
    return (one, person) if one else None


def hidden_letters(user: User) -> Q:
    """Keep letters from whoever of the bureau may not see the whole county's; units read theirs."""
    if not user.is_authenticated or user.institution_id:
        return Q(pk=None)
    sees = CountableEvent.objects.all().sees_whole_county(user)
    return Q(pk=None) if sees else Q(kind=KIND)


def overtaken_letters() -> Q:
    """Name the letters on findings that do not hold any more."""
    so = findings_that_hold().filter(finding__in=sorted(SO), person__isnull=False)
    stand = NamedPerson.objects.filter(pk__in=so.order_by().values("person"))
    return Q(kind=KIND) & ~Q(about__in=abouts(stand))
