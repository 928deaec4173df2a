"""The cases as the queue has them: in tabs, open, the most pressing first."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from complaints.models.scope import CaseQuerySet
from complaints.rules import clocks, workflow
from complaints.rules.words import CaseState, Tab


class CasesQuerySet(CaseQuerySet):
    def in_tab(self, tab: Tab) -> Self:
        """What stands in a tab; a bad call-back of a closed case waits among the call-backs."""
        if tab is Tab.ALL:
            return self
        states = Q(state__in=sorted(workflow.TABS[tab]))
        if tab is Tab.TO_CALL_BACK:
            return self.filter(states | Q(pk__in=self._badly_graded()))
        return self.filter(states)

    def parts_of_tab(self, tab: Tab) -> "list[Self]":
        """What stands in a tab as parts without a row in common, each read along an index.

        Of cases in the tab's states or badly graded no index knows in one.
        """
        if tab is not Tab.TO_CALL_BACK:
            return [self.in_tab(tab)]
        states = Q(state__in=sorted(workflow.TABS[tab]))
        return [self.filter(states), self.filter(~states, pk__in=self._badly_graded())]

    def _badly_graded(self) -> models.QuerySet:
        waiting = {"callbacks__needs_review": True, "callbacks__reviewed_at": None}
        return self.model._default_manager.filter(**waiting).values("pk")

    def with_own_text(self, reader) -> Self:
        """Add what a unit was given to read itself, along the one join that its scope made."""
        return self.annotate(own_text=F("assignments__text")) if reader.institution_id else self

    def open(self) -> Self:
        return self.filter(state__in=sorted(workflow.OPEN))

    def by_urgency(self) -> Self:
        """What is due first comes first; what nothing is due of comes last."""
        return self.order_by(F("next_due_at").asc(nulls_last=True), "pk")

    def overdue(self, day: date) -> Self:
        """What was due before a day and stands still."""
        end = clocks.end_of(day - clocks.ONE_DAY, timezone.get_default_timezone())
        return self.filter(next_due_at__lte=end)

    def counting(self) -> Self:
        """Those that can count against anybody at all: complaints and reports, not withdrawn."""
        return self.filter(type__in=sorted(workflow.COUNTING_TYPES)).exclude(
            state__in=[CaseState.WITHDRAWN.value, CaseState.NOT_HANDLED.value]
        )
