"""Letters to the employers of people who are no staff of a unit's own (domain A-26).

What is found of them counts for the house and not on the ladder of people; their employer is told.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

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
    """Return what would count for people if they were on their house's own staff, in its order.

    What accuses somebody goes to nobody.
    """
    ladders = Ladders()
    _counted, judged = reckon(facts_of_people(staff), ladders=ladders)
    lent = [one.fact for one in judged if one.why_not is WhyNot.NOT_OWN_STAFF]
    ours = [
        one for one in lent
        if one.ladder is LadderCode.STAFF and one.person
        and ladders.judging_on(one.ladder, one.received_on)(one._replace(employment="")).weight
    ]  # fmt: skip
    accusing = set(
        Case.objects.filter(pk__in={one.case for one in ours}, is_accusation=True)
        .order_by()
        .values_list("pk", flat=True)
    )
    told = (one for one in ours if one.case not in accusing)
    return sorted(told, key=lambda one: (one.received_on, one.case))


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


def _letters(facts: Sequence[Fact], user: User) -> list[Letter]:
    """Make the letters of each matter: those there are, or that the first case asks for one."""
    by_person = {one.person: one for one in facts if one.person}
    if not by_person or not CountableEvent.objects.all().sees_whole_county(user):
        return []
    people = NamedPerson.objects.filter(pk__in=list(by_person))
    there = papers_on(people)
    may = user.section_code == SectionCode.PERSONNEL and user.has_perm("bureau.draft_paper")
    rows = people.select_related("case", "institution", "staff__institution").in_bulk()
    of_matter: dict[tuple[int, int], list[NamedPerson]] = defaultdict(list)
    for pk, fact in by_person.items():
        of_matter[fact.matter, fact.subject].append(rows[pk])
    made = []
    for named in of_matter.values():
        written = [one for one in named if about(one) in there]
        made += [_letter(one, there.get(about(one)), may) for one in written or named[:1]]
    return made


def _letter(one: NamedPerson, paper: OfficialPaper | None, may: bool) -> Letter:
    assert one.staff is not None  # noqa: S101
    house = one.institution or one.staff.institution
    return Letter(KIND, about(one), one.case, one.staff.pk, house, paper, may and paper is None)


def papers_on(people: QuerySet[NamedPerson]) -> dict[str, OfficialPaper]:
    """Return the letters about some people that are not voided, by what each is about."""
    rows = OfficialPaper.objects.filter(kind=KIND, about__in=abouts(people))
    standing = rows.exclude(state=PaperState.VOIDED).select_related("number")
    return {one.about: one for one in standing}


def fact_of(about: str) -> tuple[Fact, NamedPerson] | None:
    """Find what a letter is about, as long as it is to be told."""
    person = person_of(about)
    found = left_out([person.staff_id]) if person.staff_id else []
    one = next((fact for fact in found if fact.person == person.pk), None)
    return (one, person) if one else None


def is_written(fact: Fact) -> bool:
    """Test if there is a letter on another case of the same matter: one is enough."""
    same = [
        one.person
        for one in left_out([fact.subject])
        if one.person and one.matter == fact.matter and one.person != fact.person
    ]
    return bool(papers_on(NamedPerson.objects.filter(pk__in=same)))


def hidden_letters(user: User) -> Q:
    """Keep letters from whoever of the bureau may not see the whole county's; units read theirs.

    No unit reads one about what became an accusation.
    """
    if not user.is_authenticated:
        return Q(pk=None)
    if user.institution_id:
        accusing = NamedPerson.objects.filter(case__is_accusation=True)
        return Q(kind=KIND, about__in=abouts(accusing))
    sees = CountableEvent.objects.all().sees_whole_county(user)
    return Q(pk=None) if sees else Q(kind=KIND)


def overtaken_letters() -> Q:
    """Name the letters on findings that do not hold any more."""
    so = findings_that_hold().filter(finding__in=sorted(SO), person__isnull=False)
    stand = NamedPerson.objects.filter(
        pk__in=so.order_by().values("person"), case__is_accusation=False
    )
    return Q(kind=KIND) & ~Q(about__in=abouts(stand))
