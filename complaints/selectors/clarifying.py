"""Letters of clarification by what they are about: one a person whom a case names."""

from collections.abc import Collection

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from bureau.models import OfficialPaper, Staff, User
from bureau.rules import PaperState, SectionCode
from complaints.models import Case, Fabrication, NamedPerson
from complaints.rules.words import PETITIONS

LETTERS = {
    SectionCode.MEDICAL_ADMIN: "complaints.clarification",
    SectionCode.PETITIONS: "complaints.clarification_petition",
}
"""Who writes them: the section that has the case. What accuses somebody has none."""


def letter_kind(case: Case) -> str:
    """Name the kind of letter that a case has, by the section whose it is; none of accusations."""
    if case.is_accusation:
        return ""
    is_petition = case.channel in PETITIONS
    return LETTERS[SectionCode.PETITIONS if is_petition else SectionCode.MEDICAL_ADMIN]


def about(person: NamedPerson) -> str:
    """Say what the letter to somebody named is about."""
    return f"{person.case.no}/{person.pk}"


def person_of(about: str) -> NamedPerson:
    """Find whom a letter is about.

    :raises NamedPerson.DoesNotExist: where there is no such person.
    """
    no, _slash, pk = about.rpartition("/")
    if not pk.isdecimal():
        raise NamedPerson.DoesNotExist
    rows = NamedPerson.objects.select_related("case__institution", "institution", "staff")
    return rows.get(pk=pk, case__no=no)


def abouts(people: QuerySet[NamedPerson]) -> QuerySet:
    """Name what letters to some people are about, as a subquery."""
    said = Concat(F("case__no"), Value("/"), Cast("pk", CharField()), output_field=CharField())
    return people.order_by().annotate(about=said).values("about")


def hidden_letters(user: User) -> Q:
    """Keep letters from whoever of the bureau does not see the case; units read what is theirs."""
    if not user.is_authenticated or user.institution_id:
        return Q(pk=None)
    seen = abouts(NamedPerson.objects.visible_to(user))
    return Q(kind__in=list(LETTERS.values())) & ~Q(about__in=seen)


def overtaken_letters() -> Q:
    """Name the letters about cases that are not held to be made up any more."""
    standing = Fabrication.objects.standing().order_by().values("case")
    cleared = abouts(NamedPerson.objects.filter(case__in=standing))
    return Q(kind__in=list(LETTERS.values())) & ~Q(about__in=cleared)


def letters_of(case: Case) -> dict[str, OfficialPaper]:
    """Return the letters of a case that are drafted or signed, by what each is about."""
    rows = OfficialPaper.objects.filter(
        kind__in=list(LETTERS.values()), about__in=abouts(case.people.all())
    )
    return {one.about: one for one in rows.exclude(state=PaperState.VOIDED)}


def own_letters(records: Collection[int] | QuerySet[Staff]) -> QuerySet[OfficialPaper]:
    """Return the signed letters to whoever has some records, as long as what they say stands."""
    standing = Fabrication.objects.standing().values("case")
    named = NamedPerson.objects.filter(staff__in=records, case__in=standing)
    rows = OfficialPaper.objects.filter(kind__in=list(LETTERS.values()), about__in=abouts(named))
    return rows.filter(state=PaperState.SIGNED).select_related("number").order_by("signed_at")
