"""Who sees what counts against whom: names only those who must."""

from datetime import date, timedelta
from typing import Self

from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)

from accountability.models.persons import alike
from accountability.rules import states
from accountability.rules.windows import window_from
from accountability.rules.words import LadderCode, ProposalState
from bureau.models import ScopedQuerySet
from bureau.rules import Role, SectionCode

OF_INSTITUTIONS = [one.value for one in LadderCode if not one.is_of_people]
OF_A_SECTION = frozenset({Role.BUREAU_STAFF, Role.SECTION_HEAD})
WAS_TOLD = ~Q(state__in=sorted(states.UNSEEN_BY_UNITS)) | Q(
    state=states.S.DISMISSED, handling__statement_due_on__isnull=False
)
WAS_TOLD &= ~Q(kind__in=sorted(states.TAKING_BACK), state=states.S.DECIDED)
"""From the notice on, and that it was dismissed after it; of taking back from its service on."""


class AccountabilityQuerySet(ScopedQuerySet):
    """Events and proposals.

    The personnel section, the leaders and auditors see all of them; the medical administration
    section those of institutions, no person's; who looks after a house sees that house's. Nobody
    reads here what counts against themselves: they are told by the notice.
    """

    whole_county_roles = frozenset({Role.LEADER, Role.AUDITOR})
    whole_county_sections = frozenset({SectionCode.PERSONNEL})

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if not user.is_authenticated or not user.is_active:
            return rows
        if user.roles & OF_A_SECTION and user.section_code == SectionCode.MEDICAL_ADMIN:
            rows |= self.of_institutions()
        if user.staff_id:
            rows = rows.exclude(staff__in=self._own(user))
        return rows

    def _own(self, user) -> QuerySet:
        """Name somebody's own records, whichever of them their account is tied to."""
        return alike(user.staff_id)

    def reads_all(self, user) -> bool:
        """Test if somebody reads of every event, of accusations too."""
        is_of_personnel = bool(user.roles & OF_A_SECTION) and self.sees_whole_county(user)
        return Role.LEADER in user.roles or is_of_personnel

    def reads_no_days(self, user) -> bool:
        """Test if somebody reads that an accusation counts, and neither its number nor its day."""
        return self.reads_all(user) and Role.LEADER not in user.roles

    def of_institutions(self) -> Self:
        return self.filter(ladder__in=OF_INSTITUTIONS)

    def of_year(self, year: int) -> Self:
        """Keep what is listed under a year: twelve months that roll by their last day."""
        rolling = Q(rolls=True, window_from__range=(date(year - 1, 1, 2), date(year, 1, 1)))
        return self.filter(Q(rolls=False, window_from__year=year) | rolling)


class EventQuerySet(AccountabilityQuerySet):
    """What counts. What an accusation came to is no unit's and no outsider's to read."""

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and (user.institution_id or not self.reads_all(user)):
            rows = rows.filter(Q(case=None) | Q(case__is_accusation=False))
        return rows

    def active(self) -> Self:
        return self.filter(voided_at=None)

    def adding_up(self, first: date, *, rolls: bool) -> Self:
        """Keep what adds up in a year, or in twelve months that roll: as `tiers.by_window`."""
        adds = Q(rolls=True) | Q(window_from__gte=first) if rolls else Q(rolls=True)
        return self.filter(Q(window_from=first) | Q(counted_on__range=window_from(first)) & adds)


class ProposalQuerySet(AccountabilityQuerySet):
    """Proposals. A unit hears of one by its notice, and of nothing before it.

    Of the bureau, one that an accusation counts for is read by those alone who read of every
    event: whoever sees the count beside the events they see would know of one more.
    """

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and user.institution_id:
            return rows.filter(WAS_TOLD).told_to_units()
        if user.is_authenticated and not self.reads_all(user):
            rows = rows.told_to_units()
        return rows

    def told_to_units(self) -> Self:
        """Leave out what an accusation counts for: no unit is told of one."""
        return self.filter(~Exists(self._accusations()))

    def _accusations(self) -> EventQuerySet:
        """Find, of a proposal's own subject and year, what was an accusation.

        Where twelve months roll, a day too many is looked at rather than one too few.
        """
        events: EventQuerySet = self.model._meta.get_field("reached_by").related_model.objects.all()
        whose = Q(staff=OuterRef("staff")) | Q(staff=None, institution=OuterRef("institution"))
        first = OuterRef("window_from")
        until = ExpressionWrapper(first + timedelta(days=366), output_field=DateTimeField())
        adds = Q(rolls=True) | Q(
            ExpressionWrapper(OuterRef("rolls"), output_field=BooleanField()),
            window_from__gte=first,
        )
        rolling = Q(counted_on__gte=first, counted_on__lte=until) & adds
        return events.filter(
            Q(window_from=first) | rolling, whose, ladder=OuterRef("ladder"),
            case__is_accusation=True,
        )  # fmt: skip

    def about(self, user) -> Self:
        """What somebody is told of themselves: from the notice on, and of nobody else.

        That it was dismissed after the notice is told as well.
        """
        if not user.is_authenticated or not user.is_active or not user.staff_id:
            return self.none()
        return self.filter(WAS_TOLD, staff__in=self._own(user))

    def there(self) -> Self:
        """Those that have not come to nothing."""
        return self.exclude(state__in=sorted(states.GONE))

    def open(self) -> Self:
        """Those on which nobody has decided yet."""
        return self.filter(state__in=sorted(states.UNTOLD))

    def kept(self) -> Self:
        """All but what the machine withdrew itself: what people ended it has to know."""
        return self.exclude(state=ProposalState.WITHDRAWN)

    def imposing(self) -> Self:
        return self.filter(kind__in=sorted(states.IMPOSING))

    def of_ladder(self, ladder: LadderCode, subject: int) -> Self:
        name = "staff" if ladder.is_of_people else "institution"
        return self.filter(Q(**{name: subject}), ladder=ladder)
