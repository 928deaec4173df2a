"""The one place that says over which rows a person's verbs go."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from bureau.rules import Role, SectionCode

if TYPE_CHECKING:
    from bureau.models.people import User


class ScopedQuerySet(models.QuerySet):
    """Rows of an institution. What a person may not see is not there.

    A model says which roles and sections see the whole county; everybody else sees the
    institutions they belong to or are assigned to today. Fails closed: no role, no rows; and
    roles of the bureau show nothing to an account of an institution.
    """

    institution_field = "institution"
    whole_county_roles: frozenset[Role] = frozenset({Role.LEADER, Role.AUDITOR})
    whole_county_sections: frozenset[SectionCode] = frozenset()

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if self.sees_whole_county(user):
            return self
        in_scope = Q()
        if Role.LIAISON in user.roles and not user.institution_id:
            in_scope |= Q(**{f"{self.institution_field}__in": user.assigned_institution_ids})
        if Role.HOSPITAL_OFFICER in user.roles and user.institution_id:
            in_scope |= Q(**{self.institution_field: user.institution_id})
        return self.filter(in_scope) if in_scope else self.none()

    def sees_whole_county(self, user: "User | AnonymousUser") -> bool:
        if not user.is_authenticated or not user.is_active or user.institution_id:
            return False
        of_a_section = user.roles & {Role.BUREAU_STAFF, Role.SECTION_HEAD}
        return bool(user.roles & self.whole_county_roles) or (
            bool(of_a_section) and user.section_code in self.whole_county_sections
        )
