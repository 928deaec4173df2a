"""Who sees which cases, and so whatever hangs on them."""

from typing import Self

from django.db.models import Q

from bureau.models import ScopedQuerySet, User
from bureau.rules import Role, SectionCode
from complaints.rules.words import PETITIONS, Audience, Channel

OF_A_SECTION = frozenset({Role.BUREAU_STAFF, Role.SECTION_HEAD})
PETITION_DESK = sorted({*PETITIONS, Channel.HOTLINE})


def is_seen_by_section(section: str, *, channel: str, is_accusation: bool) -> bool:
    """Test if a section of the bureau sees what came by a channel, by the scope below."""
    if section == SectionCode.PETITIONS:
        return is_accusation or channel in PETITION_DESK
    if section == SectionCode.DISCIPLINE:
        return is_accusation
    is_medical = section == SectionCode.MEDICAL_ADMIN
    return is_medical and not is_accusation and channel not in PETITIONS


class CaseQuerySet(ScopedQuerySet):
    """Cases and what hangs on them.

    The medical administration section sees whatever came by any channel but a petition, the
    petition section petitions and the hotline. An accusation is seen by the petition and the
    discipline section and by the leaders alone. A unit sees what was dispatched to it, never an
    accusation of itself. Nobody named in a case sees it, whatever else they are.
    """

    # Where the case itself is, seen from the model: "" or "case__".
    to_case = ""

    def visible_to(self, user) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        rows = self._of_a_unit(user) if user.institution_id else self._of_the_bureau(user)
        if user.staff_id is None:
            return rows
        return rows.exclude(**{f"{self.to_case}people__staff": user.staff_id})

    def _of_a_unit(self, user: User) -> Self:
        if Role.HOSPITAL_OFFICER not in user.roles:
            return self.none()
        return self.filter(
            **{
                f"{self.to_case}assignments__institution": user.institution_id,
                f"{self.to_case}assignments__returned_at": None,
                f"{self.to_case}is_accusation": False,
            }
        )

    def _of_the_bureau(self, user: User) -> Self:
        is_accusation = Q(**{f"{self.to_case}is_accusation": True})
        is_petition = Q(**{f"{self.to_case}channel__in": sorted(PETITIONS)})
        seen = Q(pk__in=[])
        if user.roles & OF_A_SECTION:
            by_petition_desk = Q(**{f"{self.to_case}channel__in": PETITION_DESK})
            of_section = {
                SectionCode.MEDICAL_ADMIN: ~is_accusation & ~is_petition,
                SectionCode.PETITIONS: by_petition_desk | is_accusation,
                SectionCode.DISCIPLINE: is_accusation,
            }
            if user.section_code in of_section:
                seen |= of_section[user.section_code]
        if Role.LIAISON in user.roles:
            houses = {f"{self.institution_field}__in": user.assigned_institution_ids}
            seen |= Q(**houses) & ~is_accusation
        if Role.AUDITOR in user.roles:
            seen |= ~is_accusation
        return self if Role.LEADER in user.roles else self.filter(seen)


class OfCase(CaseQuerySet):
    """What hangs on cases: seen with its case."""

    institution_field = "case__institution"
    to_case = "case__"


class OfAudience(OfCase):
    """What was written for somebody: a unit reads what is for it, not what the public is told."""

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and user.institution_id:
            rows = rows.filter(audience=Audience.INSTITUTION.value)
        return rows


class OwnReports(OfCase):
    """What units found themselves: a unit reads its own, not what another one says."""

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and user.institution_id:
            rows = rows.filter(assignment__institution=user.institution_id)
        return rows


class OwnAssignments(OfCase):
    """What was given to whom: a unit reads the text that it was given itself."""

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and user.institution_id:
            rows = rows.filter(institution=user.institution_id)
        return rows


class OwnStatements(OfCase):
    """What units say for themselves and their people: a unit reads its own."""

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and user.institution_id:
            rows = rows.filter(institution=user.institution_id)
        return rows


class OwnPeople(OfCase):
    """Who is named: a unit reads of its own people, not of another's or of nobody yet known."""

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and user.institution_id:
            rows = rows.filter(institution=user.institution_id)
        return rows


class OwnFindings(OfCase):
    """What was found: a unit reads what holds, of the case itself and of its own people."""

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and user.institution_id:
            own = Q(person=None) | Q(institution=user.institution_id)
            rows = rows.filter(own, void_since=None)
        return rows


class OfTheBureau(OfCase):
    """What is the bureau's own affair with whoever complained: no unit reads it."""

    def visible_to(self, user) -> Self:
        is_of_a_unit = user.is_authenticated and user.institution_id
        return self.none() if is_of_a_unit else super().visible_to(user)
