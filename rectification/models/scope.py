"""Which rows of the ledger a person sees, and in which order a tab shows them."""

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q

from bureau.models import ScopedQuerySet
from bureau.rules import Role, SectionCode
from rectification.rules import states
from rectification.rules.words import Tab

ITEM = "ledger_item"
"""What an item is called in the acts that tell of it."""
SECTION_ROLES = frozenset({Role.BUREAU_STAFF, Role.SECTION_HEAD})


class ItemQuerySet(ScopedQuerySet):
    """The ledger's rows and what hangs on them.

    The medical administration section keeps the ledger; another section sees what it answers
    for, and its people what they entered themselves. An institution sees its own from the day it
    is told to rectify.
    """

    whole_county_sections = frozenset({SectionCode.MEDICAL_ADMIN})
    # Where the item itself is, seen from the model: "" or "item__".
    to_item = ""

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if not user.is_authenticated or self.sees_whole_county(user):
            return rows
        if user.roles & SECTION_ROLES and user.section_id:
            of_sections = apps.get_model("rectification", "ItemSection").objects
            # Asked of each row that is read: all that a section ever answered for is many.
            mine = of_sections.filter(section=user.section_id, item=OuterRef(f"{self.to_item}pk"))
            entered = Q(**{f"{self.to_item}opened_by": user.pk})
            of_section = self.filter(entered | Q(Exists(mine)))
            return rows | of_section if Role.LIAISON in user.roles else of_section
        if user.institution_id:
            return rows.exclude(**{f"{self.to_item}state__in": states.UNSEEN_BY_UNITS})
        return rows


class LedgerQuerySet(ItemQuerySet):
    def in_tab(self, tab: Tab, *, reader: Any) -> Self:
        """The items of a tab, in the order in which they want to be seen to.

        A look-back that was drawn is in no tab of a unit: `reader` says who asks.
        """
        rows = self.filter(state__in=sorted(states.TABS[tab]))
        if tab is Tab.LOOK_BACK:
            drawn = {"look_backs__draw": None} if reader.institution_id else {}
            rows = rows.filter(look_backs__result="", look_backs__round=F("round"), **drawn)
            return rows.order_by("look_backs__due_on", "pk")
        if tab is Tab.CLOSED:
            return rows.order_by("-closed_on", "-pk")
        if tab is Tab.TO_TAKE_UP:
            return rows.order_by("opened_at", "pk")
        if tab is Tab.ALL:
            return rows.order_by("pk")
        return rows.order_by(F("due_on").asc(nulls_last=True), "pk")

    def with_the_unit(self) -> Self:
        return self.filter(state__in=sorted(states.WITH_THE_UNIT))

    def overdue(self, day: date) -> Self:
        """Those past their day. `rules.states.is_overdue` says the same of one of them."""
        return self.with_the_unit().filter(due_on__lt=day)
